"""The prose against the tables, and its shares against its own figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.facts import Cell, Finding, Statement
from converter.findings.compare import comparable, half
from converter.findings.message import make
from converter.statements import is_of_year
from ontology import codes

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

DIMENSION = {"expenditure-kind": "expenditureKind", "function": "function"}
TABLE_ITEMS = {"operating-cost": "operating_cost", "assets": "assets", "procurement": "procurement"}
ITEMS = {"three-public", "overseas-trips", "vehicles", "vehicle-purchase", "vehicle-operation", "reception"}
TOTALS = {"revenue-total": "revenue", "expenditure-total": "expenditure"}
PLACE = Decimal("0.006")


def prose_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Stated amounts that no table prints so, and shares that do not fit."""
    for number, stated in enumerate(disclosure.statement_facts):
        if stated.measure == "amount" and is_of_year(stated, disclosure.identity.year):
            yield from against_table(disclosure, stated, number)
        elif stated.measure == "share" and number:
            yield from share_finding(disclosure, stated, disclosure.statement_facts[number - 1], number)


def against_table(disclosure: Disclosure, stated: Statement, number: int) -> Iterator[Finding]:
    """The statement against the total rows of the same meaning; silent when no table has it."""
    cells = [cell for cell in disclosure.cell_facts if matches(cell, stated)]
    if not cells or any(abs(cell.amount_yuan - stated.value) <= half(cell) + printed_half(stated) for cell in cells):
        return
    cell = cells[0]
    yield make(
        "narrative-vs-table",
        [(stated.line_start, stated.line_end), (cell.line_start, cell.line_end)],
        expected=cell.amount_yuan,
        found=stated.value,
        key=f"{stated.item}.{number}",
        what=label(stated),
    )


def printed_half(stated: Statement) -> Decimal:
    """Half a unit of the last place of a stated amount, in yuan."""
    scale = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}[stated.unit]
    places = len(stated.published_value.partition(".")[2])
    return scale / 2 / Decimal(10**places)


def matches(cell: Cell, stated: Statement) -> bool:
    """Whether a cell is the whole department's figure of what a statement is about."""
    values = {name: value for name, value in cell.values.items() if value != "total"}
    if stated.scheme == "item" and stated.item in ITEMS:
        return (
            cell.table_kind == "three_public"
            and values.get("item") == stated.item
            and cell.role != "memo"
            and bool(cell.role)
        )
    if stated.scheme == "item" and stated.item in TABLE_ITEMS:
        return (
            cell.table_kind == TABLE_ITEMS[stated.item] and cell.row_sort in {"total", "item"} and cell.role == "total"
        )
    if not comparable(cell):
        return False
    if stated.scheme == "item":
        wanted = {"flow": TOTALS.get(stated.item, ""), "item": "grand-total"}
        return cell.table_kind == "revenue_expenditure_summary" and values == wanted
    dimension = DIMENSION.get(stated.scheme)
    if dimension is None or values.get(dimension) != stated.item:
        return False
    narrow = {k for k in values if k not in {"flow", "fundSource", dimension}}
    kind = values.get("expenditureKind")
    return (
        narrow <= {"expenditureKind"} and (dimension == "expenditureKind" or kind is None) and cell.row_sort != "fund"
    )


def label(stated: Statement) -> str:
    concept = codes.scheme(stated.scheme).get(stated.item)
    return concept.label_zh if concept else stated.item


def share_finding(disclosure: Disclosure, stated: Statement, before: Statement, number: int) -> Iterator[Finding]:
    """A share against its amount and the total of which it is a share (the total, basic expenditure)."""
    same = (before.scheme, before.item, before.measure) == (stated.scheme, stated.item, "amount")
    bases = [cell.amount_yuan for cell in disclosure.cell_facts if cell.row_sort == "total" and cell.amount_yuan]
    if not same or not bases:
        return
    shares = [before.value * 100 / base for base in bases]
    if any(abs(share - stated.value) <= PLACE for share in shares):
        return
    right = min(shares, key=lambda share: abs(share - stated.value))
    yield make(
        "percent-arithmetic",
        [(stated.line_start, stated.line_end)],
        key=f"{stated.item}.{number}",
        what=label(stated),
        printed=stated.published_value,
        right=f"{right:.2f}",
    )
