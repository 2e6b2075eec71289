"""Rows and columns that count things beside money: what they hold is no amount. All figures are made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from webpages import page

from converter import read
from converter.lexicon import counts_things, is_total_word


def printed(path: Path) -> list[str]:
    return [cell.published_value for cell in read(path).cell_facts]


def test_rows_below_a_row_that_counts_are_counts(tmp_path: Path) -> None:
    rows = [["项目", "统计数"], ["一、机关运行经费", "7.50"], ["二、国有资产占用情况", "—"],
            ["（一）车辆数合计（辆）", "6"], ["1．机要通信用车", "2"], ["2．其他用车", "4"],
            ["（二）单价100万元以上设备（台，套）", "3"], ["三、政府采购支出信息", "—"],
            ["（一）政府采购支出合计", "5.00"], ["1．货物支出", "5.00"]]  # fmt: skip
    assert printed(page(tmp_path, ("机构运行信息表", rows))) == ["7.50", "5.00", "5.00"]


def test_whole_amounts_below_a_row_of_money_stay_amounts(tmp_path: Path) -> None:
    rows = [["项目", "决算数"], ["（一）车辆数合计（辆）", "6"], ["（二）“三公”经费", "9.50"],
            ["1．公务接待费", "2"], ["2．公务用车购置及运行费", "7.50"]]  # fmt: skip
    assert printed(page(tmp_path, ("机构运行信息表", rows))) == ["9.50", "2", "7.50"]


@pytest.mark.parametrize(
    "path", [("核定编制人数", "小计"), ("车辆数（辆）", "公务用车"), ("年末实有人数",), ("数量（台，套）",)]
)
def test_columns_below_heads_of_things_count(path: tuple[str, ...]) -> None:
    assert counts_things(path)


@pytest.mark.parametrize("path", [("车辆购置数", "金额"), ("编制人数", "人员经费"), ("预算数",), ("合计",), ()])
def test_columns_of_money_do_not(path: tuple[str, ...]) -> None:
    assert not counts_things(path)


def test_a_table_of_things_only_has_no_amounts_and_asks_for_no_unit(tmp_path: Path) -> None:
    money = [["项目", "预算数"], ["合计", "5.00"], ["基本支出", "5.00"]]
    head = [["单位名称", "编制人数", "编制人数", "车辆数（辆）"], ["", "行政", "事业", ""]]
    things = [*head, ["合计", "34", "32", "3"], ["某县档案馆", "34", "32", "3"]]
    found = read(page(tmp_path, ("支出总表", money), ("人员编制情况表", things)))
    assert [cell.published_value for cell in found.cell_facts] == ["5.00", "5.00"]
    told = {finding.rule for finding in found.finding_facts if "人员编制" in finding.message_zh}
    assert not told & {"unit-missing", "unmapped-header", "undecided-cells", "empty-table-undeclared"}


def test_more_words_for_a_total() -> None:
    assert is_total_word("共计")
    assert not is_total_word("共计金额说明")
