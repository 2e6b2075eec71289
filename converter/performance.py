"""Reads performance tables: project forms, the list of projects with their targets, the department's own targets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from converter.amounts import parse, yuan
from converter.facts import Cell, Goal, Indicator, PlanStep, Project
from converter.organisation import Organisation
from converter.sheet import ReadNote
from converter.tables import RawTable
from converter.titles import FORMS
from converter.words import key

FORM_WORDS = ("项目编码", "预算数", "一级指标")


@dataclass
class Performance:
    """What the performance tables of a document hold."""

    projects: list[Project] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    steps: list[PlanStep] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    notes: list[tuple[int, ReadNote]] = field(default_factory=list)


def is_sheet(table: RawTable) -> bool:
    """Whether a table is the form of one project (项目编码, 预算数, 绩效目标, 指标)."""
    if table.kind != "project_performance":
        return False
    text = key("".join(line.text for line in table.body))
    return all(word in text for word in FORM_WORDS)


def read_performance(tables: Iterable[RawTable], org: Organisation) -> Performance:
    """The projects, targets, goals and plan steps of all performance tables."""
    from converter.drawn_form import is_drawn_form, read_drawn_form
    from converter.drawn_targets import has_drawn_targets, is_list, read_drawn_targets
    from converter.overall import read_budget, read_overall
    from converter.project_form import read_form
    from converter.project_targets import read_targets

    found, targets = Performance(), list[list[RawTable]]()
    for table in tables:
        drawn = table.kind in FORMS and not is_sheet(table) and has_drawn_targets(table)
        if is_sheet(table):
            read_form(table, org, found)
        elif drawn:  # its targets when its money has been read
            read_budget(table, org, found)
        elif table.kind == "overall_performance":
            read_overall(table, org, found)
        elif table.kind == "project_performance":
            read_targets(table, org, found)
        if is_drawn_form(table):
            read_drawn_form(table, org, found)
        if drawn and targets and table.title == targets[-1][-1].title and is_list(table) and is_list(targets[-1][-1]):
            targets[-1].append(table)  # the title is printed again on the next page
        elif drawn:
            targets.append([table])
    for each in targets:
        read_drawn_targets(each, found)
    return found


def money_cell(
    table: RawTable, org: Organisation, label: str, path: str, text: str, line: int, **more: object
) -> Cell | None:
    """A cell of a form, or None when the text is no number."""
    amount = parse(text, line)
    if amount is None:
        return None
    unit = table.unit or "万元"
    values = more.pop("values", {})
    return Cell(
        table=table.order,
        table_kind=table.kind,
        table_title=table.title,
        row_sort=str(more.get("sort", "project")),
        row_code=str(more.get("code", "")),
        row_label=label,
        budget_unit=str(more.get("unit") or org.code or org.name),
        column_path=path,
        role=str(more.get("role", "detail")),
        amount_yuan=yuan(amount.value, unit),
        published_value=amount.text,
        published_unit=unit,
        resolved_by="as-printed",
        page=None,
        line_start=line,
        line_end=line,
        values=dict(values),  # type: ignore[call-overload]
        known=bool(more.get("known", True)),
    )


def words_of(texts: Sequence[str]) -> str:
    """Wrapped pieces of one cell joined."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", "".join(texts)).strip()
