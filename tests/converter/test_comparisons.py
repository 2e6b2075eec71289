"""Columns that compare two others of their row: which they are, what they compare, and what does not follow."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from drawn import sheet

import converter
from converter.comparison_heads import compared, kind_of
from converter.facts import Comparison
from converter.graph import facts

YS = "https://w3id.org/yusuan/def#"
CENTRAL = (
    "科目编码 | 科目名称 | 2025年执行数 | 2026年预算数 | < | < | 2026年预算数比2025年执行数 | <",
    "^ | ^ | ^ | 小计 | 基本支出 | 项目支出 | 增减额 | 增减%",
    "201 | 一般公共服务支出 | 1,200.00 | 1,320.00 | 820.00 | 500.00 | 120.00 | 10.00",
    "20103 | 政府办公厅（室）及相关机构事务 | 1,200.00 | 1,320.00 | 820.00 | 500.00 | 120.00 | 10.00%",
    "2010301 | 行政运行 | 800.00 | 820.00 | 820.00 | | 20.00 | 2.50",
    "2010308 | 信访事务 | 400.00 | 500.00 | | 500.00 | 100.00 | 25.00",
    " | 合计 | 1,200.00 | 1,320.00 | 820.00 | 500.00 | 120.00 | 10.00",
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("2026年预算数比2025年执行数", "增减额"), "difference"),
        (("2026年预算数比2025年执行数", "增减%"), "growth"),
        (("增减变化情况", "公务接待费"), "difference"),
        (("比上年增减（+、-）",), "difference"),
        (("增减比例（%）",), "growth"),
        (("增长率",), "growth"),
        (("执行率",), "ratio"),
        (("预算数为上年执行数的%",), "ratio"),
        (("完成年初预算的%",), "ratio"),
        (("占支出合计的比重",), "share"),
        (("占比（%）",), "share"),
        (("增减变化", "上年预算数"), None),
        (("2026年预算数",), None),
        (("用事业基金弥补收支差额",), None),
        (("合计",), None),
        (("项目支出",), None),
    ],
)
def test_words_say_which_columns_compare(path: tuple[str, ...], kind: str | None) -> None:
    found = kind_of(path)
    assert (found.name if found else None) == kind


def test_what_is_compared_is_what_is_left_of_the_head() -> None:
    assert compared(("增减变化情况", "公务用车购置及运行费", "小计")) == ("公务用车购置及运行费", "小计")
    assert compared(("2026年预算数比2025年执行数", "增减额")) == ()


def page(tmp_path: Path, *tables: tuple[str, tuple[str, ...]]) -> converter.Disclosure:
    """A made-up web page with these tables, as read; `<` and `^` are merged with the cell before and above."""
    body = "".join(f"<p>{title}</p><p>单位：万元</p><table border=1>{markup(rows)}</table>" for title, rows in tables)
    path = tmp_path / "新乡市卫滨区信访局2026年部门预算.html"
    text = f"<html><head><meta charset=utf-8></head><body><h1>新乡市卫滨区信访局2026年部门预算</h1>{body}</body></html>"
    path.write_text(text, encoding="utf-8")
    return converter.read(path)


def markup(rows: tuple[str, ...]) -> str:
    """Rows of cells as HTML, merged cells as spans."""
    grid = [[cell.strip() for cell in row.split("|")] for row in rows]
    out = []
    for i, row in enumerate(grid):
        cells = []
        for j, cell in enumerate(row):
            if cell not in {"<", "^"}:
                wide = next((k for k in range(j + 1, len(row)) if row[k] != "<"), len(row)) - j
                high = next((k for k in range(i + 1, len(grid)) if grid[k][j] != "^"), len(grid)) - i
                cells.append(f"<td colspan={wide} rowspan={high}>{cell}</td>")
        out.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(out)


def of_row(disclosure: converter.Disclosure, label: str) -> dict[str, Comparison]:
    return {each.kind: each for each in disclosure.comparison_facts if each.row_label == label}


def test_changes_and_rates_lead_to_both_amounts(tmp_path: Path) -> None:
    read = page(tmp_path, ("一般公共预算支出表", CENTRAL))
    found = of_row(read, "行政运行")
    assert {kind: each.value for kind, each in found.items()} == {"difference": 200_000, "growth": Decimal("2.50")}
    for each in found.values():
        assert each.of and each.against
        assert (each.of.column_path, each.against.column_path) == ("2026年预算数/小计", "2025年执行数")
    assert of_row(read, "政府办公厅（室）及相关机构事务")["growth"].published_value == "10.00%"
    assert not [note for _, note in read.notes if note.rule in {"unmapped-header", "unreadable-row"}]


def test_a_percentage_is_no_amount(tmp_path: Path) -> None:
    read = page(tmp_path, ("一般公共预算支出表", CENTRAL))
    assert not [cell for cell in read.cell_facts if "%" in cell.column_path]
    changes = [cell for cell in read.cell_facts if cell.column_path.endswith("增减额")]
    assert len(changes) == 5 and not any(cell.known for cell in changes)  # cells, and no lines to be added up
    assert len(read.comparisons) == 10 and list(read.comparisons["of"])[:1] == [13_200_000]


def test_the_sums_of_a_header_stand_beside_what_compares() -> None:
    [block] = sheet(
        "一般公共预算支出表",
        "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | 比上年增减 | 增减%",
        "2010301 | 行政运行 | 8.00 | 5.00 | 3.00 | 1.00 | 14.29",
    ).blocks
    assert block.columns is not None
    assert [(each.total, each.parts) for each in block.columns.identities] == [(0, (1, 2))]
    assert block.rows[0].rates[0][0] == 4 and len(block.rows[0].amounts) == 4


ITEMS = (
    "项目 | 上年预算数 | 上年执行数 | 本年预算数 | 增减额 | 增减比例",
    "合计 | 30.00 | 28.00 | 27.00 | -3.00 | -10.00%",
    "因公出国（境）费 | 10.00 | 9.50 | 9.00 | -1.00 | -10.00%",
    "公务用车购置及运行费 | 15.00 | 14.00 | 14.00 | -1.00 | -6.67%",
    "公务接待费 | 5.00 | 4.50 | 4.00 | -1.00 | -20.00%",
)


def test_of_several_earlier_columns_the_rows_tell_which(tmp_path: Path) -> None:
    read = page(tmp_path, ("“三公”经费预算表", ITEMS))
    assert {each.against.column_path for each in read.comparison_facts if each.against} == {"上年预算数"}
    assert len([each for each in read.comparison_facts if each.against]) == 8


def test_where_the_rows_bear_nothing_out_nothing_is_said(tmp_path: Path) -> None:
    odd = tuple(row.replace("-1.00", "7.00").replace("-3.00", "7.00").replace("-", "8") for row in ITEMS)
    read = page(tmp_path, ("“三公”经费预算表", odd))
    assert read.comparison_facts and not any(each.of for each in read.comparison_facts)
    assert not {f.rule for f in read.finding_facts} & {"change-arithmetic", "percent-arithmetic"}


def test_a_wrong_change_and_a_wrong_rate_are_findings(tmp_path: Path) -> None:
    wrong = list(CENTRAL)
    wrong[4] = wrong[4].replace("20.00 | 2.50", "30.00 | 2.50")
    wrong[5] = wrong[5].replace("25.00", "52.00")
    right, read = page(tmp_path, ("一般公共预算支出表", CENTRAL)), page(tmp_path, ("一般公共预算支出表", tuple(wrong)))
    rules = {"change-arithmetic", "percent-arithmetic"}
    assert not [f for f in right.finding_facts if f.rule in rules]
    change, rate = sorted((f for f in read.finding_facts if f.rule in rules), key=lambda f: f.rule)
    assert (change.rule, change.expected, change.found) == ("change-arithmetic", 200_000, 300_000)
    assert rate.rule == "percent-arithmetic" and "52" in rate.message_en and "25" in rate.message_en
    assert change.lines and rate.lines


def test_the_graph_holds_what_is_proved_and_no_amount(tmp_path: Path) -> None:
    store = ox.Store()
    store.extend(facts(page(tmp_path, ("一般公共预算支出表", CENTRAL))))
    rows = list(store.query(  # type: ignore[arg-type]
        f"""SELECT ?change ?new ?old WHERE {{ GRAPH ?g {{ ?c a <{YS}Comparison> ; <{YS}change> ?change ;
        <{YS}compares>/<{YS}amount> ?new ; <{YS}comparedWith>/<{YS}amount> ?old
        FILTER NOT EXISTS {{ ?c <{YS}amount> ?any }} }} }}"""
    ))  # fmt: skip
    found = [tuple(Decimal(value.value) for value in row) for row in rows]
    assert len(found) == 5 and all(new - old == change for change, new, old in found)
    lines = "SELECT ?l WHERE { GRAPH ?g { ?l a qb:Observation ; rdfs:label ?label FILTER(CONTAINS(?label, '增减')) } }"
    prefixes = "PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    assert not list(store.query(prefixes + lines))
