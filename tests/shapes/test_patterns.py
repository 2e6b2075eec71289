"""A query that is left out would have found nothing, and the triples that are left out change no answer."""

from __future__ import annotations

from random import Random

import pyoxigraph as ox
import pytest
from graphs import right_graph
from hypothesis import given, settings
from hypothesis import strategies as st

import converter
from converter.graph import build
from shapes.checking import as_quads, as_store
from shapes.core import Data
from shapes.evaluating import Facts, rounding
from shapes.faulty import Fault, faults, with_fault
from shapes.needed import can_match, needed
from shapes.patterns import Pattern, patterns_of
from shapes.rulebook import Constraint, rules
from shapes.sparql import Unreadable, parse, parsed

RIGHT = as_quads(right_graph())
CONSTRAINTS = [*(constraint for rule in rules() for constraint in rule.constraints), rounding()]
HEAD = "PREFIX : <urn:>\nSELECT $this WHERE { "


def rows(store: ox.Store, constraint: Constraint) -> list[str]:
    """The rows of a query, each as text, in order."""
    found = store.query(constraint.select)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return sorted(" ".join(" ".join(sorted(str(row[name]).split())) for name in names) for row in found)


def hold_against_all(quads: list[ox.Quad]) -> None:
    """Asks every query of the whole graph and of what it needs, and of the latter only when it can match."""
    plain = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    data, whole = Data.of(plain), as_store(plain)
    asked = [constraint for constraint in CONSTRAINTS if can_match(data, constraint.patterns)]
    part = as_store(each for each in needed(data, [c.patterns for c in asked]) if isinstance(each, ox.Quad))
    for constraint in CONSTRAINTS:
        assert rows(whole, constraint) == (rows(part, constraint) if constraint in asked else []), constraint.iri


def test_every_query_of_the_rules_is_understood() -> None:
    assert len(CONSTRAINTS) > 60
    for constraint in CONSTRAINTS:
        assert constraint.patterns
    told = [c for c in CONSTRAINTS if not any(pattern.needed for pattern in c.patterns or ())]
    assert {constraint.iri for constraint in told} <= {""}  # only the count of roundings has a row for nothing


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_what_is_left_out_changes_no_answer(fault: Fault) -> None:
    quads = with_fault(RIGHT, fault)
    assert quads is not None
    hold_against_all(quads)


def test_nor_in_real_disclosures(readings: dict[str, converter.Disclosure]) -> None:
    for reading in readings.values():
        hold_against_all(build(reading))


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 40), st.integers(0, 1 << 32))
def test_nor_in_graphs_that_lack_anything(share: int, seed: int) -> None:
    chance = Random(seed)
    keep = [quad for quad in RIGHT if chance.randrange(40) < share]
    data = Data.of(keep)
    store = as_store(keep)
    for constraint in CONSTRAINTS[:-1]:
        if not can_match(data, constraint.patterns):
            assert rows(store, constraint) == []


def test_most_queries_are_left_out_of_a_graph_that_has_nothing_for_them() -> None:
    facts = Facts(Data.of(RIGHT[:40]))
    assert len(facts.questions) < len(CONSTRAINTS) / 2
    assert Facts(Data.of([])).breaches() == () and Facts(Data.of([])).rounded() == 0


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("$this :a :b }", [((":a",), ":b", True)]),
        ("$this :a ?x ; :b 'c'@zh, \"d\"^^:e . }", [((":a",), "", True), ((":b",), "", True), ((":b",), "", True)]),
        ("$this :a/^:b+ ?x }", [((":a", ":b"), "", True)]),
        ("$this :a|:b ?x }", [((":a", ":b"), "", False)]),
        ("$this :a* :b }", [((":a",), "", False)]),
        ("$this :a ?x OPTIONAL { ?x :b :c } }", [((":a",), "", True), ((":b",), ":c", False)]),
        ("{ $this :a ?x } UNION { $this :b ?x } }", [((":a",), "", False), ((":b",), "", False)]),
        ("{ $this :a ?x } $this :b ?x }", [((":a",), "", True), ((":b",), "", True)]),
        ("$this :a ?x FILTER(?x > 1 && NOT EXISTS { ?x :b ?y }) }", [((":a",), "", True), ((":b",), "", False)]),
        ("{ SELECT $this (SUM(?x) AS ?y) { $this :a ?x } GROUP BY $this } }", [((":a",), "", True)]),
        ("{ SELECT (COUNT(*) AS ?n) { $this :a ?x } } $this :b ?n }", [((":a",), "", False), ((":b",), "", True)]),
    ],
)
def test_patterns_of_a_query(text: str, wanted: list[tuple[tuple[str, ...], str, bool]]) -> None:
    def full(name: str) -> str:
        return f"<urn:{name[1:]}>" if name else ""

    expected = [Pattern(tuple(map(full, names)), full(value), sure) for names, value, sure in wanted]
    assert patterns_of(parse(HEAD + text)) == tuple(expected)


@pytest.mark.parametrize(
    "text", ["$this ?p ?x }", "$this :a [ :b ?x ] }", "$this :a ?x", "$this other:a ?x }", "$this !:a ?x }"]
)
def test_what_is_not_understood_is_said(text: str) -> None:
    with pytest.raises(Unreadable):
        parse(HEAD + text)
    assert patterns_of(parsed(HEAD + text)) is None


def test_a_query_that_is_not_understood_is_asked_of_everything() -> None:
    data = Data.of(RIGHT)
    assert can_match(data, None) and len(list(needed(data, [None]))) == len(RIGHT)
