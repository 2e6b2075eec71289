"""Holds the graph of one disclosure against the accounting rules: what each query finds, on its target nodes.

SHACL-SPARQL asks a query once for every target node, with `$this` bound to it. Every query here names `$this` in its
first pattern and in its answer, groups by it, and uses no part of SPARQL that SHACL forbids; so one asking with `$this`
free finds the same for all nodes at once. A test holds both ways together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from ontology.namespaces import PREFIXES
from shapes.rulebook import Constraint, Rule, Target, rules

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
DERIVED = ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
DECIMALS = {PREFIXES["xsd"] + name for name in ("decimal", "integer")}
SIDES = ("foundAt", "expectedAt")
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
WORD = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Breach:
    """What a rule found at one node. Amounts are in yuan, places the source lines of both sides as IRIs.

    `sides` are "foundAt" and "expectedAt" in the order of the query: the side that the finding is about comes first.
    """

    rule: Rule
    constraint: Constraint
    focus: str
    value: str
    expected: Decimal | None
    found: Decimal | None
    places: dict[str, tuple[str, ...]]
    table: str
    words: dict[str, str] = field(default_factory=dict)

    def message(self, language: str) -> str:
        """What is wrong, in a language."""
        return WORD.sub(lambda found: self.words.get(found.group(1), ""), self.constraint.messages.get(language, ""))

    @property
    def difference(self) -> Decimal | None:
        """Found less expected."""
        return None if self.expected is None or self.found is None else self.found - self.expected


def evaluate(store: ox.Store, graph: GraphName | None = None) -> tuple[Breach, ...]:
    """All breaches in a store that holds one disclosure's facts in one graph (its default graph when none is named)."""
    found = [each for rule in rules() for each in breaches(store, rule, graph)]
    return tuple(sorted(found, key=lambda each: (each.rule.name, each.focus, each.constraint.iri, sorted(each.words))))


def breaches(store: ox.Store, rule: Rule, graph: GraphName | None = None) -> Iterator[Breach]:
    """The breaches of one rule; a rule whose targets are not there is not asked."""
    if not any(has_target(store, target, None) for target in rule.targets):
        return
    for constraint in rule.constraints:
        rows = store.query(constraint.select, default_graph=graph or ox.DefaultGraph())
        assert isinstance(rows, ox.QuerySolutions)
        names = [variable.value for variable in rows.variables]
        for row in rows:
            this = row["this"]
            if isinstance(this, ox.NamedNode) and any(has_target(store, target, this) for target in rule.targets):
                yield make(store, rule, constraint, {name: row[name] for name in names})


def has_target(store: ox.Store, target: Target, node: ox.NamedNode | None) -> bool:
    """Whether a node (or any node at all) is among the targets."""
    if target.kind == "targetNode":
        return node is None or node == target.value
    pattern = {
        "targetClass": (node, TYPE, target.value),
        "targetSubjectsOf": (node, target.value, None),
        "targetObjectsOf": (None, target.value, node),
    }[target.kind]
    return next(iter(store.quads_for_pattern(*pattern)), None) is not None


def make(store: ox.Store, rule: Rule, constraint: Constraint, row: dict[str, object]) -> Breach:
    places = {name: tuple(sources(store, nodes(row[name]))) for name in row if name in SIDES}
    words = {name: shown(term) for name, term in row.items() if isinstance(term, ox.Literal) and name not in SIDES}
    table, this = row.get("table"), row["this"]
    assert isinstance(this, ox.NamedNode)
    return Breach(
        rule,
        constraint,
        this.value,
        getattr(row.get("value"), "value", this.value),
        amount(row.get("expected")),
        amount(row.get("found")),
        places,
        table.value if isinstance(table, ox.NamedNode) else "",
        words,
    )


def nodes(term: object) -> list[ox.NamedNode]:
    """The nodes of a side: one, or several as IRIs with spaces between."""
    if isinstance(term, ox.NamedNode):
        return [term]
    return [ox.NamedNode(iri) for iri in term.value.split()] if isinstance(term, ox.Literal) else []


def sources(store: ox.Store, side: Sequence[ox.NamedNode]) -> Iterator[str]:
    """The source lines of the nodes, each once."""
    lines = [quad.object for node in side for quad in store.quads_for_pattern(node, DERIVED, None)]
    yield from dict.fromkeys(line.value for line in lines if isinstance(line, ox.NamedNode))


def amount(term: object) -> Decimal | None:
    return Decimal(term.value) if isinstance(term, ox.Literal) and term.datatype.value in DECIMALS else None


def shown(term: ox.Literal) -> str:
    """A value in a message: numbers with thousands separators (1,740.73), text as it is."""
    number = amount(term)
    return term.value if number is None else f"{number.normalize():,f}"


def rounded(store: ox.Store, graph: GraphName | None = None) -> int:
    """How many sums and repeats are off by no more than rounding explains."""
    rows = store.query(_rounding_query(), default_graph=graph or ox.DefaultGraph())
    assert isinstance(rows, ox.QuerySolutions)
    (row,) = rows
    return int(row["rounded"].value)


@cache
def _rounding_query() -> str:
    return files("shapes").joinpath("queries", "rounding.rq").read_text(encoding="utf-8")
