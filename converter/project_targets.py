"""Reads the list of projects with their targets side by side (cost, output, benefit, satisfaction)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from converter.amounts import looks_printed, parse, yuan
from converter.bare_targets import bare_indicators, levels_by_count
from converter.facts import Indicator, Project
from converter.grid import grid_rows
from converter.header import GridRow, header_size
from converter.organisation import Organisation
from converter.performance import Performance
from converter.tables import RawTable
from converter.targets import read_target
from converter.words import key

PROJECT = re.compile(r"^\d{17,24}$|^\d{8}P[0-9A-Z]{12}$")
LEVELS = ("成本指标", "产出指标", "效益指标", "满意度指标", "投入指标")


def read_targets(table: RawTable, org: Organisation, found: Performance) -> None:
    """Adds the projects and targets of one list; its money cells are read with the other tables."""
    if table.form == "bare":
        projects, indicators = bare_indicators(table)
    else:
        projects, indicators = grid_targets(table)
    found.projects += projects
    found.indicators += indicators


def grid_targets(table: RawTable) -> tuple[list[Project], list[Indicator]]:
    """The projects and targets of a list whose cells are marked."""
    rows = grid_rows(table)
    size = header_size(rows)
    levels = level_columns(rows[:size])
    projects: list[Project] = []
    indicators: list[Indicator] = []
    code, unit = "", ""
    for row in rows[size:]:
        head = row.cells[0].replace(" ", "")
        if PROJECT.match(head):
            code = head
            projects.append(project_of(table, row, unit))
        elif head:
            code, unit = "", row.cells[1] if len(row.cells) > 1 else ""
        if code:
            indicators += row_indicators(row, code, levels)
    return projects, indicators


def level_columns(header: Sequence[GridRow]) -> dict[int, str]:
    """Column of each 三级指标 → level 1, when the header shows as many groups as columns; else empty."""
    names = [cell for row in header for cell in row.cells if key(cell) in LEVELS]
    columns = [j for row in header for j, cell in enumerate(row.cells) if key(cell) == "三级指标"]
    return dict(zip(columns, map(key, names), strict=True)) if len(names) == len(columns) else {}


def project_of(table: RawTable, row: GridRow, unit: str) -> Project:
    amounts = [a for cell in row.cells[2:6] if (a := parse(cell, row.line))]
    value = yuan(amounts[0].value, table.unit or "万元") if amounts else None
    text = amounts[0].text if amounts else ""
    return Project(row.cells[0].replace(" ", ""), row.cells[1], unit, "", value, text, "", (), row.line, row.line)


def row_indicators(row: GridRow, code: str, levels: dict[int, str]) -> Iterator[Indicator]:
    """The targets of one line: pairs of name and value; level 1 by column where the columns fit."""
    filled = [j for j, cell in enumerate(row.cells) if j >= 2 and cell and not (j < 6 and looks_printed(cell))]
    found = list(pairs(row, filled))
    aligned = all(left in levels for left, _ in found)
    loose = not any(left in levels for left, _ in found)  # no place agrees with the header: only counting can tell
    counted = levels_by_count([row.cells[left] for left, _ in found]) if loose else [""] * len(found)
    for (left, right), by_count in zip(found, counted, strict=True):
        name, value = row.cells[left], row.cells[right] if right is not None else ""
        comparator, quantity, unit = read_target(value) if value else ("qualitative", None, "")
        level = levels[left] if aligned else by_count
        yield Indicator(code, level, "", name, "", value, comparator, quantity, unit, "", row.line, row.line)


def pairs(row: GridRow, filled: Sequence[int]) -> Iterator[tuple[int, int | None]]:
    """Neighbouring filled cells two by two."""
    index = 0
    while index < len(filled):
        left = filled[index]
        right = filled[index + 1] if index + 1 < len(filled) and filled[index + 1] == left + 1 else None
        yield left, right
        index += 2 if right is not None else 1
