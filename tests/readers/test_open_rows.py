"""Tables whose rows no rule parts, or whose header alone is drawn, are read row by row; what cannot be told is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from converter.document import Document

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]
XS = [50, 200, 300, 400]
HEAD = ["科目名称\t基本支出\t项目支出"]


def cells(document: Document) -> list[str]:
    return [line.text for line in document.lines if "\t" in line.text]


def header(page: Any, y: float) -> Any:
    """A header's words above `y`."""
    return page.text(100, y + 6, "科目名称").text(230, y + 6, "基本支出").text(330, y + 6, "项目支出")


def row(page: Any, y: float, name: str, *amounts: str) -> Any:
    """A row: the name at the left of its cell, amounts at the right of theirs."""
    page.text(55, y, name)
    for edge, amount in zip((295, 395), amounts, strict=True):
        if amount:
            page.text(edge - 5 * len(amount), y, amount)
    return page


def rows(page: Any) -> Any:
    row(page, 680, "行政运行", "120.00", "30.00")
    row(page, 664, "信访业务", "", "31.50")
    return row(page, 648, "合计", "120.00", "61.50")


ROWS = ["行政运行\t120.00\t30.00", "信访业务\t\t31.50", "合计\t120.00\t61.50"]


def test_rows_between_upright_rules_are_told_by_their_figures(drawing: Draw, pdf: Make, read: Read) -> None:
    page = rows(header(drawing().grid(XS, [640, 700, 720]), 700))
    assert cells(read(pdf(page))) == [*HEAD, *ROWS]


def test_rows_below_a_header_drawn_alone_stand_in_its_columns(drawing: Draw, pdf: Make, read: Read) -> None:
    page = rows(header(drawing().grid(XS, [700, 720]), 700))
    assert cells(read(pdf(page))) == [*HEAD, *ROWS]


def test_a_name_broken_in_its_cell_stays_with_its_figures(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing().grid(XS, [640, 700, 720]), 700).text(55, 684, "机关事业单位基本养老")
    row(page, 678, "", "120.00", "30.00").text(55, 672, "保险缴费支出")
    row(page, 650, "住房公积金", "12.00", "3.00")
    assert cells(read(pdf(page)))[1:] == ["机关事业单位基本养老保险缴费支出\t120.00\t30.00", "住房公积金\t12.00\t3.00"]


def test_numbers_of_rows_tell_those_without_figures(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50, 200, 250, 350], [640, 700, 720])
    page.text(100, 706, "项目").text(210, 706, "行次").text(290, 706, "金额")
    for number, (name, amount) in enumerate((("本年收入合计", "9.50"), ("使用结余", ""), ("总计", "9.50")), start=23):
        y = 688 - 16 * (number - 23)
        page.text(55, y, name).text(220, y, str(number)).text(325, y, amount)
    assert cells(read(pdf(page)))[1:] == ["本年收入合计\t23\t9.50", "使用结余\t24\t", "总计\t25\t9.50"]


def test_a_lone_row_below_the_numbers_of_its_columns_needs_no_name(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50, 150, 250, 350], [660, 700, 720])
    columns = (80, "合计", "1", "9.00"), (180, "公务接待费", "2", "2.00"), (280, "出国费", "3", "7.00")
    for x, head, number, amount in columns:
        page.text(x, 706, head).text(x, 688, number).text(x, 668, amount)
    assert cells(read(pdf(page)))[1:] == ["1\t2\t3", "9.00\t2.00\t7.00"]


def test_a_number_broken_over_two_lines_is_not_two_rows(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing().grid(XS, [660, 700, 720]), 700).text(55, 680, "行政运行")
    page.text(205, 686, "123,456,789,012,345").text(205, 672, "67.50").text(360, 680, "30.00")
    assert cells(read(pdf(page)))[1:] == ["行政运行\t123,456,789,012,34567.50\t30.00"]


def test_figures_without_names_of_their_own_stay_in_one_cell(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing().grid(XS, [640, 700, 720]), 700).text(55, 668, "行政运行")
    page.text(265, 682, "120.00").text(265, 654, "31.00").text(365, 668, "30.00")
    assert len(cells(read(pdf(page)))) == 2


def test_figures_across_the_columns_of_a_header_are_not_put_into_them(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing().grid(XS, [700, 720]), 700)
    for y in (680, 664):
        page.text(55, y, "行政运行").text(285, y, "120.00").text(370, y, "30.00")
    assert not any("120.00" in line for line in cells(read(pdf(page))))


def test_prose_below_a_drawn_header_stays_prose(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing().grid(XS, [700, 720]), 700)
    page.text(55, 680, "本部门没有此类支出，2024年为0.00万元，2023年为12.00万元。")
    assert cells(read(pdf(page))) == HEAD


def test_a_name_that_runs_over_the_edge_of_its_column_stays_in_it(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing().grid(XS, [700, 720]), 700)
    row(page, 680, "机关事业单位职业年金缴费支出款项", "1.00", "30.00")  # the last letter lies over the edge
    row(page, 664, "信访业务", "", "31.50")
    found = cells(read(pdf(row(page, 648, "合计", "1.00", "61.50"))))
    assert found == [*HEAD, "机关事业单位职业年金缴费支出款项\t1.00\t30.00", "信访业务\t\t31.50", "合计\t1.00\t61.50"]


def test_a_name_and_numbers_all_broken_over_two_lines_are_one_row(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50, 200, 260, 320], [660, 700, 720])
    page.text(100, 706, "科目名称").text(210, 706, "基本支出").text(270, 706, "项目支出")
    page.text(55, 686, "城乡环境综合").text(203, 686, "3,635,768.0").text(263, 686, "2,726,826.0")
    page.text(55, 666, "整治专项").text(253, 666, "0").text(313, 666, "0")
    assert cells(read(pdf(page)))[1:] == ["城乡环境综合整治专项\t3,635,768.00\t2,726,826.00"]


def test_whole_numbers_below_amounts_with_one_decimal_are_a_row(drawing: Draw, pdf: Make, read: Read) -> None:
    page = row(header(drawing().grid(XS, [660, 700, 720]), 700), 686, "行政运行", "3,635.5", "1,290.00")
    found = cells(read(pdf(row(page, 670, "信访业务", "0", "12.00"))))
    assert found[1:] == ["行政运行\t3,635.5\t1,290.00", "信访业务\t0\t12.00"]
