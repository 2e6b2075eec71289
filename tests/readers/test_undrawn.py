"""Ruled tables that leave out rules are read by where their words stand. All figures are made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from converter.document import Document

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]

XS = [40.0, 80.0, 240.0, 320.0, 400.0, 480.0]
ROWS = (
    ("类款", "科目名称", "合计", "基本支出", "项目支出"),
    ("01", "行政运行", "150.00", "120.00", "30.00"),
    ("02", "一般行政管理事务", "70.00", "", "70.00"),
    ("05", "住房公积金", "9.50", "9.50", ""),
    ("", "合计", "229.50", "129.50", "100.00"),
)


def drawn(drawing: Draw, xs: Sequence[float], lines: Sequence[int], rows: Sequence[Sequence[str]] = ROWS) -> Any:
    """A table with upright rules at `xs` and level ones above the rows of these numbers."""
    page = drawing().text(200, 780, "支出总表", 14).text(400, 755, "单位：万元")
    for x in xs:
        page.line(x, 740, x, 740 - 20 * len(rows))
    for line in lines:
        page.line(xs[0], 740 - 20 * line, xs[-1], 740 - 20 * line)
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            x = XS[place] + 4 if place < 2 or not number else XS[place + 1] - 4 - 5 * len(text)
            page.text(x, 740 - 20 * number - 14, text)
    return page


def cells(document: Document) -> list[str]:
    return [line.text for line in document.lines if "\t" in line.text]


@pytest.mark.parametrize(
    ("xs", "lines"),
    [
        ([40, 80, 240, 320, 480], range(6)),  # no rule between two amounts
        ([40, 80, 320, 400, 480], range(6)),  # none between names and amounts
        ([40, 240, 320, 400, 480], range(6)),  # none between codes and names
        ([40, 240, 480], range(6)),
        (XS, (0, 1, 2, 5)),  # none between rows
        (XS, (0, 1, 5)),
    ],
)
def test_a_table_that_leaves_out_rules_is_read_by_its_words(
    drawing: Draw, pdf: Make, read: Read, xs: list[float], lines: Sequence[int]
) -> None:
    found = cells(read(pdf(drawn(drawing, xs, lines))))
    assert found[1:] == ["\t".join(row) for row in ROWS[1:]]


def test_heads_of_two_columns_of_which_each_row_fills_one_are_told_apart(drawing: Draw, pdf: Make, read: Read) -> None:
    rows = (*ROWS[:1], ("01", "行政运行", "150.00", "150.00", ""), ROWS[2], ROWS[3])
    found = cells(read(pdf(drawn(drawing, [40, 80, 240, 320, 480], range(5), rows))))
    assert found[1:] == ["\t".join(row) for row in rows[1:]]


@pytest.mark.parametrize(
    "row",
    [
        ("01", "其中：财政拨款 12.00", "150.00", "120.00", "30.00"),
        ("01", "行政运行", "15 360.85", "15 330.85", "30.00"),
    ],
)
def test_a_cell_of_words_with_a_number_does_not_undo_a_table(
    drawing: Draw, pdf: Make, read: Read, row: tuple[str, ...]
) -> None:
    document = read(pdf(drawn(drawing, XS, range(6), (ROWS[0], row, *ROWS[2:]))))
    assert all(line.merged and not line.aligned for line in document.lines if "\t" in line.text)
    assert len(cells(document)) == 5


def test_a_number_broken_in_its_cell_is_one(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawn(drawing, XS, range(6))
    page.grid(XS, [640, 610])
    for x in (242, 322):
        page.text(x, 628, "1,234,567,").text(x, 614, "890.12")
    assert all(line.merged for line in read(pdf(page)).lines if "\t" in line.text)


def page_of(drawing: Draw, xs: Sequence[float], rows: Sequence[Sequence[tuple[float, str]]]) -> Any:
    """A table with upright rules at `xs`, level ones below each row, and words at their places."""
    page = drawing().text(200, 780, "支出总表", 14).text(400, 755, "单位：万元")
    page.grid(list(xs), [740 - 20 * line for line in range(len(rows) + 1)])
    for number, row in enumerate(rows):
        for x, text in row:
            page.text(x, 726 - 20 * number, text)
    return page


def test_two_amounts_in_one_cell_are_two_however_near(drawing: Draw, pdf: Make, read: Read) -> None:
    rows = (
        ((50, "科目名称"), (205, "合计"), (243, "基本支出"), (287, "项目支出")),
        ((44, "行政运行"), (194, "264.87"), (255, "62.63"), (294, "202.24")),
        ((44, "住房公积金"), (194, "162.63"), (255, "62.63"), (294, "100.00")),
    )
    found = cells(read(pdf(page_of(drawing, [40, 180, 240, 330], rows))))
    assert found[1] == "行政运行\t264.87\t62.63\t202.24"


def test_an_amount_and_the_name_of_another_list_are_two_cells(drawing: Draw, pdf: Make, read: Read) -> None:
    rows = (
        ((90, "项目"), (205, "预算数"), (300, "项目"), (440, "预算数")),
        ((44, "一、财政拨款"), (205, "128.56"), (244, "一、一般公共服务支出"), (440, "59.56")),
        ((44, "二、事业收入"), (205, "41.00"), (244, "二、教育支出"), (440, "33.00")),
        ((44, "三、其他收入"), (205, "11.50"), (244, "三、卫生健康支出"), (440, "93.50")),
    )
    found = cells(read(pdf(page_of(drawing, [40, 180, 420, 490], rows))))
    assert found[1] == "一、财政拨款\t128.56\t一、一般公共服务支出\t59.56"


def test_levels_of_a_code_beside_each_other_below_their_heads_are_columns(drawing: Draw, pdf: Make, read: Read) -> None:
    rows = (
        ((48, "类"), (78, "款"), (108, "项"), (160, "科目名称"), (290, "合计")),
        ((44, "201"), (134, "一般公共服务支出"), (285, "43.83")),
        ((44, "201"), (76, "05"), (134, "统计信息事务"), (285, "43.83")),
        ((44, "201"), (76, "05"), (106, "07"), (134, "专项普查活动"), (285, "40.83")),
        ((44, "201"), (76, "05"), (106, "99"), (134, "其他统计信息事务"), (285, "3.00")),
    )
    found = cells(read(pdf(page_of(drawing, [40, 100, 130, 250, 330], rows))))
    assert found[3] == "201\t05\t07\t专项普查活动\t40.83"
