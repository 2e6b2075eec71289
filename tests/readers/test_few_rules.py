"""Tables with level rules alone, or with a header drawn alone: what stands above the rules, and far below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from converter.document import Document
from converter.readers.marks import Rule
from converter.readers.unruled_rules import undotted

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]

RIGHTS = (240, 320, 400, 480)  # where amounts end
LEAVES = ("合计", "人员经费", "公用经费", "项目支出")
ROWS = (("行政运行", "150.00", "90.00", "30.00", "30.00"), ("事业运行", "70.00", "50.00", "0.00", "20.00"))


def cells(document: Document) -> list[str]:
    return [line.text for line in document.lines if line.aligned]


def drawn(document: Document) -> list[str]:
    return [line.text for line in document.lines if "\t" in line.text]


def titled(drawing: Draw) -> Any:
    return drawing().text(220, 780, "支出总表", 14).text(60, 755, "某局", 9).text(440, 755, "单位：万元", 9)


def rows(page: Any, y: float) -> Any:
    """The rows below a height, a rule below each."""
    for number, (name, *amounts) in enumerate(ROWS):
        page.text(54, y - 14 - 20 * number, name, 9).line(50, y - 20 - 20 * number, 490, y - 20 - 20 * number)
        for right, amount in zip(RIGHTS, amounts, strict=True):
            page.text(right - 4.5 * len(amount), y - 14 - 20 * number, amount, 9)
    return page


def leaves(page: Any, y: float) -> Any:
    page.text(70, y, "科目名称", 9)
    for right, word in zip(RIGHTS, LEAVES, strict=True):
        page.text(right - 38, y, word, 9)
    return page


def test_a_rule_that_only_numbers_of_columns_part_from_the_rows_closes_the_header(
    drawing: Draw, pdf: Make, read: Read
) -> None:
    page = leaves(titled(drawing), 725).line(50, 718, 490, 718).text(70, 704, "栏次", 9).line(50, 698, 490, 698)
    for number, right in enumerate(RIGHTS, start=1):
        page.text(right - 20, 704, str(number), 9)
    found = cells(read(pdf(rows(page, 698))))
    assert found[:2] == ["科目名称\t合计\t人员经费\t公用经费\t项目支出", "栏次\t1\t2\t3\t4"]


@pytest.mark.parametrize(("places", "grouped"), [((85, 320), True), ((50, 450), False)])
def test_groups_stand_above_the_topmost_rule_but_nothing_at_the_sides(
    drawing: Draw, pdf: Make, read: Read, places: tuple[int, int], grouped: bool
) -> None:
    page = titled(drawing).text(places[0], 725, "项目", 9).text(places[1], 725, "本年支出", 9).line(50, 718, 490, 718)
    page.text(54, 704, "科目编码", 9).text(120, 704, "科目名称", 9).line(50, 698, 490, 698)
    for right, word in zip(RIGHTS, LEAVES, strict=True):
        page.text(right - 38, 704, word, 9)
    for number, (name, *amounts) in enumerate(ROWS):
        y = 684 - 20 * number
        page.text(54, y, f"20101{number:02}", 9).text(110, y, name, 9).line(50, y - 6, 490, y - 6)
        for right, amount in zip(RIGHTS, amounts, strict=True):
            page.text(right - 4.5 * len(amount), y, amount, 9)
    found = cells(read(pdf(page)))
    assert found[int(grouped)] == "科目编码\t科目名称\t合计\t人员经费\t公用经费\t项目支出"
    assert not grouped or found[0] == "项目\t\t本年支出\t\t\t"


def test_numbers_of_columns_begin_at_the_left_where_amounts_end_at_the_right(
    drawing: Draw, pdf: Make, read: Read
) -> None:
    page = leaves(titled(drawing), 725)
    for number, right in enumerate((60, *RIGHTS), start=1):
        page.text(right - 74 if number > 1 else 54, 704, str(number), 9)
    found = cells(read(pdf(rows(page, 698))))
    assert found[1] == "1\t2\t3\t4\t5"


def test_the_rows_of_a_header_may_differ_in_height(drawing: Draw, pdf: Make, read: Read) -> None:
    page = titled(drawing)
    for x, y, word in (
        (112, 727, "科目"), (318, 727, "基本支出"), (216, 711, "合计"), (450, 711, "项目支出"), (50, 703, "科目编码"),
        (130, 703, "科目名称"), (274, 703, "小计"), (318, 703, "人员经费"), (386, 703, "公用经费"),
    ):  # fmt: skip
        page.text(x, y, word, 9)
    for y, code, name, *amounts in (
        (680, "20101", "行政运行", "150.00", "90.00", "30.00", "60.00", "60.00"),
        (660, "20102", "事业运行", "70.00", "50.00", "10.00", "40.00", "20.00"),
    ):
        page.text(50, y, code, 9).text(100, y, name, 9)
        for right, amount in zip((250, 300, 360, 430, 495), amounts, strict=True):
            page.text(right - 4.5 * len(amount), y, amount, 9)
    assert cells(read(pdf(page)))[0] == "科目\t\t合计\t基本支出\t\t\t项目支出"


HEAD = [50, 200, 300, 400]


def header(page: Any) -> Any:
    """A header drawn alone."""
    return page.grid(HEAD, [700, 720]).text(100, 706, "科目名称").text(230, 706, "基本支出").text(330, 706, "项目支出")


def row(page: Any, y: float, name: str, *amounts: str, size: float = 10) -> Any:
    page.text(55, y, name, size)
    for edge, amount in zip((295, 395), amounts, strict=True):
        page.text(edge - size / 2 * len(amount), y, amount, size)
    return page


def test_tall_rows_may_begin_far_below_a_header_drawn_alone(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing())
    for y, name in ((662, "行政运行"), (630, "信访业务"), (598, "合计")):
        row(page, y, name, "12.00", "3.00")
    assert drawn(read(pdf(page)))[1:] == ["行政运行\t12.00\t3.00", "信访业务\t12.00\t3.00", "合计\t12.00\t3.00"]


def test_the_last_name_may_be_wrapped_as_the_others_are(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing())
    for y, name, rest in ((684, "机关事业单位基本", "养老保险"), (650, "机关事业单位职业", "年金缴费")):
        row(page, y, name, "12.00", "3.00").text(55, y - 16, rest)
    assert drawn(read(pdf(page)))[-1] == "机关事业单位职业年金缴费\t12.00\t3.00"


def test_names_larger_than_the_figures_above_them_end_no_table(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing())
    row(page, 684, "2010101", "12.00", "3.00", size=8).text(55, 670, "行政运行", 9)
    row(page, 650, "2010102", "12.00", "3.00", size=8).text(55, 636, "信访业务", 10)
    row(page, 616, "2010103", "12.00", "3.00", size=8).text(55, 602, "机关服务", 9)
    assert "2010103\t12.00\t3.00" in drawn(read(pdf(page)))


def test_upright_rules_that_begin_below_a_group_part_it_from_the_words_below(
    drawing: Draw, pdf: Make, read: Read
) -> None:
    page = titled(drawing).text(250, 729, "公务用车购置及运行费", 9)
    page.text(80, 722, "合计", 9).text(405, 722, "公务接待费", 9)
    page.text(190, 716, "小计", 9).text(265, 715, "公务用车购置", 9).text(288, 703, "费", 9).text(335, 716, "运行费", 9)
    for x, top in ((50, 740), (150, 740), (240, 726), (320, 726), (390, 740), (470, 740)):
        page.line(x, top, x, 660)
    for right, amount in zip((145, 235, 315, 385, 465), ("9.50", "6.00", "0.00", "6.00", "3.50"), strict=True):
        page.text(right - 4.5 * len(amount), 680, amount, 9)
    found = cells(read(pdf(page)))
    assert found[:2] == ["合计\t公务用车购置及运行费\t\t\t公务接待费", "\t小计\t公务用车购置费\t运行费\t"]


FOOT = (  # words at the foot of their cells: where each begins, and the groups above
    (((150, "合计"), (200, "小计"), (250, "人员"), (300, "公用"), (350, "项目")), ((240, "基本支出"),)),
    (
        ((150, "合计"), (200, "预算"), (250, "基金"), (300, "预算"), (350, "基金"), (400, "专户")),
        ((215, "本年拨款"), (315, "上年结转")),
    ),
)


@pytest.mark.parametrize(
    ("heads", "top"),
    [(FOOT[0], "科目名称\t合计\t基本支出\t\t\t项目"), (FOOT[1], "科目名称\t合计\t本年拨款\t\t上年结转\t\t专户")],
)
def test_groups_over_words_at_the_foot_of_their_cells_are_told_by_these(
    drawing: Draw, pdf: Make, read: Read, heads: Any, top: str
) -> None:
    words, groups = heads
    page = titled(drawing).text(70, 712, "科目名称", 9)
    for y, line in ((727, groups), (712, words)):
        for x, word in line:
            page.text(x, y, word, 9)
    for y, name in ((690, "行政运行"), (670, "事业运行"), (650, "机关服务")):
        page.text(54, y, name, 9)
        for x, _ in words:
            page.text(x - 2, y, "10.00", 9)
    assert cells(read(pdf(page)))[0] == top


def test_dots_are_the_rule_that_they_make() -> None:
    dots = [Rule(100.0, x, x + 1.0) for x in range(50, 90, 2)]
    apart = [Rule(100.0, 120, 121), Rule(120.0, 50, 51), Rule(120.0, 53, 90)]
    assert undotted([*dots, *apart]) == [Rule(100.0, 50, 89), *apart]


def numbered(page: Any, first: int, amounts: tuple[str, ...]) -> Any:
    """A page of rows that have numbers, not all an amount."""
    page.text(90, 740, "支出", 9).text(90, 720, "项目", 9).text(210, 720, "行次", 9).text(300, 720, "金额", 9)
    for number, amount in enumerate(amounts):
        y = 700 - 18 * number
        page.text(54, y, f"项目{'甲乙丙丁'[number]}的支出", 9).text(215, y, str(first + number), 9)
        page.text(340 - 4.5 * len(amount), y, amount, 9).line(50, y - 5, 345, y - 5)
    return page.line(50, 733, 345, 733).line(50, 713, 345, 713)


@pytest.mark.parametrize("blank", ["", "-"])
def test_numbered_rows_without_amounts_go_on_over_pages(drawing: Draw, pdf: Make, read: Read, blank: str) -> None:
    first = numbered(titled(drawing), 11, ("3.00", "2.00", blank, ""))
    pages = first, numbered(drawing(), 15, (blank, "", "5.00", "10.00"))
    found = cells(read(pdf(*pages)))
    assert [line.split("\t")[1] for line in found if line[:2] == "项目" and "行次" not in line] == [
        *map(str, range(11, 19))
    ]
