"""Headers of one row whose cells write their groups out: 基本支出/人员经费."""

from __future__ import annotations

from converter.header import GridRow, header_paths


def paths(*words: str) -> list[tuple[str, ...]]:
    return header_paths([GridRow(words, 1)], len(words))


def test_groups_that_several_cells_write_out_are_groups() -> None:
    found = paths("科目名称", "合计", "基本支出/小计", "基本支出/人员经费", "项目支出")
    assert found == [("科目名称",), ("合计",), ("基本支出", "小计"), ("基本支出", "人员经费"), ("项目支出",)]


def test_a_stroke_in_one_cell_only_is_no_group() -> None:
    assert paths("基本支出/项目支出", "单位/部门", "金额") == [("基本支出/项目支出",), ("单位/部门",), ("金额",)]
