"""Tables without drawn cells become lines of cells, told by where the words stand; what cannot be told stays words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from converter.document import Document

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def head(page: Any, y: float) -> Any:
    """A title, the unit and a header of two levels: 基本支出 stands over 小计, 人员经费 and 公用经费."""
    page.text(230, y + 60, "部门支出总表", 14).text(420, y + 42, "单位：万元")
    page.text(60, y + 8, "科目名称").text(205, y + 8, "合计").text(330, y + 16, "基本支出")
    return page.text(275, y, "小计").text(330, y, "人员经费").text(400, y, "公用经费").text(480, y + 8, "项目支出")


def row(page: Any, y: float, name: str, *amounts: str) -> Any:
    """A row: the name from the left, amounts up to the right edges of their columns."""
    page.text(50, y, name)
    for edge, amount in zip((235, 305, 375, 445, 525), amounts, strict=True):
        if amount:
            page.text(edge - 5 * len(amount), y, amount)
    return page


def test_columns_and_groups_are_told_by_where_words_stand(drawing: Draw, pdf: Make, read: Read) -> None:
    page = head(drawing(), 680)
    row(page, 660, "行政运行", "150.00", "120.00", "100.00", "20.00", "30.00")
    row(page, 645, "信访业务", "31.50", "", "", "", "31.50")
    row(page, 630, "合计", "181.50", "120.00", "100.00", "20.00", "61.50")
    document = read(pdf(page))
    assert texts(document)[2:] == [
        "科目名称\t合计\t基本支出\t\t\t项目支出",
        "\t\t小计\t人员经费\t公用经费\t",
        "行政运行\t150.00\t120.00\t100.00\t20.00\t30.00",
        "信访业务\t31.50\t\t\t\t31.50",
        "合计\t181.50\t120.00\t100.00\t20.00\t61.50",
    ]
    assert [line.merged for line in document.lines[2:4]] == ["...<<.", "^^...^"]
    assert all(line.aligned for line in document.lines[2:])


def test_a_wrapped_name_stays_in_its_row(drawing: Draw, pdf: Make, read: Read) -> None:
    page = head(drawing(), 680)
    row(page, 660, "行政运行", "150.00", "120.00", "100.00", "20.00", "30.00")
    page.text(50, 645, "机关事业单位基本养老")
    row(page, 639, "", "31.50", "", "", "", "31.50").text(50, 633, "保险缴费支出")
    row(page, 612, "住房公积金", "12.00", "12.00", "12.00", "", "")
    assert texts(read(pdf(page)))[5:] == [
        "机关事业单位基本养老保险缴费支出\t31.50\t\t\t\t31.50",
        "住房公积金\t12.00\t12.00\t12.00\t\t",
    ]


def test_rows_without_figures_are_not_joined(drawing: Draw, pdf: Make, read: Read) -> None:
    page = head(drawing(), 680)
    row(page, 660, "一、一般公共服务支出", "150.00", "120.00", "100.00", "20.00", "30.00")
    row(page, 646, "二、公共安全支出", "", "", "", "", "")
    row(page, 632, "三、教育支出", "12.00", "12.00", "12.00", "", "")
    names = [text.split("\t")[0] for text in texts(read(pdf(page)))[4:]]
    assert names == ["一、一般公共服务支出", "二、公共安全支出", "三、教育支出"]


def test_a_table_goes_on_over_pages_and_its_header_may_be_torn_off(drawing: Draw, pdf: Make, read: Read) -> None:
    first = head(drawing(), 100).text(290, 20, "1")
    second = row(drawing(), 740, "行政运行", "150.00", "120.00", "100.00", "20.00", "30.00")
    row(second, 720, "信访业务", "31.50", "", "", "", "31.50").text(290, 20, "2")
    third = row(drawing(), 740, "住房公积金", "12.00", "12.00", "12.00", "", "")
    row(third, 720, "合计", "193.50", "132.00", "112.00", "20.00", "61.50")
    document = read(pdf(first, second, third))
    cells = [line for line in document.lines if line.aligned]
    assert [line.page for line in cells] == [2, 2, 2, 2, 3, 3]
    assert cells[0].text == "科目名称\t合计\t基本支出\t\t\t项目支出"
    assert cells[4].text == "住房公积金\t12.00\t12.00\t12.00\t\t"


def test_rows_of_dashes_at_the_foot_of_a_page_belong_to_the_table(drawing: Draw, pdf: Make, read: Read) -> None:
    first = row(head(drawing(), 100), 80, "行政运行", "—", "—", "—", "—", "—").text(290, 20, "— 1 —")
    second = row(drawing(), 740, "信访业务", "31.50", "—", "—", "—", "31.50")
    row(second, 720, "合计", "31.50", "—", "—", "—", "31.50").text(290, 20, "— 2 —")
    found = texts(read(pdf(first, second)))
    assert "行政运行\t—\t—\t—\t—\t—" in found and "信访业务\t31.50\t—\t—\t—\t31.50" in found


def test_dashes_of_page_numbers_and_prose_are_no_table(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(50, 700, "一、收支情况说明").text(290, 40, "—").text(300, 40, "12").text(315, 40, "—")
    assert not any(line.aligned for line in read(pdf(page)).lines)


def test_words_at_the_top_of_their_cells_tell_how_far_a_group_reaches(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(230, 740, "部门支出总表", 14).text(420, 722, "单位：万元")
    page.text(60, 696, "科目名称").text(140, 696, "合计").text(310, 696, "本年支出").text(500, 696, "其他支出")
    page.text(200, 680, "小计").text(305, 680, "基本支出").text(420, 680, "项目支出")
    page.text(255, 664, "小计").text(305, 664, "人员经费").text(365, 664, "公用经费")
    for y, name in ((640, "行政运行"), (625, "合计")):
        page.text(50, y, name)
        for x, amount in zip((140, 200, 255, 310, 370, 425, 505), range(1, 8), strict=True):
            page.text(x, y, f"{amount}.00")
    found = texts(read(pdf(page)))
    assert found[2:4] == ["科目名称\t合计\t本年支出\t\t\t\t\t其他支出", "\t\t小计\t基本支出\t\t\t项目支出\t"]


def test_sentences_with_figures_are_no_table(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(50, 700, "一、收支情况说明")
    page.text(50, 680, "2026年收入总计 1,234.50 万元，比上年增加 12.30 万元。")
    page.text(50, 660, "其中：基本支出 1,000.00 万元，项目支出 234.50 万元。")
    assert not any(line.aligned for line in read(pdf(page)).lines)


def test_a_group_that_stands_over_no_columns_leaves_the_lines_as_words(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(230, 740, "部门支出总表", 14).text(420, 722, "单位：万元")
    page.text(60, 696, "科目名称").text(205, 688, "合计").text(500, 696, "基本支出").text(275, 680, "小计")
    page.text(330, 680, "人员经费").text(400, 680, "公用经费").text(480, 688, "项目支出")
    row(page, 660, "行政运行", "150.00", "120.00", "100.00", "20.00", "30.00")
    row(page, 645, "信访业务", "31.50", "", "", "", "31.50")
    assert not any(line.aligned for line in read(pdf(page)).lines)


def test_heads_may_stand_at_the_left_of_their_cells_and_figures_at_the_right(
    drawing: Draw, pdf: Make, read: Read
) -> None:
    page = drawing().text(230, 740, "“三公”经费支出表", 14).text(480, 722, "单位：万元")
    page.text(50, 700, "项目").text(250, 700, "2024年预算数").text(365, 700, "2025年预算数").text(480, 700, "增减额")
    for y, name, *amounts in ((680, "合计", "60.3", "44.4", "-15.9"), (665, "公务接待费", "60.3", "44.4", "-15.9")):
        page.text(50, y, name)
        for edge, amount in zip((360, 475, 540), amounts, strict=True):
            page.text(edge - 5 * len(amount), y, amount)
    assert texts(read(pdf(page)))[2:4] == ["项目\t2024年预算数\t2025年预算数\t增减额", "合计\t60.3\t44.4\t-15.9"]


def test_a_group_may_begin_where_its_first_column_does(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(230, 740, "部门支出总表", 14).text(480, 722, "单位：万元")
    page.text(50, 690, "科目名称").text(180, 690, "合计").text(260, 698, "基本支出").text(500, 690, "项目支出")
    page.text(260, 682, "小计").text(340, 682, "人员经费").text(420, 682, "公用经费")
    for y, name in ((660, "行政运行"), (645, "信访业务"), (630, "合计")):
        page.text(50, y, name)
        for edge, amount in zip((250, 330, 410, 490, 570), ("9.00", "6.00", "4.00", "2.00", "3.00"), strict=True):
            page.text(edge - 5 * len(amount), y, amount)
    document = read(pdf(page))
    assert texts(document)[2:4] == ["科目名称\t合计\t基本支出\t\t\t项目支出", "\t\t小计\t人员经费\t公用经费\t"]


def test_a_year_over_items_some_of_which_have_parts_heads_them_all(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(230, 760, "三公经费支出表", 14).text(420, 742, "单位：万元")
    for left, year in ((40, "2025年"), (280, "2026年")):
        page.text(left + 99, 736, year).text(left + 9, 717, "合计").text(left + 42, 717, "出国费")
        page.text(left + 118, 717, "用车费").text(left + 194, 717, "接待费")
        page.text(left + 85, 698, "小计").text(left + 123, 698, "购置").text(left + 161, 698, "运行")
        for place, amount in enumerate(("9.00", "1.00", "5.00", "2.00", "3.00", "3.00")):
            page.text(left + 9 + 38 * place, 678, amount).text(left + 9 + 38 * place, 664, amount)
    found = texts(read(pdf(page)))
    assert found[2] == "2025年\t\t\t\t\t\t2026年\t\t\t\t\t"
    assert found[3] == "合计\t出国费\t用车费\t\t\t接待费\t合计\t出国费\t用车费\t\t\t接待费"


def test_a_word_over_nothing_heads_its_own_column(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(230, 760, "收入总表", 14).text(420, 742, "单位：万元")
    page.text(60, 720, "科目编码").text(170, 712, "科目名称").text(270, 720, "合计").text(330, 720, "基金收入")
    page.text(400, 720, "其他收入").text(480, 720, "上年结转").text(50, 700, "类").text(80, 700, "款").text(
        110, 700, "项"
    )
    for y, amount in ((682, "9.00"), (668, "8.00")):
        page.text(50, y, "208").text(80, y, "05").text(110, y, "01").text(160, y, "行政运行及管理事务")
        page.text(262, y, amount).text(500, y, amount)
    found = texts(read(pdf(page)))
    assert found[2] == "科目编码\t\t\t科目名称\t合计\t基金收入\t其他收入\t上年结转"
    assert found[4] == "208\t05\t01\t行政运行及管理事务\t9.00\t\t\t9.00"


def summary(page: Any, first_gap: float) -> Any:
    """A table of two lists whose second head nearly touches the third."""
    page.text(230, 760, "收支总表", 14).text(420, 742, "单位：万元").text(60, 720, "项目").text(160, 720, "预算数")
    page.text(230, 720, "项目按性质").text(280 + first_gap, 720, "预算数").text(400, 720, "结余")
    for y, name, other in ((700, "拨款收入", "基本支出"), (686, "其他收入", "项目支出")):
        page.text(50, y, name).text(165, y, "9.50").text(225, y, other).text(288, y, "7.25").text(402, y, "2.25")
    return page


def test_heads_that_nearly_touch_over_two_columns_are_two(drawing: Draw, pdf: Make, read: Read) -> None:
    found = texts(read(pdf(summary(drawing(), 3))))
    assert found[2:4] == ["项目\t预算数\t项目按性质\t预算数\t结余", "拨款收入\t9.50\t基本支出\t7.25\t2.25"]


def test_a_column_with_words_and_figures_in_one_row_is_not_guessed(drawing: Draw, pdf: Make, read: Read) -> None:
    found = texts(read(pdf(summary(drawing(), 0))))
    assert not any("\t" in text for text in found) and "拨款收入 9.50 基本支出 7.25 2.25" in found


def test_names_never_stand_below_a_head_of_codes(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(230, 760, "基本支出表", 14).text(420, 742, "单位：万元").text(90, 728, "科目编码")
    page.text(300, 719, "科目名称").text(450, 719, "合计")
    page.text(60, 708, "类").text(110, 708, "款").text(160, 708, "项")
    for y, code, name in ((690, "01", "基本工资"), (676, "02", "津贴补贴"), (662, "03", "奖金")):
        page.text(55, y, "301").text(108, y, code).text(190, y, name).text(445, y, "12.50")
    assert texts(read(pdf(page)))[4] == "301\t01\t\t基本工资\t12.50"


def test_the_row_that_numbers_the_columns_stays_apart_from_a_single_row(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(230, 760, "三公经费支出表", 14).text(420, 742, "单位：万元")
    for y in (735, 700, 650):
        page.line(50, y, 550, y)
    for place, (head, amount) in enumerate(
        (("合计", "9.00"), ("出国费", "1.00"), ("用车费", "5.00"), ("接待费", "3.00"))
    ):
        page.text(60 + 130 * place, 715, head).text(65 + 130 * place, 685, str(place + 1))
        page.text(60 + 130 * place, 668, amount)
    assert texts(read(pdf(page)))[3:] == ["1\t2\t3\t4", "9.00\t1.00\t5.00\t3.00"]


def test_row_numbers_part_rows_without_figures(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(230, 760, "收支决算总表", 14).text(420, 742, "单位：万元")
    page.text(60, 720, "项目").text(205, 720, "行次").text(300, 720, "预算数").text(400, 720, "决算数")
    page.text(50, 700, "本年收入合计").text(210, 700, "1").text(300, 700, "9.00").text(400, 700, "8.00")
    page.text(50, 685, "年初财政拨款结转和").text(210, 680, "2").text(50, 675, "结余")
    page.text(50, 660, "收入总计").text(210, 660, "3").text(300, 660, "9.00").text(400, 660, "8.00")
    assert texts(read(pdf(page)))[3:] == [
        "本年收入合计\t1\t9.00\t8.00",
        "年初财政拨款结转和结余\t2\t\t",
        "收入总计\t3\t9.00\t8.00",
    ]


def test_heads_whose_letters_are_spread_are_one_word_but_code_heads_stay_apart(
    drawing: Draw, pdf: Make, read: Read
) -> None:
    page = drawing().text(230, 760, "收支总表", 14).text(420, 742, "单位：万元")
    page.text(130, 728, "收").text(160, 728, "入").text(400, 728, "支").text(430, 728, "出")
    page.text(60, 708, "项").text(90, 708, "目").text(210, 708, "预算数").text(330, 708, "项目").text(
        480, 708, "预算数"
    )
    for y, name, other in ((690, "拨款收入", "基本支出"), (676, "其他收入", "项目支出")):
        page.text(50, y, name).text(215, y, "9.50").text(320, y, other).text(485, y, "7.25")
    assert texts(read(pdf(page)))[2:4] == ["收入\t\t支出\t", "项目\t预算数\t项目\t预算数"]
    codes = drawing().text(230, 760, "支出总表", 14).text(60, 728, "科目编码").text(260, 719, "合计")
    codes.text(50, 708, "类").text(75, 708, "款").text(100, 708, "项").text(160, 719, "科目名称")
    for y, name in ((690, "行政运行"), (676, "住房公积金")):
        codes.text(48, y, "201").text(75, y, "03").text(100, y, "01").text(150, y, name).text(255, y, "9.50")
    assert texts(read(pdf(codes)))[2] == "类\t款\t项\t\t"


def test_long_words_of_wrapped_heads_do_not_hide_what_a_group_stands_over(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().text(230, 780, "收入总表", 14).text(420, 762, "单位：万元").text(230, 740, "财政拨款收入")
    page.text(60, 722, "科目名称").text(130, 722, "合计").text(420, 722, "其他收入").text(500, 722, "上年结转")
    page.text(180, 711, "小计").text(240, 716, "一般公共").text(240, 706, "预算收入")
    page.text(320, 716, "政府性基").text(320, 706, "金收入")
    for y in (675, 661):
        page.text(60, y, "行政运行").text(130, y, "9.00").text(180, y, "8.00").text(245, y, "8.00")
    assert texts(read(pdf(page)))[2] == "科目名称\t合计\t财政拨款收入\t\t\t其他收入\t上年结转"


def test_wrapped_heads_with_wide_lines_are_joined_where_else_no_head_is_told(
    drawing: Draw, pdf: Make, read: Read
) -> None:
    page = drawing().text(230, 780, "收入总表", 14).text(420, 762, "单位：万元").text(110, 730, "科目名称")
    page.text(200, 730, "合计").text(260, 736, "政府性基").text(260, 720, "金").text(330, 736, "国有资本经").text(
        330, 720, "营"
    )
    page.text(400, 736, "事业收").text(400, 720, "入").text(470, 736, "上年结转结").text(470, 720, "余")
    for y, name in ((695, "行政运行"), (681, "住房公积金")):
        page.text(110, y, name).text(200, y, "9.00").text(265, y, "8.00").text(470, y, "1.00")
    assert texts(read(pdf(page)))[2:4] == [
        "科目名称\t合计\t政府性基金\t国有资本经营\t事业收入\t上年结转结余",
        "行政运行\t9.00\t8.00\t\t\t1.00",
    ]


def test_the_rest_of_a_name_above_the_total_of_the_last_page_is_a_row_of_its_own(
    drawing: Draw, pdf: Make, read: Read
) -> None:
    first = drawing().text(230, 780, "支出总表", 14).text(420, 762, "单位：万元")
    first.text(60, 740, "科目名称").text(210, 740, "合计").text(320, 740, "基本支出").text(430, 740, "项目支出")
    for y, name in ((720, "行政运行"), (704, "住房公积金"), (688, "其他企业改革")):
        first.text(60, y, name).text(215, y, "9.50").text(325, y, "9.50").text(435, y, "0.00")
    second = drawing().line(50, 800, 550, 800).line(50, 764, 550, 764).text(60, 788, "发展补助支出")
    second.text(60, 772, "合计").text(215, 772, "28.50").text(325, 772, "28.50").text(435, 772, "0.00")
    found = texts(read(pdf(first, second)))
    assert "合计\t28.50\t28.50\t0.00" in found
    assert not any("补助支出合计" in line for line in found)
