"""A ruled table that leaves out rules leaves them out on every page. All figures are made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from converter.document import Document

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]

EDGES = [40.0, 80.0, 240.0, 320.0, 400.0, 480.0]
WITHOUT_NAMES_RULE = [40.0, 80.0, 320.0, 400.0, 480.0]  # names and the first amounts share a cell
WITHOUT_CODES_RULE = [40.0, 240.0, 320.0, 400.0, 480.0]
HEADER = ("编码", "科目名称", "合计", "基本支出", "项目支出")
FIRST = (
    HEADER,
    ("2010101", "行政运行", "150.00", "120.00", "30.00"),
    ("2010102", "一般行政管理事务", "70.00", "", "70.00"),
    ("2010150", "事业运行", "60.00", "60.00", ""),
)
LAST = (("2210201", "住房公积金", "9.50", "9.50", ""), ("", "合计", "289.50", "189.50", "100.00"))


def page(
    drawing: Draw, rows: Sequence[Sequence[str]], xs: Sequence[float], title: str = "", foot: str = ""
) -> Any:
    """A page with a table that has upright rules at `xs`, below its title and above what stands at the foot."""
    made = drawing().text(150, 30, foot)
    if title:
        made.text(200, 780, title, 14).text(400, 755, "单位：万元")
    for x in xs:
        made.line(x, 740, x, 740 - 20 * len(rows))
    for line in range(len(rows) + 1):
        made.line(xs[0], 740 - 20 * line, xs[-1], 740 - 20 * line)
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            x = EDGES[place] + 2 if place < 2 or (not number and title) else EDGES[place + 1] - 4 - 5 * len(text)
            made.text(x, 740 - 20 * number - 14, text, 9)
    return made


def tables(document: Document) -> list[str]:
    return [line.text for line in document.lines if "\t" in line.text]


def test_a_page_whose_own_rows_do_not_show_it_is_read_as_the_page_before(drawing: Draw, pdf: Make, read: Read) -> None:
    """Its last rows, one of which has no name, are too few to tell on their own that a rule is missing."""
    xs = WITHOUT_NAMES_RULE
    document = read(pdf(page(drawing, FIRST, xs, "支出总表"), page(drawing, LAST, xs)))
    assert tables(document) == ["\t".join(row) for row in (*FIRST, *LAST)]
    assert all(line.aligned for line in document.lines if "\t" in line.text)


def test_pages_that_leave_out_different_rules_have_the_columns_of_both(drawing: Draw, pdf: Make, read: Read) -> None:
    first = page(drawing, FIRST, WITHOUT_NAMES_RULE, "支出总表")
    document = read(pdf(first, page(drawing, LAST, WITHOUT_CODES_RULE)))
    assert tables(document) == ["\t".join(row) for row in (*FIRST, *LAST)]


def test_a_page_with_all_rules_keeps_its_cells(drawing: Draw, pdf: Make, read: Read) -> None:
    document = read(pdf(page(drawing, FIRST, WITHOUT_NAMES_RULE, "支出总表"), page(drawing, LAST, EDGES)))
    assert tables(document)[-2:] == ["\t".join(row) for row in LAST]
    assert [line.aligned for line in document.lines if "\t" in line.text] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    ("title", "foot", "rows"),
    [
        ("收入总表", "", LAST),  # another title
        ("", "注：本表为空。", LAST),  # something below the first table
        ("", "", (("项目", "金额", "", "", ""), *LAST)),  # another header
    ],
)
def test_another_table_on_the_next_page_is_no_part_of_it(
    drawing: Draw, pdf: Make, read: Read, title: str, foot: str, rows: Sequence[Sequence[str]]
) -> None:
    first = page(drawing, FIRST, WITHOUT_NAMES_RULE, "支出总表", foot)
    document = read(pdf(first, page(drawing, rows, WITHOUT_NAMES_RULE, title)))
    told = [line.aligned for line in document.lines if "\t" in line.text]
    assert told == [True] * 4 + [False] * len(rows)


@pytest.mark.parametrize(("above", "aligned"), [(HEADER, True), (("某局", "2026年", "部门预算公开"), False)])
def test_a_header_may_stand_above_the_rules_of_its_table(
    drawing: Draw, pdf: Make, read: Read, above: Sequence[str], aligned: bool
) -> None:
    made = page(drawing, FIRST[1:], EDGES).text(200, 780, "支出总表", 14).text(400, 760, "单位：万元")
    for x, word in zip(EDGES, above, strict=False):
        made.text(x + 8, 743, word)
    lines = [line for line in read(pdf(made)).lines if "\t" in line.text]
    assert {line.aligned for line in lines} == {aligned}
    assert lines[-1].text == "\t".join(FIRST[-1])
    assert not aligned or lines[0].text == "\t".join(HEADER)
