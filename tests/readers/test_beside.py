"""Two tables beside each other are read one after the other; titles broken over lines become one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from converter.document import Document

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def boxed(page: Any, x: float, y: float, rows: list[tuple[str, ...]], wide: float = 60) -> Any:
    """A ruled table of these rows whose upper left corner is here."""
    columns = len(rows[0])
    page.grid([x + wide * place for place in range(columns + 1)], [y - 20 * place for place in range(len(rows) + 1)])
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            page.text(x + 5 + wide * column, y - 14 - 20 * place, text)
    return page


def bare(page: Any, x: float, y: float, rows: list[tuple[str, ...]], wide: float = 60) -> Any:
    """The same without rules, its figures up to the right edges of their columns."""
    for place, (name, *others) in enumerate(rows):
        page.text(x, y - 14 - 20 * place, name)
        for column, text in enumerate(others, start=2):
            page.text(x + wide * column - sum(5 if each.isascii() else 10 for each in text), y - 14 - 20 * place, text)
    return page


LEFT = [("项目", "预算数"), ("合计", "3.50"), ("接待费", "1.25"), ("用车费", "2.25")]
RIGHT = [("科目", "合计", "项目支出"), ("城建", "8.00", "8.00"), ("环保", "2.00", "2.00"), ("合计", "10.00", "10.00")]


def in_order(document: Document) -> list[str]:
    """The first words of all lines."""
    return [text.split("\t")[0] for text in texts(document)]


def test_ruled_tables_beside_each_other_keep_their_own_titles(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(60, 740, "三公经费支出表").text(330, 740, "政府性基金支出表")
    page.text(110, 722, "单位：万元").text(420, 722, "单位：元").text(180, 60, "第12页共30页，本页为附表，数据以此为准")
    boxed(boxed(page, 40, 710, LEFT), 300, 710, RIGHT)
    assert texts(read(pdf(page))) == [
        "三公经费支出表",
        "单位：万元",
        *("\t".join(row) for row in LEFT),
        "政府性基金支出表",
        "单位：元",
        *("\t".join(row) for row in RIGHT),
        "第12页共30页，本页为附表，数据以此为准",
    ]


def test_tables_without_rules_beside_each_other_are_parted(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(60, 740, "三公经费支出表").text(360, 740, "政府性基金支出表")
    bare(bare(page, 40, 710, LEFT), 320, 710, RIGHT)
    assert in_order(read(pdf(page))) == [
        *("三公经费支出表", "项目", "合计", "接待费", "用车费"),
        *("政府性基金支出表", "科目", "城建", "环保", "合计"),
    ]


def test_a_neighbour_whose_title_takes_two_lines(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(40, 740, "“三公”经费、").text(50, 726, "培训费支出表").text(330, 740, "政府性基金支出表")
    boxed(boxed(page, 40, 710, LEFT), 300, 710, RIGHT)
    found = in_order(read(pdf(page)))
    assert found[0] == "“三公”经费、培训费支出表"
    assert found[5:] == ["政府性基金支出表", "科目", "城建", "环保", "合计"]


def test_a_heading_beside_a_title_parts_no_table(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(40, 740, "第二部分部门预算表").text(200, 715, "收支总表").text(420, 715, "公开01表")
    bare(bare(page, 40, 700, LEFT), 320, 700, [row[:2] for row in RIGHT])
    document = read(pdf(page))
    assert in_order(document) == ["第二部分部门预算表", "收支总表 公开01表", "项目", "合计", "接待费", "用车费"]
    assert texts(document)[3] == "合计\t3.50\t城建\t8.00"


def test_two_titles_over_one_table_part_nothing(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(60, 740, "部门收支总表").text(330, 740, "政府性基金支出表")
    boxed(
        page, 40, 710, [("项目", "预算数", "科目", "合计", "结余")] * 2 + [("收入", "1.00", "支出", "1.00", "0.00")], 90
    )
    assert texts(read(pdf(page)))[0] == "部门收支总表 政府性基金支出表"


def test_a_title_broken_at_the_full_width_is_one_line(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(60, 740, "某市生态环境保护综合行政执法支队二〇二六年一般公共预算财政拨款", 14)
    page.text(214, 722, "基本支出情况预算总表", 14)
    boxed(page, 50, 710, [("科目", "合计", "人员经费")] + [("行政运行", "3.00", "2.00")] * 2, 160)
    document = read(pdf(page))
    title = "某市生态环境保护综合行政执法支队二〇二六年一般公共预算财政拨款基本支出情况预算总表"
    assert texts(document)[0] == title
    assert document.lines[0].places[0].startswith("page=1&xywh=60,")
    assert int(document.lines[0].places[0].split(",")[-1]) > 28


@pytest.mark.parametrize(("first", "last"), [("2026年单位收支总体情况", "表"), ("2026年部门收支", "总表")])
def test_the_end_of_a_title_on_a_line_of_its_own(drawing: Draw, pdf: Make, read: Read, first: str, last: str) -> None:
    page = drawing().text(180, 742, first, 14).text(50, 724, last, 14).text(400, 706, "单位：万元")
    boxed(page, 50, 700, [("科目", "合计", "拨款")] + [("行政运行", "3.00", "2.00")] * 2, 160)
    assert texts(read(pdf(page)))[0] == first + last


def test_a_department_or_a_sentence_above_is_no_part_of_a_title(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(230, 760, "某市财政局", 14).text(230, 742, "收入总表", 14)
    boxed(page, 50, 730, [("科目", "合计", "拨款")] + [("行政运行", "3.00", "2.00")] * 2, 160)
    assert texts(read(pdf(page)))[:2] == ["某市财政局", "收入总表"]
    page = drawing().text(50, 760, "本部门没有使用政府性基金预算拨款安排的支出，故下列各表之中有空表。", 14)
    page.text(230, 742, "收入总表", 14)
    boxed(page, 50, 730, [("科目", "合计", "拨款")] + [("行政运行", "3.00", "2.00")] * 2, 160)
    assert texts(read(pdf(page)))[1] == "收入总表"


def test_a_unit_broken_off_a_title_goes_with_it(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(120, 742, "财政拨款“三公”经费支出决算表（", 14).text(200, 724, "单位：万元）", 14)
    boxed(page, 50, 712, LEFT, 160)
    assert texts(read(pdf(page)))[0] == "财政拨款“三公”经费支出决算表（单位：万元）"


def test_a_bracket_broken_off_a_title_goes_with_it(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(60, 742, "某市财政局二〇二六年政府性基金预算支出表（单位：万元", 14).text(240, 724, "）", 14)
    boxed(page, 50, 712, LEFT, 160)
    assert texts(read(pdf(page)))[0] == "某市财政局二〇二六年政府性基金预算支出表（单位：万元）"


def test_a_bracket_broken_off_a_title_with_two_brackets_goes_with_it(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(60, 742, "某市一般公共预算支出表（按功能分类）（单位：万元", 14).text(240, 724, "）", 14)
    boxed(page, 50, 712, LEFT, 160)
    assert texts(read(pdf(page)))[0] == "某市一般公共预算支出表（按功能分类）（单位：万元）"


def test_a_unit_above_a_title_is_no_part_of_it(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(220, 742, "单位：万元", 14).text(190, 724, "三公经费”支出表", 14)
    boxed(page, 50, 712, LEFT, 160)
    assert texts(read(pdf(page)))[:2] == ["单位：万元", "三公经费”支出表"]
