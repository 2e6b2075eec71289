"""Holds the graph of one disclosure against the accounting rules: what each query finds, on its target nodes.

SHACL-SPARQL asks a query once for every target node, with `$this` bound to it. Every query here names `$this` in its
first pattern and in its answer, groups by it, and uses no part of SPARQL that SHACL forbids; so one asking with `$this`
free finds the same for all nodes at once. A test holds both ways together.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import pyoxigraph as ox

from ontology.namespaces import PREFIXES
from shapes.core import Data
from shapes.core.data import Statement
from shapes.core.reading import targets
from shapes.needed import can_match, needed
from shapes.rulebook import Constraint, Rule, made, rules
from shapes.sparql import Unreadable, Unsure

DERIVED = f"<{PREFIXES['prov']}wasDerivedFrom>"
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


@dataclass(frozen=True, slots=True)
class Question:
    """A query to be asked of a graph, and the nodes that its rule looks at."""

    rule: Rule
    constraint: Constraint
    targets: frozenset[str]


class Facts:
    """The graph of one disclosure as the rules look at it. Only queries that can find something there are asked."""

    def __init__(self, data: Data, asked: Iterable[Rule] | None = None) -> None:
        self.data = data
        self.questions = tuple(questions(data, rules() if asked is None else asked))

    @cached_property
    def engine(self) -> Engine:
        """The query engine, for what has no plan; it holds no more than the queries look at."""
        return Engine(self.data, [rounding(), *(each.constraint for each in self.questions)])

    def breaches(self) -> tuple[Breach, ...]:
        """All breaches, by rule, node and query."""
        found = [breach for question in self.questions for breach in self.answers(question)]
        return tuple(sorted(found, key=lambda one: (one.rule.name, one.focus, one.constraint.iri, sorted(one.words))))

    def answers(self, question: Question) -> Iterator[Breach]:
        """The breaches that one query finds."""
        for row in self.ask(question.constraint, question.targets):
            yield make(self.data, question.rule, question.constraint, row)

    def rounded(self) -> int:
        """How many sums and repeats are off by no more than rounding explains."""
        return sum(int(row["rounded"].value) for row in self.ask(rounding()))

    def ask(self, constraint: Constraint, targets: Container[str] | None = None) -> list[dict[str, Any]]:
        """The rows of a query, those about targets."""
        if constraint.plan is not None:
            try:
                return list(constraint.plan.answers(self.data, targets))
            except (Unsure, Unreadable):
                pass
        rows = self.engine.ask(constraint.select)
        return [row for row in rows if targets is None or str(row["this"]) in targets]


class Engine:
    """Oxigraph with what some queries look at."""

    def __init__(self, data: Data, asked: Iterable[Constraint]) -> None:
        wanted = list(needed(data, [each.patterns for each in asked]))
        self.graph = wanted[0].graph_name if wanted and isinstance(wanted[0], ox.Quad) else ox.DefaultGraph()
        self.store = ox.Store()
        self.store.extend(as_quad(each, self.graph) for each in wanted)

    def ask(self, query: str) -> Iterator[dict[str, Any]]:
        """The rows of a query."""
        rows = self.store.query(query, default_graph=self.graph)
        assert isinstance(rows, ox.QuerySolutions)
        names = [variable.value for variable in rows.variables]
        return ({name: row[name] for name in names} for row in rows)


def evaluate(facts: Iterable[ox.Quad]) -> tuple[Breach, ...]:
    """All breaches in the facts of one disclosure, all in one graph."""
    return Facts(Data.of(facts)).breaches()


def questions(data: Data, asked: Iterable[Rule]) -> Iterator[Question]:
    """The queries that can find something: their rule has a target, and the graph has what each of their rows needs."""
    for rule in asked:
        nodes = targets_of(data, rule)
        for constraint in rule.constraints if nodes else ():
            if can_match(data, constraint.patterns):
                yield Question(rule, constraint, nodes)


def targets_of(data: Data, rule: Rule) -> frozenset[str]:
    """The nodes that a rule looks at, as N-Triples."""
    return frozenset(node for each in rule.targets for node in targets(data, each.kind, str(each.value)))


def as_quad(statement: Statement, graph: GraphName) -> ox.Quad:
    """A statement as one of a graph; a quad as it is."""
    if isinstance(statement, ox.Quad):
        return statement
    return ox.Quad(statement.subject, statement.predicate, statement.object, graph)


def make(data: Data, rule: Rule, constraint: Constraint, row: dict[str, Any]) -> Breach:
    places = {name: tuple(sources(data, nodes(row[name]))) for name in row if name in SIDES}
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


def nodes(term: object) -> list[str]:
    """The IRIs of a side: one, or several with spaces between."""
    if isinstance(term, ox.NamedNode):
        return [term.value]
    return term.value.split() if isinstance(term, ox.Literal) else []


def sources(data: Data, side: Sequence[str]) -> Iterator[str]:
    """The source lines of the nodes, each once."""
    lines = [line for node in side for line in data.values(f"<{node}>", DERIVED)]
    yield from dict.fromkeys(line[1:-1] for line in lines if line.startswith("<"))


def amount(term: object) -> Decimal | None:
    return Decimal(term.value) if isinstance(term, ox.Literal) and term.datatype.value in DECIMALS else None


def shown(term: ox.Literal) -> str:
    """A value in a message: numbers with thousands separators (1,740.73), text as it is."""
    number = amount(term)
    return term.value if number is None else f"{number.normalize():,f}"


@cache
def rounding() -> Constraint:
    """The query that counts what rounding explains; it belongs to no rule."""
    text = files("shapes").joinpath("queries", "rounding.rq").read_text(encoding="utf-8")
    return made("", text, {})
