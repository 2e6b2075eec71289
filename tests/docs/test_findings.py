"""The pages about findings: one for each rule, saying what the list and the code say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import converter
from ontology import codes
from shapes.rulebook import Rule, rules

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "findings"
INDEX = (FOLDER / "README.md").read_text(encoding="utf-8")
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md") if path.name != "README.md"}
SECTIONS = ("**What it means.**", "**Example (made up).**", "**Whose fault it can be.**", "**What to do**")
NOT_YET = "Not evaluated yet."
RULES = {rule.notation: rule for rule in codes.rules()}


EVALUATED = {rule.name for rule in rules()}


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert len(RULES) >= 26
    assert set(PAGES) == set(RULES)


def test_every_rule_of_the_rule_book_is_listed_with_its_severity() -> None:
    assert EVALUATED and set(RULES) >= EVALUATED
    assert {(rule.name, rule.severity) for rule in rules()} == {(name, RULES[name].severity) for name in EVALUATED}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.iri.rpartition("/")[2])
def test_pages_name_the_fault_that_the_rule_records(rule: Rule) -> None:
    assert f"recorded fault: {rule.fault}\n" in PAGES[rule.name]


def test_the_index_links_to_every_page() -> None:
    assert set(re.findall(r"\]\(([\w-]+)\.md\)", INDEX)) == set(RULES)
    for rule in RULES.values():
        assert f"| {rule.label_zh} | {rule.label_en}" in INDEX


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_page_has_title_severity_and_sections(rule: str) -> None:
    entry, page = RULES[rule], PAGES[rule]
    assert page.startswith(f"# {entry.label_zh} · {entry.label_en}\n\n`{rule}` · {entry.severity}")
    assert [section for section in SECTIONS if section not in page] == []
    assert ("**When it occurs.**" in page) != (NOT_YET in page)
    assert 15 <= len(page.splitlines()) <= 30


def test_pages_say_which_rules_no_code_evaluates() -> None:
    assert {rule for rule, page in PAGES.items() if NOT_YET in page} == set(RULES) - EVALUATED


@pytest.mark.parametrize("rule", ["README", *sorted(RULES)])
def test_links_lead_to_files(rule: str) -> None:
    page = (FOLDER / f"{rule}.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page)
    assert links and [link for link in links if not (FOLDER / link).exists()] == []


def test_recorded_faults_are_those_of_the_findings(readings: dict[str, converter.Disclosure]) -> None:
    found = {(f.rule, f.fault) for reading in readings.values() for f in reading.finding_facts}
    assert found and [pair for pair in found if f"· recorded fault: {pair[1]}\n" not in PAGES[pair[0]]] == []
