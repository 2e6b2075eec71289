"""Reads performance targets whose cells are drawn: the form of one project or department, or a list of projects.

A row of heads (一级指标 … 指标值) says what the columns below hold; what stands before says whose targets they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from converter.aligning import aligned
from converter.amounts import parse, yuan
from converter.facts import Indicator, Project
from converter.grid import grid_rows
from converter.header import GridRow
from converter.performance import Performance
from converter.tables import RawTable
from converter.target_heads import heads_of, settings
from converter.target_levels import Levels, unprefixed
from converter.target_owners import Owner, owner_of, parts_of_goal, split_code, tasks
from converter.targets import read_target
from converter.words import LEFT_OUT, key, tidy

NAMED_UNIT = re.compile(r"\(([^\d()]{1,8})\)$")
LONGEST_REST = 8  # characters of what a page end may cut off a name


def has_drawn_targets(table: RawTable) -> bool:
    """Whether a table has drawn cells and one row of heads of targets."""
    return any(line.merged for line in table.body) and any(heads_of(row) for row in grid_rows(table))


def is_list(table: RawTable) -> bool:
    """Whether a table with drawn targets lists several projects."""
    return any("project" in heads_of(row) for row in grid_rows(table))


def read_drawn_targets(tables: Sequence[RawTable], found: Performance) -> None:
    """Adds the projects, goals and targets of a form, or of a list that is one table on each page.

    The money cells are read elsewhere.
    """
    table = joined(tables)
    rows = aligned(grid_rows(table))
    start = next(index for index, row in enumerate(rows) if heads_of(row))
    owners: list[Owner] = []
    if not is_list(table):
        owners.append(owner_of(table, rows[:start], found.cells))
        found.goals += tasks(rows[:start])
    read_rows(table, rows[start:], owners)
    for owner in owners:
        add(owner, found)


def joined(tables: Sequence[RawTable]) -> RawTable:
    """One table with the bodies of several."""
    return replace(tables[0], body=tuple(line for table in tables for line in table.body))


def add(owner: Owner, found: Performance) -> None:
    """Adds what is known of a project or the department; of several projects of one name, each has a key of its own."""
    if any(project.key == owner.key for project in found.projects):
        owner.mark = f"@{owner.first}"
    found.goals += [replace(goal, project=owner.key) for goal in owner.goals]
    found.indicators += [replace(indicator, project=owner.key) for indicator in owner.indicators]
    if owner.key:
        goals = tuple(goal.text for goal in owner.goals)
        lines = owner.first, max([owner.last, *(indicator.line_end for indicator in owner.indicators)])
        money = owner.amount, owner.printed
        found.projects.append(
            Project(owner.code, owner.name, owner.unit, "", *money, "", goals, *lines, mark=owner.mark)
        )


def read_rows(table: RawTable, rows: Sequence[GridRow], owners: list[Owner]) -> None:
    """Gives the last of `owners` the targets as they come; the projects of a list are added to them.

    Targets beside a new cell without a name are of the project whose name stands on the next page.
    """
    heads, levels = heads_of(rows[0]), Levels()
    opened, waiting = opened_blank(table, rows, heads), list[Indicator]()
    for row in rows[1:]:
        if again := heads_of(row):
            heads = again
            continue
        text = cell_of(row, heads, "project")
        if owners and text and is_rest(owners[-1], row, heads):
            go_on(owners[-1], text, cell_of(row, heads, "goal"))
        elif text and not (owners and is_same(owners[-1], text)):
            owners.append(listed_owner(table, row, heads, text))
            owners[-1].indicators, waiting, levels = waiting, [], Levels() if not waiting else levels
        indicator = indicator_of(row, heads, levels)
        if indicator is not None and (waiting or row.line in opened):
            waiting.append(indicator)
        elif indicator is not None and owners:
            owners[-1].indicators.append(indicator)
    if owners:
        owners[-1].indicators += waiting


def opened_blank(table: RawTable, rows: Sequence[GridRow], heads: dict[str, int]) -> set[int]:
    """The lines at which a new cell of the project column opens without a name, before one that heads the next page.

    Only where the column's merged cells are drawn; at the top of a page, a blank cell goes on with the one before.
    """
    place, pages = heads.get("project", -1), {line.number: line.page for line in table.body}
    body = [row for row in rows[1:] if not heads_of(row) and cell_of(row, heads, "value")]
    if place < 0 or not any(row.merged[place : place + 1] == "^" for row in body):
        return set()
    first = {row.line for before, row in pairwise(body) if pages.get(row.line) != pages.get(before.line)}
    found, named = set[int](), True
    for row in reversed(body):
        text, new = row.cells[place], row.merged[place : place + 1] == "."
        if new and not text and row.line not in first and named:
            found.add(row.line)
        if (new and row.line not in first) or text:
            named = bool(text) and row.line in first
    return found


def is_same(owner: Owner, text: str) -> bool:
    """Whether a list prints the name of the project above again."""
    code, name = split_code(text)
    return (code or owner.code) == owner.code and key(name) == key(owner.name)


def is_rest(owner: Owner, row: GridRow, heads: dict[str, int]) -> bool:
    """Whether a row goes on with the names that the end of a page has torn: it has no amount where projects have."""
    text = cell_of(row, heads, "project")
    torn = owner.amount is not None and not split_code(text)[0] and parse(cell_of(row, heads, "amount"), 0) is None
    return torn and "amount" in heads and not is_same(owner, text)


def go_on(owner: Owner, text: str, goal: str) -> None:
    """Joins what a page end has torn off a project's name and goal."""
    if len(key(text)) <= LONGEST_REST:
        owner.name += tidy(text)
    if goal and owner.goals:
        owner.goals[-1] = replace(owner.goals[-1], text=owner.goals[-1].text + tidy(goal))


