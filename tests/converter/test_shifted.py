"""Rows whose cells do not stand below their heads are read by what they hold, or not at all. Figures are made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from webpages import page

from converter import read
from converter.facts import Cell

HEADER = ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"]
ROWS = [
    ["201", "", "", "一般公共服务支出", "9.00", "5.00", "4.00"],
    ["201", "05", "", "统计信息事务", "9.00", "5.00", "4.00"],
    ["201", "05", "07", "专项普查活动", "9.00", "5.00", "4.00"],
]


def cells(folder: Path, *rows: list[str]) -> list[Cell]:
    return list(read(page(folder, ("支出总表", [HEADER, *ROWS, *rows]))).cell_facts)


def test_a_total_without_its_span_does_not_make_amounts_of_codes(tmp_path: Path) -> None:
    found = cells(tmp_path, ["合计", "9.00", "5.00", "4.00"])
    assert [(c.row_code, c.column_path, c.published_value) for c in found if c.row_sort == "function"][-3:] == [
        ("2010507", "合计", "9.00"), ("2010507", "基本支出", "5.00"), ("2010507", "项目支出", "4.00"),
    ]  # fmt: skip
    total = [(c.row_sort, c.column_path, c.published_value) for c in found if c.row_label == "合计"]
    assert total == [("total", "合计", "9.00"), ("total", "基本支出", "5.00"), ("total", "项目支出", "4.00")]


def test_a_row_with_its_code_in_one_cell_keeps_code_and_name(tmp_path: Path) -> None:
    found = cells(tmp_path, ["2010508", "统计抽样调查", "3.00", "1.00", "2.00"])
    told = {c.column_path: (c.row_code, c.row_label, c.published_value) for c in found if c.row_label == "统计抽样调查"}
    assert told["基本支出"] == ("2010508", "统计抽样调查", "1.00")


@pytest.mark.parametrize("row", [["合计", "9.00", "无", "4.00"], ["甲", "乙", "9.00", "5.00"]])
def test_what_is_not_clear_is_told_and_left_out(tmp_path: Path, row: list[str]) -> None:
    document = read(page(tmp_path, ("支出总表", [HEADER, *ROWS, row])))
    assert len(document.cell_facts) == 9
    assert [note.rule for _, note in document.notes] == ["unreadable-row"]


def test_a_shifted_row_below_columns_of_which_some_are_parts_of_others(tmp_path: Path) -> None:
    header = ["类", "款", "项", "科目名称", "合计", "其中：基本支出", "项目支出"]
    found = read(page(tmp_path, ("支出总表", [header, *ROWS, ["合计", "9.00", "5.00", "4.00"]]))).cell_facts
    assert [c.published_value for c in found if c.row_label == "合计"] == ["9.00", "5.00", "4.00"]
