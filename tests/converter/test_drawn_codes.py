"""Codes and names in tables whose cells the source draws. All figures are made up."""

from __future__ import annotations

import pytest
from drawn import keyed


def codes_of(title: str, *rows: str) -> list[str]:
    return [row.key.code for block in keyed(title, *rows) for row in block.rows]


def test_each_code_goes_to_the_list_that_its_digits_tell() -> None:
    [block] = keyed(
        "一般公共预算基本支出表",
        "科目编码 | < | 科目名称 | 科目编码 | < | 科目名称 | 合计", "类 | 款 | ^ | 类 | 款 | ^ | ^",
        "301 | 01 | 基本工资 | 501 | 01 | 工资奖金津补贴 | 3.00",
    )  # fmt: skip
    assert block.rows[0].key.values == {"deptEconomic": "30101", "govEconomic": "50101"}


def test_partial_codes_go_on_from_the_rows_above() -> None:
    found = codes_of(
        "支出总表", "类 | 款 | 项 | 科目名称 | 合计", "201 | | | 一般公共服务支出 | 3.00", "| 40 | | 信访事务 | 3.00",
        "| | 01 | 行政运行 | 2.00", "| | 04 | 信访业务 | 1.00",
    )  # fmt: skip
    assert found == ["201", "20140", "2014001", "2014004"]


@pytest.mark.parametrize("head", ["科目编码 | 科目名称", "政府预算支出经济分类科目编码 | 政府预算支出经济分类科目名称"])
def test_rows_by_the_governments_economic_list_alone_keep_its_codes(head: str) -> None:
    rows = "501 | 机关工资福利支出 | 5.00", "50103 | 住房公积金 | 3.00", "50199 | 其他工资福利支出 | 2.00"
    [block] = keyed("一般公共预算支出表（按政府预算经济分类）", f"{head} | 合计", *rows)
    found = [(row.key.code, row.key.label, row.key.values) for row in block.rows]
    assert found[:2] == [
        ("501", "机关工资福利支出", {"govEconomic": "501"}), ("50103", "住房公积金", {"govEconomic": "50103"}),
    ]  # fmt: skip


def test_a_workbooks_numbers_get_the_zeros_of_their_codes_back() -> None:
    found = codes_of(
        "支出总表", "类 | 款 | 项 | 科目名称 | 合计", "208 | | | 社会保障和就业支出 | 3.00",
        "208 | 5 | | 养老支出 | 3.00",
        "208 | 5 | 2 | 事业单位离退休 | 2.00", "| | 99 | 其他养老支出 | 1.00",
    )  # fmt: skip
    assert found == ["208", "20805", "2080502", "2080599"]
    rows = "208 | 5 | 养老支出 | 3.00", "21 | 0 | 卫生健康支出 | 3.00"  # digits broken over lines
    torn = codes_of("支出总表", "类 | 款 | 科目名称 | 合计", *rows)
    assert torn == ["2085", "210"]


def test_a_code_in_brackets_behind_its_name_is_that_of_the_row() -> None:
    found = codes_of(
        "支出总表", "功能分类科目 | 合计", "信访事务（20140） | 3.00", "信访业务（2014004） | 2.00",
        "维修（护）费(30213) | 1.00", "行政运行（2014004） | 0.50", "某项目（2014004） | 0.50",
        "维修（护）费 30213 | 1.00", "住房公积金30113 | 1.00", "住房公积金 30114 | 1.00",
    )  # fmt: skip
    assert found == ["20140", "2014004", "30213", "", "", "30213", "30113", ""]


def test_a_column_that_no_row_fills_holds_no_part_of_a_code() -> None:
    found = codes_of(
        "支出总表", "类 | 科目编码 | 款 | 项 | 科目名称 | 合计", "201 | | 40 | 01 | 行政运行 | 3.00",
        "| | | 04 | 信访业务 | 3.00", "| | 32 | 01 | 行政运行 | 2.00",
    )  # fmt: skip
    assert found == ["2014001", "2014004", "2013201"]


def test_names_alone_are_found_below_the_names_above() -> None:
    found = codes_of(
        "支出总表", "项目 | 合计", "一、教育支出 | 3.00", "进修及培训 | 3.00", "培训支出 | 3.00",
        "二、卫生健康支出 | 1.00",
    )  # fmt: skip
    assert found == ["205", "20508", "2050803", "210"]


def test_a_name_that_no_list_has_below_the_names_above_stays_without_a_code() -> None:
    assert codes_of("支出总表", "项目 | 合计", "一、教育支出 | 3.00", "行政运行 | 3.00") == ["205", ""]


def test_a_subjects_row_may_say_whose_it_is() -> None:
    [block] = keyed("支出总表", "单位代码 | 科目编码 | 科目名称 | 合计", "301001 | 2010601 | 行政运行 | 3.00")
    assert block.rows[0].key.sort == "function" and block.rows[0].key.unit == "301001"
