"""The catalogue: it meets the profile, tells the truth about every file, and leads from series to distribution."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, VOID, XSD

from ontology import iris, publish
from ontology.links import linksets
from ontology.namespaces import PREFIXES, VOCABULARY_VERSION
from ontology.terms import YS
from shapes.integrity import read_triples

SPDX = "http://spdx.org/rdf/terms#"
SERIES = URIRef(PREFIXES["dcat"] + "DatasetSeries")
SHAPES = Path(__file__).parent / "dcat-ap.ttl"


@pytest.fixture(scope="module")
def catalog(samples_release: Path) -> Graph:
    return Graph().parse(samples_release / "catalog.ttl")


def breaks(graph: Graph) -> str:
    conforms, _, text = validate(graph, shacl_graph=Graph().parse(SHAPES), inference="none")
    return "" if conforms else str(text)


def test_it_meets_the_profile(catalog: Graph) -> None:
    assert breaks(catalog) == ""


def test_the_profile_stops_what_is_missing_or_of_the_wrong_kind(catalog: Graph) -> None:
    broken = Graph() + catalog
    wrong: list[tuple[URIRef, URIRef, Literal | URIRef | None]] = [
        (DCAT.Catalog, DCTERMS.title, None),
        (DCAT.Dataset, DCTERMS.description, None),
        (DCAT.Catalog, DCTERMS.publisher, None),
        (DCAT.Distribution, DCAT.accessURL, None),
        (DCAT.DataService, DCAT.endpointURL, None),
        (FOAF.Agent, FOAF.name, None),
        (URIRef(SPDX + "Checksum"), URIRef(SPDX + "checksumValue"), Literal("no hash")),
        (DCAT.Distribution, DCAT.byteSize, Literal(12)),
        (DCAT.Distribution, DCTERMS.license, URIRef("urn:not-described")),
        (DCAT.Distribution, DCAT.mediaType, Literal("text/turtle")),
        (SERIES, DCTERMS.spatial, URIRef("urn:not-described")),
    ]
    for kind, property_, value in wrong:
        subject = next(iter(broken.subjects(RDF.type, kind)))
        broken.remove((subject, property_, None))
        if value is not None:
            broken.add((subject, property_, value))
    said = breaks(broken)
    assert [property_ for _, property_, _ in wrong if property_.rpartition("/")[2].rpartition("#")[2] not in said] == []
    assert said.count("Constraint Violation in") >= len(wrong)


def test_both_files_say_the_same_in_one_graph(samples_release: Path, catalog: Graph) -> None:
    quads = list(read_triples(samples_release / "dump/catalog.nq.gz"))
    assert {quad.graph_name.value for quad in quads} == {iris.catalog()}  # type: ignore[union-attr]
    assert len(quads) == len(catalog)
    assert not any(isinstance(node, ox.BlankNode) for quad in quads for node in (quad.subject, quad.object))


def test_every_distribution_is_the_file_that_it_says(samples_release: Path, catalog: Graph) -> None:
    seen = set()
    for distribution in catalog.subjects(RDF.type, DCAT.Distribution):
        path = str(catalog.value(distribution, DCAT.downloadURL)).removeprefix(iris.dump("x")[:-1])
        data = (samples_release / path).read_bytes()
        seen.add(path)
        assert catalog.value(distribution, DCAT.byteSize) == Literal(str(len(data)), datatype=XSD.nonNegativeInteger)
        checksum = catalog.value(distribution, URIRef(SPDX + "checksum"))
        assert str(catalog.value(checksum, URIRef(SPDX + "checksumValue"))) == hashlib.sha256(data).hexdigest()
    listed = {each["path"] for each in json.loads((samples_release / "manifest.json").read_text("utf-8"))["files"]}
    data_files = {path for path in listed if path.endswith((".csv", ".nq.gz")) or path.startswith("dump/")}
    assert data_files - seen == {"dump/catalog.nq.gz"}
    assert {"catalog.ttl", "dump/catalog.nq.gz"} <= listed


def test_the_way_from_series_to_distribution(catalog: Graph) -> None:
    query = """SELECT ?series ?disclosure ?version ?distribution WHERE {
        ?disclosure dcat:inSeries ?series ; dcat:hasVersion ?version . ?series a dcat:DatasetSeries .
        ?version dcat:isVersionOf ?disclosure ; dcat:distribution ?distribution .
        ?disclosure dcat:distribution ?distribution .
    }"""
    rows = list(catalog.query(query))
    assert len({row[1] for row in rows}) == 5 and len(rows) == 10  # type: ignore[index]


def test_counts_are_those_of_the_dump(samples_release: Path, catalog: Graph) -> None:
    quads = read_triples(samples_release / "dump/all.nq.gz")
    triples = {(quad.subject, quad.predicate, quad.object) for quad in quads}
    whole = URIRef(iris.whole())
    assert catalog.value(whole, VOID.triples) == Literal(len(triples))
    assert catalog.value(whole, VOID.distinctSubjects) == Literal(len({subject for subject, _, _ in triples}))
    assert catalog.value(whole, VOID.properties) == Literal(len({predicate for _, predicate, _ in triples}))
    lines = catalog.value(None, VOID["class"], YS.DetailLine)
    typed = [t for t in triples if t[1].value == str(RDF.type) and t[2] == ox.NamedNode(YS.DetailLine)]
    assert lines is not None and catalog.value(lines, VOID.entities) == Literal(len(typed))


def test_void_tells_where_and_what(catalog: Graph) -> None:
    whole = URIRef(iris.whole())
    assert (URIRef(iris.well_known()), FOAF.primaryTopic, whole) in catalog
    assert len(list(catalog.objects(whole, VOID.dataDump))) == 2
    assert URIRef(YS.amount) in {
        catalog.value(part, VOID.property) for part in catalog.objects(whole, VOID.propertyPartition)
    }
    assert {URIRef(each.iri) for each in linksets()} <= set(catalog.objects(whole, VOID.subset))


def test_the_version_of_the_vocabulary_is_the_present_one() -> None:
    said = [q.object for q in publish.vocabulary_quads() if q.predicate.value.endswith("owl#versionIRI")]
    assert said == [ox.NamedNode(VOCABULARY_VERSION)]


def test_who_publishes_is_a_setting(samples: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import converter

    monkeypatch.setenv("YUSUAN_PUBLISHER", "某大学财政研究所")
    monkeypatch.setenv("YUSUAN_CONTACT", "budget@example.org")
    converter.convert(samples[:1], tmp_path / "r", jobs=1, progress=False, base="https://example.org/b/")
    graph = Graph().parse(tmp_path / "r/catalog.ttl")
    assert Literal("某大学财政研究所") in set(graph.objects(None, FOAF.name))
    assert (None, None, URIRef("mailto:budget@example.org")) in graph
    assert (URIRef("https://example.org/b/catalog"), RDF.type, DCAT.Catalog) in graph
    assert breaks(graph) == ""