def listed_owner(table: RawTable, row: GridRow, heads: dict[str, int], text: str) -> Owner:
    """The project that a row of a list begins."""
    code, name = split_code(text)
    code = key(cell_of(row, heads, "code")) or code
    owner = Owner(code, name, tidy(cell_of(row, heads, "holder")), first=row.line, last=row.line)
    amount = parse(cell_of(row, heads, "amount"), row.line)
    if amount is not None and table.unit is not None:
        owner.amount, owner.printed = yuan(amount.value, table.unit), amount.text
    if goal := cell_of(row, heads, "goal"):
        owner.goals = list(parts_of_goal(goal, row.line))
    return owner


def cell_of(row: GridRow, heads: dict[str, int], name: str) -> str:
    return row.cells[heads[name]] if name in heads else ""


def indicator_of(row: GridRow, heads: dict[str, int], levels: Levels) -> Indicator | None:
    """The target of one row, or None when it has no name or no value."""
    levels.take(cell_of(row, heads, "level1"), cell_of(row, heads, "level2"))
    name, printed = tidy(cell_of(row, heads, "name")), value_of(row, heads)
    first, second = levels.first, levels.second
    if "level2" not in heads and name:
        first, second, name = unprefixed(name)
    elif "name" not in heads:
        name = second
    if not name or not printed or LEFT_OUT in (name, printed):
        return None
    comparator, quantity, unit = read_target(printed)
    unit = unit or (unit_in(name) if quantity is not None else "")
    basis = tidy(cell_of(row, heads, "basis"))
    return Indicator("", first, second, name, "", printed, comparator, quantity, unit, basis, row.line, row.line)


def unit_in(name: str) -> str:
    """The unit that a name gives in brackets at its end (提交的审计建议数量（条）), or empty."""
    found = NAMED_UNIT.search(key(name))
    return found.group(1) if found else ""


def value_of(row: GridRow, heads: dict[str, int]) -> str:
    """The value as printed, with the sign and the unit that have columns of their own."""
    value = tidy(cell_of(row, heads, "value"))
    sign, unit = (key(cell_of(row, heads, name)) for name in ("sign", "unit"))
    sign = "" if sign in settings()["signs"]["none"] or value.startswith(sign) else sign
    return f"{sign}{value}{'' if value.endswith(unit) else unit}" if value else ""
