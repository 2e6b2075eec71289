"""The prose against the tables, and its shares against its own figures."""

from __future__ import annotations

from collections import Counter
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
    """A share against its amount, on a base that other shares of the document prove to be the one in use."""
    base = base_of(disclosure, number)
    if not is_share_of(stated, before) or not base:
        return
    right = before.value * 100 / base
    if not any(fits(stated, before, total) for total in total_amounts(disclosure)):
        yield make(
            "percent-arithmetic",
            [(stated.line_start, stated.line_end)],
            key=f"{stated.item}.{number}",
            what=label(stated),
            printed=stated.published_value,
            right=f"{right:.{len(stated.published_value.partition('.')[2]) or 1}f}",
        )


def is_share_of(share: Statement, amount: Statement) -> bool:
    return (amount.scheme, amount.item, amount.measure) == (share.scheme, share.item, "amount")


def place_of(stated: Statement) -> Decimal:
    """Half a unit of the last printed place of a percentage, and a little for the rounding of its figures."""
    return Decimal(5).scaleb(-len(stated.published_value.partition(".")[2]) - 1) + Decimal("0.001")


def total_amounts(disclosure: Disclosure) -> set[Decimal]:
    """The amounts of all total rows."""
    return {cell.amount_yuan for cell in disclosure.cell_facts if cell.row_sort == "total" and cell.amount_yuan}


def fits(share: Statement, amount: Statement, total: Decimal) -> bool:
    """Whether a share is that of an amount in a total, as far as it is printed."""
    return abs(amount.value * 100 / total - share.value) <= place_of(share)


def base_of(disclosure: Disclosure, number: int) -> Decimal | None:
    """The total that fits most of the other shares near by; None when none does or two do equally."""
    stated = disclosure.statement_facts
    near = range(max(1, number - 6), min(len(stated), number + 7))
    pairs = [(stated[i], stated[i - 1]) for i in near if i != number and stated[i].measure == "share"]
    pairs = [(share, amount) for share, amount in pairs if is_share_of(share, amount) and amount.value]
    best = Counter(t for t in total_amounts(disclosure) for s, a in pairs if fits(s, a, t)).most_common(2)
    clear = len(best) == 1 or (len(best) == 2 and best[0][1] > best[1][1])
    return best[0][0] if clear else None
