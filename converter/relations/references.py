"""What the figures of the prose speak of: the lines of tables, and the projects, that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.amounts import UNITS
from converter.facts import Cell, Project, Statement
from converter.prose import join_prose, prose_lines
from converter.relations.repeats import comparable
from converter.statements import is_of_year
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

DIMENSION = {"expenditure-kind": "expenditureKind", "function": "function"}
TABLE_ITEMS = {"operating-cost": "operating_cost", "assets": "assets", "procurement": "procurement"}
ITEMS = {"three-public", "overseas-trips", "vehicles", "vehicle-purchase", "vehicle-operation", "reception"}
TOTALS = {"revenue-total": "revenue", "expenditure-total": "expenditure"}
MENTIONED = re.compile(r"([\u4e00-\u9fff（）()\d]{4,40}?)(\d[\d,]*(?:\.\d+)?)万元")
LISTING = re.compile(r"(?:主要为|主要是|主要有|包括)([^。；]+)")
LARGE = re.compile(r"(\d+)万元")


@dataclass(frozen=True)
class Mention:
    """A project that the prose names with an amount."""

    project: Project
    name: str
    amount: Decimal
    published_value: str
    line: int


def referred(disclosure: Disclosure, stated: Statement) -> list[Cell]:
    """The cells that print what a stated amount of the budget year is about; none when no table has it."""
    if stated.measure != "amount" or not is_of_year(stated, disclosure.identity.year):
        return []
    return [cell for cell in disclosure.cell_facts if matches(cell, stated)]


def matches(cell: Cell, stated: Statement) -> bool:
    """Whether a cell is the whole department's figure of what a statement is about."""
    values = {name: value for name, value in cell.values.items() if value != "total"}
    if stated.scheme == "item" and stated.item in ITEMS:
        is_item = cell.table_kind == "three_public" and values.get("item") == stated.item
        return is_item and cell.role not in {"", "memo"}
    if stated.scheme == "item" and stated.item in TABLE_ITEMS:
        is_table = cell.table_kind == TABLE_ITEMS[stated.item]
        return is_table and cell.row_sort in {"total", "item"} and cell.role == "total"
    if not comparable(cell):
        return False
    if stated.scheme == "item":
        wanted = {"flow": TOTALS.get(stated.item, ""), "item": "grand-total"}
        return cell.table_kind == "revenue_expenditure_summary" and values == wanted
    return is_of_dimension(values, stated)


def is_of_dimension(values: dict[str, str], stated: Statement) -> bool:
    """Whether values say what a statement about a kind of expenditure or a function says, and nothing narrower."""
    dimension = DIMENSION.get(stated.scheme)
    if dimension is None or values.get(dimension) != stated.item:
        return False
    narrow = set(values) - {"flow", "fundSource", dimension}
    return narrow <= {"expenditureKind"} and (dimension == "expenditureKind" or "expenditureKind" not in values)


def mentions(disclosure: Disclosure) -> Iterator[Mention]:
    """Projects that the prose names with an amount (主要为A 5万元，B 40万元), where only one fits the name."""
    prose = join_prose(prose_lines(disclosure.document, disclosure.tables))
    for sentence in LISTING.finditer(prose.text):
        for found in MENTIONED.finditer(sentence.group(1)):
            name, printed = found.group(1), found.group(2)
            named = [p for p in disclosure.project_facts if is_short_for(key(name), key(p.name))]
            if len(named) == 1 and named[0].amount_yuan is not None:
                line = prose.line_at(sentence.start(1) + found.start())
                yield Mention(named[0], name, Decimal(printed.replace(",", "")) * UNITS["万元"], printed, line)


def is_short_for(short: str, name: str) -> bool:
    """Whether all characters of a short name stand in a name, in their order."""
    rest = iter(name)
    return all(character in rest for character in short)


def least(stated: Statement) -> Decimal | None:
    """The amount from which a statement counts projects (100 万元以上的项目), in yuan."""
    found = LARGE.search(stated.quote) if stated.item == "large-projects-number" else None
    return Decimal(found.group(1)) * UNITS["万元"] if found else None
