"""The rule below a group of a header without upright rules shows its columns. All figures are made up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from converter.document import Document

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]

RIGHTS = (240, 320, 400, 480)  # where the amounts end
LEAVES = ("合计", "人员经费", "公用经费", "项目支出")
ROWS = (("行政运行", "150.00", "90.00", "30.00", "30.00"), ("事业运行", "70.00", "50.00", "", "20.00"))


def table(drawing: Draw, group_at: float, rule: tuple[float, float] | None) -> Any:
    """A table with level rules; the heads of all columns stand on the lower line, the group over the upper one."""
    page = drawing().text(220, 780, "支出总表", 14).text(400, 755, "单位：万元")
    page.text(70, 705, "科目名称", 9).text(group_at, 727, "基本支出", 9)
    for right, word in zip(RIGHTS, LEAVES, strict=True):
        page.text(right - 38, 705, word, 9)
    for y in (740, 698, 678, 658):
        page.line(50, y, 490, y)
    if rule:
        page.line(rule[0], 719, rule[1], 719)
    for number, (name, *amounts) in enumerate(ROWS):
        page.text(54, 684 - 20 * number, name, 9)
        for right, amount in zip(RIGHTS, amounts, strict=True):
            page.text(right - 4.5 * len(amount), 684 - 20 * number, amount, 9)
    return page


def grouped(document: Document) -> list[str]:
    """The columns that the header's group stands over."""
    top, below = [line for line in document.lines if line.aligned][:2]
    marks, cells = top.merged, top.text.split("\t")
    first = cells.index("基本支出")
    stop = next((n for n in range(first + 1, len(marks)) if marks[n] != "<"), len(marks))
    return below.text.split("\t")[first:stop]


@pytest.mark.parametrize(
    ("group_at", "rule", "columns"),
    [
        (305, (245, 405), ["人员经费", "公用经费"]),
        (265, (165, 405), ["合计", "人员经费", "公用经费"]),
        (345, (245, 490), ["人员经费", "公用经费", "项目支出"]),
    ],
)
def test_a_rule_below_a_group_shows_its_columns(
    drawing: Draw, pdf: Make, read: Read, group_at: float, rule: tuple[float, float], columns: list[str]
) -> None:
    assert grouped(read(pdf(table(drawing, group_at, rule)))) == columns


def test_a_rule_over_the_whole_table_shows_nothing(drawing: Draw, pdf: Make, read: Read) -> None:
    found = [read(pdf(table(drawing, 305, rule))).lines for rule in (None, (50, 490))]
    assert [line.text for line in found[0]] == [line.text for line in found[1]]
