"""Pages of a table that are cut into different columns come onto common ones by their headers. Figures are made up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import converter
from converter.aligning import aligned, parted
from converter.header import GridRow

ONE_COLUMN = (".<..", "项目||合计|人员"), ("..^^", "类款|名称||"), ("....", "301 01|工资|5.00|5.00")
THREE = (".<<..", "项目|||合计|人员"), ("...^^", "类|款|名称||"), (".....", "301|02|津贴|6.00|")
TOTAL = (".....", "||合计|11.00|5.00")


def grid(rows: Sequence[tuple[str, str]], aligned: bool = False, edges: bool = False) -> list[GridRow]:
    found = [(tuple(text.split("|")), marks) for marks, text in rows]
    return [
        GridRow(cells, number, marks, tuple(map(float, range(len(cells) + 1))) if edges else (), aligned=aligned)
        for number, (cells, marks) in enumerate(found, start=1)
    ]


def cells(rows: Sequence[GridRow]) -> list[str]:
    return ["|".join(row.cells) for row in rows]


@pytest.mark.parametrize("first", [True, False])
def test_a_page_that_cuts_a_column_in_two_is_brought_onto_the_columns_of_the_other(first: bool) -> None:
    parts = (grid(ONE_COLUMN, edges=True), grid([*THREE, TOTAL], aligned=True))
    one, other = parts if first else parts[::-1]
    found = aligned([*one, *other])
    assert cells(found[:2]) == [THREE[0][1], THREE[1][1]]
    assert set(cells(found[2:])) == {"301 01||工资|5.00|5.00", "301|02|津贴|6.00|", "||合计|11.00|5.00"}
    assert next(row for row in found if row.cells[0] == "301 01").merged == ".<..."


def test_a_figure_over_two_columns_of_the_other_page_is_not_said_to_stand_in_one() -> None:
    one = grid([("...", "科目|合计|人员公用"), ("...", "工资|5.00|5.00")])
    other = grid([("....", "科目|合计|人员|公用"), ("....", "津贴|6.00|6.00|")])
    assert aligned([*other, *one])[-1].merged == "...<"


@pytest.mark.parametrize(
    "header",
    [
        "科目|人员|公用",  # one column less
        "科目|项目|人员|公用|合计",  # one more
        "科目|公用|人员|合计|",  # another order
    ],
)
def test_other_headers_bring_nothing_together(header: str) -> None:
    one = grid([("....", "科目|合计|人员|公用"), ("....", "工资|5.00|5.00|")])
    other = grid([("." * (header.count("|") + 1), header), ("...", "津贴|6.00|6.00")])
    found = aligned([*one, *other])
    assert [row.filled for row in found] == [row.filled for row in (*one, *other)]


def test_rows_of_pages_read_in_another_way_into_other_columns_are_left_out_and_told() -> None:
    told = grid([("....", "科目|合计|人员|公用"), ("....", "工资|5.00|5.00|")], aligned=True)
    drawn = grid([("...", "津贴 6.00|6.00|"), ("....", "补助|2.00||2.00")], edges=True)
    rows, foreign = parted([*told, *drawn])
    assert cells(rows) == ["科目|合计|人员|公用", "工资|5.00|5.00|", "补助|2.00||2.00"]
    assert cells(foreign) == ["津贴 6.00|6.00|"]


def test_short_rows_of_other_sources_only_lack_their_empty_cells() -> None:
    rows, foreign = parted(grid([("....", "科目|合计|人员|公用"), ("...", "津贴|6.00|6.00")]))
    assert cells(rows)[1] == "津贴|6.00|6.00|" and not foreign


def test_a_web_page_may_cut_the_second_half_of_a_table_otherwise(tmp_path: Path) -> None:
    head = "<h2>2026年新乡市卫滨区教育局部门预算公开</h2><p>一般公共预算基本支出表</p><p>单位：万元</p>"
    one = """<table><tr><th colspan=2>科目编码</th><th rowspan=2>科目名称</th><th rowspan=2>合计</th>
      <th rowspan=2>人员经费</th><th rowspan=2>公用经费</th></tr><tr><th>类</th><th>款</th></tr>
      <tr><td>301</td><td></td><td>工资福利支出</td><td>150.00</td><td>150.00</td><td></td></tr>
      <tr><td>301</td><td>01</td><td>基本工资</td><td>150.00</td><td>150.00</td><td></td></tr></table>"""
    other = """<table><tr><th>科目编码</th><th rowspan=2>科目名称</th><th rowspan=2>合计</th>
      <th rowspan=2>人员经费</th><th rowspan=2>公用经费</th></tr><tr><th>类款</th></tr>
      <tr><td>302</td><td>商品和服务支出</td><td>20.00</td><td></td><td>20.00</td></tr>
      <tr><td>30201</td><td>办公费</td><td>20.00</td><td></td><td>20.00</td></tr>
      <tr><td></td><td>合计</td><td>170.00</td><td>150.00</td><td>20.00</td></tr></table>"""
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{head}{one}{other}</body></html>", encoding="utf-8")
    found = [(c.row_code, c.column_path, c.published_value) for c in converter.read(path).cell_facts]
    assert ("30201", "合计", "20.00") in found and ("30201", "公用经费", "20.00") in found
    assert ("", "合计", "170.00") in found and ("", "公用经费", "20.00") in found
