"""What the figures of the prose speak of: the lines of tables that they are about."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.amounts import UNITS
from converter.facts import Cell, Statement
from converter.relations.repeats import comparable
from converter.statements import is_of_year

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

DIMENSION = {"expenditure-kind": "expenditureKind", "function": "function"}
TABLE_ITEMS = {"operating-cost": "operating_cost", "assets": "assets", "procurement": "procurement"}
ITEMS = {"three-public", "overseas-trips", "vehicles", "vehicle-purchase", "vehicle-operation", "reception"}
TOTALS = {"revenue-total": "revenue", "expenditure-total": "expenditure"}
LARGE = re.compile(r"(\d+)万元")


def referred(disclosure: Disclosure, stated: Statement) -> list[Cell]:
    """The cells that print what a stated amount of the budget year is about; none when no table has it."""
    if stated.measure != "amount" or not is_of_year(stated, disclosure.identity.year):
        return []
    return [cell for cell in disclosure.cell_facts if matches(cell, stated)]


def matches(cell: Cell, stated: Statement) -> bool:
    """Whether a cell is the whole department's figure of what a statement is about."""
    if stated.scheme == "item" and stated.item in ITEMS:
        is_item = cell.table_kind == "three_public" and cell.values.get("item") == stated.item
        return is_item and cell.role not in {"", "memo"}
    if stated.scheme == "item" and stated.item in TABLE_ITEMS:
        is_table = cell.table_kind == TABLE_ITEMS[stated.item]
        return is_table and cell.row_sort in {"total", "item"} and cell.role == "total"
    if not comparable(cell):
        return False
    if stated.scheme == "item":
        wanted = {"flow": TOTALS.get(stated.item, ""), "item": "grand-total"}
        return cell.table_kind == "revenue_expenditure_summary" and single(cell) == wanted
    return is_of_dimension(cell, stated)


def single(cell: Cell) -> dict[str, str]:
    """The values of a cell that are no totals."""
    return {name: value for name, value in cell.values.items() if value != "total"}


def is_of_dimension(cell: Cell, stated: Statement) -> bool:
    """Whether a cell is of what a statement about a kind of expenditure or a function says, and of nothing narrower."""
    dimension = DIMENSION.get(stated.scheme)
    if dimension is None or stated.item == "total" or cell.values.get(dimension) != stated.item:
        return False
    values = single(cell)
    narrow = set(values) - {"flow", "fundSource", dimension}
    return narrow <= {"expenditureKind"} and (dimension == "expenditureKind" or "expenditureKind" not in values)


def least(stated: Statement) -> Decimal | None:
    """The amount from which a statement counts projects (100 万元以上的项目), in yuan."""
    found = LARGE.search(stated.quote) if stated.item == "large-projects-number" else None
    return Decimal(found.group(1)) * UNITS["万元"] if found else None
