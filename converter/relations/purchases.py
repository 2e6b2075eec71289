"""The rows of procurement tables that print a quantity, a unit price and an amount."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure


@dataclass(frozen=True)
class Purchase:
    """One thing that is to be bought; `rounding` is how far the amount may be off quantity × price, in yuan."""

    table: int
    label: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    rounding: Decimal
    line_start: int
    line_end: int


def find_purchases(disclosure: Disclosure) -> Iterator[Purchase]:
    """The rows with all three figures."""
    for block in disclosure.blocks:
        if block.table.kind != "procurement" or block.columns is None or not block.table.unit:
            continue
        names = [key(path[-1]) if path else "" for path in block.columns.paths]
        for row in block.rows:
            if not row.placed:
                continue
            values = {names[c]: a for c, a in zip(row.candidates[0], row.keyed.row.amounts, strict=True)}
            count, price, amount = values.get("数量"), values.get("单价"), values.get("合计")
            if count and price and amount:
                slack = price.half_place * abs(count.value) + amount.half_place
                yield Purchase(
                    block.table.order,
                    row.keyed.key.label,
                    count.value,
                    price.value * block.scale,
                    amount.value * block.scale,
                    slack * block.scale,
                    row.keyed.row.first,
                    row.keyed.row.last,
                )
