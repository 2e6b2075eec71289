"""Which cells of different tables print the same figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
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
    funds = other_funds(disclosure)
    for cell in disclosure.cell_facts:
        if (
            comparable(cell)
            and not is_implied(cell, funds)
            and not (settled and cell.values.get("item") == "grand-total")
        ):
            groups[disclosure.knowledge.key(cell.values)].append(cell)
    totals = {(c.values.get("flow"), c.amount_yuan) for c in disclosure.cell_facts if is_grand_total(c)}
    for first, *others in groups.values():
        told = [cell for cell in others if cell.table != first.table and not is_of_all_years(cell, first, totals)]
        yield from (Repeat(cell, first) for cell in told)
    yield from overall_repeats(disclosure)


def other_funds(disclosure: Disclosure) -> set[int]:
    """The tables with columns of money that is not the public purse's own (单位资金, 财政专户 …)."""
    return {
        cell.table
        for cell in disclosure.cell_facts
        if cell.values.get("fundSource", "total") not in {"total", "fiscal", "general-public"} and cell.amount_yuan
    }


def is_implied(cell: Cell, tables: set[int]) -> bool:
    """Whether only the table's kind says whose money a cell is, and the table holds other money besides."""
    named = any(word in cell.column_path + cell.row_label for word in ("公共", "拨款"))
    return cell.table in tables and "fundSource" in cell.values and not named


def is_grand_total(cell: Cell) -> bool:
    return cell.values.get("item") == "grand-total" and cell.known and bool(cell.role)


def is_of_all_years(cell: Cell, first: Cell, totals: set[tuple[str | None, Decimal]]) -> bool:
    """Whether a plain total is the grand total with balances, not that of the current year, which has its own row."""
    whole = "item" not in cell.values and first.values.get("item") == "current-year-total"
    return whole and (cell.values.get("flow"), cell.amount_yuan) in totals


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
