"""The key figures of a disclosure: from total rows first, then from the prose."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from converter.amounts import rounding
from converter.disclosure import Disclosure
from converter.facts import Cell, Statement
from converter.kinds import scope_of_table
from converter.statements import is_of_edition
from converter.words import GROUP_BLANK

GROUPS = re.compile(f"[,{GROUP_BLANK}]")  # what parts groups of three


@dataclass(frozen=True)
class KeyFigure:
    """One key figure in yuan, with the line that gives it and how often the document prints its value.

    `rounding` is the most by which rounding can have moved it: the prose, asked where no table gives the figure, often
    rounds more than tables do.
    """

    term: str
    item: str
    amount: Decimal
    rounding: Decimal
    times_printed: int
    line_start: int
    line_end: int


@cache
def definitions() -> list[dict[str, Any]]:
    """The figures of key-figures.toml."""
    return tomllib.loads((files("converter") / "layouts" / "key-figures.toml").read_text("utf-8"))["figure"]  # type: ignore[no-any-return]


def key_figures(disclosure: Disclosure) -> Iterator[KeyFigure]:
    """The key figures that the disclosure prints, each once."""
    for entry in definitions():
        cell = next((c for source in entry["sources"] if (c := total_cell(disclosure, source))), None)
        if cell is not None:
            yield make(entry, disclosure, cell, cell.amount_yuan, cell.published_unit)
            continue
        told = stated_amount(disclosure, entry.get("stated", ""))
        if told is not None:
            yield make(entry, disclosure, told, told.value, told.unit)


def stated_amount(disclosure: Disclosure, subject: str) -> Statement | None:
    """The amount of its year and phase that the prose gives `scheme/notation`, the most exact one.

    None where it gives none, or two of which one is not the other rounded, and where it rounds more than any figure
    of the tables: it is then a stated figure, and no key figure that others can be held against.
    """
    scheme, _, notation = subject.partition("/")
    year, phase = disclosure.identity.year, disclosure.identity.phase
    found = [
        (stated, rounding(stated.published_value, stated.unit))
        for stated in disclosure.statement_facts
        if (stated.scheme, stated.item, stated.measure) == (scheme, notation, "amount")
        and is_of_edition(stated, year, phase)
    ]
    if not found:
        return None
    exact, least = min(found, key=lambda pair: pair[1])
    agreed = all(abs(each.value - exact.value) <= half for each, half in found)
    return exact if agreed and least <= coarsest(disclosure.cell_facts, least) else None


def coarsest(cells: Iterable[Cell], otherwise: Decimal) -> Decimal:
    """The most by which rounding can have moved a figure of the tables, in yuan; `otherwise` if none is read."""
    known = {(len(c.published_value.partition(".")[2]), c.published_unit): c for c in cells if c.known}
    return max((rounding(c.published_value, c.published_unit) for c in known.values()), default=otherwise)


def make(
    entry: dict[str, Any], disclosure: Disclosure, source: Cell | Statement, amount: Decimal, unit: str
) -> KeyFigure:
    printed = source.published_value
    times = times_printed(disclosure, printed)
    half = rounding(printed, unit)
    return KeyFigure(entry["term"], entry["item"], amount, half, times, source.line_start, source.line_end)


def total_cell(disclosure: Disclosure, source: dict[str, Any]) -> Cell | None:
    """The decided cell of the total row of a table kind with exactly these values (beside its scope).

    None where the first such table prints several amounts with these values, or none of the parts that `beside` names:
    such a table was not understood, or is another.
    """
    cells = disclosure.cell_facts
    found = [cell for cell in cells if cell.table_kind == source["kind"] and gives(cell, source["values"], cells)]
    same = [cell for cell in found if cell.table == found[0].table]
    if len({cell.amount_yuan for cell in same}) != 1 or not has_parts(same[0], source.get("beside", {}), cells):
        return None
    return same[0]


def gives(cell: Cell, wanted: dict[str, str], cells: Iterable[Cell]) -> bool:
    """Whether a cell is decided, of a total row, and has these values and no narrower one."""
    own = {k: v for k, v in cell.values.items() if v != "total"}
    return (
        cell.known
        and cell.role != "memo"
        and is_total_row(cell)
        and all(own.get(k) == v for k, v in wanted.items())
        and narrow(own) <= set(wanted.items())
        and is_of_all_money(cell, cells)
    )


def has_parts(total: Cell, beside: dict[str, list[str]], cells: Iterable[Cell]) -> bool:
    """Whether the table of a total also prints one of these parts, if any are named."""
    own = [cell.values for cell in cells if cell.table == total.table]
    return all(any(values.get(dimension) in parts for values in own) for dimension, parts in beside.items())


def is_total_row(cell: Cell) -> bool:
    """Whether a row is over the whole table, sums up a kind of expenditure, or is one of the three public expenses."""
    if cell.table_kind == "three_public":
        return cell.row_sort in {"total", "item"} or (cell.row_sort == "unit" and "budgetUnit" not in cell.values)
    return cell.row_sort == "total" or (cell.row_sort == "fund" and "expenditureKind" in cell.values)


def is_of_all_money(cell: Cell, cells: Iterable[Cell]) -> bool:
    """Whether a figure leaves no money out: it is of no fund, of that of its table, or its row has no other money."""
    fund = cell.values.get("fundSource")
    if not fund or fund == scope_of_table(cell.table_kind, cell.table_title).get("fundSource"):
        return True
    row = [c for c in cells if (c.table, c.line_start, c.row_label) == (cell.table, cell.line_start, cell.row_label)]
    plain = {c.values.get("fundSource", ""): c.amount_yuan for c in row if "expenditureKind" not in c.values}
    return cell.table_kind == "three_public" or (fund in plain and plain[fund] == plain.get(""))


def narrow(values: dict[str, str]) -> set[tuple[str, str]]:
    """The values that narrow a total down: kinds, funds, items other than what the whole table is about."""
    general = {
        ("item", "grand-total"),
        ("item", "three-public"),
        ("item", "operating-cost"),
        ("flow", "expenditure"),
        ("flow", "revenue"),
        ("fundVintage", "current"),
        ("fundSource", "general-public"),
        ("expenditureKind", "basic"),
    }
    return {pair for pair in values.items() if pair not in general or pair[0] == "expenditureKind"}


def times_printed(disclosure: Disclosure, printed: str) -> int:
    """How often the value stands in the document, with or without thousands separators."""
    plain = GROUPS.sub("", printed)
    short = plain.rstrip("0").rstrip(".") if "." in plain else plain
    pattern = rf"(?<![\d.,])(?:{re.escape(plain)}|{re.escape(short)})(?![\d]|[.,]\d)"
    return max(1, len(re.findall(pattern, GROUPS.sub("", disclosure.document.text))))
