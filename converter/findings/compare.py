"""The same figure in several tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.amounts import UNITS, parse
from converter.facts import UNDECIDED, Cell, Finding
from converter.findings.message import make
from ontology import codes

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
SCHEMES = {
    "function": "function",
    "expenditureKind": "expenditure-kind",
    "fundSource": "fund-source",
    "flow": "flow",
    "item": "item",
    "fundVintage": "fund-vintage",
    "deptEconomic": "economic-department",
    "govEconomic": "economic-government",
}


def compare_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Figures of the same dimensions that two tables print with different values."""
    knowledge = disclosure.knowledge
    settled = disclosure.identity.phase == "final-account"  # its other tables leave balances out
    groups: dict[frozenset[tuple[str, str]], list[Cell]] = defaultdict(list)
    for cell in disclosure.cell_facts:
        if comparable(cell) and not (settled and cell.values.get("item") == "grand-total"):
            groups[knowledge.key(cell.values)].append(cell)
    for name, cells in groups.items():
        yield from differing(name, cells)


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


def differing(name: frozenset[tuple[str, str]], cells: list[Cell]) -> Iterator[Finding]:
    first = cells[0]
    seen: set[tuple[int, Decimal]] = set()
    for cell in cells[1:]:
        gap = abs(cell.amount_yuan - first.amount_yuan)
        if cell.table != first.table and gap > half(cell) + half(first) and (cell.table, cell.amount_yuan) not in seen:
            seen.add((cell.table, cell.amount_yuan))
            yield make(
                "sibling-tables",
                [(cell.line_start, cell.line_end), (first.line_start, first.line_end)],
                expected=first.amount_yuan,
                found=cell.amount_yuan,
                table=cell.table,
                key=f"{cell.table}.{cell.line_start}.{first.line_start}",
                what=describe(name),
                title=cell.table_title,
                other=first.table_title,
            )


def half(cell: Cell) -> Decimal:
    """Half a unit of the last printed place, in yuan."""
    amount = parse(cell.published_value, cell.line_start)
    return (amount.half_place if amount else Decimal(0)) * UNITS[cell.published_unit]


def describe(name: frozenset[tuple[str, str]]) -> str:
    """The dimension values in Chinese words."""
    labels = []
    for dimension, value in sorted(name):
        concept = codes.scheme(SCHEMES[dimension]).get(value) if dimension in SCHEMES else None
        labels.append(concept.label_zh if concept else value)
    return "、".join(labels) or "合计"
