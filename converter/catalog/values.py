"""What the catalogue's properties point at: agents, places, times, themes, each of the class that DCAT-AP wants."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from converter.catalog.about import CHINESE, ENGLISH, EU, LICENCE, PUBLIC, THEMES, Release
from converter.catalog.datasets import CHINA, PROTOCOL, department_of
from ontology import iris
from ontology.namespaces import VOCABULARY_VERSION
from ontology.quads import Writer, en, name, texts, zh
from ontology.regions import regions


def value_quads(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """The descriptions of all values."""
    yield from agents(release, writer)
    yield from places(release, writer)
    yield from times(release, writer)
    yield from lists(release, writer)


def agents(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """The publisher and how to reach them; the departments, which made the documents."""
    publisher = ox.Literal(release.publisher)
    yield from writer.about(release.part("publisher"), rdf_type="foaf:Agent", foaf_name=publisher)
    mail = release.contact if "@" in release.contact and "://" not in release.contact else ""
    page = release.contact if release.contact and not mail else release.base
    yield from writer.about(
        release.part("contact"),
        rdf_type="vcard:Organization",
        vcard_fn=publisher,
        vcard_hasEmail=ox.NamedNode(f"mailto:{mail}") if mail else None,
        vcard_hasURL=None if mail else ox.NamedNode(page),
    )
    yield from writer.about(release.part("contact"), rdf_type="vcard:Kind")
    for iri, label in {department_of(e, release.base): e["department"] for e in release.entries}.items():
        yield from writer.about(iri, rdf_type="foaf:Agent", foaf_name=zh(label))


def places(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """The regions as locations, by the name with everything above."""
    for code in dict.fromkeys(entry["region"] for entry in release.entries):
        region = regions().by_code(code)
        yield from writer.about(
            iris.region(code, base=release.base),
            rdf_type="dct:Location",
            rdfs_label=zh(region.name) if region else None,
        )
    yield from writer.about(CHINA, rdf_type="dct:Location", rdfs_label=texts("中国", "China"))


def times(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """The years of disclosures and of series as periods, from the first day to the last."""
    every = [int(entry["year"]) for entry in release.entries]
    alone = {(year, year) for year in every}
    for first, last in sorted({*alone, *release.spans.values(), (min(every), max(every))}):
        yield from writer.about(
            release.part(f"years-{first}-{last}"),
            rdf_type="dct:PeriodOfTime",
            dcat_startDate=ox.Literal(f"{first}-01-01", datatype=name("xsd:date")),
            dcat_endDate=ox.Literal(f"{last}-12-31", datatype=name("xsd:date")),
        )


def lists(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """Values from the EU's lists and others, with the class that their property wants."""
    scheme = EU + "data-theme"
    yield from writer.about(scheme, rdf_type="skos:ConceptScheme", dct_title=en("Data theme"))
    for theme, labels in THEMES.items():
        yield from writer.about(theme, rdf_type="skos:Concept", skos_prefLabel=texts(*labels), skos_inScheme=scheme)
    for iri, kind, label in (
        (release.base, "foaf:Document", "yusuan"),
        (PUBLIC, "dct:RightsStatement", "public"),
        (CHINESE, "dct:LinguisticSystem", "Chinese"),
        (ENGLISH, "dct:LinguisticSystem", "English"),
        (EU + "frequency/ANNUAL", "dct:Frequency", "annual"),
        (LICENCE, "dct:LicenseDocument", "CC BY 4.0"),
        (VOCABULARY_VERSION, "dct:Standard", "Vocabulary of budget disclosures"),
        (PROTOCOL, "dct:Standard", "SPARQL 1.1 Protocol"),
    ):
        yield from writer.about(iri, rdf_type=kind, rdfs_label=en(label))
