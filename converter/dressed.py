"""Cells of tables without what dresses them: points within subject codes (208.05.01), the unit behind amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from converter.amounts import FORMS, NUMBER
from converter.header import GridRow

POINTED = re.compile(r"^([235]\d{2})((?:[.·．]\d{2}){1,3})(?![\d.])")
WHOLE_CODE = re.compile(r"^[235]\d{2}(?:[.·．]\d{2}){2,3}(?![\d.])")  # more than one point: no amount
LEAST_CODES = 2


def undressed(rows: Sequence[GridRow], unit: str | None) -> list[GridRow]:
    """The rows with bare codes in the columns whose codes have points, and bare amounts where most bear the unit."""
    columns = range(max((len(row.cells) for row in rows), default=0))
    coded = {j for j in columns if is_pointed(rows, j)}
    united = {j for j in columns if unit and is_united(rows, j, unit)}
    if not coded | united:
        return list(rows)
    own = {j: unit for j in united}
    return [replace(row, cells=tuple(bare(c, j in coded, own.get(j)) for j, c in enumerate(row.cells))) for row in rows]


def is_pointed(rows: Sequence[GridRow], column: int) -> bool:
    """Whether a column holds codes of several parts with points between them."""
    return sum(bool(WHOLE_CODE.match(cell)) for cell in cells_below(rows, column)) >= LEAST_CODES


def is_united(rows: Sequence[GridRow], column: int, unit: str) -> bool:
    """Whether most numbers of a column bear the unit of their table."""
    cells = [cell for cell in cells_below(rows, column) if re.search(r"\d", cell)]
    return sum(number_of(cell, unit) != "" for cell in cells) * 2 > len(cells)


def cells_below(rows: Sequence[GridRow], column: int) -> list[str]:
    """What a column holds; short rows have no such cell."""
    return [cell.strip() for row in rows for cell in row.cells[column : column + 1]]


def number_of(cell: str, unit: str) -> str:
    """The number that a cell prints with the unit behind it, or ""."""
    number = cell.strip().removesuffix(unit).strip() if cell.strip().endswith(unit) else ""
    return number if re.fullmatch(NUMBER, number.translate(FORMS)) else ""


def bare(cell: str, is_code: bool, unit: str | None) -> str:
    """A cell's code without its points, or its amount without a unit; else the cell as it is."""
    text = cell.strip()
    if is_code and (code := POINTED.match(text)):
        return code[1] + re.sub(r"\D", "", code[2]) + text[code.end() :]
    return (number_of(text, unit) if unit else "") or cell
