"""The tables of a disclosure, made of a budget in a style."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from benchmarks.unseen.budget import Budget, Spending
from benchmarks.unseen.grid import Column, Form, Path, Row
from benchmarks.unseen.subjects import UNIT_CODE, Style, Values, economic_rows, function_rows, subject_columns
from benchmarks.unseen.summaries import fiscal, summary
from benchmarks.unseen.three_public import three_public

NOTHING = Decimal(0)


def whole(spending: Spending) -> Decimal:
    return spending.whole


def forms(budget: Budget, style: Style, titles: dict[str, str]) -> Iterator[Form]:
    """The tables in the order of the national core; those without figures are empty and say so."""
    yield summary(budget, style, titles["summary"])
    yield revenue(budget, style, titles["revenue"])
    yield expenditure(budget, style, titles["expenditure"])
    yield fiscal(budget, style, titles["fiscal"])
    yield general(budget, style, titles["general"])
    yield basic(budget, style, titles["basic"])
    yield three_public(budget, style, titles["three_public"])
    yield one_fund(budget, style, titles["fund"], "fund", "government_fund_expenditure")
    if "capital" in titles:
        yield one_fund(budget, style, titles["capital"], "capital", "state_capital_expenditure")
    if titles.get("projects", "").startswith("项目支出") and "绩效" not in titles["projects"]:
        yield projects(budget, style, titles["projects"])


def amounts(*paths: Path) -> list[Column]:
    return [Column(path) for path in paths]


FINAL_REVENUE = ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
OLD_REVENUE = ("合计", "一般公共预算拨款", "政府性基金拨款", "国有资本经营预算拨款", "事业收入", "其他收入", "上年结转")
REVENUE = (
    "合计", "上年结转", "一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入",
    "事业收入", "其他收入",
)  # fmt: skip


def revenue(budget: Budget, style: Style, title: str) -> Form:
    """The revenue by function and by fund."""
    final = style["naming"] == "final"

    def values(code: str) -> Values:
        by = {
            fund: budget.sum(whole, code, fund)
            for fund in ("general", "fund", "capital", "business", "other", "carried")
        }
        every = sum(by.values(), NOTHING)
        if final:
            fiscal_part = by["general"] + by["fund"] + by["capital"]
            return every - by["carried"], fiscal_part, NOTHING, by["business"], NOTHING, NOTHING, by["other"]
        parts = by["general"], by["fund"], by["capital"], by["business"], by["other"]
        return (every, *parts, by["carried"]) if style["naming"] == "old" else (every, by["carried"], *parts)

    words = FINAL_REVENUE if final else OLD_REVENUE if style["naming"] == "old" else REVENUE
    columns = [*subject_columns(style), *amounts(*((word,) for word in words))]
    rows = function_rows(budget, style, values, ("general", "fund", "capital", "business", "other"))
    if not final:
        rows = function_rows(budget, style, values, ("general", "fund", "capital", "business", "other", "carried"))
    return Form("revenue_summary", title, tuple(columns), rows)


def expenditure(budget: Budget, style: Style, title: str) -> Form:
    """All expenditure by function: basic and project, in the way that the naming has."""
    deep = style["naming"] in ("national", "short")

    def values(code: str) -> Values:
        basic, project = budget.sum(lambda s: s.basic, code), budget.sum(lambda s: s.project, code)
        if deep:
            people, public = budget.sum(lambda s: s.personnel, code), budget.sum(lambda s: s.public, code)
            return basic + project, basic, people, public, project
        if style["naming"] == "old":
            return basic + project, basic, project
        return basic + project, basic, project, NOTHING, NOTHING, NOTHING

    end = "预算" if style["naming"] != "final" else ""
    paths: Sequence[Path] = (
        [("合计",), ("基本支出", "小计"), ("基本支出", "人员经费"), ("基本支出", "公用经费"), ("项目支出",)]
        if deep
        else [("合计",), ("基本支出",), ("项目支出",)]
        if style["naming"] == "old"
        else [
            ("本年支出合计" if not end else "合计",), ("基本支出",), ("项目支出",), ("上缴上级支出",),
            ("经营支出" if not end else "事业单位经营支出",), ("对附属单位补助支出",),
        ]
    )  # fmt: skip
    columns = [*subject_columns(style), *amounts(*paths)]
    rows = function_rows(budget, style, values, ("general", "fund", "capital", "business", "other", "carried"))
    return Form("expenditure_summary", title, tuple(columns), rows)


def general(budget: Budget, style: Style, title: str) -> Form:
    """The general public expenditure by function; the central form compares it with the year before."""
    compared = style["naming"] == "central"

    def values(code: str) -> Values:
        parts = [budget.sum(part, code, "general") for part in (lambda s: s.personnel, lambda s: s.public)]
        project = budget.sum(lambda s: s.project, code, "general")
        every = sum(parts, project)
        if compared:
            before = (every * 9 // 1000000) * 100000 + (every % 7) * 100
            rate = f"{(every - before) / before * 100:.2f}%" if before else ""
            return before, every, sum(parts, NOTHING), project, every - before, rate
        return every, sum(parts, NOTHING), *parts, project

    year = budget.year
    paths: list[Path] = [
        ("合计",),
        ("基本支出", "小计"),
        ("基本支出", "人员经费"),
        ("基本支出", "公用经费"),
        ("项目支出",),
    ]
    if compared:
        new = f"{year}年预算数"
        paths = [(f"{year - 1}年执行数",), (new, "小计"), (new, "基本支出"), (new, "项目支出")]
        paths += [(f"{year}年预算数比{year - 1}年执行数", "增减额"), (f"{year}年预算数比{year - 1}年执行数", "增减%")]
    columns = [*subject_columns(style, "功能分类科目" if compared else ""), *amounts(*paths)]
    return Form("general_public_expenditure", title, tuple(columns), function_rows(budget, style, values, ("general",)))


def basic(budget: Budget, style: Style, title: str) -> Form:
    """The basic expenditure by economic subject."""

    def values(code: str) -> Values:
        by = {
            kind: sum((part for one, other, part in budget.economic if other == kind and one.startswith(code)), NOTHING)
            for kind in ("personnel", "public")
        }
        return by["personnel"] + by["public"], by["personnel"], by["public"]

    head = f"{budget.year}年基本支出" if style["naming"] in ("public", "short", "central") else ""
    above = (head,) if head else ()
    group = (
        "部门预算支出经济分类科目"
        if style["naming"] == "central"
        else "经济分类科目" * (style["codes"] in ("dash", "bracket"))
    )
    columns = [*subject_columns(style, group), *amounts(*((*above, word) for word in ("合计", "人员经费", "公用经费")))]
    kind = "basic_expenditure_detail" if "明细" in title else "basic_expenditure_economic"
    return Form(kind, title, tuple(columns), economic_rows(budget, style, values))


def one_fund(budget: Budget, style: Style, title: str, fund: str, kind: str) -> Form:
    """The expenditure of the government funds or of the state capital budget, or an empty table with its note."""

    def values(code: str) -> Values:
        return (
            budget.sum(whole, code, fund),
            budget.sum(lambda s: s.basic, code, fund),
            budget.sum(lambda s: s.project, code, fund),
        )

    columns = [*subject_columns(style), *amounts(("合计",), ("基本支出",), ("项目支出",))]
    rows = function_rows(budget, style, values, (fund,)) if budget.codes((fund,)) else ()
    what = "政府性基金预算" if fund == "fund" else "国有资本经营预算"
    note = "" if rows else f"注：本部门{budget.year}年没有使用{what}拨款安排的支出，故本表为空表。"
    blank = Row(dict.fromkeys(range(len(columns)), ""), {})
    return Form(kind, title, tuple(columns), rows or (blank, blank), note)


def projects(budget: Budget, style: Style, title: str) -> Form:
    """The projects, each with its amount by fund."""
    funds = ("general", "fund", "capital", "business", "other", "carried")
    words = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "事业收入", "其他收入", "上年结转")
    keys = [Column(("类型",), 1.2, money=False), Column(("项目名称",), 3, money=False, narrow=True)]
    keys += [Column(("项目单位",), 2.2, money=False, narrow=True)]
    columns = [*keys, *amounts(("合计",), *(("资金来源", word) for word in words))]

    def row(name: str, by: dict[str, Decimal], *texts: str) -> Row:
        values = [sum(by.values(), NOTHING), *(by.get(fund, NOTHING) for fund in funds)]
        cells = dict(enumerate([*texts, *values]))
        return Row(cells, {place: name for place in range(3, len(cells))})

    rows = [row(p.name, {p.fund: p.amount}, "特定目标类", p.name, budget.department) for p in budget.projects]
    by = {fund: sum((p.amount for p in budget.projects if p.fund == fund), NOTHING) for fund in funds}
    total = row("合计", by, "", "合计", "")
    ordered = {"first": [total, *rows], "last": [*rows, total]}.get(style["total"], rows)
    return Form("project_expenditure", title, tuple(columns), tuple(ordered))


__all__ = ["UNIT_CODE", "forms"]
