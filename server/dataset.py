"""The data set of a query that names several default graphs, merged as a set.

The engine's own merge repeats a triple once for each graph that has it. Graphs of disclosures share labels and
codes, so that a sum over a join would count money twice and nobody would see it.
"""

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from pyoxigraph import NamedNode, Quad, Store

from server.errors import QueryError
from server.guard import without_text

MOST_QUADS = 500_000
_FROM = re.compile(
    r"(?<![\w?$:.-])FROM\b\s*(?P<named>NAMED\b)?\s*(?:<(?P<iri>[^<>]*)>|(?P<prefix>[\w.-]*):(?P<local>[\w.-]*))",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w?$:.-])FROM\b", re.IGNORECASE)
_BASE = re.compile(r"(?<![\w?$:.-])BASE\s*<(?P<iri>[^<>]*)>", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![\w?$:.-])PREFIX\s+(?P<name>[\w.-]*):\s*<(?P<iri>[^<>]*)>", re.IGNORECASE)


def may_name_graphs(text: str) -> bool:
    """Whether a query has the word FROM, be it in a comment, and not only names such as prov:wasDerivedFrom."""
    return "FROM" in text.upper() and _WORD.search(text) is not None


def graphs_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The default and the named graphs that a query's own FROM and FROM NAMED name."""
    bare = without_text(text)
    base = next((match["iri"] for match in _BASE.finditer(bare)), "")
    prefixes = {match["name"]: urljoin(base, match["iri"]) for match in _PREFIX.finditer(bare)}
    default: list[str] = []
    named: list[str] = []
    for match in _FROM.finditer(bare):
        named_so = urljoin(base, match["iri"]) if match["iri"] is not None else ""
        iri = named_so or prefixes.get(match["prefix"], "") + (match["local"] or "")
        (named if match["named"] else default).append(iri)
    return tuple(default), tuple(named)


def merged(store: Store, default: Iterable[NamedNode], named: Iterable[NamedNode]) -> Store:
    """A store in memory whose default graph is the union of some graphs; QueryError when they are too large."""
    union = Store()
    for graph in set(default):
        union.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in _quads(store, graph))
        _check(union)
    for graph in set(named):
        union.extend(_quads(store, graph))
        _check(union)
    return union


def _quads(store: Store, graph: NamedNode) -> Iterable[Quad]:
    return store.quads_for_pattern(None, None, None, graph)


def _check(union: Store) -> None:
    if len(union) > MOST_QUADS:
        raise QueryError(
            f"the graphs named have more than {MOST_QUADS:,} triples together",
            "leave FROM out, which asks everything, or use GRAPH ?g",
        )
