"""Amounts of the prose in 元, and spending plans headed “%”: units that the rules hold against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.amounts import UNITS
from converter.facts import Note
from converter.prose import prose_lines
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

YUAN = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)元(?!/)")
RULE = "unit-implausible"
FEW = 10  # one figure in so many may be a slip
LEAST = Decimal(10000)  # in 元, budgets print no less than this


def unit_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on the units of prose and plans."""
    for line in prose_lines(disclosure.document, disclosure.tables):
        for found in YUAN.finditer(re.sub(r"\s+", "", line.text)):
            value = Decimal(found.group(1).replace(",", ""))
            name = f"prose.{line.number}.{found.group(1)}"
            yield Note(RULE, ((line.number,) * 2,), found.group(0), key=name, amount=value)
    yield from odd_notes(disclosure)
    yield from plan_notes(disclosure)


def odd_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Budget figures of the prose in 元 among figures in 万元, where no total is that number of 万元."""
    told = [s for s in disclosure.statement_facts if s.unit in UNITS and s.value]
    odd = [stated for stated in told if stated.unit == "元"]
    totals = {cell.amount_yuan for cell in disclosure.cell_facts if cell.row_sort == "total"}
    for stated in odd if len(odd) * FEW < len(told) else ():
        if stated.value * UNITS["万元"] not in totals and "." in stated.published_value and stated.value < LEAST:
            seen = stated.quote[-24:]
            lines, name = ((stated.line_start, stated.line_end),), f"odd.{stated.line_end}.{stated.published_value}"
            yield Note(RULE, lines, seen, key=name, known="万元", code="odd")


def plan_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Spending plans whose heading says “%”."""
    for table in disclosure.tables:
        heads = [line for line in table.body if "划(%)" in key(line.text)]
        inside = [s for s in disclosure.plan_facts if table.first_line <= s.line <= table.last_line]
        if heads and inside:
            lines = ((heads[0].number,) * 2,)
            name = f"plan.{table.order}"
            yield Note(RULE, lines, "资金支出计划（%）", table.order, name, project=inside[-1].project)
