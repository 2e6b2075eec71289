"""The pages about findings: one for each rule, saying what the list and the code say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import converter
from converter.findings.message import messages
from ontology import codes

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "findings"
INDEX = (FOLDER / "README.md").read_text(encoding="utf-8")
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md") if path.name != "README.md"}
SECTIONS = ("**What it means.**", "**Example (made up).**", "**Whose fault it can be.**", "**What to do**")
NOT_YET = "Not evaluated yet."
RULES = {rule.notation: rule for rule in codes.rules()}


def rules_named_in_code() -> set[str]:
    """The rules whose name stands as a string in the code of the converter."""
    folder = Path(converter.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    return {rule for rule in RULES if f'"{rule}"' in text}


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert len(RULES) >= 26
    assert set(PAGES) == set(RULES)


def test_every_message_is_of_a_rule() -> None:
    assert set(messages()) - set(RULES) == set()


def test_every_rule_that_the_code_names_has_its_message() -> None:
    assert rules_named_in_code() - set(messages()) == set()


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
    assert {rule for rule, page in PAGES.items() if NOT_YET in page} == set(RULES) - rules_named_in_code()


@pytest.mark.parametrize("rule", ["README", *sorted(RULES)])
def test_links_lead_to_files(rule: str) -> None:
    page = (FOLDER / f"{rule}.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page)
    assert links and [link for link in links if not (FOLDER / link).exists()] == []


def test_recorded_faults_are_those_of_the_findings(readings: dict[str, converter.Disclosure]) -> None:
    found = {(f.rule, f.fault) for reading in readings.values() for f in reading.finding_facts}
    assert found and [pair for pair in found if f"· recorded fault: {pair[1]}\n" not in PAGES[pair[0]]] == []
