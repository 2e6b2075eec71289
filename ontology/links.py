"""Links to other data: each set is a graph of its own that also says how, when and from what it was made.

Links of regions are facts of the reference files. Matches of classifications are our own judgement, each with a note.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from ontology import codes, iris
from ontology.quads import Writer, day_or_month, en, name, number, texts
from ontology.tables import rows

# GeoNames features found by a code or by the name of a province are the region; by another name, perhaps.
_SURE = ("gb-code", "province-name")
# The matches that place a code inside one class of the other list.
_PLACING = ("exactMatch", "closeMatch", "broadMatch")


@dataclass(frozen=True, slots=True)
class Linkset:
    """A set of links as the catalogue describes it."""

    name: str
    subjects: str
    target: str
    predicates: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    method_zh: str
    method_en: str
    date: str
    judgement: str
    source: str
    source_note: str
    licence: str
    licence_iri: str

    @property
    def iri(self) -> str:
        """The IRI of the set, which is also its graph."""
        return iris.linkset(self.name)


@cache
def linksets() -> tuple[Linkset, ...]:
    """Every set of links."""
    return tuple(Linkset(**row) for row in rows("codelists", "linksets.csv"))


def link_quads(base: str | None = None) -> Iterator[ox.Quad]:
    """The links of every set and its description, each in the set's own graph; `base` is that of the regions."""
    for linkset in linksets():
        links = list(_MAKERS[linkset.name](linkset.iri, base))
        yield from links
        yield from describe(linkset, links)


def describe(linkset: Linkset, links: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """What is said of a set, with how many links it has of which kinds."""
    wanted = {name(predicate) for predicate in linkset.predicates.split()}
    counted = sum(link.predicate in wanted for link in links)
    yield from Writer(linkset.iri).about(
        linkset.iri,
        rdf_type="void:Linkset",
        dct_title=texts(linkset.label_zh, linkset.label_en),
        dct_description=texts(
            f"{linkset.definition_zh}{linkset.method_zh}", f"{linkset.definition_en} {linkset.method_en}"
        ),
        void_subjectsTarget=linkset.subjects,
        void_objectsTarget=linkset.target,
        void_linkPredicate=list(wanted_names(linkset)),
        void_triples=number(counted),
        dct_created=day_or_month(linkset.date),
        dct_source=[ox.NamedNode(linkset.source)] if linkset.source else None,
        rdfs_comment=en(linkset.source_note),
        dct_license=linkset.licence_iri,
        skos_note=texts("本项目自己的判断。", "The project's own judgement.") if linkset.judgement else None,
    )


def wanted_names(linkset: Linkset) -> Iterator[ox.NamedNode]:
    """The predicates of a set's links."""
    return (name(predicate) for predicate in linkset.predicates.split())


def _wikidata(graph: str, base: str | None) -> Iterator[ox.Quad]:
    for row in rows("codelists", "divisions-links.csv"):
        if row["wikidata_uri"]:
            yield from Writer(graph).about(iris.region(row["code"], base=base), owl_sameAs=row["wikidata_uri"])


def _geonames(graph: str, base: str | None) -> Iterator[ox.Quad]:
    for row in rows("codelists", "divisions-links.csv"):
        if row["geonames_uri"]:
            predicate = "owl_sameAs" if row["geonames_match"] in _SURE else "rdfs_seeAlso"
            region = iris.region(row["code"], base=base)
            yield from Writer(graph).about(region, **{predicate: row["geonames_uri"]})


def _registry(graph: str, base: str | None) -> Iterator[ox.Quad]:
    for row in rows("codelists", "cofog.csv"):
        yield from Writer(graph).about(iris.code("cofog", row["code"]), skos_exactMatch=row["uri_csiro"])


def _functions(graph: str, base: str | None) -> Iterator[ox.Quad]:
    """The matches with their notes, and the division of COFOG that each function falls in."""
    pairs = [
        Match("function", row["function"], row["relation"], "cofog", row["cofog"], row["note_zh"], row["note_en"])
        for row in rows("codelists", "function-cofog.csv")
    ]
    yield from _correspondence(graph, "function-cofog", pairs)
    for concept in codes.scheme("function"):
        division = function_division(concept.notation)
        if division:
            yield from Writer(graph).about(concept.iri, ys_cofogDivision=iris.code("cofog", division))


def function_division(notation: str) -> str | None:
    """The division of COFOG that a function falls in, by its own match or the nearest above it.

    None where that match names no single class. The code need not be in the list.
    """
    for step in reversed(codes.scheme("function").path(notation)):
        if step in _judged():
            relation, target = _judged()[step]
            return target[:2] if relation in _PLACING else None
    return None


@cache
def _judged() -> dict[str, tuple[str, str]]:
    return {row["function"]: (row["relation"], row["cofog"]) for row in rows("codelists", "function-cofog.csv")}


def _economic(graph: str, base: str | None) -> Iterator[ox.Quad]:
    pairs = [
        Match(row["scheme"], row["source"], row["relation"], "gfsm", row["target"], row["note_zh"], row["note_en"])
        for row in rows("codelists", "economic-gfsm.csv")
    ]
    yield from _correspondence(graph, "economic-gfsm", pairs)


@dataclass(frozen=True, slots=True)
class Match:
    """One match of two classifications, with our note on it."""

    scheme: str
    source: str
    relation: str
    target_scheme: str
    target: str
    note_zh: str
    note_en: str


def _correspondence(graph: str, title: str, pairs: list[Match]) -> Iterator[ox.Quad]:
    """Each match twice: as a SKOS match, and as an association that holds our note."""
    linkset = next(each for each in linksets() if each.name == title)
    compared = dict.fromkeys(scheme for pair in pairs for scheme in (pair.scheme, pair.target_scheme))
    writer = Writer(graph)
    yield from writer.about(
        iris.scheme(title),
        rdf_type="xkos:Correspondence",
        skos_prefLabel=texts(linkset.label_zh, linkset.label_en),
        skos_note=texts(linkset.method_zh, linkset.method_en),
        xkos_compares=[ox.NamedNode(iris.scheme(scheme)) for scheme in compared],
        xkos_madeOf=[ox.NamedNode(iris.association(title, pair.source, pair.target)) for pair in pairs],
    )
    for pair in pairs:
        source, target = iris.code(pair.scheme, pair.source), iris.code(pair.target_scheme, pair.target)
        yield from writer.about(source, **{f"skos_{pair.relation}": target})
        yield from writer.about(
            iris.association(title, pair.source, pair.target),
            rdf_type="xkos:ConceptAssociation",
            xkos_sourceConcept=source,
            xkos_targetConcept=target,
            skos_note=texts(pair.note_zh, pair.note_en),
        )


_MAKERS = {
    "wikidata": _wikidata,
    "geonames": _geonames,
    "cofog-registry": _registry,
    "function-cofog": _functions,
    "economic-gfsm": _economic,
}
