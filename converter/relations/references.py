"""What the figures of the prose speak of: the lines of tables that they are about."""

from __future__ import annotations

import re
from collections.abc import Set
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.amounts import UNITS
from converter.facts import Cell, Statement
from converter.relations.repeats import comparable
from converter.statements import is_of_edition, is_of_year

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

DIMENSION = {"expenditure-kind": "expenditureKind", "function": "function"}
TABLE_ITEMS = {"operating-cost": "operating_cost", "assets": "assets", "procurement": "procurement"}
ITEMS = {"three-public", "overseas-trips", "vehicles", "vehicle-purchase", "vehicle-operation", "reception"}
TOTALS = {"revenue-total": "revenue", "expenditure-total": "expenditure"}
FISCAL = {"general-public", "fiscal"}
FUND = re.compile(r"财政拨款|一般公共预算")
LARGE = re.compile(r"(\d+)万元")


def referred(disclosure: Disclosure, stated: Statement) -> list[Cell]:
    """The cells that print what a stated amount of the budget year is about; none when no table has it."""
    if stated.measure != "amount" or not is_of_edition(stated, disclosure.identity.year, disclosure.identity.phase):
        return []
    cells = disclosure.cells_by_subject.get(subject_of(stated), [])
    found = in_scope(disclosure, stated, [cell for cell in cells if matches(cell, stated)])
    return [] if is_part(disclosure, stated, {cell.amount_yuan for cell in found}) else found


def subject_of(stated: Statement) -> tuple[str, str]:
    """The kind of table, or the dimension and its value, that a cell must have to be what a statement is about."""
    if stated.scheme != "item":
        return DIMENSION.get(stated.scheme, ""), stated.item
    if stated.item in ITEMS:
        return "table", "three_public"
    return "table", TABLE_ITEMS.get(stated.item, "revenue_expenditure_summary")


def is_part(disclosure: Disclosure, stated: Statement, amounts: Set[Decimal]) -> bool:
    """Whether the prose splits a subject up (by kind, unit): its different amounts add up to one that is printed."""
    own = {
        other.value
        for other in disclosure.statement_facts
        if (other.scheme, other.item, other.measure) == (stated.scheme, stated.item, "amount")
        and is_of_year(other, disclosure.identity.year)
    }
    return len(own) > 1 and stated.value not in amounts and sum(own - amounts) in amounts


def in_scope(disclosure: Disclosure, stated: Statement, cells: list[Cell]) -> list[Cell]:
    """The cells of the funds that the words are about; none when only cells of other funds are there."""
    fiscal = [cell for cell in cells if cell.values.get("fundSource", "total") in FISCAL]
    if FUND.search(stated.quote) and stated.scheme == "expenditure-kind":
        return fiscal
    if len(fiscal) == len(cells) and stated.scheme == "expenditure-kind" and has_other_funds(disclosure):
        return []
    return cells


def has_other_funds(disclosure: Disclosure) -> bool:
    """Whether all of the department's money is more than what the general public budget has."""
    totals = [c for c in disclosure.cell_facts if c.row_sort == "total" and c.known and c.role not in {"", "memo"}]
    whole = {c.amount_yuan for c in totals if c.values.get("item") == "grand-total" and is_whole_kind(c)}
    public = {c.amount_yuan for c in totals if c.table_kind == "general_public_expenditure"}
    return bool(whole and public) and max(public) < max(whole)


def is_whole_kind(cell: Cell) -> bool:
    return cell.table_kind == "revenue_expenditure_summary"


def matches(cell: Cell, stated: Statement) -> bool:
    """Whether a cell is the whole department's figure of what a statement is about."""
    if stated.scheme == "item" and stated.item in ITEMS:
        is_item = cell.table_kind == "three_public" and cell.values.get("item") == stated.item
        of_year = cell.values.get("fiscalYear", "total") == "total" and "增减" not in cell.column_path
        return is_item and of_year and cell.role not in {"", "memo"}
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
    plain = {"item": "current-year-total", "fundVintage": "current"}
    narrow = {name for name in values if values[name] != plain.get(name)} - {"flow", "fundSource", dimension}
    return narrow <= {"expenditureKind"} and (dimension == "expenditureKind" or "expenditureKind" not in values)


def least(stated: Statement) -> Decimal | None:
    """The amount from which a statement counts projects (100 万元以上的项目), in yuan."""
    found = LARGE.search(stated.quote) if stated.item == "large-projects-number" else None
    return Decimal(found.group(1)) * UNITS["万元"] if found else None
