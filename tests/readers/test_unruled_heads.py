"""What stands over a table without drawn cells: larger or distant headers, touching words, groups over some columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from converter.document import Document
from converter.readers.marks import Glyph
from converter.readers.unruled_columns import Part
from converter.readers.unruled_head import is_group
from converter.readers.words import Word, words_of

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def cells(document: Document) -> list[str]:
    return [line.text for line in document.lines if line.aligned]


def row(page: Any, y: float, name: str, *amounts: str, size: float = 10) -> Any:
    """A row: the name from the left, amounts up to the right edges of their columns."""
    page.text(50, y, name, size)
    for edge, amount in zip((235, 335, 435, 535), amounts, strict=False):
        if amount:
            page.text(edge - size / 2 * len(amount), y, amount, size)
    return page


def header(page: Any) -> Any:
    """The header of such rows."""
    page.text(60, 700, "科目名称").text(205, 700, "合计").text(290, 700, "基本支出")
    return page.text(390, 700, "项目支出")


def test_a_header_may_be_larger_than_its_rows(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(230, 740, "部门支出总表", 16).text(450, 720, "单位：万元")
    page.text(60, 690, "科目名称", 12).text(205, 690, "合计", 12).text(290, 690, "基本支出", 12)
    page.text(390, 690, "项目支出", 12)
    row(page, 665, "行政运行", "150.00", "120.00", "30.00", size=8)
    row(page, 650, "合计", "150.00", "120.00", "30.00", size=8)
    assert cells(read(pdf(page)))[0] == "科目名称\t合计\t基本支出\t项目支出"


def test_larger_lines_of_one_or_two_words_are_no_header(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(180, 740, "二○二六年", 16).text(300, 740, "部门支出总表", 16)
    header(page)
    row(page, 680, "行政运行", "150.00", "120.00", "30.00")
    row(page, 665, "合计", "150.00", "120.00", "30.00")
    document = read(pdf(page))
    assert cells(document)[0] == "科目名称\t合计\t基本支出\t项目支出"
    assert "部门支出总表" in texts(document)[0]


def test_a_header_stands_as_far_above_as_rows_stand_apart(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing())
    row(page, 655, "行政运行", "150.00", "120.00", "30.00")
    row(page, 620, "合计", "150.00", "120.00", "30.00")
    assert cells(read(pdf(page)))[0] == "科目名称\t合计\t基本支出\t项目支出"


def test_a_header_without_a_rule_above_stands_over_the_first_rule(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing().text(230, 760, "支出总表", 14).text(450, 742, "单位：万元"))
    for y, name in ((680, "行政运行"), (660, "合计")):
        row(page.line(50, y + 14, 440, y + 14), y, name, "150.00", "120.00", "30.00")
    assert cells(read(pdf(page)))[:2] == ["科目名称\t合计\t基本支出\t项目支出", "行政运行\t150.00\t120.00\t30.00"]


def test_a_rule_that_leaves_out_columns_does_not_part_a_header_from_its_groups(
    drawing: Draw, pdf: Make, read: Read
) -> None:
    page = drawing().text(230, 760, "支出总表", 14).text(450, 742, "单位：万元").text(84, 720, "科目")
    page.text(340, 720, "基本支出").line(50, 715, 190, 715).line(270, 715, 440, 715)
    for x, word in ((48, "编码"), (100, "科目名称"), (300, "人员"), (400, "公用")):
        page.text(x, 700, word)
    page.text(205, 710, "合计")
    for y, code, name in ((680, "201", "行政运行"), (660, "202", "信访业务")):
        row(page.line(50, y + 14, 440, y + 14).text(50, y, code), y, "", "150.00", "120.00", "30.00").text(100, y, name)
    assert cells(read(pdf(page)))[0] == "科目\t\t合计\t基本支出\t"


def test_words_taller_than_the_figures_beside_them_end_no_table(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing())
    for y, name, rest in ((680, "机关事业单位", "养老支出"), (645, "住房保障", "支出")):
        page.text(50, y, name, 10).text(50, y - 13, rest, 10)
        row(page, y, "", "150.00", "120.00", "30.00", size=8)
    assert cells(read(pdf(page)))[1:] == [
        "机关事业单位养老支出\t150.00\t120.00\t30.00", "住房保障支出\t150.00\t120.00\t30.00"
    ]  # fmt: skip


def test_the_lines_of_a_name_may_stand_wide_apart(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing())
    for y, name, rest in ((680, "（一）社会保障", "和就业支出"), (640, "（二）卫生健康", "支出")):
        row(page.text(50, y - 17, rest), y, name, "150.00", "120.00", "30.00")
    row(page, 600, "合计", "300.00", "240.00", "60.00")
    assert cells(read(pdf(page)))[1:3] == [
        "（一）社会保障和就业支出\t150.00\t120.00\t30.00", "（二）卫生健康支出\t150.00\t120.00\t30.00"
    ]  # fmt: skip


def test_a_group_over_some_columns_at_some_distance_is_no_title(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(200, 760, "收入预算总表", 14).text(450, 742, "单位：万元")
    page.text(390, 720, "拨款收入").text(60, 690, "科目名称").text(205, 690, "合计")
    page.text(290, 690, "一般公共预算").text(390, 690, "政府性基金").text(490, 690, "国有资本")
    row(page, 670, "行政运行", "150.00", "120.00", "20.00", "10.00")
    row(page, 655, "合计", "150.00", "120.00", "20.00", "10.00")
    found = cells(read(pdf(page)))
    assert found[:2] == ["科目名称\t合计\t拨款收入\t\t", "\t\t一般公共预算\t政府性基金\t国有资本"]


def test_indented_codes_are_one_column(drawing: Draw, pdf: Make, read: Read) -> None:
    page = (
        drawing().text(48, 700, "科目编码").text(140, 700, "科目名称").text(290, 700, "合计").text(390, 700, "基本支出")
    )
    rows = ((0, "201", "一般公共服务支出"), (24, "20103", "政府办公厅事务"), (58, "2010301", "行政运行"))
    for place, (indent, code, name) in enumerate(rows):
        page.text(30 + indent, 680 - 15 * place, code).text(130, 680 - 15 * place, name)
        page.text(300, 680 - 15 * place, "150.00").text(400, 680 - 15 * place, "150.00")
    found = cells(read(pdf(page)))
    assert found[1:] == [f"{code}\t{name}\t150.00\t150.00" for _, code, name in rows]


def test_codes_of_three_columns_stay_apart(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing()
    for x, text in ((30, "类"), (70, "款"), (110, "项"), (150, "科目名称"), (300, "合计"), (400, "基本支出")):
        page.text(x, 700, text)
    rows = ((30, "201", "一般公共服务支出"), (70, "03", "政府办公厅事务"), (110, "01", "行政运行"))
    for place, (x, code, name) in enumerate(rows):
        page.text(x, 680 - 15 * place, code).text(150, 680 - 15 * place, name)
        page.text(300, 680 - 15 * place, "150.00").text(400, 680 - 15 * place, "150.00")
    found = cells(read(pdf(page)))
    assert found[2] == "\t03\t\t政府办公厅事务\t150.00\t150.00"


def test_an_amount_is_parted_from_the_label_it_touches(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(85, 715, "收").text(155, 715, "入").text(340, 715, "支").text(440, 715, "出")
    page.text(70, 700, "项目").text(190, 700, "预算数").text(300, 700, "项目").text(460, 700, "预算数")
    sides = (
        ("一、财政拨款收入", "一、一般公共服务支出"),
        ("二、事业收入", "二、教育支出"),
        ("三、其他收入", "三、其他支出"),
    )
    for place, (left, right) in enumerate(sides):
        y = 680 - 15 * place
        page.text(50, y, left).text(182, y, "1,234.56").text(224, y, right).text(470, y, "1,234.56")
    found = cells(read(pdf(page)))
    assert found[0] == "收入\t\t支出\t"
    assert found[2:] == [f"{left}\t1,234.56\t{right}\t1,234.56" for left, right in sides]


def test_an_amount_with_its_unit_is_not_parted(drawing: Draw, pdf: Make, read: Read) -> None:
    page = (
        drawing()
        .text(50, 700, "1,234.56万元用于办公设备购置")
        .text(50, 680, "2024年部门预算数")
        .text(50, 660, "301号文件规定")
    )
    assert texts(read(pdf(page))) == ["1,234.56万元用于办公设备购置", "2024年部门预算数", "301号文件规定"]


def test_codes_and_names_are_parted_where_there_is_a_gap(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(50, 700, "编码").text(100, 700, "科目名称").text(290, 700, "合计").text(390, 700, "基本支出")
    for place, (code, name) in enumerate((("301", "工资福利支出"), ("30101", "基本工资"), ("30102", "津贴补贴"))):
        y = 680 - 15 * place
        page.text(77 - 5 * len(code), y, code).text(80, y, name).text(290, y, "15.00").text(400, y, "15.00")
    assert cells(read(pdf(page)))[2] == "30101\t基本工资\t15.00\t15.00"


def test_words_of_two_columns_that_nearly_touch_are_told_by_their_next_lines(
    drawing: Draw, pdf: Make, read: Read
) -> None:
    page = drawing().text(50, 700, "单位名称").text(150, 700, "合计")
    page.text(200, 706, "公务用车购置").text(263, 706, "公务用车运行").text(225, 694, "费").text(278, 694, "维护费")
    for place, name in enumerate(("市财政局", "市审计局")):
        y = 670 - 15 * place
        page.text(50, y, name).text(150, y, "30.00").text(230, y, "10.00").text(290, y, "20.00")
    assert cells(read(pdf(page)))[0] == "单位名称\t合计\t公务用车购置费\t公务用车运行维护费"


def test_three_heads_on_a_line_that_nearly_touch_are_three(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(50, 700, "单位名称").text(150, 700, "合计")
    heads = ((200, "政府性基金预", "算拨款"), (263, "国有资本经营", "预算"), (326, "财政专户管理", "资金"))
    for x, head, rest in heads:
        page.text(x, 706, head).text(x + 30 - 5 * len(rest), 694, rest)
    for place, name in enumerate(("市财政局", "市审计局")):
        y = 670 - 15 * place
        page.text(50, y, name).text(150, y, "30.00")
        page.text(225, y, "10.00").text(290, y, "12.00").text(350, y, "8.00")
    assert cells(read(pdf(page)))[0] == "单位名称\t合计\t政府性基金预算拨款\t国有资本经营预算\t财政专户管理资金"


@pytest.mark.parametrize("gap", [0, 2])
def test_a_name_that_begins_like_a_unit_is_parted_from_the_amount(
    gap: float, drawing: Draw, pdf: Make, read: Read
) -> None:
    page = drawing().text(70, 700, "项目").text(190, 700, "预算数").text(300, 700, "项目").text(460, 700, "预算数")
    sides = (("一、拨款收入", "一、教育支出"), ("本年收入合计", "本年支出合计"), ("上年结转", "年终结转结余"))
    for place, (left, right) in enumerate(sides):
        y = 680 - 15 * place
        page.text(50, y, left).text(190, y, "234.56").text(220 + gap, y, right).text(470, y, "234.56")
    assert cells(read(pdf(page)))[1:] == [f"{left}\t234.56\t{right}\t234.56" for left, right in sides]


def test_a_group_over_two_halves_stays_one(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(50, 694, "单位名称").text(150, 694, "合计")
    page.text(200, 706, "财政拨款").text(240, 706, "基本支出").text(205, 690, "小计").text(250, 690, "其中")
    for place, name in enumerate(("市财政局", "市审计局")):
        y = 670 - 15 * place
        page.text(50, y, name).text(150, y, "30.00").text(205, y, "10.00").text(250, y, "20.00")
    assert cells(read(pdf(page)))[0] == "单位名称\t合计\t财政拨款基本支出\t"


def test_totals_below_empty_rows_belong_to_the_table(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing())
    row(page, 680, "行政运行", "150.00", "120.00", "30.00")
    row(page, 560, "合计", "150.00", "120.00", "30.00")
    assert cells(read(pdf(page)))[-1] == "合计\t150.00\t120.00\t30.00"


def test_figures_far_below_that_end_elsewhere_do_not(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing())
    row(page, 680, "行政运行", "150.00", "120.00", "30.00")
    row(page, 665, "信访业务", "150.00", "120.00", "30.00")
    page.text(50, 560, "其他").text(180, 560, "150.00").text(350, 560, "30.00")
    assert cells(read(pdf(page)))[-1] == "信访业务\t150.00\t120.00\t30.00"


def test_a_table_goes_on_behind_rows_without_figures_and_a_counted_page_number(
    drawing: Draw, pdf: Make, read: Read
) -> None:
    first = drawing().text(60, 100, "项目").text(205, 100, "合计").text(290, 100, "基本支出").text(390, 100, "项目支出")
    row(first, 80, "一、行政运行", "150.00", "120.00", "30.00").text(50, 65, "二、教育支出")
    first.text(270, 30, "第1页，共2页")
    second = drawing().text(50, 755, "三、科学技术支出")
    row(second, 740, "四、农林水支出", "12.00", "12.00", "")
    row(second, 725, "合计", "162.00", "132.00", "30.00").text(270, 30, "第2页，共2页")
    found = cells(read(pdf(first, second)))
    assert [text.split("\t")[0] for text in found] == [
        "项目",
        "一、行政运行",
        "二、教育支出",
        "三、科学技术支出",
        "四、农林水支出",
        "合计",
    ]


def test_lines_nearer_to_the_next_cell_stand_around_their_own_figures(drawing: Draw, pdf: Make, read: Read) -> None:
    page = header(drawing())
    names = (
        ("机关事业单位基本", "养老保险缴费支出"),
        ("机关事业单位职业", "年金缴费支出"),
        ("其他行政事业单位", "养老支出"),
    )
    for place, (above, below) in enumerate(names):
        y = 660 - 20 * place
        row(page.text(50, y + 6, above).text(50, y - 6, below), y, "", "15.00", "10.00", "5.00")
    found = cells(read(pdf(page)))
    assert found[1:] == [f"{above}{below}\t15.00\t10.00\t5.00" for above, below in names]


def test_words_at_the_left_and_amounts_at_the_right_of_cells_are_not_shifted(
    drawing: Draw, pdf: Make, read: Read
) -> None:
    page = (
        drawing().text(50, 700, "科目名称").text(150, 700, "合计").text(232, 700, "基本支出").text(314, 700, "项目支出")
    )
    page.text(396, 700, "上缴上级支出").text(478, 700, "经营支出")
    for place, (name, *amounts) in enumerate(
        (("行政运行", "80.15", "60.00", "20.15"), ("合计", "4,837.74", "4,000.00", "837.74"))
    ):
        page.text(50, 680 - 15 * place, name)
        for edge, amount in zip((228, 310, 392), amounts, strict=True):
            page.text(edge - 5 * len(amount), 680 - 15 * place, amount)
    assert cells(read(pdf(page)))[1:] == [
        "行政运行\t80.15\t60.00\t20.15\t\t",
        "合计\t4,837.74\t4,000.00\t837.74\t\t",
    ]


def test_groups_at_the_left_reach_to_the_next_group(drawing: Draw, pdf: Make, read: Read) -> None:
    page = (
        drawing().text(50, 707, "科目名称").text(150, 707, "合计").text(210, 715, "基本支出").text(390, 715, "项目支出")
    )
    for x, text in ((210, "小计"), (270, "人员支出"), (330, "公用支出"), (390, "小计"), (450, "部门项目")):
        page.text(x, 699, text)
    for place, name in enumerate(("行政运行", "合计")):
        page.text(50, 680 - 15 * place, name)
        for edge, amount in zip(
            (206, 266, 326, 386, 446, 506), ("9.00", "6.00", "4.00", "2.00", "3.00", "3.00"), strict=True
        ):
            page.text(edge - 5 * len(amount), 680 - 15 * place, amount)
    assert cells(read(pdf(page)))[:2] == [
        "科目名称\t合计\t基本支出\t\t\t项目支出\t",
        "\t\t小计\t人员支出\t公用支出\t小计\t部门项目",
    ]


def word(text: str, left: float, top: float) -> Word:
    return words_of([Glyph(mark, left + 7 * n, left + 7 * n + 7, top, top + 7) for n, mark in enumerate(text)])[0]


def test_a_group_may_stand_over_names_that_begin_left_of_their_head() -> None:
    group, codes, names = word("部门预算支出经济分类科目", 142, 10), word("科目编码", 92, 30), word("科目名称", 247, 30)
    cells = [group, codes, names]
    columns = [Part(34, 54, False, False), Part(189, 294, True, False)]
    assert is_group(group, cells, columns)  # the middle of the names stands left of their head
    assert not is_group(group, cells, [columns[0], Part(150, 230, True, False), Part(240, 294, True, False)])


def test_the_rest_of_a_name_may_begin_the_next_page(drawing: Draw, pdf: Make, read: Read) -> None:
    first = header(drawing().text(230, 740, "部门支出总表", 14).text(450, 720, "单位：万元"))
    row(first, 680, "行政运行", "120.00", "90.00", "30.00")
    row(first, 660, "机关事业单位基本养老", "30.00", "30.00", "0.00")
    second = row(drawing().text(50, 770, "保险缴费支出"), 740, "住房公积金", "12.00", "12.00", "0.00")
    row(second, 720, "合计", "162.00", "132.00", "30.00")
    found = cells(read(pdf(first, second)))
    assert found[-3:] == ["保险缴费支出\t\t\t", "住房公积金\t12.00\t12.00\t0.00", "合计\t162.00\t132.00\t30.00"]
