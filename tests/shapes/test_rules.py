"""Every rule is silent on what is right, finds its own fault, and finds the same with `$this` free as with it bound."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from graphs import right_graph

import converter
from converter.graph import build
from shapes import check, check_structure
from shapes.checking import as_quads, as_store
from shapes.core import Data
from shapes.evaluating import Breach, evaluate, targets_of
from shapes.faulty import Fault, faults, with_fault
from shapes.rulebook import Constraint, rule_files, rules

RIGHT = as_quads(right_graph())
CONSTRAINTS = [constraint for rule in rules() for constraint in rule.constraints]


def name_of(thing: Constraint | Fault) -> str:
    return thing.name if isinstance(thing, Fault) else thing.iri.rpartition("/")[2]


def found(quads: Sequence[ox.Quad]) -> list[Breach]:
    return list(evaluate(quads))


def faulty(fault: Fault) -> list[ox.Quad]:
    quads = with_fault(RIGHT, fault)
    assert quads is not None, "the fault changes nothing"
    return quads


def test_the_right_graph_breaks_no_rule() -> None:
    assert found(RIGHT) == []


def test_every_query_has_a_fault_and_every_fault_a_query() -> None:
    assert {fault.name for fault in faults()} == {name_of(constraint) for constraint in CONSTRAINTS}
    assert len(faults()) > 30


@pytest.mark.parametrize("fault", faults(), ids=name_of)
def test_a_fault_is_found_by_its_query(fault: Fault) -> None:
    quads = faulty(fault)
    mine = [breach for breach in found(quads) if name_of(breach.constraint) == fault.name]
    assert mine and all(breach.places for breach in mine)
    assert all(place for breach in mine for place in breach.places.values() if place is not None)
    assert check_structure(quads).results == ()


@pytest.mark.parametrize("fault", faults(), ids=name_of)
def test_a_fault_is_found_in_a_real_disclosure(fault: Fault, readings: dict[str, converter.Disclosure]) -> None:
    quads = as_quads(build(readings["hebei-shijiazhuang-xinhua-2026.txt"], findings=()))
    before = {(breach.constraint.iri, breach.focus) for breach in found(quads)}
    broken = with_fault(quads, fault)
    assert broken is not None
    new = [breach for breach in found(broken) if (breach.constraint.iri, breach.focus) not in before]
    assert fault.name in {name_of(breach.constraint) for breach in new}


@pytest.mark.parametrize("fault", faults(), ids=name_of)
def test_messages_are_whole_in_both_languages(fault: Fault) -> None:
    for breach in found(faulty(fault)):
        for language in ("zh", "en"):
            message = breach.message(language)
            assert message and not re.search(r"[{}]", message)
            names = re.findall(r"\{[?$](\w+)\}", breach.constraint.messages[language])
            assert all(name in breach.words for name in names), names


def test_amounts_of_a_breach_are_in_yuan_and_their_difference_is_found_less_expected() -> None:
    fault = next(fault for fault in faults() if fault.name == "spending-plan-december")
    (breach,) = found(faulty(fault))
    assert breach.expected is not None and breach.found is not None
    assert breach.difference == breach.found - breach.expected == 10_000_000


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=name_of)
def test_a_query_keeps_to_what_shacl_allows(constraint: Constraint) -> None:
    text = re.sub(r'"[^"]*"', '""', constraint.select)
    assert not re.search(r"\b(?:MINUS|VALUES|SERVICE)\b", text, re.IGNORECASE)
    assert not re.search(r"\bAS\s+[?$](?:this|value|path)\b", text)
    assert re.search(r"SELECT\s+(?:DISTINCT\s+)?\$this\b", text)
    assert all(re.match(r"[^)]*\$this\b", part) for part in text.split("GROUP BY")[1:])
    assert set(constraint.messages) == {"zh", "en"}


@pytest.mark.parametrize("fault", faults(), ids=name_of)
def test_bound_and_free_find_the_same(fault: Fault) -> None:
    quads = faulty(fault)
    free = sorted((breach.constraint.iri, breach.focus, str(breach.found)) for breach in evaluate(quads))
    assert free == sorted(bound(quads))


def bound(quads: Sequence[ox.Quad]) -> list[tuple[str, str, str]]:
    """What SHACL prescribes: each query for each target node, with `$this` bound to it."""
    store, data = as_store(quads), Data.of(quads)
    results = []
    for rule in rules():
        for node in (ox.NamedNode(text[1:-1]) for text in targets_of(data, rule) if text.startswith("<")):
            for constraint in rule.constraints:
                rows = store.query(constraint.select, substitutions={ox.Variable("this"): node})
                assert isinstance(rows, ox.QuerySolutions)
                names = [variable.value for variable in rows.variables]
                for row in rows:
                    value = row["found"] if "found" in names else None
                    number = None if value is None else value.value  # type: ignore[union-attr]
                    results.append((constraint.iri, node.value, str(number)))
    return results


def test_findings_of_a_reading_are_those_of_its_graph(readings: dict[str, converter.Disclosure]) -> None:
    for reading in readings.values():
        report = check(build(reading))
        assert report.conforms
        mine = sorted((f.rule, f.message_zh, str(f.expected), str(f.found)) for f in reading.finding_facts)
        assert mine == sorted((r.rule, r.message_zh, str(r.expected), str(r.found)) for r in report.results)


def test_every_file_of_rules_is_read() -> None:
    assert len(list(rule_files())) >= 6
    assert all(rule.constraints and rule.targets and rule.fault for rule in rules())
