"""Links to other data, in a graph of their own: regions to Wikidata and GeoNames, functions to COFOG.

Links are facts of the reference files, except those to COFOG, which are our own judgement and say so.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from ontology import iris
from ontology.namespaces import DEFAULT_BASE, LINK_GRAPH
from ontology.quads import Writer, en, name, texts
from ontology.tables import rows

# GeoNames features found by a code or by the name of a province are the region; by another name, perhaps.
_SURE = ("gb-code", "province-name")
_JUDGEMENT = "No correspondence has been published; this is the project's own judgement, for 类 only."


def link_quads(base: str | None = None) -> Iterator[ox.Quad]:
    """The link sets and their links."""
    writer = Writer(LINK_GRAPH)
    yield from _linksets(writer)
    yield from _region_links(writer, base)
    yield from _registry_links(writer)
    yield from _function_links(writer)


def _linksets(writer: Writer) -> Iterator[ox.Quad]:
    for row in rows("codelists", "linksets.csv"):
        yield from writer.about(
            f"{DEFAULT_BASE}links/{row['name']}",
            rdf_type="void:Linkset",
            dct_title=texts(row["label_zh"], row["label_en"]),
            dct_description=texts(row["definition_zh"], row["definition_en"]),
            void_linkPredicate=[name(predicate) for predicate in row["predicates"].split()],
            void_objectsTarget=row["target"],
            dct_source=en(row["source"]),
            dct_rights=en(row["licence"]),
        )


def _region_links(writer: Writer, base: str | None) -> Iterator[ox.Quad]:
    for row in rows("codelists", "divisions-links.csv"):
        same = [row["wikidata_uri"], row["geonames_uri"] if row["geonames_match"] in _SURE else ""]
        maybe = [row["geonames_uri"] if row["geonames_match"] not in _SURE else ""]
        yield from writer.about(
            iris.region(row["code"], base=base),
            owl_sameAs=[ox.NamedNode(iri) for iri in same if iri],
            rdfs_seeAlso=[ox.NamedNode(iri) for iri in maybe if iri],
        )


def _registry_links(writer: Writer) -> Iterator[ox.Quad]:
    for row in rows("codelists", "cofog.csv"):
        yield from writer.about(iris.code("cofog", row["code"]), skos_exactMatch=row["uri_csiro"])


def _function_links(writer: Writer) -> Iterator[ox.Quad]:
    """Each mapping twice: as a SKOS match, and as an association that holds our note."""
    pairs = list(rows("codelists", "function-cofog.csv"))
    yield from writer.about(
        iris.scheme("function-cofog"),
        rdf_type="xkos:Correspondence",
        skos_prefLabel=texts("支出功能分类与 COFOG", "functional classification and COFOG"),
        skos_note=texts("没有公布的对应关系；此为本项目自己的判断，只到类一级。", _JUDGEMENT),
        xkos_compares=[ox.NamedNode(iris.scheme(scheme)) for scheme in ("function", "cofog")],
        xkos_madeOf=[ox.NamedNode(_association(row)) for row in pairs],
    )
    for row in pairs:
        function, cofog = iris.code("function", row["function"]), iris.code("cofog", row["cofog"])
        yield from writer.about(function, **{f"skos_{row['relation']}": cofog})
        yield from writer.about(
            _association(row),
            rdf_type="xkos:ConceptAssociation",
            xkos_sourceConcept=function,
            xkos_targetConcept=cofog,
            skos_note=texts(row["note_zh"], row["note_en"]),
        )


def _association(row: dict[str, str]) -> str:
    return iris.association("function-cofog", row["function"], row["cofog"])
