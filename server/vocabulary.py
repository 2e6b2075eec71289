"""The vocabulary as a page to read, with the code lists and data structures beside it."""

from dataclasses import dataclass

from flask import render_template
from pyoxigraph import Literal, Store, Triple

from ontology.namespaces import CODE_GRAPH, DEF, DSD, PREFIXES, VOCABULARY_GRAPH
from ontology.picture import picture
from server.addresses import compact
from server.engine import Row, rows
from server.labels import labels, name
from server.language import language
from server.links import href
from server.queries import bound
from server.results import Cell
from server.site import site
from server.terms import text

OWL = PREFIXES["owl"]
QB = PREFIXES["qb"]


@dataclass(frozen=True, slots=True)
class Word:
    """A class or property. `group` says which: class, dimension, measure, property."""

    local: str
    label: str
    comment: str
    group: str
    parents: tuple[Cell, ...]
    ranges: tuple[Cell, ...]
    domains: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list with the number of its codes."""

    label: str
    href: str | None
    codes: int


def vocabulary_page() -> str:
    """The page about the vocabulary, as HTML."""
    store = site().store
    found = words(store)
    groups = {each: [word for word in found if word.group == each] for each in GROUPS}
    return render_template(
        "vocabulary.html", groups=groups, lists=_lists(store), structures=_structures(store), picture=picture()
    )


def vocabulary_triples(store: Store, graph: str) -> list[Triple]:
    """Everything that the graph of the vocabulary says."""
    return list(store.query(bound("graph", graph=graph)))  # type: ignore[arg-type]


GROUPS = ("class", "dimension", "measure", "property")


def words(store: Store) -> list[Word]:
    """The classes and properties of the vocabulary, by name."""
    asked = bound("vocabulary", graph=VOCABULARY_GRAPH, language=Literal(language()))
    grouped: dict[str, list[Row]] = {}
    for row in rows(store, asked):
        if text(row["term"]).startswith(DEF):
            grouped.setdefault(text(row["term"]), []).append(row)
    return [_word(iri, group) for iri, group in grouped.items()]


def _word(iri: str, group: list[Row]) -> Word:
    types = {text(row["type"]) for row in group}
    return Word(
        local=iri.removeprefix(DEF),
        label=text(group[0]["label"]),
        comment=text(group[0]["comment"]),
        group=_group(types),
        parents=_cells(group, "parent"),
        ranges=_cells(group, "range"),
        domains=_cells(group, "domain"),
    )


def _group(types: set[str]) -> str:
    if OWL + "Class" in types:
        return "class"
    if QB + "DimensionProperty" in types:
        return "dimension"
    return "measure" if QB + "MeasureProperty" in types else "property"


def _cells(group: list[Row], key: str) -> tuple[Cell, ...]:
    iris = sorted({text(row[key]) for row in group if row[key]})
    return tuple(Cell(compact(iri, site().release.base), href(iri)) for iri in iris)


def _lists(store: Store) -> list[CodeList]:
    found = rows(store, bound("schemes", graph=CODE_GRAPH))
    known = labels(store, [text(row["scheme"]) for row in found])
    pairs = [(text(row["scheme"]), int(text(row["codes"]))) for row in found]
    return [CodeList(name(known, iri, language()), href(iri), codes) for iri, codes in pairs]


def _structures(store: Store) -> list[Cell]:
    iris = [text(row["structure"]) for row in rows(store, bound("structures", graph=VOCABULARY_GRAPH))]
    known = labels(store, iris)
    return [Cell(name(known, iri, language()), href(iri)) for iri in iris if iri.startswith(DSD)]
