"""Numbers that a narrow cell or a page break tore over two lines: both lines are one row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from converter.header import GridRow

DECIMALS = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)\.(\d+)$")
PIECE = re.compile(r"^-?[\d,.]+$")
CUT = re.compile(r",\d{0,2}$")  # the last group of three is not whole
NIL = {"0", "-", "—"}
MOST_LINES = 3  # lines that one row was torn into
LEAST = 3  # so many numbers must show how many decimals a table prints
COLUMN = 0.5  # of the filled cells of a column of amounts are numbers or pieces of them


def with_whole_numbers(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows, those as one whose numbers are pieces (`57.5` above `8`) of what the table prints everywhere (`57.58`).

    They are joined only if thereby all numbers of the columns of amounts have the same decimals, but for a last
    row that goes on where the table cannot be followed; else all stay as they are.
    """
    places = decimals(rows)
    columns = amount_columns(rows) if places else frozenset[int]()
    if not columns or all(is_whole(cell, places) for cell in numbers(rows, columns)):
        return list(rows)
    joined = list(in_one(rows, columns, places))
    checked = joined[:-1] if len(rows) - len(joined) >= LEAST else joined
    return joined if all(is_whole(cell, places) for cell in numbers(checked, columns)) else list(rows)


def decimals(rows: Sequence[GridRow]) -> int:
    """How many decimals most numbers of a table have; 0 where too few have any."""
    found = Counter(len(match.group(1)) for row in rows for cell in row.cells if (match := DECIMALS.match(cell)))
    places, count = found.most_common(1)[0] if found else (0, 0)
    return places if count >= LEAST else 0


def amount_columns(rows: Sequence[GridRow]) -> Set[int]:
    """The columns in which most filled cells are numbers or pieces of them, and one has decimals."""
    found = set()
    for column in range(max((len(row.cells) for row in rows), default=0)):
        cells = [row.cells[column] for row in rows if column < len(row.cells) and row.cells[column]]
        pieces = [cell for cell in cells if PIECE.match(cell)]
        if any("." in cell for cell in pieces) and len(pieces) > COLUMN * len(cells):
            found.add(column)
    return found


def numbers(rows: Sequence[GridRow], columns: Set[int]) -> Iterator[str]:
    """The numbers and pieces of numbers in some columns."""
    for row in rows:
        yield from (row.cells[j] for j in columns if j < len(row.cells) and PIECE.match(row.cells[j]))


def is_whole(cell: str, places: int) -> bool:
    """Whether a cell is a number with so many decimals, or nil."""
    match = DECIMALS.match(cell)
    return cell in NIL or (match is not None and len(match.group(1)) == places)


def in_one(rows: Sequence[GridRow], columns: Set[int], places: int) -> Iterator[GridRow]:
    """The rows, as many as make whole numbers as one."""
    at = 0
    while at < len(rows):
        sizes = (size for size in range(2, MOST_LINES + 1) if makes_whole(rows[at : at + size], size, columns, places))
        size = next(sizes, 1)
        yield together(rows[at : at + size])
        at += size


def makes_whole(rows: Sequence[GridRow], size: int, columns: Set[int], places: int) -> bool:
    """Whether the first of some rows has pieces of numbers, which the others make whole and nothing else."""
    if len(rows) < size or len({len(row.cells) for row in rows}) > 1:
        return False
    torn = {j for j in columns if j < len(rows[0].cells) and not is_whole(rows[0].cells[j] or "0", places)}
    goes_on = all({j for j in columns if row.cells[j]} <= torn and any(row.cells[j] for j in torn) for row in rows[1:])
    whole, rest = together(rows).cells, together(rows[1:]).cells
    pieces = all(is_piece(rows[0].cells[j], rest[j]) and is_whole(whole[j], places) for j in torn)
    return bool(torn) and goes_on and pieces


def is_piece(cell: str, rest: str) -> bool:
    """Whether a cell is no number by itself: its last group or decimals are not whole, or its rest begins with a sign.

    A whole number (52) and the amount below it (7.00) are two.
    """
    decimals_go_on = "." in cell and rest.isdecimal()
    return decimals_go_on or CUT.search(cell) is not None or rest[:1] in {".", ","}


def together(rows: Sequence[GridRow]) -> GridRow:
    """Several rows as one, the texts of each column behind each other."""
    if len(rows) == 1:
        return rows[0]
    return replace(rows[0], cells=tuple("".join(cells) for cells in zip(*(row.cells for row in rows), strict=True)))
