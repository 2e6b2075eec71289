"""The two tables in which revenue and expenditure stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest

from benchmarks.unseen.budget import Budget, name_of
from benchmarks.unseen.grid import Column, Form, Path, Row
from benchmarks.unseen.subjects import Style

NOTHING = Decimal(0)
NUMERALS = "一二三四五六七八九十"
Entry = tuple[str, tuple[Decimal, ...]]
CLASSES = ("201", "204", "205", "206", "207", "208", "210", "211", "212", "213", "214", "221", "223")
FUNDS = (
    ("general", "一般公共预算拨款收入"), ("fund", "政府性基金预算拨款收入"), ("capital", "国有资本经营预算拨款收入"),
    ("business", "事业收入"), ("other", "其他收入"),
)  # fmt: skip
FINAL_FUNDS = (
    ("general", "一般公共预算财政拨款收入"), ("fund", "政府性基金预算财政拨款收入"),
    ("capital", "国有资本经营预算财政拨款收入"),
    ("business", "事业收入"), ("other", "其他收入"),
)  # fmt: skip


def numeral(number: int) -> str:
    """The number in Chinese, up to 19."""
    return NUMERALS[number - 1] if number <= 10 else "十" + NUMERALS[number - 11]


def listed(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with ordinals."""
    return [(f"{numeral(number)}、{name}", values) for number, (name, values) in enumerate(entries, start=1)]


def classes(budget: Budget) -> list[str]:
    """The classes of functions that the table lists: a fixed list, and those that the budget has."""
    return sorted({*CLASSES, *(code[:3] for code in budget.codes())})


def revenue_entries(budget: Budget, style: Style) -> list[Entry]:
    funds = FINAL_FUNDS if style["naming"] == "final" else FUNDS
    by = {fund: budget.sum(lambda s: s.whole, fund=fund) for fund, _ in (*funds, ("carried", ""))}
    entries = listed([(name, (by[fund],)) for fund, name in funds])
    current = sum((by[fund] for fund, _ in funds), NOTHING)
    carried = "年初结转和结余" if style["naming"] == "final" else "上年结转结余"
    total = "总计" if style["naming"] == "final" else "收入总计"
    return [*entries, ("本年收入合计", (current,)), (carried, (by["carried"],)), (total, (budget.total,))]


def closed(entries: list[Entry], total: Decimal, style: Style) -> list[Entry]:
    """The entries of an expenditure side with its totals."""
    after = "年末结转和结余" if style["naming"] == "final" else "年终结转结余"
    name = "总计" if style["naming"] == "final" else "支出总计"
    return [*entries, ("本年支出合计", (total,)), (after, (NOTHING,)), (name, (total,))]


def summary(budget: Budget, style: Style, title: str) -> Form:
    """Revenue beside expenditure by function, by kind and by economic class: two, three or four blocks."""
    functions = listed([(name_of(c), (budget.sum(lambda s: s.whole, c),)) for c in classes(budget)])
    sides = [revenue_entries(budget, style), closed(functions, budget.total, style)]
    if style["naming"] != "final":
        sides += kinds(budget, style)[: {"two": 0, "two-listed": 0, "three": 1, "four": 2}[style["blocks"]]]
    final = style["naming"] == "final"
    leaf = f"{budget.year}年预算" if style["blocks"] == "two-listed" and not final else "预算数"
    heads = [
        ("收入", "项目"),
        ("支出", "项目（按功能分类）"),
        ("支出", "项目（按支出性质）"),
        ("支出", "项目（按经济分类）"),
    ]
    heads[1] = ("支出", "项目" if len(sides) == 2 else "项目（按功能分类）")
    leaf = "决算数" if final else leaf
    return side_by_side("revenue_expenditure_summary", title, sides, heads, [leaf], final)


