"""What is known about one resource, for its page and for its data."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Store, Triple

from ontology.namespaces import PREFIXES
from server.addresses import compact
from server.engine import Term, rows
from server.labels import Labels, labels, last_part, name
from server.links import href
from server.queries import bound
from server.results import Cell, cell
from server.site import site

TYPE = PREFIXES["rdf"] + "type"
NAMES = tuple(PREFIXES[p] + term for p, term in (("rdfs", "label"), ("skos", "prefLabel"), ("dct", "title")))
# These come first, in this order; the other properties follow by their label.
Pair = tuple[str, Term | None]
FIRST = (TYPE, *NAMES, PREFIXES["skos"] + "notation", PREFIXES["dct"] + "identifier")


@dataclass(frozen=True, slots=True)
class Fact:
    """One property with its values."""

    label: str
    iri: str
    href: str | None
    values: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Another resource that points to this one, and how."""

    subject: Cell
    property: Cell


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource as its page shows it. `cut` tells that more is known than the page has."""

    iri: str
    title: str
    facts: tuple[Fact, ...]
    mentions: tuple[Mention, ...]
    more_mentions: bool
    cut: bool


def resource(store: Store, iri: str, language: str, page: int) -> Resource | None:
    """What the page of a resource shows, or None when nothing is known about it."""
    limits = site().settings
    said = rows(store, bound("outgoing", iri=iri, limit=limits.describe_triples + 1))
    offset = (page - 1) * limits.page_size
    pointing = rows(store, bound("incoming", iri=iri, limit=limits.page_size + 1, offset=offset))
    if not said and not pointing:
        return None
    cut = len(said) > limits.describe_triples
    pairs = [(_iri(row["property"]), row["value"]) for row in said[: limits.describe_triples]]
    mentions = [(_iri(row["subject"]), _iri(row["property"])) for row in pointing[: limits.page_size]]
    known = labels(store, _mentioned(iri, pairs, mentions))
    return Resource(
        iri=iri,
        title=_title(iri, pairs, known, language),
        facts=_facts(pairs, known, language),
        mentions=tuple(Mention(_cell(s, known, language), _cell(p, known, language)) for s, p in mentions),
        more_mentions=len(pointing) > limits.page_size,
        cut=cut,
    )


def triples(store: Store, iri: str) -> list[Triple]:
    """The bounded description of a resource; empty when nothing is said about it."""
    result = store.query(bound("description", iri=iri, limit=site().settings.describe_triples))
    return list(result)  # type: ignore[arg-type]


def types(store: Store, iri: str) -> set[str]:
    """The classes of a resource."""
    return {_iri(row["type"]) for row in rows(store, bound("types", iri=iri))}


def _title(iri: str, pairs: list[Pair], known: Labels, language: str) -> str:
    """The label of a thing; where it has none, its class and the end of its IRI."""
    if iri in known:
        return name(known, iri, language)
    classes = [value.value for key, value in pairs if key == TYPE and isinstance(value, NamedNode)]
    return " ".join([*(name(known, each, language) for each in classes[:1]), last_part(iri)])


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode | BlankNode) else ""


def _mentioned(iri: str, pairs: list[Pair], mentions: list[tuple[str, str]]) -> Iterable[str]:
    """Every IRI that the page will have to name."""
    yield iri
    for key, value in pairs:
        yield key
        if isinstance(value, NamedNode):
            yield value.value
    for each in mentions:
        yield from filter(lambda text: ":" in text, each)


def _facts(pairs: list[Pair], known: Labels, language: str) -> tuple[Fact, ...]:
    grouped: dict[str, list[Term | None]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    facts = [_fact(key, values, known, language) for key, values in grouped.items()]
    place = {iri: number for number, iri in enumerate(FIRST)}
    return tuple(sorted(facts, key=lambda fact: (place.get(fact.iri, len(FIRST)), fact.label)))


def _fact(key: str, values: list[Term | None], known: Labels, language: str) -> Fact:
    cells = [_cell(v.value, known, language) if isinstance(v, NamedNode) else cell(v) for v in values]
    cells.sort(key=lambda each: (each.language != language, each.language or "", each.text))
    return Fact(name(known, key, language), key, href(key), tuple(cells))


def _cell(iri: str, known: Labels, language: str) -> Cell:
    """A link with the name of the thing; lines of a document are named by their numbers."""
    lines = site().addresses.lines(iri)
    if lines:
        return Cell(f"L{lines.text}" if lines.page is None else f"p{lines.page} L{lines.text}", href(iri))
    if iri in known:
        return Cell(name(known, iri, language), href(iri))
    return Cell(compact(iri, site().release.base), href(iri))
