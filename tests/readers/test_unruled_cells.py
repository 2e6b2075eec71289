"""How far cells reach that no rule draws, amounts that nearly touch, dashes for nothing, groups between two rules."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from converter.document import Document

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]


def cells(document: Document) -> list[str]:
    return [line.text for line in document.lines if "\t" in line.text]


def row(page: Any, y: float, edges: tuple[int, ...], *texts: str) -> Any:
    """Words at the left of their cells, amounts and dashes at the right; `edges` are the left and right edges."""
    for (left, right), text in zip(pairwise(edges), texts, strict=True):
        width = sum(10 if ord(letter) > 0x2E80 else 5 for letter in text)
        is_amount = "." in text or text in {"-", "–"}
        page.text(right - 4 - width if is_amount else left + 4, y, text)
    return page


def centred(page: Any, y: float, left: float, right: float, text: str) -> Any:
    return page.text((left + right) / 2 - 5 * len(text), y, text)


WIDE = (20, 110, 330, 410, 490, 570)


def wide_head(page: Any, y: float) -> Any:
    """A header whose groups stand in the middle over two and three wide cells."""
    centred(page, y + 18, 20, 330, "部门预算经济分类科目")
    centred(page, y + 18, 330, 570, "基本支出预算数")
    heads = "科目编码", "科目名称", "合计", "人员经费", "公用经费"
    for (left, right), text in zip(pairwise(WIDE), heads, strict=True):
        centred(page, y, left, right, text)
    return page


def test_a_group_over_the_words_of_one_wide_cell_stands_over_both(drawing: Draw, pdf: Make, read: Read) -> None:
    page = wide_head(drawing(), 700)
    row(page, 680, WIDE, "301", "工资福利支出", "20.00", "20.00", "0.00")
    row(page, 664, WIDE, "302", "商品和服务支出", "5.00", "0.00", "5.00")
    assert cells(read(pdf(page))) == [
        "部门预算经济分类科目\t\t基本支出预算数\t\t",
        "科目编码\t科目名称\t合计\t人员经费\t公用经费",
        "301\t工资福利支出\t20.00\t20.00\t0.00",
        "302\t商品和服务支出\t5.00\t0.00\t5.00",
    ]


def test_a_column_of_dashes_has_the_head_of_its_cell(drawing: Draw, pdf: Make, read: Read) -> None:
    for dash in ("-", "–"):
        page = wide_head(drawing(), 700)
        row(page, 680, WIDE, "301", "工资福利支出", "20.00", "20.00", dash)
        row(page, 664, WIDE, "30101", "基本工资", "20.00", "20.00", dash)
        wages, basic = f"301\t工资福利支出\t20.00\t20.00\t{dash}", f"30101\t基本工资\t20.00\t20.00\t{dash}"
        assert cells(read(pdf(page)))[2:] == [wages, basic]


def test_lines_with_more_dashes_are_no_smaller(drawing: Draw, pdf: Make, read: Read) -> None:
    page = wide_head(drawing(), 700)
    row(page, 680, WIDE, "301", "工资福利支出", "20.00", "–", "–")
    row(page, 664, WIDE, "302", "商品和服务支出", "5.00", "2.00", "3.00")
    assert len(cells(read(pdf(page)))) == 4


TIGHT = (20, 120, 150, 180, 210)


def test_two_amounts_that_nearly_touch_are_two(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(50, 700, "科目名称").text(125, 700, "合计").text(155, 700, "人员").text(185, 700, "公用")
    for y, name in ((680, "行政运行"), (664, "事业运行")):
        page.text(24, y, name).text(123.5, y, "24.21").text(151, y, "39.34").text(180, y, "11.12")
    assert cells(read(pdf(page)))[1:] == ["行政运行\t24.21\t39.34\t11.12", "事业运行\t24.21\t39.34\t11.12"]


def test_one_number_with_two_points_is_not_parted(drawing: Draw, pdf: Make, read: Read) -> None:
    assert read(pdf(drawing().text(50, 700, "第24.2139.34号文件，"))).lines[0].text == "第24.2139.34号文件，"


def test_a_dash_is_parted_from_the_name_it_touches(drawing: Draw, pdf: Make, read: Read) -> None:
    edges = (20, 200, 260, 460, 520)
    page = drawing()
    for (left, right), text in zip(pairwise(edges), ("项目", "预算数", "项目", "预算数"), strict=True):
        centred(page, 700, left, right, text)
    row(page, 680, edges, "一、本年收入", "9.00", "一、本年支出", "9.00")
    row(page, 664, edges, "二、上年结转", "", "二、结转下年", "")
    page.text(252, 664, "-")
    row(page, 648, edges, "收入总计", "9.00", "支出总计", "9.00")
    assert cells(read(pdf(page)))[2] == "二、上年结转\t-\t二、结转下年\t"


def test_spread_words_with_brackets_behind_are_one(drawing: Draw, pdf: Make, read: Read) -> None:
    edges = (20, 200, 260, 460, 520)
    page = drawing().text(120, 718, "收").text(150, 718, "入").text(340, 718, "支").text(370, 718, "出（按功能科目）")
    for (left, right), text in zip(pairwise(edges), ("项目", "预算数", "项目", "预算数"), strict=True):
        centred(page, 700, left, right, text)
    row(page, 680, edges, "一、本年收入", "9.00", "一、本年支出", "9.00")
    row(page, 664, edges, "收入总计", "9.00", "支出总计", "9.00")
    assert cells(read(pdf(page)))[0] == "收入\t\t支出（按功能科目）\t"


def between(page: Any, ruled: bool) -> Any:
    """A lone group in the middle over a header at some distance, perhaps between two rules."""
    edges = (20, 120, 270, 420, 570)
    if ruled:
        for y in (742, 721, 698, 676, 660):
            page.line(20, y, 570, y)
    centred(page, 728, 20, 570, "“三公”经费")
    for (left, right), text in zip(pairwise(edges), ("合计", "出国费", "公务用车费", "公务接待费"), strict=True):
        centred(page, 704, left, right, text)
    return row(page, 682, edges, "9.00", "1.00", "6.00", "2.00")


def test_a_group_between_rules_is_no_title(drawing: Draw, pdf: Make, read: Read) -> None:
    assert "“三公”经费" in cells(read(pdf(between(drawing(), True))))[0]
    assert "“三公”经费" not in "".join(cells(read(pdf(between(drawing(), False)))))
