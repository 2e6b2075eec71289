"""A table with merged cells as lines of cells, whatever the file that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from converter.readers.printed import Printed

MAX_SPAN = 1_000
MAX_PLACES = 2_000_000


class TooWideError(ValueError):
    """A table whose spans claim more places than any disclosure has."""


class Spanning(NamedTuple):
    """A cell's text and how many rows and columns it spans (0 rows: down to the table's end).

    `goes_on` marks a cell that only continues the one above, for sources that say it so.
    """

    text: str
    rows: int = 1
    columns: int = 1
    goes_on: bool = False


class Slot(NamedTuple):
    """What stands at a place of the grid: a text, and its mark (see Line.merged)."""

    text: str = ""
    mark: str = "-"


def merged_rows(rows: Sequence[Iterable[Spanning]], place: Callable[[int, int], str]) -> list[Printed]:
    """Each row's cells joined by tabs: a merged cell's text stands in its first column and its first row.

    `place` gives the place of a row and column, both from 1. Raises TooWideError.
    """
    grid: list[dict[int, Slot]] = [{} for _ in rows]
    claimed = 0
    for index, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while column in grid[index]:
                column += 1
            claimed += spread(grid, index, column, cell)
            if claimed > MAX_PLACES:
                raise TooWideError
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    return [printed_row(row, width, index, place) for index, row in enumerate(grid, start=1)]


def spread(grid: list[dict[int, Slot]], row: int, column: int, cell: Spanning) -> int:
    """Fills every place that a cell spans, its text in the first; returns how many they are."""
    below, across = grid[row : row + min(cell.rows or len(grid), MAX_SPAN)], min(max(1, cell.columns), MAX_SPAN)
    for depth, each in enumerate(below):
        for place in range(column, column + across):
            each.setdefault(place, Slot(mark="<" if place > column else "^" if depth or cell.goes_on else "."))
    grid[row][column] = Slot(cell.text, "^" if cell.goes_on else ".")
    return len(below) * across


def printed_row(row: dict[int, Slot], width: int, number: int, place: Callable[[int, int], str]) -> Printed:
    """A row as a line; only filled cells have a place."""
    slots = [row.get(column, Slot()) for column in range(width)]
    places = (place(number, column) if slot.text else "" for column, slot in enumerate(slots, start=1))
    return Printed("\t".join(slot.text for slot in slots), "".join(slot.mark for slot in slots), tuple(places))
