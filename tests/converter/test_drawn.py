"""Tables whose cells the source draws: headers, blocks, sums, amounts, forms. All figures are made up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawn import ORG, drawn, keyed, placed, sheet

from converter.aligning import aligned
from converter.amounts import looks_printed, parse
from converter.drawn_form import form_cells, is_drawn_form
from converter.grid import grid_rows
from converter.header import GridRow, header_paths, header_size
from converter.placed import PlacedBlock
from converter.placing import groups

EXPENDITURE = ("科目编码 | 科目名称 | 合计 | 基本支出 | < | 项目支出", "^ | ^ | ^ | 人员经费 | 公用经费 | ^")


def paths(title: str, *rows: str) -> list[str]:
    return ["/".join(path) for block in sheet(title, *rows).blocks if block.columns for path in block.columns.paths]


def roles(blocks: list[PlacedBlock]) -> dict[str, str]:
    return {row.keyed.key.label: row.keyed.key.role for block in blocks for row in block.rows}


# headers


def test_a_merged_header_cell_counts_for_the_columns_that_it_spans() -> None:
    found = paths("支出总表", *EXPENDITURE, "201 | 一般公共服务支出 | 3.00 | 1.00 | 1.00 | 1.00")
    assert found == ["合计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"]


def test_a_cell_that_is_not_merged_spans_nothing() -> None:
    rows = [GridRow(("合计", "基本支出", "", "备注金额"), 1, ".^<."), GridRow(("", "人员", "公用", ""), 2, "^..^")]
    assert header_paths(rows, 4)[0] == ("合计",)
    assert header_paths([GridRow(("甲", "", "乙"), 1, ".<."), GridRow(("一", "二", ""), 2, "..^")], 3) == [
        ("甲", "一"), ("甲", "二"), ("乙",)
    ]  # fmt: skip


def test_a_row_of_column_numbers_ends_the_header_and_is_no_part_of_it() -> None:
    found = paths("支出总表", "科目编码 | 科目名称 | 合计", "** | 栏次 | 1", "201 | 一般公共服务支出 | 3.00")
    assert found == ["合计"]


def test_whole_amounts_without_groups_begin_the_body() -> None:
    rows = [GridRow(("项目", "预算数"), 1, ".."), GridRow(("合计", "450000"), 2, "..")]
    assert header_size(rows) == 1


def test_rows_that_end_before_their_header_are_placed_by_proof_alone() -> None:
    head = "科目编码 | 科目名称 | < | 合计 | 人员经费 | 公用经费"
    whole = "301 | 工资福利支出 | < | 5.00 | 5.00 |"
    narrow = "302 | 商品和服务支出 | 3.00 | | 3.00"  # the second column of names is missing
    for rows, certain in (((whole,), True), ((whole, narrow), False)):
        assert [block.certain for block in sheet("基本支出表", head, *rows).blocks] == [certain]


def test_a_target_in_words_ends_the_header_of_a_list_that_goes_on_with_targets() -> None:
    head = GridRow(("项目名称", "金额", "一级指标", "三级指标", "指标值"), 1, ".....")
    goes_on = GridRow(("", "", "产出指标", "支出控制", "预算数内"), 2, "^^...")
    assert header_size([head, goes_on, GridRow(("信访", "5.00", "产出指标", "次数", "9"), 3, ".....")]) == 1


def test_values_of_targets_are_no_money() -> None:
    head = "项目名称 | 金额 | 三级指标 | 本年绩效指标值 | 度量单位"
    found = placed("项目支出绩效目标表", head, "信访 | 5.00 | 办理信访件 | 900 | 件", "^ | ^ | 办结率 | 98.5 | %")
    assert [amount.text for block in found for row in block.rows for amount in row.keyed.row.amounts] == ["5.00"]


@pytest.mark.parametrize(
    ("row", "is_body"),
    [
        (("办公用房修缮", "756", "-", "756"), True),
        (("办公用房修缮", "56", "-", "-", "56"), True),
        (("办公用房修缮", "-", "-"), True),
        (("项目", "2025", "2026"), False),
        (("栏次", "1", "2", "3"), False),
        (("项目", "2", "3", "4"), False),
        (("办公用房修缮", "-"), False),
    ],
)
def test_names_with_whole_numbers_or_dashes_begin_the_body(row: tuple[str, ...], is_body: bool) -> None:
    heads = ("名称", *(f"第{n}栏" for n in range(len(row) - 1)))
    rows = [GridRow(heads, 1, "." * len(row)), GridRow(row, 2, "." * len(row)), GridRow(("合计", "9.50"), 3, "..")]
    assert (header_size(rows) == 1) == is_body


def test_rows_without_words_are_part_of_a_header() -> None:
    rows = [GridRow(("", ""), 1, ".."), GridRow(("科目", "合计"), 2, ".."), GridRow(("教育支出", "9.50"), 3, "..")]
    assert header_size(rows) == 2


def test_figures_below_an_unknown_or_missing_header_are_kept_where_they_stand() -> None:
    [block] = placed("支出总表", "科目编码 | 科目名称 | 合计 | | 盈余", "201 | 一般公共服务支出 | 3.00 | 2.00 | 1.00")
    assert block.rows[0].candidates == [(0, 1, 2)]
    assert block.columns is not None and [m.known for m in block.columns.meanings] == [True, False, False]


def test_drawn_places_stand_though_the_row_does_not_add_up() -> None:
    [block] = placed("支出总表", *EXPENDITURE, "201 | 一般公共服务支出 | 9.00 | | 1.00 | 1.00")
    assert block.rows[0].candidates == [(0, 2, 3)]


def test_a_figure_over_two_columns_may_stand_in_either_unless_its_row_adds_up_in_one_way() -> None:
    head = ("科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出 | 合计",)
    [block] = placed(
        "支出总表", *head, "201 | 一般公共服务支出 | 3.00 | 2.00 | 1.00 | 3.00",
        "205 | 教育支出 | 5.00 | 5.00 | < | 5.00", "206 | 科学技术支出 | 5.00 | < | 5.00 | 5.00",
    )  # fmt: skip
    assert block.rows[0].candidates == [(0, 1, 2, 3)]
    assert all(len(row.candidates) > 1 for row in block.rows[1:])


def test_of_which_may_open_a_list_of_all_parts() -> None:
    head = ("科目编码 | 科目名称 | 小计 | 其中：基本支出 | 项目支出",)
    [listed] = placed("支出总表", *head, "201 | 一般公共服务支出 | 3.00 | 1.00 | 2.00")
    [memo] = placed("支出总表", *head, "201 | 一般公共服务支出 | 2.00 | 1.00 | 2.00")
    assert listed.columns is not None and listed.columns.role(1) == "detail"
    assert memo.columns is not None and memo.columns.role(1) == "memo"


def test_meetings_are_no_part_of_the_three_public_expenses() -> None:
    [block] = placed(
        "“三公”经费支出表", "三公经费合计 | 因公出国（境）费 | 公务接待费 | 会议费", "3.00 | 1.00 | 2.00 | 9.00"
    )
    assert block.columns is not None and {i.parts for i in block.columns.identities} == {(1, 2)}


def test_a_drawn_table_without_a_word_has_no_rows() -> None:
    assert sheet("支出总表", "| |", "| |").blocks == ()


# columns of other pages


def test_a_row_that_its_page_draws_with_fewer_columns_falls_into_place() -> None:
    rows = [
        GridRow(("201", "支出", "3.00", "1.00"), 1, "....", (10, 20, 30, 40, 50)),
        GridRow(("合计", "3.00", "1.00"), 2, "...", (12, 32, 42, 52)),
    ]
    assert [row.cells for row in aligned(rows)] == [("201", "支出", "3.00", "1.00"), ("合计", "", "3.00", "1.00")]


def test_rows_of_the_same_number_of_columns_are_left_alone() -> None:
    rows = [GridRow(("1", "2"), 1, "..", (10, 20, 30)), GridRow(("3", "4"), 2, "..", (90, 120, 130))]
    assert aligned(rows) == rows


# blocks


def test_four_blocks_side_by_side() -> None:
    blocks = keyed(
        "收支总表", "收入 | < | 支出 | < | < | < | < | <",
        "项目 | 预算数 | 功能分类科目 | 预算数 | 部门预算支出经济科目 | 预算数 | 政府预算支出经济科目 | 预算数",
        "一、财政拨款 | 5.00 | 一、教育支出 | 5.00 | 一、工资福利支出 | 5.00 | 一、机关工资福利支出 | 5.00",
    )  # fmt: skip
    assert [block.block.name for block in blocks] == ["收入", "支出", "支出", "支出"]
    assert [block.rows[0].key.code for block in blocks] == ["", "205", "301", "501"]


def test_blocks_that_repeat_their_header_are_one_list() -> None:
    [block] = keyed(
        "一般公共预算基本支出表", "科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额",
        "301 | 工资福利支出 | 2.00 | 302 | 商品和服务支出 | 1.00", "人员经费合计 | < | 2.00 | 公用经费合计 | < | 1.00",
    )  # fmt: skip
    assert [row.key.code for row in block.rows] == ["301", "", "302", ""]
    assert [row.key.role for row in block.rows if not row.key.code] == ["total", "total"]


def test_a_label_that_spans_into_the_next_block_is_its_rows_label() -> None:
    [block] = keyed(
        "一般公共预算基本支出表", "科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额",
        "301 | 工资福利支出 | 2.00 | 302 | 商品和服务支出 | 1.00", "公用经费合计 | < | < | < | < | 1.00",
    )  # fmt: skip
    assert block.rows[-1].key.values == {"expenditureKind": "public"}


def test_words_after_the_figures_are_no_block() -> None:
    [block] = keyed("项目支出表", "项目名称 | 金额 | 资金性质", "购置 | 3.00 | 一般公共预算")
    assert len(block.rows) == 1


# sums


def test_ordinals_tell_parts_and_sums_tell_totals() -> None:
    blocks = placed(
        "收支总表", "收入 | < | 支出 | <", "项目 | 预算数 | 项目 | 预算数", "一、财政拨款 | 5.00 | 一、教育支出 | 6.00",
        "1、一般公共预算拨款 | 5.00 | |", "二、事业收入 | 1.00 | |", "1、教育收费 | 0.40 | |",
        "收入总计 | 6.00 | 支出总计 | 6.00",
    )  # fmt: skip
    found = roles(blocks)
    assert found["一、财政拨款"] == "total" and found["1、一般公共预算拨款"] == "detail"
    assert found["二、事业收入"] == "detail" and found["1、教育收费"] == "memo"


def test_what_follows_the_current_years_total_is_no_part_of_it() -> None:
    [block, _] = placed(
        "收支总表", "收入 | < | 支出 | <", "项目 | 预算数 | 项目 | 预算数", "一、财政拨款 | 5.00 | 一、教育支出 | 6.00",
        "本年收入合计 | 5.00 | 本年支出合计 | 6.00", "上级补助收入 | 1.00 | |", "收入总计 | 6.00 | 支出总计 | 6.00",
    )  # fmt: skip
    parts = {total.keyed.key.label: [p.keyed.key.label for p in rows] for total, rows in groups(block)}
    assert parts == {"本年收入合计": ["一、财政拨款"], "收入总计": ["一、财政拨款", "上级补助收入"]}


LIST = ("项目支出表", "单位（项目）名称 | 金额", "合计 | 10.00", "某市统计中心 | 7.00", "普查 | 5.00", "维护 | 2.00")


def test_a_unit_among_projects_is_known_by_its_name_and_sum() -> None:
    [block] = placed(*LIST, "某市调查队 | 3.00", "抽样 | 3.00")
    assert roles([block])["某市统计中心"] == "total" and roles([block])["某市调查队"] == "total"
    assert block.rows[2].keyed.key.unit == "某市统计中心"


def test_a_list_whose_sums_do_not_explain_the_whole_is_left_alone() -> None:
    [block] = placed(*LIST, "专用项目 | 4.00", "抽样 | 2.00", "编码 | 2.00")
    assert roles([block])["专用项目"] == "detail"


def test_a_year_over_several_rows_parts_their_totals() -> None:
    rows = (
        "年度 | 项目 | 合计",
        "2025年 | 公务接待费 | 3.00",
        "^ | 合计 | 3.00",
        "2026年 | 公务接待费 | 2.00",
        "^ | 合计 | 2.00",
    )
    [block] = placed("“三公”经费支出表", *rows)
    assert [len(parts) for _, parts in groups(block)] == [1, 1]


# amounts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(1,234.50)", "-1234.50"), ("（0.30）", "-0.30"), ("△12", "-12"), ("－3.00", "-3.00"), ("１２.5", "12.5"),
        ("¥8.00", "8"), ("14, 353.34", "14353.34"), ("1 ,234 ,567", "1234567"),
        ("（2, 186.53）", "-2186.53"),
    ],
)  # fmt: skip
def test_amounts_in_other_forms(text: str, value: str) -> None:
    amount = parse(text, 1)
    assert amount is not None and amount.value == Decimal(value) and amount.text == text


def test_an_ordinal_in_brackets_is_no_amount() -> None:
    assert parse("(1)", 1) is None and not looks_printed("（2）") and parse("12.5%", 1) is None


@pytest.mark.parametrize("text", ["12 1,234.50", "2 120", "201 08 03", "1,234.50 2", "12 345,678.00"])
def test_two_numbers_in_a_cell_are_no_amount(text: str) -> None:
    assert parse(text, 1) is None


# forms


FORM = (
    "项目名称 | 信访 | < | <",
    "主管部门 | 某局 | 实施单位 | 某局",
    "资金（万元） | 年度资金总额： | 5.00 | <",
    "^ | 其中：财政拨款 | 4.00 | <",
    "分值 | 10.0 | < | <",
    "一级指标 | 二级指标 | 三级指标 | 指标值",
    "产出指标 | 数量指标 | 次数 | 9.5",
)


def test_the_money_of_a_form_is_read_and_nothing_else() -> None:
    table = drawn("项目支出绩效目标表", *FORM)
    cells = list(form_cells(table, ORG))
    assert is_drawn_form(table) and [cell.published_value for cell in cells] == ["5.00", "4.00"]
    assert [cell.known for cell in cells] == [True, False] and cells[0].row_label == "信访"


@pytest.mark.parametrize("target", ["^ | 成本指标 | 支出控制 | 预算数内 | ", "^ | ^ | 经费保障 | 预算到位 | "])
def test_a_target_in_words_is_no_head_of_the_target_below_it(target: str) -> None:
    targets = ("指标 | 一级指标 | 三级指标 | 指标值 | 单位", "^ | 产出指标 | 次数 | 9 | 次", target)
    table = drawn("整体支出绩效目标表", *FORM[:1], *targets, "^ | 满意度指标 | 满意度 | 90 | %")
    assert list(form_cells(table, ORG)) == []


def test_a_list_of_projects_with_targets_is_no_form() -> None:
    rows = ("项目名称 | 金额 | 一级指标 | 三级指标 | 指标值", "信访 | 5.00 | 产出指标 | 次数 | 9")
    assert not is_drawn_form(drawn("项目支出绩效目标表", *rows))


def test_lines_of_cells_keep_what_the_source_says_of_them() -> None:
    assert [row.merged for row in grid_rows(drawn("支出总表", "甲 | < | 乙", "1.00 | 2.00 | ^"))] == [".<.", "..^"]


@pytest.mark.parametrize("word", ["单位名称", "部门名称", "预算单位"])
def test_a_list_of_units_names_the_unit_of_each_row(word: str) -> None:
    rows = keyed(
        "部门收入总表", f"{word} | 合计 | 一般公共预算", "合计 | 9.00 | 9.00", "某市统计普查中心 | 4.00 | 4.00",
        "某市统计监测中心（某市数据中心） | 5.00 | 5.00",
    )[0].rows  # fmt: skip
    assert [row.key.sort for row in rows] == ["total", "unit", "unit"]
    assert [(row.key.unit, row.key.role) for row in rows[1:]] == [
        ("某市统计普查中心", "detail"), ("某市统计监测中心（某市数据中心）", "detail")
    ]  # fmt: skip


def test_a_code_under_units_and_names_keeps_its_own_name() -> None:
    [block] = keyed("支出总表", "单位名称 | 科目编码 | 科目名称 | 合计", "某市统计局 | 2010501 | 行政运行 | 4.00")
    assert [(row.key.sort, row.key.code, row.key.label) for row in block.rows] == [("function", "2010501", "行政运行")]


def test_the_department_itself_is_one_of_its_units_where_its_amount_is_not_the_whole() -> None:
    rows = ("合计 | 9.00 | 9.00", f"{ORG.name} | 4.00 | 4.00", "某市统计普查中心 | 5.00 | 5.00")
    [block] = keyed("部门收入总表", "单位名称 | 合计 | 一般公共预算", *rows)
    own = block.rows[1].key
    assert (own.role, own.values["budgetUnit"]) == ("detail", ORG.name)


@pytest.mark.parametrize(("other", "known"), [("上年", True), ("上年结转", False)])
def test_this_year_beside_another_year_is_the_budget_and_beside_what_is_carried_over_is_not_told(
    other: str, known: bool
) -> None:
    rows = (f"单位名称 | {other} | 当年 | <", "^ | ^ | 合计 | 会议费", "某市财政局 | 3.00 | 5.00 | 5.00")
    [block] = placed("一般公共预算“三公”经费支出表", *rows)
    assert block.columns is not None
    assert [meaning.known for meaning in block.columns.meanings[1:]] == [known, known]
    assert block.columns.paths[1] == ("当年", "合计")


# names in two columns


def test_a_part_of_a_name_drawn_over_several_rows_is_what_its_row_is_about() -> None:
    parts = ("一般公共预算资金 | 小计 | 8.00", "^ | 公共财政拨款（补助）资金 | 7.00", "^ | 专项收入 | 1.00")
    labels = [row.key.label for block in keyed("收入预算总表", "项目 | < | 金额", *parts) for row in block.rows]
    assert labels == ["一般公共预算资金", "公共财政拨款（补助）资金", "专项收入"]


def test_the_total_of_a_type_of_goods_is_called_after_it() -> None:
    head = "采购品目大类 | 专项名称 | 经济科目 | 采购物品名称 | 采购组织形式 | 总计"
    rows = (head, "一、货物 | | | | | 3.00", " | 设备更新 | 办公设备购置 | 台式计算机 | 集中采购 | 3.00")
    labels = [row.key.label for block in keyed("政府采购支出预算表", *rows) for row in block.rows]
    assert labels == ["一、货物", "办公设备购置"]
