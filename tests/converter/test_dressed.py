"""Codes with points, amounts with their unit, signs for nothing, an empty 合计. All figures are made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import keyed, placed, sheet

from converter.document import Document, Line
from converter.dressed import undressed
from converter.header import GridRow
from converter.tables import find_tables

HEAD = "科目编码 | 科目名称 | 合计 | 基本支出"


def test_points_within_codes_say_nothing() -> None:
    whole = ("208 | 社会保障 | 3.00 | 3.00", "208.05 | 养老支出 | 3.00 | 3.00")
    parts = ("208.05.01 | 行政单位离退休 | 1.00 | 1.00", "208.05.05 | 基本养老保险缴费支出 | 2.00 | 2.00")
    found = keyed("支出总表", HEAD, *whole, *parts)
    assert [row.key.code for row in found[0].rows] == ["208", "20805", "2080501", "2080505"]


@pytest.mark.parametrize("cell", ["208.05.01行政单位离退休", "208·05·01 行政单位离退休"])
def test_a_name_behind_a_code_with_points_stays(cell: str) -> None:
    rows = [GridRow((cell, "208.05"), line) for line in range(2)]
    assert [row.cells for row in undressed(rows, None)] == [("2080501" + cell[9:], "208.05")] * 2  # that is an amount


def test_amounts_may_bear_the_unit_of_their_table() -> None:
    rows = ("项目 | 预算数", "合计 | 13.50万元", "公务接待费 | 1.00万元", "公务用车运行费 | 12.50 万元")
    block = sheet("“三公”经费支出表（单位：万元）", *rows).blocks[0]
    assert [amount.text for row in block.rows for amount in row.amounts] == ["13.50", "1.00", "12.50"]


@pytest.mark.parametrize("unit", ["元", None])
def test_amounts_in_another_unit_stay_words(unit: str | None) -> None:
    rows = [GridRow(("13.50万元",), line) for line in range(3)]
    assert undressed(rows, unit) == rows


def test_a_target_among_words_keeps_its_unit() -> None:
    rows = [GridRow((cell,), 1) for cell in ("≤9.6万元", "9.60万元", "12次", "95%")] + [GridRow((), 2)]  # a short row
    assert undressed(rows, "万元") == rows


def test_a_stroke_stands_for_nothing() -> None:
    rows = ("201 | 公共服务 | 3.00 | 3.00 | /", "205 | 教育支出 | 2.00 | 1.00 | 1.00", "206 | 科学 | 2.00 | 2.00 | /")
    found = placed("收入总表", "科目编码 | 科目名称 | 合计 | 财政拨款 | 其他收入", *rows)
    assert [[amount.text for amount in row.keyed.row.amounts] for row in found[0].rows] == [
        ["3.00", "3.00"], ["2.00", "1.00", "1.00"], ["2.00", "2.00"],
    ]  # fmt: skip


def test_a_row_with_a_name_alone_does_not_end_a_table_without_a_title() -> None:
    edges = (0.0, 50.0, 100.0, 150.0)
    rows = ["科目编码\t科目名称\t事业收入", "\t合计\t", "208\t社会保障\t3.00"]
    lines = [Line(n, text, 1, "...", edges=edges) for n, text in enumerate(rows, 1)]
    found = find_tables(Document(Path("a.pdf"), b"", "application/pdf", tuple(lines)))
    assert [line.text for line in found[0].body] == rows
