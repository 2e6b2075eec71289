"""The unit of tables that do not state one: as the others have it, as the text says, or as its figures prove."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from converter.amounts import UNITS, parse, rounding, unit_of
from converter.document import Document, Line
from converter.tables import RawTable

STATED = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*(亿元|百万元|万元|千元|元)")
LEAST_DIGITS = 4  # a figure of fewer significant digits proves nothing
LEAST_PROOFS = 2
CANDIDATES = ("万元", "元", "千元")


def with_units(tables: tuple[RawTable, ...], document: Document) -> tuple[RawTable, ...]:
    """The tables, those without a unit with the one that the rest of the document gives them, if it does."""
    silent = [table for table in tables if not table.unit]
    if not silent:
        return tables
    prose = outside(tables, document)
    units = {table.unit for table in tables if table.unit} or {unit for line in prose if (unit := unit_of(line.text))}
    unit = proved_unit(silent, prose) or (units.pop() if len(units) == 1 else None)
    if unit is None:
        return tables
    return tuple(table if table.unit else replace(table, unit=unit, stated=False) for table in tables)


def outside(tables: Sequence[RawTable], document: Document) -> list[Line]:
    """The lines that belong to no table."""
    inside = {line.number for table in tables for line in (*table.head, *table.body, *table.notes)}
    return [line for line in document.lines if line.number not in inside]


def proved_unit(tables: Sequence[RawTable], prose: Sequence[Line]) -> str | None:
    """The unit in which the tables print at least two of the amounts that the prose states; None when two units do."""
    numbers = sorted(set(numbers_of(tables)))
    stated = set(stated_amounts(prose))
    hits = {unit: sum(is_printed(amount, half, numbers, UNITS[unit]) for amount, half in stated) for unit in CANDIDATES}
    found = [unit for unit, count in hits.items() if count]
    return found[0] if len(found) == 1 and hits[found[0]] >= LEAST_PROOFS else None


def numbers_of(tables: Sequence[RawTable]) -> Iterator[Decimal]:
    """The numbers of tables, as printed."""
    for line in (line for table in tables for line in table.body):
        for text in line.text.split("\t") if line.merged else line.text.replace("|", " ").split():
            amount = parse(text, line.number)
            if amount is not None and amount.value:
                yield abs(amount.value)


def stated_amounts(prose: Sequence[Line]) -> Iterator[tuple[Decimal, Decimal]]:
    """The amounts in yuan that the prose states with enough digits, each with half a unit of its last place."""
    for line in prose:
        for text, unit in STATED.findall(line.text):
            plain = text.replace(",", "")
            if len(plain.replace(".", "").strip("0")) >= LEAST_DIGITS:
                yield Decimal(plain) * UNITS[unit], rounding(plain, unit)


def is_printed(amount: Decimal, half: Decimal, numbers: Sequence[Decimal], scale: Decimal) -> bool:
    """Whether a number, in a unit of this size, is the amount within its rounding."""
    place = bisect_left(numbers, (amount - half) / scale)
    return place < len(numbers) and numbers[place] * scale <= amount + half
