"""Blanks between the groups of three of a number are told from those between two numbers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from converter.amounts import looks_printed, parse
from converter.document import Document
from converter.readers import read_document


def document(folder: Path, *amounts: str) -> Document:
    """A page with one table: a row for each amount."""
    rows = "".join(f"<tr><td>行政运行</td><td>{amount}</td></tr>" for amount in amounts)
    path = folder / "page.html"
    path.write_text(
        f"<meta charset=utf-8><p>支出总表</p><table><tr><td>科目</td><td>合计</td></tr>{rows}</table>", "utf-8"
    )
    return read_document(path)


def amounts(source: Document) -> list[Decimal | None]:
    found = [parse(line.text.split("\t")[1], line.number) for line in source.lines[2:]]
    return [amount.value if amount else None for amount in found]


def test_numbers_grouped_by_blanks_are_one_number_each(tmp_path: Path) -> None:
    source = document(tmp_path, "15 360.85", "1&nbsp;234 567.00", "393.91", "-2 534.53")
    assert amounts(source) == [Decimal("15360.85"), Decimal("1234567.00"), Decimal("393.91"), Decimal("-2534.53")]
    assert source.lines[2].place("15\u202f360.85") and looks_printed("15\u202f360.85")


@pytest.mark.parametrize("other", ["1,234.50", "1234.50"])
def test_beside_numbers_grouped_in_another_way_they_may_be_two(tmp_path: Path, other: str) -> None:
    source = document(tmp_path, "15 360.85", "1 234.00", "2 534.53", other)
    assert amounts(source)[:3] == [None, None, None] and amounts(source)[3] == Decimal(other.replace(",", ""))


def test_one_or_two_prove_nothing(tmp_path: Path) -> None:
    assert amounts(document(tmp_path, "15 360.85", "1 234.00", "3.00")) == [None, None, Decimal("3.00")]


def test_blanks_between_uneven_groups_part_two_numbers(tmp_path: Path) -> None:
    assert amounts(document(tmp_path, "15 36.85", "12 34.00", "1 2.53")) == [None, None, None]
