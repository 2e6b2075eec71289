"""Reads the performance table of the department as a whole: goals, money by source and structure, targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from converter.amounts import looks_printed
from converter.facts import Goal, Indicator
from converter.organisation import Organisation
from converter.performance import Performance, money_cell, words_of
from converter.tables import RawTable, is_markdown, is_tabbed
from converter.targets import is_value, read_target
from converter.words import key, tidy
from ontology import codes

MONEY = {
    "部门预算总额": ({}, "total"),
    "政府预算资金": ({"fundSource": "fiscal"}, "detail"),
    "财政专户管理资金": ({"fundSource": "special-account"}, "detail"),
    "单位资金": ({"fundSource": "unit-funds"}, "detail"),
    "基本支出": ({"expenditureKind": "basic"}, "detail"),
    "项目支出": ({"expenditureKind": "project"}, "detail"),
}
LABEL = re.compile(r"(部门预算总额|政府预算资金|财政专户管理资金|单位资金|基本支出|项目支出)(?:\(万元\))?$")
GOAL = re.compile(r"^目标\s*\d+[:：]\s*")
LEVEL_ONE = re.compile(r"^(?:投入管理|投入|产出|效益|满意度|成本)指标$")


@dataclass(frozen=True)
class Line:
    """The filled cells of one line."""

    cells: tuple[str, ...]
    number: int
    gap: bool


def read_overall(table: RawTable, org: Organisation, found: Performance) -> None:
    """Adds the goals, money cells and targets of the department."""
    lines = list(filled_lines(table))
    start = next((i for i, line in enumerate(lines) if key(line.cells[0]) == "一级指标"), len(lines))
    for line in lines[:start]:
        read_money(table, line, org, found)
        found.goals += [Goal("", GOAL.sub("", cell), line.number) for cell in line.cells if GOAL.match(cell)]
        if key(line.cells[0]) == "年度履职目标" and len(line.cells) > 1:
            found.goals.append(Goal("", line.cells[1], line.number))
    found.goals += marked_tasks(lines[:start]) if table.form != "bare" else []
    found.indicators += marked_targets(lines[start + 1 :]) if table.form != "bare" else bare_targets(lines[start + 1 :])


def marked_tasks(lines: list[Line]) -> Iterator[Goal]:
    """The tasks of the year in a table with marked cells: name and content, from 任务名称 to 预算情况."""
    inside = False
    for line in lines:
        plain = [key(cell) for cell in line.cells]
        if "任务名称" in plain:
            inside = True
        elif plain[0].startswith("预算情况"):
            return
        elif inside and len(line.cells) == 2:
            yield Goal("", line.cells[1], line.number, line.cells[0])


def filled_lines(table: RawTable) -> Iterator[Line]:
    gap = True
    for line in table.body:
        if line.blank:
            gap = True
            continue
        if is_markdown(line.text):
            cells = [tidy(c) for c in line.text.strip().strip("|").split("|")]
        elif is_tabbed(line.text):
            cells = [tidy(c) for c in line.text.split("\t")]
        else:
            cells = line.text.split()
        cells = [c for c in cells if c]
        if cells:
            yield Line(tuple(cells), line.number, gap)
        gap = False


def read_money(table: RawTable, line: Line, org: Organisation, found: Performance) -> None:
    """The amount of a line such as （1）基本支出 143.24."""
    if len(line.cells) < 2 or not looks_printed(line.cells[-1]):
        return
    label = LABEL.search(key(line.cells[-2]))
    if label is None:
        return
    values, role = MONEY[label.group(1)]
    path = "预算情况/" + label.group(1)
    cell = money_cell(
        table, org, label.group(1), path, line.cells[-1], line.number, role=role, values=values, sort="item"
    )
    if cell is not None:
        found.cells.append(cell)


def marked_targets(lines: list[Line]) -> Iterator[Indicator]:
    """Targets of a table with marked cells: levels, name, value, explanation; levels are carried down."""
    level1 = level2 = ""
    for line in lines:
        cells = list(line.cells)
        if cells and LEVEL_ONE.match(key(cells[0])):
            level1 = key(cells.pop(0))
        if len(cells) > 1 and is_level_two(cells[0]) and (len(cells) >= 4 or not is_value(cells[1])):
            level2 = cells.pop(0)
        if len(cells) >= 2:
            yield target(level1, level2, cells[0], cells[1], line.number, line.number)


def is_level_two(text: str) -> bool:
    return codes.scheme("indicator-type").by_label(key(text)) is not None


def bare_targets(lines: list[Line]) -> Iterator[Indicator]:
    """Targets of a bare table: a name may be wrapped (blank lines between); its value follows without a gap."""
    level1 = level2 = ""
    names: list[str] = []
    first = 0
    pending = ""
    for line in lines:
        cells = list(line.cells)
        joined = key(pending + cells[0])
        if pending and is_heading(joined):
            level1, level2 = assign(joined, level1, level2)
            pending, cells = "", cells[1:]
        elif is_heading(key(cells[0])):
            level1, level2 = assign(key(cells[0]), level1, level2)
            cells = cells[1:]
        elif begins_heading(key(cells[0])) and not names:
            pending, cells = cells[0], cells[1:]
        if not cells:
            continue
        first = first or line.number
        if len(cells) == 1 and not is_value(cells[0]) and (line.gap or not names):
            names.append(cells[0])
        else:
            names += cells[:-1]
            if names:
                yield target(level1, level2, words_of(names), cells[-1], first, line.number)
            names, first = [], 0


def is_heading(plain: str) -> bool:
    return bool(LEVEL_ONE.match(plain)) or is_level_two(plain)


def begins_heading(plain: str) -> bool:
    """Whether a wrapped line begins a level's name (投入管理指 + 标)."""
    names = [key(label) for c in codes.scheme("indicator-type") for label in (c.label_zh, *c.alt_zh)] + ["投入管理指标"]
    return any(name.startswith(plain) and name != plain for name in names) and len(plain) >= 4


def assign(plain: str, level1: str, level2: str) -> tuple[str, str]:
    return (plain, "") if LEVEL_ONE.match(plain) else (level1, plain)


def target(level1: str, level2: str, name: str, value: str, first: int, last: int) -> Indicator:
    comparator, quantity, unit = read_target(value)
    return Indicator("", level1, level2, name, "", value, comparator, quantity, unit, "", first, last)
