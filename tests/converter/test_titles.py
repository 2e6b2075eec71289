"""Where drawn tables begin and end, and rows that page breaks tear. All figures are made up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from drawn import cell_lines

from converter.document import Document, Line
from converter.header import GridRow
from converter.tables import find_tables
from converter.titles import table_starts
from converter.torn import mended
from converter.words import key


def document(*rows: str | Line) -> Document:
    found = [row if isinstance(row, Line) else Line(0, row, 1) for row in rows]
    numbered = tuple(Line(n, line.text, 1, line.merged) for n, line in enumerate(found, start=1))
    return Document(Path("made-up.pdf"), b"", "application/pdf", numbered)


CELLS = cell_lines(["采购项目 | 金额", "合计 | 3.00"])


def test_a_table_of_no_known_kind_is_kept_as_other() -> None:
    [table] = find_tables(document("目录", "政府购买服务支出表", "单位：元", *CELLS))
    assert (table.kind, table.title, table.unit) == ("other", "政府购买服务支出表", "元")


def test_the_name_of_a_body_may_stand_between_a_title_and_its_cells() -> None:
    [table] = find_tables(document("2023年度部门收入预算总表", "上杭县农业农村局", *CELLS))
    assert (table.kind, table.title) == ("revenue_summary", "2023年度部门收入预算总表")


def test_a_title_broken_over_two_lines_is_one_title() -> None:
    [table] = find_tables(document("2026年政府采购预算表（不含上", "年结转）", "单位：万元", *CELLS))
    assert table.title == "2026年政府采购预算表（不含上年结转）" and table.kind == "procurement"


@pytest.mark.parametrize(
    "lines", [("部门收入总表　单位：万元",), ("部门收入总表 单位：", "万元"), ("部门收入总表 单位：万", "元")]
)
def test_a_unit_behind_a_title_is_no_part_of_it(lines: tuple[str, ...]) -> None:
    [table] = find_tables(document(*lines, *CELLS))
    assert (table.kind, table.title) == ("revenue_summary", "部门收入总表")


@pytest.mark.parametrize("lines", [("部门收入总表（单位：万", "元）"), ("部门收入总表（按科目） 单位：万", "元")])
def test_a_title_is_torn_within_its_unit(lines: tuple[str, ...]) -> None:
    [table] = find_tables(document("附表", *lines, *CELLS))
    assert table.kind == "revenue_summary"


def test_a_header_of_another_table_ends_the_one_before_it() -> None:
    first = cell_lines(["科目编码 | 科目名称 | 合计", "2010101 | 行政运行 | 5.00"])
    other = cell_lines(["项目 | 2025年预算数 | 2026年预算数 | 合计", "公务接待费 | 1.00 | 2.00 | 3.00"])
    tables = find_tables(document("支出总表", "单位：元", *first, "表一之七", *other))
    assert [(table.kind, len(table.body)) for table in tables] == [("expenditure_summary", 2), ("other", 2)]


def test_a_header_that_a_page_prints_again_ends_nothing() -> None:
    first = cell_lines(["科目编码 | 科目名称 | 合计", "2010101 | 行政运行 | 5.00"])
    again = cell_lines(["科目编码 | 科目名称 | 合计（元）", "2010102 | 机关服务 | 6.00"])
    [table] = find_tables(document("支出总表", "单位：元", *first, "2", *again))
    assert sum("00" in line.text for line in table.body) == 2


def torn(before: str, after: str, page: int = 2) -> list[tuple[str, ...]]:
    rows = [GridRow(tuple(key(cell) for cell in text.split("|")), n) for n, text in enumerate((before, after), start=1)]
    return [row.cells for row in mended(rows, {1: 1, 2: page})]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2080505|机关事业单位基本养|5.00", "|老保险缴费支出|"),
        ("20805|机关事业单位基本养老保险缴费支出|5.00", "05||"),
        ("2080505-机关事业单位基本养|5.00", "老保险缴费支出|"),
    ],
)  # fmt: skip
def test_a_row_that_a_page_break_tore_is_one_row(before: str, after: str) -> None:
    [row] = torn(before, after)
    assert row[-1] == "5.00" and "机关事业单位基本养老保险缴费支出" in "".join(row)
    assert len(torn(before, after, page=1)) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2210201|住房公积金|5.00", "|购房补贴|"),
        ("|某项专用的设|5.00", "|备购置|"),
        ("2080505|机关事业单位基本养|5.00", "||6.00"),
    ],
)
def test_what_no_list_proves_is_not_joined(before: str, after: str) -> None:
    assert len(torn(before, after)) == 2


PROJECTS = ("特定目标类|办公用房修缮|本级|5.00", "特定目标类|信息化建设与|本级|6.00")
MORE = ("特定目标类|会议及培训|本级|7.00", "|合计||18.00")


def pages_of(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, ...]]:
    texts = [*first, *second]
    rows = [GridRow(tuple(key(cell) for cell in text.split("|")), n) for n, text in enumerate(texts)]
    return [row.cells for row in mended(rows, {n: 1 if n < len(first) else 2 for n in range(len(texts))})]


def test_the_rest_of_a_name_at_the_top_of_a_page_goes_with_its_row() -> None:
    found = pages_of(PROJECTS, ("|运行维护||", *MORE))
    assert [cells[1] for cells in found] == ["办公用房修缮", "信息化建设与运行维护", "会议及培训", "合计"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PROJECTS, ("其他运转类|||", *MORE)),  # the first column is filled: it may head the rows below
        (PROJECTS, ("|一、其他项目||", *MORE)),
        (PROJECTS, ("|合计||", *MORE)),
        (("|部门一||", *PROJECTS), ("|运行维护||", *MORE)),  # rows without figures are nothing strange here
        (PROJECTS, ("|||运行维护", *MORE)),  # where the row before has its amount
        (PROJECTS[1:], ("|运行维护||", MORE[1])),  # too few rows show what rows fill
    ],
)
def test_a_row_without_figures_that_may_stand_alone_is_kept(first: Sequence[str], second: Sequence[str]) -> None:
    assert len(pages_of(first, second)) == len(first) + len(second)


def test_a_drawn_table_among_prose_is_kept() -> None:
    tables = find_tables(document("收入总表", "单位：元", *CELLS, "第三部分 说明", "如下所示：", *CELLS))
    assert [table.kind for table in tables] == ["revenue_summary", "other"]


def test_a_running_head_and_prose_are_no_titles() -> None:
    lines = document(
        "某局2026年度部门预算", *CELLS, "某局2026年度部门预算", *CELLS, "安排了公务接待费的预算，如下表", *CELLS
    )
    assert list(table_starts(lines.lines)) == []


def test_a_unit_alone_in_brackets_is_told_from_a_title() -> None:
    title, cells = "表7.一般公共预算“三公”经费支出表", cell_lines(["项目 | 金额", "合计 | 3.00"])
    found = find_tables(document(title, "（万元）", *cells))
    assert [(table.title, table.kind, table.unit) for table in found] == [(title, "three_public", "万元")]


@pytest.mark.parametrize("number", ["公开04表", "附表4", "附件2-4", "单位公开表4", "表四"])
def test_the_number_of_a_table_printed_again_within_it_is_no_row(number: str) -> None:
    head = "科目编码 | 科目名称 | 金额"
    again = [f"{number} | < | <", "收入决算表 | < | <", head]
    rows = cell_lines([head, "201 | 公共服务 | 3.00", *again, "208 | 社会保障 | 2.00"])
    [table] = find_tables(document(number, "收入决算表", "部门：某县水利局 单位：元", *rows))
    assert not any(line.text.startswith(number) for line in table.body)


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        ("某县水利局2026年 | < | <", False),  # the first line of the next table's title
        ("注：单位自筹资金另列 | < | <", True),
        ("本表为空 | < | <", True),
        ("资金来源说明如下。 | < | <", True),
    ],
)
def test_a_cell_over_all_columns_at_a_tables_end_heads_the_next_one(last: str, kept: bool) -> None:
    head = "科目编码 | 科目名称 | 金额"
    first = cell_lines([head, "201 | 公共服务 | 3.00", last])
    following = cell_lines(["支出决算表 | <", "单位：元 | <", "项目 | 金额", "合计 | 3.00"])
    tables = find_tables(document("收入决算表", "部门：某县水利局 单位：元", *first, *following))
    text = "".join(line.text for line in (*tables[0].body, *tables[0].notes))
    assert (last.partition(" |")[0] in text, len(tables)) == (kept, 2)
