"""Rows whose cells do not stand below their heads: a shorter row of another page, a total that has lost its span."""

from __future__ import annotations

from collections.abc import Mapping

from converter.amounts import looks_printed, parse
from converter.header import GridRow
from converter.sheet import Fields, Row
from converter.subjects import own_subject

CODES = {"code", "gov_code", "function_code"}


def is_shifted(row: GridRow, keys: Mapping[int, str]) -> bool:
    """Whether an amount stands below the head of codes: 合计 in the first of four columns, its amounts beside it."""
    return any(looks_printed(row.cells[j]) and row.cells[j] != "0" for j, name in keys.items() if name in CODES)


def read_shifted(row: GridRow, keys: Mapping[int, str]) -> Row | None:
    """The row by what its cells hold, its amounts in order without places; None where that is not clear.

    Clear are a name, a code before it if the table has codes, and behind them amounts alone.
    """
    cells = [(column, cell) for column, cell in enumerate(row.cells) if cell]
    first = next((n for n, (_, cell) in enumerate(cells) if looks_printed(cell)), len(cells))
    words = [cell for _, cell in cells[:first]]
    codes = [word for word in words if word.isdecimal()]
    names = words[len(codes) :]
    amounts = [parse(cell, row.line, row.origin(column)) for column, cell in cells[first:]]
    if words[: len(codes)] != codes or len(names) != 1 or (codes and "code" not in keys.values()):
        return None
    known = tuple(amount for amount in amounts if amount is not None)
    if len(known) < len(amounts):
        return None
    fields: Fields = {"label": names[0]} | ({"code": "".join(codes)} if codes else {})
    return Row(own_subject(fields), known, None, row.line, row.line)
