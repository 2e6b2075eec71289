"""A sheet wider than a page is printed over several: its left columns, then its right ones. All figures are made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from converter.document import Document

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]
Rows = Sequence[Sequence[str]]

HEADS = ("科目编码", "科目名称", "合计", "一般公共预算", "政府性基金", "事业收入", "其他收入")
BODY = (
    ("208", "社会保障和就业支出", "150.00", "100.00", "10.00", "20.00", "20.00"),
    ("210", "卫生健康支出", "30.00", "30.00", "", "", ""),
    ("221", "住房保障支出", "12.00", "10.00", "", "", "2.00"),
    ("", "合计", "192.00", "140.00", "10.00", "20.00", "22.00"),
)
MORE = (
    ("205", "教育支出", "7.00", "1.00", "2.00", "4.00", ""),
    ("206", "科学技术支出", "6.00", "6.00", "", "", ""),
    ("211", "节能环保支出", "5.00", "", "", "5.00", ""),
    ("213", "农林水支出", "4.00", "4.00", "", "", ""),
)


def sheet(drawing: Draw, rows: Rows, title: str = "", corner: str = "", left: float = 40, height: float = 20) -> Any:
    """A page with the ruled columns of a sheet, and what stands above them."""
    page = drawing()
    if title:
        page.text(200, 780, title, 14)
    if corner:
        page.text(440, 750, corner)
    xs = [left + 100 * place for place in range(len(rows[0]) + 1)]
    ys = [720 - height * place for place in range(len(rows) + 1)]
    page.grid(xs, ys)
    for row, y in zip(rows, ys[1:], strict=False):
        for x, text in zip(xs, row, strict=False):
            if text:
                page.text(x + 4, y + 6, text, 9)
    return page


def columns(rows: Rows, *span: int | None) -> list[tuple[str, ...]]:
    return [tuple(row[slice(*span)]) for row in rows]


def cells(document: Document) -> list[str]:
    return [line.text for line in document.lines if "\t" in line.text]


def joined(*rows: Sequence[str]) -> list[str]:
    return ["\t".join(row) for row in rows]


def test_right_columns_on_the_next_page_belong_to_the_table(drawing: Draw, pdf: Make, read: Read) -> None:
    rows = (HEADS, *BODY)
    right = sheet(drawing, columns(rows, 4, None), "", "单位：万元", 60)
    document = read(pdf(sheet(drawing, columns(rows, 4), "部门收入总表"), right))
    assert cells(document) == joined(*rows)
    assert document.lines[0].text == "部门收入总表"
    row = next(line for line in document.lines if line.text.startswith("208"))
    assert [place.split("&")[0] for place in row.places] == ["page=1"] * 4 + ["page=2"] * 3
    assert row.places[3].split("=")[2].split(",")[0] == "344" and row.places[4].split("=")[2].split(",")[0] == "64"
    assert not any("no text" in remark for remark in document.remarks)


def test_a_single_column_on_the_next_page_belongs_to_the_table(drawing: Draw, pdf: Make, read: Read) -> None:
    rows = (HEADS, *BODY)
    pages = [sheet(drawing, columns(rows, *span), title) for span, title in (((6,), "部门收入总表"), ((6, None), ""))]
    assert cells(read(pdf(*pages))) == joined(*rows)


def test_pages_follow_downwards_first(drawing: Draw, pdf: Make, read: Read) -> None:
    first, second = (HEADS, *BODY[:3]), (*MORE, BODY[3])
    pages = [sheet(drawing, columns(rows, *span)) for span in ((4,), (4, None)) for rows in (first, second)]
    assert cells(read(pdf(*pages))) == joined(*first, *second)


def test_pages_follow_to_the_right_first_and_go_on_twice(drawing: Draw, pdf: Make, read: Read) -> None:
    first, second = (HEADS, *BODY[:3]), (*MORE, BODY[3])
    spans = ((3,), (3, 5), (5, None))
    pages = [sheet(drawing, columns(rows, *span)) for rows in (first, second) for span in spans]
    assert cells(read(pdf(*pages))) == joined(*first, *second)


def test_expenditure_on_the_page_behind_revenue_stands_beside_it(drawing: Draw, pdf: Make, read: Read) -> None:
    rows = (
        ("收入", "", "支出", ""), ("项目", "预算数", "项目", "预算数"), ("拨款收入", "9.00", "基本支出", "5.00"),
        ("其他收入", "1.00", "项目支出", "5.00"), ("收入总计", "10.00", "支出总计", "10.00"),
    )  # fmt: skip
    right = sheet(drawing, columns(rows, 2, None), "", "单位：万元")
    assert cells(read(pdf(sheet(drawing, columns(rows, 2), "部门收支总表"), right))) == joined(*rows)


def test_a_title_that_goes_on_over_the_edge_is_one(drawing: Draw, pdf: Make, read: Read) -> None:
    rows = (HEADS, *BODY)
    left = sheet(drawing, columns(rows, 4)).text(384, 780, "部门收入", 14)
    right = sheet(drawing, columns(rows, 4, None)).text(40, 780, "总表", 14)
    assert read(pdf(left, right)).lines[0].text == "部门收入总表"


def test_a_head_over_the_columns_of_both_pages_is_printed_on_both(drawing: Draw, pdf: Make, read: Read) -> None:
    """支出 lies over the last two columns of the left page and both of the right one."""
    left = drawing().text(200, 780, "支出总表", 14).text(40, 730, "收入").text(330, 730, "支出")
    right = drawing().text(30, 730, "支出")
    for page, names in ((left, ("收入合计", "科目名称", "合计")), (right, ("一般公共预算", "政府性基金"))):
        xs = [40 + 100.0 * place for place in range(len(names) + 1)]
        for x in xs:
            page.line(x, 640, x, 720 if 40 < x < xs[-1] else 740)
        page.line(140 if page is left else 40, 720, xs[-1], 720)
        for y in (740, 700, 680, 660, 640):
            page.line(xs[0], y, xs[-1], y)
        for number, name in enumerate(names):
            page.text(xs[number] + 4, 706, name, 9)
            for y in (686, 666, 646):
                page.text(xs[number] + 4, y, "教育支出" if name == "科目名称" else "3.00", 9)
    head = next(line.text for line in read(pdf(left, right)).lines if "支出\t" in line.text)
    assert head.count("支出") == 1 and head.count("\t") == 4


@pytest.mark.parametrize("end", ["2023年部门收入总表", "部门收入总表", "年部门收入总表"])
def test_a_title_over_all_columns_may_be_printed_again(drawing: Draw, pdf: Make, read: Read, end: str) -> None:
    rows = (HEADS, *BODY)
    left = sheet(drawing, columns(rows, 4), "2023年部门收入总表")
    document = read(pdf(left, sheet(drawing, columns(rows, 4, None), end)))
    assert cells(document) == joined(*rows) and document.lines[0].text == "2023年部门收入总表"


@pytest.mark.parametrize(
    ("rows", "title", "height"),
    [
        (columns((HEADS, *BODY), 4, None), "政府性基金收入表", 20),  # a table of its own
        (columns((HEADS, *BODY), 4, None), "", 24),  # rows at other heights
        (columns((HEADS, *BODY[:3]), 4, None), "", 20),  # fewer rows
        ((("项目", "金额", "其他收入"), *columns(BODY, 4, None)), "", 20),  # a head of names
        ((("其他", "金额", "其他收入"), *(("甲", "1.00", "2.00"),) * 4), "", 20),  # names in the rows
        (columns(((*HEADS[:4], "6.00", "1.00", "1.00"), *BODY), 4, None), "", 20),  # no heads
    ],
)
def test_what_may_be_a_table_of_its_own_is_left_where_it_stands(
    drawing: Draw, pdf: Make, read: Read, rows: Rows, title: str, height: float
) -> None:
    left = (HEADS, *BODY)
    document = read(pdf(sheet(drawing, columns(left, 4), "部门收入总表"), sheet(drawing, rows, title, height=height)))
    assert cells(document) == joined(*columns(left, 4), *rows)


def test_a_table_that_goes_on_downwards_is_not_put_beside_itself(drawing: Draw, pdf: Make, read: Read) -> None:
    first, second = (HEADS[:5], *columns(BODY, 5)), (HEADS[:5], *columns(MORE, 5))
    assert cells(read(pdf(sheet(drawing, first), sheet(drawing, second)))) == joined(*first, *second)
