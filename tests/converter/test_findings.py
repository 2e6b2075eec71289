"""What the samples' own contradictions are, found with both sides, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from converter import Disclosure
from converter.facts import Finding
from ontology import codes

DOCUMENT = {
    "henan-xinxiang-weibin-2025.txt": {
        "cost-ceiling": 2,
        "percent-arithmetic": 1,
        "name-differs": 1,
        "duplicate-project": 2,
        "project-without-indicators": 2,
        "indicator-without-base": 2,
        "indicator-value": 8,
        "indicator-comparator": 3,
        "count-differs": 1,
        "function-vs-economic": 2,
        "projects-sum": 1,
        "prose-parts": 1,
        "row-missing": 2,
    },
    "henan-jiaozuo-zhongzhan-2025.txt": {
        "name-differs": 1,
        "transfers-declared-none": 3,
        "project-without-indicators": 2,
        "indicator-without-base": 1,
        "indicator-level": 6,
        "indicator-value": 3,
        "contents-differ": 1,
        "project-called-otherwise": 1,
        "targets-conflict": 1,
    },
    "henan-sanmenxia-2025.txt": {
        "name-differs": 2,
        "count-differs": 1,
        "narrative-vs-table": 2,
        "unit-implausible": 1,
        "empty-table-undeclared": 1,
        "text-repeated": 1,
        "indicator-without-base": 1,
        "indicator-value": 3,
        "indicator-level": 1,
        "indicator-unit-missing": 3,
        "contents-differ": 3,
        "goal-without-target": 3,
        "prose-parts": 1,
        "targets-conflict": 3,
    },
    "hebei-tangshan-fengrun-2025.txt": {
        "unit-implausible": 9,
        "narrative-vs-table": 1,
        "unit-cost": 5,
        "indicator-value": 6,
        "indicator-unit": 5,
        "indicator-name": 9,
        "indicator-level": 1,
        "vehicles-without-assets": 1,
        "description-differs": 2,
        "target-of-other": 1,
    },
    "hebei-shijiazhuang-xinhua-2026.txt": {
        "spending-plan": 2,
        "unit-implausible": 4,
        "name-differs": 1,
        "unit-cost": 1,
        "function-without-economic": 2,
        "indicator-value": 5,
        "indicator-unit": 1,
        "indicator-name": 1,
        "description-differs": 1,
        "function-vs-economic": 1,
        "goal-without-target": 5,
        "indicator-level": 1,
        "project-called-otherwise": 2,
    },
}


def by_rule(findings: list[Finding]) -> dict[str, int]:
    names = [finding.rule for finding in findings]
    return {name: names.count(name) for name in names}


@pytest.mark.parametrize("name", sorted(DOCUMENT))
def test_contradictions_of_the_documents(name: str, readings: dict[str, Disclosure]) -> None:
    reading = readings[name]
    own = [finding for finding in reading.finding_facts if finding.fault == "document"]
    found = by_rule(own)
    for rule in ("name-differs", "count-differs"):  # these depend on how the samples word their prose
        if rule in DOCUMENT[name]:
            assert found.pop(rule, DOCUMENT[name][rule]) <= DOCUMENT[name][rule] + 1
    expected = {rule: count for rule, count in DOCUMENT[name].items() if rule not in {"name-differs", "count-differs"}}
    assert found == expected


def test_cut_off_tables_say_how_much_is_missing(readings: dict[str, Disclosure]) -> None:
    findings = readings["henan-xinxiang-weibin-2025.txt"].finding_facts
    missing = {f.table: f.difference for f in findings if f.rule == "truncated-table"}
    assert missing == {5: Decimal(-5688400), 6: Decimal(-832600), 7: Decimal(-1043100)}
    assert all(f.fault == "extraction" for f in findings if f.rule == "truncated-table")


def test_every_finding_has_a_rule_words_and_lines(readings: dict[str, Disclosure]) -> None:
    for reading in readings.values():
        for finding in reading.finding_facts:
            assert finding.rule in codes.rules()
            assert finding.severity == codes.rules()[finding.rule].severity
            assert "{" not in finding.message_zh + finding.message_en
            assert finding.lines
            assert all(1 <= first <= last <= len(reading.document.lines) for first, last in finding.lines)


def test_no_rule_makes_a_violation() -> None:
    """A violation says that our graph is wrong; a document's contradiction is a warning."""
    assert {rule.severity for rule in codes.rules()} == {"Warning", "Info"}
