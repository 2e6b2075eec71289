"""Changed copies of disclosures: other layouts give the same cells or none, injected errors are found."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from transforms import collapse, rescale, wrap

import converter
from converter import Disclosure
from converter.performance import is_sheet

MARKED = ("henan-jiaozuo-zhongzhan-2025.txt", "henan-sanmenxia-2025.txt", "hebei-shijiazhuang-xinhua-2026.txt")


FIGURE = re.compile(r"(?<![\d.,])\d[\d,]*\.\d+(?![\d.])")


def read_text(text: str, folder: Path, name: str = "copy.txt") -> Disclosure:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return converter.read(path)


def cells(reading: Disclosure) -> Counter[tuple[str, ...]]:
    return Counter(
        (c.table_kind, c.row_code or c.row_label.replace(" ", ""), c.column_path, c.role, c.published_value)
        for c in reading.cell_facts
        if c.column_path
    )


@pytest.mark.parametrize("name", MARKED)
def test_collapsed_copies_give_the_same_cells_or_none(
    name: str, readings: dict[str, Disclosure], tmp_path: Path
) -> None:
    original = readings[name]
    copy = read_text(collapse(original.document.text), tmp_path, f"{original.identity.region.code}.txt")
    assert not cells(copy) - cells(original)
    assert (cells(copy) & cells(original)).total() >= 0.89 * cells(original).total()


@pytest.mark.parametrize("width", [9, 14, 23])
def test_names_wrapped_at_another_width_change_no_cell(
    width: int, readings: dict[str, Disclosure], tmp_path: Path
) -> None:
    original = readings["hebei-tangshan-fengrun-2025.txt"]
    inside = {line.number for table in original.tables if not is_sheet(table) for line in table.body}
    copy = read_text(wrap(original.document.text, width, inside), tmp_path, f"{original.identity.region.code}.txt")
    assert not cells(copy) - cells(original)
    assert (cells(copy) & cells(original)).total() >= 0.95 * cells(original).total()


def test_rescaled_amounts_keep_their_places(readings: dict[str, Disclosure], tmp_path: Path) -> None:
    original = readings["henan-xinxiang-weibin-2025.txt"]
    copy = read_text(rescale(original.document.text, Decimal(3)), tmp_path)
    places = [(c.table_kind, c.row_code, c.column_path, c.line_start) for c in original.cell_facts]
    assert [(c.table_kind, c.row_code, c.column_path, c.line_start) for c in copy.cell_facts] == places
    assert sum(c.amount_yuan for c in copy.cell_facts) == 3 * sum(c.amount_yuan for c in original.cell_facts)


def rules(reading: Disclosure) -> Counter[str]:
    return Counter(finding.rule for finding in reading.finding_facts)


def change(reading: Disclosure, old: str, new: str, folder: Path) -> Disclosure:
    text = reading.document.text
    assert text.count(old) == 1, old
    return read_text(text.replace(old, new), folder, f"{reading.identity.region.code}.txt")


XINHUA = "hebei-shijiazhuang-xinhua-2026.txt"


def test_a_wrong_part_breaks_the_row_and_the_column(readings: dict[str, Disclosure], tmp_path: Path) -> None:
    original = readings[XINHUA]
    line = next(
        text.text for text in original.document.lines if "| 2101502 |" in text.text and text.text.count("130.00") == 2
    )
    text = original.document.text.replace(line, line[::-1].replace("00.031", "00.931", 1)[::-1], 1)
    copy = read_text(text, tmp_path, "130105.txt")
    assert (rules(copy) - rules(original))["column-parts"] >= 1


def test_a_deleted_row_is_missed(readings: dict[str, Disclosure], tmp_path: Path) -> None:
    original = readings["henan-jiaozuo-zhongzhan-2025.txt"]
    row = next(x.text for x in original.document.lines if x.text.startswith("210\t12\t02\t"))
    copy = read_text(original.document.text.replace(row + "\n", "", 1), tmp_path)
    assert (rules(copy) - rules(original))["truncated-table"] == 1


def without_rows(text: str, start: str, count: int) -> str:
    """The text without its first rows that start so."""
    rows = [line for line in text.split("\n") if line.startswith(start)][:count]
    assert len(rows) == count
    for row in rows:
        text = text.replace(row + "\n", "", 1)
    return text


@pytest.mark.parametrize(
    ("rows", "said", "rule", "count"),
    [
        (2, "", "rows-left-out", 2),
        (1, "根据保密规定，部分涉密事项不予公开。", "rows-withheld", 1),
        (1, "本单位开展保密宣传。", "truncated-table", 1),
    ],
)
def test_rows_that_the_document_leaves_out_are_told_from_rows_that_were_lost(
    rows: int, said: str, rule: str, count: int, readings: dict[str, Disclosure], tmp_path: Path
) -> None:
    original = readings["henan-jiaozuo-zhongzhan-2025.txt"]
    text = without_rows(original.document.text, "210\t12\t02\t", rows)
    copy = read_text(f"{text}\n{said}\n", tmp_path)
    found = rules(copy) - rules(original)
    short = ("rows-left-out", "rows-withheld", "truncated-table")
    assert {name: found[name] for name in short if found[name]} == {rule: count}
    assert len({finding.fault for finding in copy.finding_facts if finding.rule == rule}) == 1


def test_a_total_that_differs_from_its_sibling_is_found(readings: dict[str, Disclosure], tmp_path: Path) -> None:
    original = readings["henan-jiaozuo-zhongzhan-2025.txt"]
    copy = change(original, "八、社会保障和就业\t14.60", "八、社会保障和就业\t41.60", tmp_path)
    assert (rules(copy) - rules(original))["sibling-tables"] >= 1
    found = [f for f in copy.finding_facts if f.rule == "sibling-tables"]
    assert any(Decimal(416000) in (f.expected, f.found) and len(f.lines) == 2 for f in found)


def test_prose_that_contradicts_the_tables_is_found(readings: dict[str, Disclosure], tmp_path: Path) -> None:
    original = readings[XINHUA]
    text = re.sub(r"基本支出285\.13万元", "基本支出258.13万元", original.document.text, count=1)
    assert text != original.document.text
    copy = read_text(text, tmp_path, "130105.txt")
    assert (rules(copy) - rules(original))["narrative-vs-table"] == 1


def test_rounding_is_no_finding(readings: dict[str, Disclosure]) -> None:
    """855.69 + 43.48 is printed as 899.16: each figure was rounded, nothing is wrong."""
    found = readings["hebei-tangshan-fengrun-2025.txt"].finding_facts
    compared = {finding.rule for finding in found if finding.expected is not None}
    assert compared == {"narrative-vs-table", "unit-cost"}


def test_a_project_code_of_another_region_is_found(readings: dict[str, Disclosure], tmp_path: Path) -> None:
    original = readings["henan-sanmenxia-2025.txt"]
    text = original.document.text.replace("411200240000000003 701", "410100240000000003 701")
    copy = read_text(text, tmp_path)
    assert (rules(copy) - rules(original))["region-of-project-code"] == 1


def test_another_unit_gives_another_amount(readings: dict[str, Disclosure], tmp_path: Path) -> None:
    original = readings["henan-sanmenxia-2025.txt"]
    copy = read_text(original.document.text.replace("单位：万元", "单位：元", 1), tmp_path)
    first = [c.amount_yuan for c in copy.cell_facts if c.table == 1]
    assert first[0] * 10000 == original.cell_facts[0].amount_yuan
    assert (rules(copy) - rules(original))["sibling-tables"] >= 1


@pytest.mark.parametrize("name", MARKED)
def test_a_figure_left_out_puts_no_other_into_a_wrong_column(
    name: str, readings: dict[str, Disclosure], tmp_path: Path
) -> None:
    original = readings[name]
    lines = collapse(original.document.text).split("\n")
    inside = {line.number - 1 for block in original.blocks for line in block.table.body}
    long = [number for number in sorted(inside) if len(FIGURE.findall(lines[number])) >= 3]
    for number in long[:: max(1, len(long) // 8)]:
        copy = list(lines)
        copy[number] = FIGURE.sub("", copy[number], count=1).rstrip()
        reading = read_text("\n".join(copy), tmp_path, f"{original.identity.region.code}.txt")
        assert not cells(reading) - cells(original), lines[number]
