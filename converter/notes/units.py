"""Amounts of the prose in 元, and spending plans headed “%”: units that the rules hold against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.facts import Note
from converter.prose import prose_lines
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

YUAN = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)元(?!/)")
RULE = "unit-implausible"


def unit_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on the units of prose and plans."""
    for line in prose_lines(disclosure.document, disclosure.tables):
        for found in YUAN.finditer(re.sub(r"\s+", "", line.text)):
            value = Decimal(found.group(1).replace(",", ""))
            name = f"prose.{line.number}.{found.group(1)}"
            yield Note(RULE, ((line.number,) * 2,), found.group(0), key=name, amount=value)
    yield from plan_notes(disclosure)


def plan_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Spending plans whose heading says “%”."""
    for table in disclosure.tables:
        heads = [line for line in table.body if "划(%)" in key(line.text)]
        inside = [s for s in disclosure.plan_facts if table.first_line <= s.line <= table.last_line]
        if heads and inside:
            lines = ((heads[0].number,) * 2,)
            name = f"plan.{table.order}"
            yield Note(RULE, lines, "资金支出计划（%）", table.order, name, project=inside[-1].project)
