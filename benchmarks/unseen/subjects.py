"""The tables whose rows are subjects: key columns and rows of functions and of economic subjects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from benchmarks.unseen.budget import Budget, name_of
from benchmarks.unseen.grid import Column, Row

Values = Sequence[Decimal | str]
Style = dict[str, str]
UNIT_CODE = "109001"


def subject_columns(style: Style, group: str = "") -> list[Column]:
    """The key columns of a table of subjects."""
    name = Column((*([group] if group else []), "科目名称"), 2.6, money=False, narrow=True)
    above = (group,) if group else ()
    match style["codes"]:
        case "three" | "three-filled":
            parts = [Column((*above, "科目编码", part), 0.5, money=False) for part in "类款项"]
            return [*parts, name]
        case "dash":
            return [Column((group or "功能分类科目",), 3.2, money=False, narrow=True)]
        case "behind":
            return [name, Column((*above, "科目编码"), 1.1, money=False)]
        case "bracket":
            return [Column((group or "支出功能分类科目",), 3.2, money=False, narrow=True)]
        case "indented":
            return [Column(("科目名称",), 3.2, money=False, narrow=True)]
        case _:
            return [Column((*above, "科目编码"), 1.1, money=False), name]


def subject_cells(style: Style, code: str, name: str) -> list[str]:
    """A subject in its key columns; a row without a code (合计) has its name alone."""
    match style["codes"]:
        case "three" | "three-filled":
            parts = [code[:3], code[3:5], code[5:7]] if len(code) != 6 else [code, "", ""]
            return [*parts, name]
        case "dash":
            return [f"{code}-{name}" if code else name]
        case "behind":
            return [name, code]
        case "bracket":
            return [f"[{code}]{name}" if code else name]
        case "indented":
            return [name]
        case "spaced":
            return [" ".join(part for part in (code[:3], code[3:5], code[5:7]) if part), name]
    return [code, name]


def subject_row(style: Style, code: str, name: str, values: Values) -> Row:
    """A row of a subject with its amounts."""
    keys = subject_cells(style, code, name)
    about = code if code and style["codes"] != "indented" else name
    cells = dict(enumerate([*keys, *values]))
    indent = {3: 0, 5: 1, 7: 2}.get(len(code), 0) if style["levels"] == "all" else 0
    return Row(cells, {place: about for place in range(len(keys), len(cells))}, indent)


def with_levels(style: Style, leaves: Iterable[str], depths: Sequence[int]) -> list[str]:
    """The leaves, with the subjects above them where the table prints all levels."""
    several = list(leaves)
    if style["levels"] != "all":
        return several
    return sorted({code[:depth] for code in several for depth in depths})


def filled_down(style: Style, rows: list[Row]) -> list[Row]:
    """The rows, without the leading parts of a code that the row above has too where the style leaves them out."""
    if style["codes"] != "three-filled":
        return rows
    out, above = [], [""] * 3
    for row in rows:
        parts = [str(row.cells[place]) for place in range(3)]
        same = next((place for place in range(3) if parts[place] != above[place] or not parts[place]), 3)
        above = parts
        out.append(replace(row, cells={**row.cells, **dict.fromkeys(range(same), "")}))
    return out


def with_total(style: Style, rows: list[Row], total: Row, unit: Row) -> list[Row]:
    """The rows with their total and, where the table has one, the row of the unit."""
    rows = filled_down(style, [unit, *rows] if style["levels"] == "units" else rows)
    match style["total"]:
        case "first":
            return [total, *rows]
        case "last":
            return [*rows, total]
    return rows


def function_rows(
    budget: Budget, style: Style, values: Callable[[str], Values], funds: Iterable[str]
) -> tuple[Row, ...]:
    """The rows of a table of functions out of some funds; `values` gives the amounts below a code."""
    codes = with_levels(style, budget.codes(funds), (3, 5, 7))
    rows = [subject_row(style, code, name_of(code), values(code)) for code in codes]
    total = subject_row(style, "", "合计", values(""))
    unit = subject_row(style, UNIT_CODE, budget.department, values(""))
    return tuple(with_total(style, rows, total, unit))


def economic_rows(budget: Budget, style: Style, values: Callable[[str], Values]) -> tuple[Row, ...]:
    """The rows of the basic expenditure by economic subject."""
    codes = with_levels(style, [code for code, _, _ in budget.economic], (3, 5))
    rows = [subject_row(style, code, name_of(code), values(code)) for code in codes]
    total = subject_row(style, "", "合计", values(""))
    unit = subject_row(style, UNIT_CODE, budget.department, values(""))
    return tuple(with_total(style, rows, total, unit))
