"""A code that keeps and a name that changes from year to year: told once, with both lines."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

import converter
from converter.across import Change, Named, change_quads, changes
from ontology.namespaces import DEF, PREFIXES
from shapes.integrity import read_triples

ONE = Named("urn:o/410703/309", "309", "某区卫生局", "urn:v/source#L3", 2024, "budget", "urn:d/2024", "a.txt")


def test_the_same_name_is_no_change() -> None:
    assert changes([ONE, replace(ONE, year=2025, disclosure="urn:d/2025", name="某区 卫生局")]) == []


def test_a_name_that_changes_is_told_once_with_both_sides() -> None:
    later = replace(ONE, year=2025, name="某区卫生健康委员会", disclosure="urn:d/2025", place="urn:w/source#L5")
    after = replace(later, year=2026, disclosure="urn:d/2026")
    assert changes([after, later, ONE]) == [Change(ONE, later)]
    quads = list(change_quads([Change(ONE, later)], "https://example.org/"))
    said = {(quad.predicate.value, getattr(quad.object, "value", "")) for quad in quads}
    assert (DEF + "disclosure", "urn:d/2025") in said and (DEF + "subject", ONE.org) in said
    assert {value for predicate, value in said if predicate == PREFIXES["prov"] + "wasDerivedFrom"} == {
        "urn:v/source#L3", "urn:w/source#L5",
    }  # fmt: skip
    assert "代码 309 在 2024 年的名称为某区卫生局，在 2025 年为某区卫生健康委员会" in {value for _, value in said}


def test_other_codes_and_other_regions_are_others() -> None:
    other = replace(ONE, org="urn:o/410703/310", code="310", year=2025, name="某区教育局")
    assert changes([ONE, other, replace(ONE, org="urn:o/410704/309", year=2025, name="别区卫生局")]) == []


@pytest.fixture
def two_years(samples: list[Path], tmp_path: Path) -> Path:
    """A release of one department in two years, whose name has changed."""
    path = next(path for path in samples if "weibin" in path.name)
    text = path.read_text(encoding="utf-8")
    name = converter.read(path).identity.organisation.name
    assert name in text and "2025" in text
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    renamed = name.replace("医疗保障局", "医疗保障事务局")
    assert renamed != name
    later = text.replace(name, renamed).replace("2025", "2026").replace("2024", "2025")
    (tmp_path / "two.txt").write_text(later, encoding="utf-8")
    release = tmp_path / "release"
    result = converter.convert([tmp_path / "one.txt", tmp_path / "two.txt"], release, jobs=1, progress=False)
    assert len(result.disclosures) == 2
    return release


def test_the_finding_is_in_a_release_of_two_years(two_years: Path) -> None:
    quads = list(read_triples(two_years / "dump/across.nq.gz"))
    subjects = [quad.subject for quad in quads if quad.object.value == DEF + "Finding"]  # type: ignore[union-attr]
    assert subjects
    with (two_years / "findings.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "2025 年的名称为" in row["message_zh"]]
    assert len(rows) == len(subjects) and {row["rule"] for row in rows} == {"name-differs"}
    assert {row["document"] for row in rows} == {"two.txt"}
    manifest = json.loads((two_years / "manifest.json").read_text(encoding="utf-8"))
    assert "dump/across.nq.gz" in {each["path"] for each in manifest["files"]}
    whole = set(read_triples(two_years / "dump/all.nq.gz"))
    assert set(quads) <= whole


def test_a_release_of_one_year_has_none(samples_release: Path) -> None:
    assert not (samples_release / "dump/across.nq.gz").exists()
