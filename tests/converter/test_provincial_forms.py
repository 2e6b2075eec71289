"""Forms that provinces print in their own way: parts of tables, units among subjects. All figures are made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import ORG, cell_lines, keyed, placed, sheet

from converter.cells import cells_of
from converter.document import Document, Line
from converter.editions import in_edition, speaks_for
from converter.kinds import kind_of_title, scope_of_table
from converter.placed import PlacedBlock
from converter.subject_columns import list_of_columns, subject_below
from converter.tables import RawTable, find_tables


def tables(*parts: tuple[str, list[str]]) -> tuple[RawTable, ...]:
    """The tables of a document with these titles and drawn rows."""
    lines: list[Line] = []
    for title, rows in parts:
        lines += [Line(len(lines) + 1, title, 1), Line(len(lines) + 2, "单位：万元", 1)]
        lines += cell_lines(rows, len(lines) + 1)
    return find_tables(Document(Path("made-up"), b"", "text/plain", tuple(lines)))


def values(block: PlacedBlock, row: int, place: int) -> dict[str, str]:
    return block.values(block.rows[row].keyed, place)


# titles


def test_a_title_may_say_which_part_of_a_table_it_heads() -> None:
    title = "一般公共预算基本支出表--公用经费(商品和服务支出)(按部门预算经济分类)"
    rows = ["科目编码 | 科目名称 | 合计", "2010301 | 行政运行 | 3.00"]
    found = tables(("一般公共预算支出表", rows), (title, rows))
    assert [(table.kind, table.title) for table in found] == [
        ("general_public_expenditure", "一般公共预算支出表"), ("basic_expenditure_economic", title),
    ]  # fmt: skip
    assert scope_of_table(found[1].kind, title)["expenditureKind"] == "goods-services"


def test_a_list_heads_a_table_and_a_table_of_contents_does_not() -> None:
    rows = ["序号 | 专项资金名称 | 金额", "1 | 产业发展 | 3.00"]
    found = tables(("收支总表", ["项目 | 预算数", "收入总计 | 3.00"]), ("十一、部门专项资金管理清单目录", rows))
    assert [table.kind for table in found] == ["revenue_expenditure_summary", "other"]
    pages = ["序号 | 报表 | 页码", "1 | 收支总表 | 3"]
    assert len(tables(("收支总表", ["项目 | 预算数", "收入总计 | 3.00"]), ("报表目录", pages))) == 1


def test_a_continued_table_is_the_same_table() -> None:
    head = "科目编码 | 科目名称 | 合计"
    parts = ("一般公共预算支出表", [head, "201 | 一般公共服务支出 | 3.00"]), (
        "一般公共预算支出表（续）", [head, "204 | 公共安全支出 | 2.00"],
    )  # fmt: skip
    [table] = tables(*parts)
    assert "公共安全支出" in table.body[-1].text


@pytest.mark.parametrize(
    ("title", "kind", "fund"),
    [
        ("财政拨款支出预算表（功能科目）", "fiscal_expenditure", "fiscal"),
        ("一般公共预算财政拨款支出表", "general_public_expenditure", "general-public"),
        ("财政拨款基本支出预算表", "basic_expenditure_economic", "fiscal"),
        ("一般公共预算财政拨款基本支出表", "basic_expenditure_economic", "general-public"),
        ("政府性基金预算“三公”经费支出预算表", "three_public", "government-fund"),
        ("国有资本经营预算“三公”经费支出表", "three_public", "state-capital"),
        ("“三公”经费支出表", "three_public", None),
        ("政府性基金预算支出分类汇总表（按政府预算经济分类）", "government_fund_expenditure", "government-fund"),
    ],
)
def test_what_a_title_says_of_the_money_is_what_its_figures_are_about(title: str, kind: str, fund: str | None) -> None:
    assert kind_of_title(title) == kind
    assert scope_of_table(kind, title).get("fundSource") == fund


# columns


def test_heads_are_subjects_of_the_list_that_the_title_names() -> None:
    head, row = "科目编码 | 科目名称 | 总计 | 会议费 | 办公费", "2010301 | 行政运行 | 3.00 | 1.00 | 2.00"
    [block] = placed("一般公共预算基本支出表（按部门预算经济分类）", head, row)
    assert [values(block, 0, place).get("deptEconomic") for place in range(3)] == [None, "30215", "30201"]
    [block] = placed("一般公共预算基本支出表", head, row)
    assert values(block, 0, 1)["item"] == "meeting"


def test_heads_that_only_one_list_holds_are_of_that_list() -> None:
    paths = [("合计",), ("基本工资",), ("津贴补贴",), ("奖金",), ("绩效工资",)]
    assert list_of_columns("basic_expenditure_economic", "一般公共预算基本支出表", paths) == "部门"
    assert list_of_columns("basic_expenditure_economic", "一般公共预算基本支出表", paths[:3]) == ""
    assert list_of_columns("expenditure_summary", "支出总表", [*paths, ("项目支出",)]) == ""
    assert list_of_columns("revenue_summary", "收入总表", paths) == ""
    assert subject_below(("机关工资福利支出", "住房公积金"), "政府") == "50103"
    assert subject_below(("对事业单位经常性补助", "住房公积金"), "政府") == ""


def test_a_head_does_not_widen_what_the_title_narrows() -> None:
    [block] = placed("政府性基金预算“三公”经费支出表", "单位名称 | 财政拨款 | 其他资金", "合计 | 3.00 | 1.00")
    assert [values(block, 0, place)["fundSource"] for place in range(2)] == ["government-fund", "unit-funds"]


def test_a_broader_head_beside_one_without_such_a_word_is_not_told_from_it() -> None:
    head = "科目编码 | 科目名称 | 合计 | 当年财政拨款安排 | 项目支出"
    [block] = placed("一般公共预算支出预算表", head, "2010301 | 行政运行 | 3.00 | 2.00 | 1.00")
    assert [block.knows(place) for place in range(3)] == [True, False, True]


# the three public expenses


def test_the_total_is_that_of_the_three_unless_other_items_stand_beside() -> None:
    rows = ["合计 | 9.00", "因公出国（境）费 | 4.00", "公务接待费 | 5.00"]
    [block] = placed("“三公”经费支出表", "项目 | 预算数", *rows)
    assert values(block, 0, 0)["item"] == "three-public"
    [block] = placed("“三公”经费支出表", "项目 | 预算数", *rows, "会议费 | 0.00")
    assert values(block, 0, 0)["item"] == "total"
    head = ("合计 | “三公”经费 | < | 会议费", "^ | 小计 | 公务接待费 | ^")
    [block] = placed("“三公”经费、会议费支出预算表", *head, "9.00 | 4.00 | 4.00 | 5.00")
    assert [values(block, 0, place)["item"] for place in (0, 1)] == ["total", "three-public"]


@pytest.mark.parametrize(("total", "item"), [("9.00", "three-public"), ("16.00", "total"), ("12.00", "total")])
def test_the_figures_tell_whether_a_total_in_the_header_is_that_of_the_three(total: str, item: str) -> None:
    head = "单位名称 | 合计 | 因公出国（境）费 | 公务接待费 | 机关运行经费"
    [block] = placed("“三公”经费、机关运行经费支出情况表", head, f"某市财政局 | {total} | 4.00 | 5.00 | 7.00")
    assert values(block, 0, 0)["item"] == item


# rows


def test_revenue_may_be_listed_by_source_below_each_other() -> None:
    rows = ["合计 | | 9.00", "公共财政拨款（补助）资金 | 小计 | 7.00", " | 专项收入 | 7.00", "其他资金 | 小计 | 2.00",
            " | 事业收入 | 2.00"]  # fmt: skip
    [block] = keyed("收入预算总表", "项目 | < | 金额", *rows)
    found = [(row.key.sort, row.key.values.get("fundSource"), row.key.role) for row in block.rows]
    assert found == [
        ("total", None, "total"), ("fund", "general-public", "total"), ("other", None, "detail"),
        ("fund", "unit-funds", "total"), ("fund", "institution-income", "detail"),
    ]  # fmt: skip


def test_a_unit_that_heads_subjects_has_the_code_that_they_name() -> None:
    head = "科目编码 | 单位代码 | 单位名称（科目） | 合计"
    rows = ["| | 某省林业局机关 | 3.00", "2130201 | 331301 | 行政运行 | 3.00", "| | 某省林业科学研究院 | 2.00",
            "2130204 | 331902 | 事业机构 | 2.00"]  # fmt: skip
    [block] = keyed("部门支出总表", head, *rows)
    assert [(row.key.sort, row.key.unit) for row in block.rows][::2] == [("unit", "331301"), ("unit", "331902")]
    mixed = [rows[0], rows[1], "2130204 | 331902 | 事业机构 | 2.00"]
    [block] = keyed("部门支出总表", head, *mixed)
    assert block.rows[0].key.sort == "other"


def test_projects_below_a_subject_print_its_code_again() -> None:
    head = "科目编码 | 单位代码 | 单位名称（科目、项目） | 金额"
    rows = ["2130204 | | 事业机构 | 9.00", "2130204 | 331301 | 森林防火 | 5.00", "2130204 | 331301 | 物种保护 | 4.00"]
    [block] = keyed("一般公共预算项目支出预算表", head, *rows)
    found = [(row.key.sort, row.key.label, row.key.values.get("function"), row.key.unit) for row in block.rows]
    assert found == [
        ("function", "事业机构", "2130204", ""), ("project", "森林防火", "2130204", "331301"),
        ("project", "物种保护", "2130204", "331301"),
    ]  # fmt: skip


def test_units_may_be_listed_below_the_head_of_departments_and_units() -> None:
    [block] = sheet("部门收入预算总表", "部门（单位） | 合计", "某省统计信息中心 | 2.00").blocks
    assert block.rows[0].fields["unit_name"] == "某省统计信息中心"


# editions


def test_names_are_held_against_the_list_only_for_the_years_that_it_speaks_for() -> None:
    assert [speaks_for("function", year) for year in (2019, 2020)] == [False, True]
    assert [speaks_for("economic-department", year) for year in (2017, 2018)] == [False, True]


@pytest.mark.parametrize(
    ("code", "label", "year", "known"),
    [("30311", "住房公积金", 2017, False), ("30101", "基本工资", 2017, True), ("30311", "住房公积金", 2018, True)],
)
def test_a_code_that_an_older_edition_used_for_another_subject_is_not_that_of_the_list(
    code: str, label: str, year: int, known: bool
) -> None:
    [block] = placed("一般公共预算基本支出表", "科目编码 | 科目名称 | 合计", f"{code} | {label} | 3.00")
    document = Document(Path("made-up"), b"", "text/plain", tuple(Line(n, "x", 1) for n in range(1, 4)))
    [cell] = cells_of(block, 0, document, ORG)
    assert in_edition(cell, year).known is known


# final accounts


def test_what_a_fund_received_and_keeps_is_no_expenditure() -> None:
    title = "政府性基金预算财政拨款收入支出决算表"
    head = "科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 本年支出 | 年末结转和结余"
    [block] = placed(title, head, "2296002 | 用于社会福利的彩票公益金支出 | 1.00 | 4.00 | 3.00 | 2.00")
    assert [values(block, 0, place).get("item", "total") for place in range(4)] == [
        "opening-balance", "revenue-total", "total", "closing-balance",
    ]  # fmt: skip
    [block] = placed("政府性基金预算支出表", head, "2296002 | 用于社会福利的彩票公益金支出 | 1.00 | 4.00 | 3.00 | 2.00")
    assert "item" not in values(block, 0, 1)
