"""The table of the three public expenses in its shapes."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.unseen.budget import Budget
from benchmarks.unseen.grid import Column, Form, Path, Row
from benchmarks.unseen.subjects import Style

ITEMS = ("trips", "vehicles", "purchase", "running", "reception")
NAMES = ("因公出国（境）费", "公务用车购置及运行费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
VEHICLES = "公务用车购置及运行费"
PATHS: tuple[Path, ...] = (
    ("合计",), ("因公出国（境）费",), (VEHICLES, "小计"), (VEHICLES, "公务用车购置费"), (VEHICLES, "公务用车运行费"),
    ("公务接待费",),
)  # fmt: skip


def amounts(given: dict[str, Decimal]) -> tuple[Decimal, ...]:
    """合计, trips, vehicles, purchase, running, reception."""
    vehicles = given["purchase"] + given["running"]
    whole = given["trips"] + vehicles + given["reception"]
    return whole, given["trips"], vehicles, given["purchase"], given["running"], given["reception"]


def three_public(budget: Budget, style: Style, title: str) -> Form:
    """The table in the shape of the style."""
    now, before = amounts(budget.three_public), amounts(budget.before)
    years = (f"{budget.year - 1}年预算数", f"{budget.year}年预算数")
    if style["naming"] == "final":
        years = ("预算数", "决算数")
        return years_wide(title, before, now, years)
    match style["three_public"]:
        case "tall":
            return tall(title, [now], ["预算数" if style["unit_place"] != "title" else "金额"])
        case "years-tall":
            return tall(title, [before, now], list(years))
        case "years-wide":
            return years_wide(title, before, now, years)
    if style["naming"] == "old":
        return with_meetings(budget, title, now)
    columns = (Column(("单位编码",), 1, money=False), Column(("单位名称",), 2.4, money=False),
               *(Column(("“三公”经费", *path)) for path in PATHS))  # fmt: skip
    row = Row(dict(enumerate(["109001", budget.department, *now])), dict.fromkeys(range(2, 8), "109001"))
    return Form("three_public", title, columns, (row,))


def tall(title: str, several: list[tuple[Decimal, ...]], heads: list[str]) -> Form:
    """Items below each other, a column for each year."""
    labels = [
        "合计",
        "1、因公出国（境）费用",
        "2、公务用车费",
        "其中：公务用车购置",
        "公务用车运行维护费",
        "3、公务接待费",
    ]
    columns = (Column(("项目",), 3, money=False), *(Column((head,)) for head in heads))
    rows = [
        Row(
            {0: label} | {1 + j: values[i] for j, values in enumerate(several)},
            dict.fromkeys(range(1, 1 + len(several)), label),
            indent=int(label.startswith(("其中", "公务用车运"))),
        )
        for i, label in enumerate(labels)
    ]  # fmt: skip
    return Form("three_public", title, columns, tuple(rows))


def years_wide(title: str, before: tuple[Decimal, ...], now: tuple[Decimal, ...], years: tuple[str, str]) -> Form:
    """One row: six columns of one year, six of the other."""
    columns = tuple(Column((year, *path)) for year in years for path in PATHS)
    return Form("three_public", title, columns, (Row(dict(enumerate([*before, *now])), dict.fromkeys(range(12), "")),))


def with_meetings(budget: Budget, title: str, now: tuple[Decimal, ...]) -> Form:
    """One row with meetings and training beside the three."""
    extra = budget.three_public["meeting"], budget.three_public["training"]
    above = "“三公”经费"
    paths = [
        ("合计",),
        *((above, *path) if path != ("合计",) else (above, "小计") for path in PATHS),
        ("会议费",),
        ("培训费",),
    ]
    columns = (Column(("单位名称",), 2.4, money=False), *map(Column, paths))
    values = [now[0] + sum(extra), *now, *extra]
    row = Row(dict(enumerate([budget.department, *values])), dict.fromkeys(range(1, 10), budget.department))
    return Form("three_public", title, columns, (row,))
