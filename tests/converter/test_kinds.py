"""What titles of many provinces mean: summaries, parts of them, one budget's revenue, performance."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import cell_lines

from converter.document import Document, Line
from converter.kinds import kind_of_title, scope_of_table
from converter.lexicon import column_word, headers
from converter.tables import find_tables


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("财拨总表", "fiscal_appropriation_summary"),
        ("财政拨款总表", "fiscal_appropriation_summary"),
        ("一般公共预算财政拨款收支总表", "fiscal_appropriation_summary"),
        ("一般公共预算财政拨款收入支出决算表", "general_public_expenditure"),
        ("政府性基金预算财政拨款收入支出决算表", "government_fund_expenditure"),
        ("政府性基金预算支出表", "government_fund_expenditure"),
        ("一般公共预算支出情况表", "general_public_expenditure"),
        ("一般公共预算基本支出情况表—商品和服务支出", "basic_expenditure_economic"),
        ("部门预算收支总表", "revenue_expenditure_summary"),
        ("项目支出绩效表", "project_performance"),
        ("项目支出绩效自评表", "project_performance"),
        ("部门整体支出绩效自评表", "overall_performance"),
        ("2025年项目支出绩效目标批复表", "project_performance"),
        ("部门项目支出预算年度绩效指标申报表", "project_performance"),
        ("项目支出表（含绩效目标）", "project_expenditure"),
        ("2026年支出经济分类预算表（政府预算）", "economic_classification_summary"),
        ("支出功能分类预算表", "expenditure_summary"),
        ("财政拨款“三公”经费和机关运行经费支出表", "three_public"),
        ("国有资产使用情况表", "assets"),
        ("一般预算拨款支出预算表", "general_public_expenditure"),
        ("支出预算项目明细表", "project_expenditure"),
        ("部门支出总表（按政府预算经济分类）", "economic_classification_summary"),
        ("部门收支总表（按政府预算经济分类）", "revenue_expenditure_summary"),
    ],
)
def test_a_title_names_a_kind(title: str, kind: str) -> None:
    assert kind_of_title(title) == kind


@pytest.mark.parametrize(
    "title",
    [
        "政府性基金预算收入表", "国有资本经营预算收入决算表", "一般公共预算拨款收入表",
        "社会保险基金决算收支总表", "项目收入支出决算表",
        "上年结转支出预算表",
        "一般公共预算支出情况表—工资福利支出（政府预算）", "支出情况表—对个人和家庭的补助", "财政专项支出预算表",
        "运行经费支出、国有资产占用及政府采购信息表", "相关经费支出决算表",
        "政府性基金预算基本支出预算表", "政府性基金预算财政拨款基本支出决算表", "项目中期规划预算表",
        "纳入财政专户管理的收入支出预算表", "上年节余（结转）收入支出预算表",
    ],
)  # fmt: skip
def test_a_part_is_no_summary(title: str) -> None:
    assert kind_of_title(title) == "other"


@pytest.mark.parametrize(
    ("title", "fund"),
    [
        ("一般公共预算基本支出表", "general-public"), ("财政拨款基本支出预算表", "fiscal"), ("部门基本支出表", None),
        ("基本支出预算表（人员类、运转类公用经费项目）", None), ("一般预算拨款基本支出预算表", "general-public"),
    ],
)  # fmt: skip
def test_basic_expenditure_is_of_the_money_that_the_title_names(title: str, fund: str | None) -> None:
    scope = scope_of_table("basic_expenditure_economic", title)
    assert scope["expenditureKind"] == "basic" and scope.get("fundSource") == fund


def test_revenue_of_one_budget_is_no_expenditure() -> None:
    assert scope_of_table("other", "政府性基金预算收入表") == {"flow": "revenue", "fundSource": "government-fund"}


def test_a_table_of_what_came_in_and_went_out_by_subject_is_found() -> None:
    rows = cell_lines(["科目编码 | 科目名称 | 本年收入 | 本年支出", "2010301 | 行政运行 | 5.00 | 5.00"])
    lines = [Line(1, "一般公共预算财政拨款收入支出决算表", 1), Line(2, "单位：万元", 1), *cell_lines([], 3), *rows]
    numbered = tuple(Line(n, line.text, 1, line.merged) for n, line in enumerate(lines, start=1))
    [table] = find_tables(Document(Path("made-up"), b"", "text/plain", numbered))
    assert table.kind == "general_public_expenditure"


def test_what_a_fund_has_left_is_of_basic_expenditure_or_of_projects() -> None:
    assert column_word("基本支出结转").values == {"expenditureKind": "basic"}
    assert column_word("项目支出结转和结余").values == {"expenditureKind": "project"}
    assert not column_word("项目支出结余率").known
    assert {"neutral", "phrase"} <= set(headers())


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("一般公共预算“三公”经费支出表政府性基金预算支出表", None),
        ("部门收入总表部门支出总表", None),
        ("2024年部门预算公开表收入总表", "revenue_summary"),
        ("部门收支总表（收支预算总表）", "revenue_expenditure_summary"),
        ("收入支出决算总表公开01表", "revenue_expenditure_summary"),
    ],
)
def test_two_titles_on_one_line_name_no_kind(title: str, kind: str | None) -> None:
    assert kind_of_title(title) == kind
