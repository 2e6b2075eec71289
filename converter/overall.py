"""Reads the performance table of the department as a whole: goals, money by source and structure, targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from converter.amounts import looks_printed
from converter.facts import Goal, Indicator
from converter.organisation import Organisation
from converter.performance import Performance, money_cell, words_of
from converter.tables import RawTable, is_markdown, is_tabbed
from converter.targets import is_value, read_target
from converter.tasks import bare_tasks
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
    """The filled cells of one line, and where each stood among all cells of the line."""

    cells: tuple[str, ...]
    number: int
    gap: bool
    places: tuple[int, ...] = ()


def read_overall(table: RawTable, org: Organisation, found: Performance) -> None:
    """Adds the goals, money cells and targets of the department."""
    lines = list(filled_lines(table))
    start = next((i for i, line in enumerate(lines) if key(line.cells[0]) == "一级指标"), len(lines))
    for line in lines[:start]:
        read_money(table, line, org, found)
        found.goals += [Goal("", GOAL.sub("", cell), line.number) for cell in line.cells if GOAL.match(cell)]
        if key(line.cells[0]) == "年度履职目标" and len(line.cells) > 1:
            found.goals.append(Goal("", line.cells[1], line.number))
    if table.form == "bare":
        found.goals += bare_tasks([(line.cells, line.number) for line in lines[:start]])
        found.indicators += bare_targets(lines[start + 1 :])
    else:
        found.goals += marked_tasks(lines[:start])
        found.indicators += with_first_level(list(marked_targets(lines[start:])))


def read_budget(table: RawTable, org: Organisation, found: Performance) -> None:
    """Adds only the money cells of the department: those above its targets."""
    for line in filled_lines(table):
        if "一级指标" in map(key, line.cells):
            return
        read_money(table, line, org, found)


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
        filled = [(cell, place) for place, cell in enumerate(cells) if cell]
        if filled:
            yield Line(tuple(c for c, _ in filled), line.number, gap, tuple(place for _, place in filled))
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
    for line in lines[1:]:
        cells = list(line.cells)
        if cells and LEVEL_ONE.match(key(cells[0])):
            level1 = key(cells.pop(0))
        if is_level_two(cells[0] if len(cells) == 1 else "") or has_level_two(line, lines[0], cells):
            level2 = cells.pop(0)
        elif cells and head_over(line, lines[0], cells) == "二级指标":
            level2 = ""
        if len(cells) >= 2:
            found = target(level1, level2, cells[0], cells[1], line.number, line.number)
            yield replace(found, description=cells[2]) if len(cells) > 2 else found


def has_level_two(line: Line, head: Line, cells: list[str]) -> bool:
    """Whether the first of the cells left is a level 2: by its own words, or under that head of a row filled so far."""
    if len(cells) > 1 and is_level_two(cells[0]):
        return len(cells) >= 4 or not is_value(cells[1])
    filled = len(cells) == len(head.cells) - 1 and line.places[-1] == head.places[-1]
    return filled and head_over(line, head, cells) == "二级指标"


def head_over(line: Line, head: Line, cells: list[str]) -> str:
    """The word of the head that stands over the first of the cells left."""
    place = line.places[len(line.places) - len(cells)]
    return key(dict(zip(head.places, head.cells, strict=True)).get(place, ""))


def with_first_level(found: list[Indicator]) -> list[Indicator]:
    """The targets; those above the first level 1 get it: it stands in the middle of a cell that began above it."""
    first = next((one.level1 for one in found if one.level1), "")
    return [replace(one, level1=one.level1 or first) for one in found]


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
