"""Which cells of different tables print the same figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.facts import UNDECIDED, Cell

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

SORTS = {"total", "function"}
APART = {
    "three_public",
    "procurement",
    "assets",
    "operating_cost",
    "overall_performance",
    "project_performance",
    "other",
}


@dataclass(frozen=True)
class Repeat:
    """A cell, and the cell of another table that prints the same figure before it."""

    cell: Cell
    first: Cell


def find_repeats(disclosure: Disclosure) -> Iterator[Repeat]:
    """Cells of the same dimensions in different tables, and the money of the department's performance table."""
    settled = disclosure.identity.phase == "final-account"  # its other tables leave balances out
    groups: dict[frozenset[tuple[str, str]], list[Cell]] = defaultdict(list)
    for cell in disclosure.cell_facts:
        if comparable(cell) and not (settled and cell.values.get("item") == "grand-total"):
            groups[disclosure.knowledge.key(cell.values)].append(cell)
    for first, *others in groups.values():
        yield from (Repeat(cell, first) for cell in others if cell.table != first.table)
    yield from overall_repeats(disclosure)


def comparable(cell: Cell) -> bool:
    """Whether a cell is about the whole department: a total or a subject code, no memo, no single unit."""
    if cell.resolved_by == UNDECIDED or not cell.known or cell.role == "memo" or cell.row_sort not in SORTS:
        return False
    return (
        cell.table_kind not in APART
        and "budgetUnit" not in cell.values
        and "project" not in cell.values
        and not cell.column_path.startswith("合计/")
    )


def overall_repeats(disclosure: Disclosure) -> Iterator[Repeat]:
    """The money of the department's performance table, and the total row of the expenditure table."""
    totals = {kind: cell for cell in disclosure.cell_facts if (kind := total_kind(cell)) is not None}
    for cell in disclosure.cell_facts:
        if cell.table_kind == "overall_performance" and cell.known:
            other = totals.get(cell.values.get("expenditureKind", "") if cell.role == "detail" else "total")
            if other is not None:
                yield Repeat(cell, other)


def total_kind(cell: Cell) -> str | None:
    """`total`, `basic` or `project` for the total row of the expenditure table."""
    if cell.table_kind != "expenditure_summary" or cell.row_sort != "total" or not cell.role or not cell.known:
        return None
    kind = cell.values.get("expenditureKind", "total")
    return kind if kind in {"total", "basic", "project"} else None
