"""Older forms and those of other provinces: their words, their lists, their key figures. All figures are made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import drawn, keyed, placed
from webpages import figures, page, values

from converter import read
from converter.grid import read_grid
from converter.identity import find_units
from converter.kinds import kind_of_title, scope_of_table
from converter.organisation import Organisation
from converter.rows import key_blocks
from converter.words import key

# titles and words


@pytest.mark.parametrize(
    ("title", "kind", "fund"),
    [
        ("公共财政预算支出表", "general_public_expenditure", "general-public"),
        ("公共财政拨款基本支出表", "basic_expenditure_economic", "general-public"),
        ("一般公共预算财政拨款支出决算表", "general_public_expenditure", "general-public"),
        ("公共预算财政拨款支出表", "general_public_expenditure", "general-public"),
        ("财政拨款支出预算表", "fiscal_expenditure", "fiscal"),
        ("一般性支出统计表", "other", None),
    ],
)
def test_older_titles_name_the_general_public_budget_otherwise(title: str, kind: str, fund: str | None) -> None:
    assert kind_of_title(title) == kind
    assert scope_of_table(kind, title).get("fundSource") == fund


def test_circled_numbers_are_ordinals() -> None:
    assert key("①公务用车购置费") == "(1)公务用车购置费"
    rows = [
        "3.公务用车购置及运行费 | 9.00",
        "①公务用车购置费 | 4.00",
        "②公务用车运行维护费 | 5.00",
        "1公务接待费 | 1.00",
    ]
    [block] = keyed("“三公”经费支出表", "项目 | 预算数", *rows)
    found = [row.key.values.get("item") for row in block.rows]
    assert found == ["vehicles", "vehicle-purchase", "vehicle-operation", None]


def test_the_head_of_a_list_says_nothing_of_the_amounts_below_it() -> None:
    head = (
        "收入 | < | 支出 | < | < | <",
        "项目 | 金额 | 功能分类 | < | 支出用途 | <",
        "^ | ^ | 项目 | 金额 | 项目 | 金额",
    )
    row = "一、一般公共预算 | 3.00 | 一、公共安全支出 | 3.00 | 一、基本支出 | 3.00"
    blocks = placed("收支预算总表", *head, row)
    assert [block.knows(0) for block in blocks] == [True] * len(blocks)
    assert values(blocks[-1], 0, 0)["expenditureKind"] == "basic"
    [block] = placed(
        "一般公共预算支出表",
        "科目编码 | 科目名称 | 某某说法 | <",
        "^ | ^ | 甲 | 乙",
        "204 | 公共安全支出 | 1.00 | 2.00",
    )
    assert not block.knows(0)


def test_kinds_of_spending_within_projects_are_economic_subjects() -> None:
    head = "项目名称 | 项目支出合计 | 商品和服务支出 | 资本性支出"
    [block] = placed("一般公共预算项目支出情况表", head, "道路养护 | 5.00 | 3.00 | 2.00")
    found = [values(block, 0, place) for place in range(3)]
    assert [each["expenditureKind"] for each in found] == ["project"] * 3
    assert [each.get("deptEconomic") for each in found] == [None, "302", "310"]
    head = (
        "科目编码 | 科目名称 | 基本支出 | < | 项目支出 | <",
        "^ | ^ | 小计 | 商品和服务支出 | 小计 | 按项目管理的商品和服务支出",
    )
    [block] = placed("一般公共预算支出表", *head, "2040601 | 行政运行 | 2.00 | 2.00 | 3.00 | 3.00")
    assert values(block, 0, 1)["expenditureKind"] == "goods-services"
    assert (values(block, 0, 3)["expenditureKind"], values(block, 0, 3)["deptEconomic"]) == ("project", "302")


def test_basic_expenditure_in_a_summary_is_a_kind_as_it_is_elsewhere() -> None:
    head = ("收入 | < | 支出 | <", "项目 | 预算数 | 项目 | 预算数")
    blocks = placed(
        "收支总表", *head, "一、一般公共预算 | 3.00 | 一、基本支出 | 2.00", "二、其他收入 | | 二、项目支出 | 1.00"
    )
    assert [values(blocks[1], row, 0).get("expenditureKind") for row in range(2)] == ["basic", "project"]
    assert "item" not in values(blocks[1], 0, 0)


def test_a_part_of_a_carried_sum_does_not_make_it_a_total() -> None:
    head = ("收入 | < | 支出 | <", "项目 | 预算数 | 项目 | 预算数")
    rows = ["一、财政拨款 | 3.00 | 公共安全支出 | 5.00", "上年结转 | 2.00 | | ", "其中：财政拨款资金结转 | 2.00 | | "]
    block = keyed("收支总表", *head, *rows)[0]
    assert [row.key.role for row in block.rows if row.row.amounts] == ["detail", "detail", "memo"]


def test_a_subtotal_on_a_side_of_a_summary_is_no_row_of_the_name_above_it() -> None:
    head = ("收入 | < | 支出 | <", "项目 | 合计 | 功能分类 | 合计")
    rows = ["财政拨款 | 3.00 | 204 公共安全支出 | 3.00", "单位上年结余 | | | ", "小计 | 3.00 | 小计 | 3.00"]
    block = keyed("收支总体情况表", *head, *rows)[0]
    assert [row.key.label for row in block.rows if row.row.amounts] == ["财政拨款", "小计"]


def test_functions_may_be_printed_by_their_names_alone() -> None:
    rows = ["合计 | 5.00", "公共安全支出 | 5.00", "司法 | 5.00", "行政运行 | 5.00"]
    [block] = keyed("支出总体情况表", "功能分类科目 | 支出合计", *rows)
    assert [row.key.code for row in block.rows] == ["", "204", "20406", "2040601"]
    [block] = keyed("支出总体情况表", "功能分类科目 | 支出合计", "[204]公共安全支出 | 5.00", "没有的科目 | 1.00")
    assert [(row.key.sort, row.key.code) for row in block.rows] == [("function", "204"), ("other", "")]


# whose table it is


def test_a_class_under_another_name_is_no_unit() -> None:
    head = "科目编码 | 科目名称 | 合计"
    rows = ["210 | 医疗与计生 | 3.00", "21011 | 行政事业单位医疗 | 3.00", "2101101 | 行政单位医疗 | 3.00"]
    assert find_units([read_grid(drawn("收入总表", head, *rows))], "") == {}
    rows = ["410 | 某市财政局 | 3.00", "410001 | 某市财政局机关 | 3.00"]
    assert find_units([read_grid(drawn("收入总表", head, *rows))], "") == {
        "410": "某市财政局",
        "410001": "某市财政局机关",
    }


@pytest.mark.parametrize(
    ("rows", "units", "whole"),
    [
        (["410001 | 某市财政局 | 3.00"], {}, True),
        (["410001 | 某市财政局机关 | 3.00"], {"410001": "某市财政局机关"}, True),
        (["410001 | 某市财政局机关 | 3.00"], {"410001": "某市财政局机关", "410002": "某市会计学校"}, False),
        (["410002 | 某市会计学校 | 3.00"], {}, False),
        (["410001 | 某市财政局 | 3.00", "410002 | 某市会计学校 | 1.00"], {"410002": "某市会计学校"}, False),
    ],
)
def test_the_only_unit_of_a_table_may_be_the_department(rows: list[str], units: dict[str, str], whole: bool) -> None:
    table = drawn("“三公”经费支出表", "单位编码 | 单位名称 | 公务接待费", *rows)
    [block] = key_blocks(read_grid(table), Organisation("", "某市财政局", units=units))
    assert (block.rows[0].key.sort, "budgetUnit" not in block.rows[0].key.values) == ("unit", whole)


def test_a_unit_without_a_code_is_a_unit_in_a_table_of_the_three() -> None:
    head = "单位名称 | 公务接待费 | 公务用车购置及运行费 | <"
    rows = ["^ | ^ | 购置费 | 运行费", "某市财政局 | 1.00 | 2.00 | 3.00"]
    [block] = placed("“三公”经费支出表", head, *rows)
    assert block.rows[0].keyed.key.sort == "unit"
    assert [values(block, 0, place)["item"] for place in range(3)] == [
        "reception",
        "vehicle-purchase",
        "vehicle-operation",
    ]


# lists with counts


def test_a_total_in_a_part_of_a_list_is_that_of_its_part() -> None:
    rows = ["一、“三公”经费支出 | ", "（一）支出合计 | 5.00", "1．公务接待费 | 5.00", "（二）相关统计数 | ",
            "1．国内公务接待批次（个） | 52", "二、机关运行经费 | 7.00"]  # fmt: skip
    [block] = placed("“三公”经费、机关运行经费情况表", "项目 | 决算统计数", *rows)
    found = [values(block, row, 0).get("item") for row in range(len(block.rows)) if block.rows[row].keyed.row.amounts]
    assert [found[0], found[1], found[3]] == ["three-public", "reception", "operating-cost"]
    [block] = placed("“三公”经费支出表", "项目 | 预算数", "合计 | 9.00", "公务接待费 | 2.00", "会议费 | 7.00")
    assert values(block, 0, 0)["item"] == "total"


def test_what_is_counted_is_no_money(tmp_path: Path) -> None:
    rows = [["项目", "决算数"], ["合计", "5.00"], ["公务接待费", "5.00"], ["国内公务接待批次（个）", "52"]]
    found = read(page(tmp_path, ("“三公”经费支出决算表", rows))).cell_facts
    assert [cell.published_value for cell in found] == ["5.00", "5.00"]


# key figures


def test_kinds_are_key_figures_of_the_whole_only_where_no_other_money_stands_beside(tmp_path: Path) -> None:
    head = ["单位名称", "总计", "一般公共预算拨款", "一般公共预算拨款", "一般公共预算拨款", "其他资金"]
    names = ["", "", "小计", "基本支出", "项目支出", ""]
    whole = figures(page(tmp_path, ("支出总表", [head, names, ["合计", "9.00", "9.00", "5.00", "4.00", ""]])))
    assert whole["projectExpenditure"] == 40000
    part = figures(page(tmp_path, ("支出总表", [head, names, ["合计", "11.00", "9.00", "5.00", "4.00", "2.00"]])))
    assert "projectExpenditure" not in part


def test_kinds_of_a_summary_are_key_figures(tmp_path: Path) -> None:
    rows = [["收入", "收入", "支出", "支出"], ["项目", "预算数", "项目", "预算数"],
            ["一、一般公共预算", "9.00", "一、基本支出", "5.00"], ["", "", "二、项目支出", "4.00"],
            ["收入总计", "9.00", "支出总计", "9.00"]]  # fmt: skip
    found = figures(page(tmp_path, ("收支总表", rows)))
    assert (found["basicExpenditure"], found["projectExpenditure"]) == (50000, 40000)


def test_the_sums_of_a_list_in_three_blocks_are_key_figures(tmp_path: Path) -> None:
    rows = [["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
            ["301", "工资福利支出", "5.00", "302", "商品和服务支出", "2.00"],
            ["30101", "基本工资", "5.00", "30201", "办公费", "2.00"],
            ["人员经费合计", "", "5.00", "公用经费合计", "", "2.00"]]  # fmt: skip
    found = figures(page(tmp_path, ("一般公共预算财政拨款基本支出决算表", rows)))
    assert (found["personnelExpenditure"], found["publicExpenditure"]) == (50000, 20000)


# empty tables


@pytest.mark.parametrize(
    ("note", "declared"),
    [
        ("注：本单位2020年无政府性基金支出预算。", True),
        ("说明：我单位2018年无政府性基金预算支出。", True),
        ("注：本部门无政府性基金收支，并已公开空表。", True),
        ("注：不管理专项资金的，应公开空表并说明。", False),
        ("注：数字保留两位小数。", False),
    ],
)
def test_a_note_says_that_a_table_is_empty(tmp_path: Path, note: str, declared: bool) -> None:
    full = ("支出总表", [["科目编码", "科目名称", "合计"], ["204", "公共安全支出", "3.00"]])
    path = page(tmp_path, full, ("政府性基金预算支出表", [["科目编码", "科目名称", "合计"], ["", "", ""]]))
    path.write_text(path.read_text("utf-8") + f"<p>{note}</p>", "utf-8")
    assert read(path).tables[1].declared_empty is declared