def kinds(budget: Budget, style: Style) -> list[list[Entry]]:
    """Expenditure by kind, and by economic class."""
    basic, project = budget.sum(lambda s: s.basic), budget.sum(lambda s: s.project)
    people, public = budget.sum(lambda s: s.personnel), budget.sum(lambda s: s.public)
    kind = [
        ("一、基本支出", (basic,)),
        ("　　人员经费", (people,)),
        ("　　公用经费", (public,)),
        ("二、项目支出", (project,)),
    ]
    by = {
        c: sum((part for code, _, part in budget.economic if code.startswith(c)), NOTHING)
        for c in ("301", "302", "303", "310")
    }
    by["302"] += project
    economic = listed([(name_of(c), (value,)) for c, value in by.items()])
    return [closed(kind, budget.total, style), closed(economic, budget.total, style)]


def side_by_side(
    kind: str, title: str, sides: list[list[Entry]], heads: Sequence[Path], leaves: Sequence[str], numbered: bool
) -> Form:
    """Blocks side by side; entries before the totals are filled up so that the totals stand on one line."""
    tails = 3
    depth = max(len(side) - tails for side in sides)
    columns: list[Column] = []
    for place, side in enumerate(sides):
        top, name = heads[place]
        columns.append(Column((top, name), 2.8, money=False, narrow=True))
        if numbered:
            columns.append(Column((top, "行次"), 0.5, money=False))
        width = len(side[0][1])
        columns += [Column((top, leaf)) for leaf in leaves[-width:]]
    filled = [side[:-tails] + [None] * (depth - len(side) + tails) + side[-tails:] for side in sides]  # type: ignore[list-item]
    rows = [
        row(line, sides, numbered, number, depth + tails) for number, line in enumerate(zip_longest(*filled), start=1)
    ]
    return Form(kind, title, tuple(columns), tuple(rows))


def row(line: Sequence[Entry | None], sides: list[list[Entry]], numbered: bool, number: int, size: int) -> Row:
    """One line of all blocks."""
    cells: dict[int, str | Decimal] = {}
    about: dict[int, str] = {}
    place = 0
    for block, entry in enumerate(line):
        width = len(sides[block][0][1])
        if entry is not None:
            cells[place] = entry[0]
        if numbered:
            cells[place + 1] = str(number + block * size)
        first = place + 1 + numbered
        for offset in range(width if entry is not None else 0):
            assert entry is not None
            cells[first + offset], about[first + offset] = entry[1][offset], entry[0].strip("　")
        place = first + width
    return Row(cells, about)


def fiscal(budget: Budget, style: Style, title: str) -> Form:
    """Fiscal appropriations: revenue beside expenditure by function and fund."""
    funds = FINAL_FUNDS[:3] if style["naming"] == "final" else FUNDS[:3]
    by = {fund: budget.sum(lambda s: s.whole, fund=fund) for fund, _ in funds}
    every = sum(by.values(), NOTHING)
    carried = "年初财政拨款结转和结余" if style["naming"] == "final" else "上年结转"
    last = "总计" if style["naming"] == "final" else "收入总计"
    left = listed([(name, (by[fund],)) for fund, name in funds])
    left += [("本年收入合计", (every,)), (carried, (NOTHING,)), (last, (every,))]

    def parts(code: str) -> tuple[Decimal, ...]:
        own = [budget.sum(lambda s: s.whole, code, fund) for fund, _ in funds]
        return sum(own, NOTHING), *own

    right = listed([(name_of(c), parts(c)) for c in classes(budget)])
    zeros = (NOTHING,) * 4
    after = "年末财政拨款结转和结余" if style["naming"] == "final" else "年终结转结余"
    last = "总计" if style["naming"] == "final" else "支出总计"
    right += [("本年支出合计", parts("")), (after, zeros), (last, parts(""))]
    end = "财政拨款" if style["naming"] == "final" else ""
    leaves = ["合计", f"一般公共预算{end}", f"政府性基金预算{end}", f"国有资本经营预算{end}"]
    heads = [("收入", "项目"), ("支出", "项目")]
    final = style["naming"] == "final"
    form = side_by_side("fiscal_appropriation_summary", title, [left, right], heads, leaves, final)
    money = "金额" if style["naming"] == "final" else "预算数"
    first = next(j for j, column in enumerate(form.columns) if column.money)
    columns = [Column((c.path[0], money)) if j == first else c for j, c in enumerate(form.columns)]
    return Form(form.kind, form.title, tuple(columns), form.rows)
