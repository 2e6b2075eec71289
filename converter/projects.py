"""Joins what the tables say of each project into one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from converter.facts import Cell, Project
from converter.performance import Performance
from converter.words import key
from ontology import codes


def join_projects(cells: Sequence[Cell], performance: Performance) -> tuple[Project, ...]:
    """The projects of the expenditure table, completed by the performance tables; those of either alone follow."""
    listed = list(expenditure_projects(cells))
    rest = list(performance.projects)
    joined = []
    for project in listed:
        match = partner(project, rest)
        if match is not None:
            rest.remove(match)
            project = complete(project, match)
        joined.append(project)
    return tuple(with_funds(project, cells) for project in joined + rest)


def with_funds(project: Project, cells: Sequence[Cell]) -> Project:
    """The project with its amounts by source of funds, as the first table that names it gives them."""
    own = [c for c in cells if c.row_sort == "project" and c.role == "detail" and is_of(c, project)]
    first = [cell for cell in own if cell.table == own[0].table and cell.line_end == own[0].line_end]
    funds = {fund_of(cell): cell.amount_yuan for cell in first if fund_of(cell)}
    return replace(project, funds=tuple(funds.items()))


def is_of(cell: Cell, project: Project) -> bool:
    """Whether a cell is in the rows of a project: by its code, else by its name and lines."""
    if project.code and cell.row_code:
        return cell.row_code == project.code
    return key(cell.row_label) == key(project.name) and project.line_start <= cell.line_end <= project.line_end


def fund_of(cell: Cell) -> str:
    """The source of funds of a cell, with 上年结转 marked; empty when the column names none."""
    fund = cell.values.get("fundSource", "")
    return f"{fund} (carried-over)" if fund and cell.values.get("fundVintage") == "carried-over" else fund


def expenditure_projects(cells: Iterable[Cell]) -> Iterable[Project]:
    """A project for each project row of a project_expenditure table, with its first decided (total) amount."""
    seen: set[tuple[int, int, str]] = set()
    for cell in cells:
        row = (cell.table, cell.line_end, cell.row_label)
        if cell.table_kind != "project_expenditure" or cell.row_sort != "project" or not cell.role or row in seen:
            continue
        seen.add(row)
        kind = cell.values.get("expenditureKind", "")
        label = codes.scheme("expenditure-kind")[kind].label_zh if kind and kind != "project" else ""
        yield Project(
            cell.row_code,
            cell.row_label,
            cell.values.get("budgetUnit", ""),
            label,
            cell.amount_yuan,
            cell.published_value,
            "",
            (),
            cell.line_start,
            cell.line_end,
        )


def partner(project: Project, others: Sequence[Project]) -> Project | None:
    """The one other record with the same name, and the same amount where names repeat; None when not unique."""
    named = [other for other in others if key(other.name) == key(project.name)]
    if len(named) > 1:
        named = [other for other in named if other.amount_yuan == project.amount_yuan]
    return named[0] if named else None


def complete(project: Project, other: Project) -> Project:
    """The project with code, purpose and goals of the performance table."""
    unit = project.unit or other.unit
    return replace(project, code=other.code, unit=unit, purpose=other.purpose, goals=other.goals, mark=other.mark)
