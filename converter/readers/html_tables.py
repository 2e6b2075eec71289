"""The rows of an HTML table, with merged cells spread over the places that they span."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

MAX_SPAN = 1_000
MAX_PLACES = 2_000_000


class TooWideError(ValueError):
    """A table whose spans claim more places than any disclosure has."""


def is_data_table(table: LexborNode) -> bool:
    """Whether a table holds data: no table within it, and a row of more than one cell; others only lay out a page."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return False
    return any(sum(1 for _ in row_cells(row)) > 1 for row in table.css("tr"))


def row_cells(row: LexborNode) -> Iterator[LexborNode]:
    return (cell for cell in row.iter() if cell.tag in {"td", "th"})


def table_rows(table: LexborNode, text: Callable[[LexborNode], str]) -> list[str]:
    """Each row's cells joined by tabs: a merged cell's text stands in its first column and its first row."""
    rows = table.css("tr")
    grid: list[dict[int, str]] = [{} for _ in rows]
    for index, row in enumerate(rows):
        column = 0
        for cell in row_cells(row):
            while column in grid[index]:
                column += 1
            spread(grid, index, column, cell, text(cell))
        if sum(map(len, grid)) > MAX_PLACES:
            raise TooWideError
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    return ["\t".join(row.get(column, "") for column in range(width)) for row in grid]


def spread(grid: list[dict[int, str]], row: int, column: int, cell: LexborNode, text: str) -> None:
    """Fills every place that a cell spans; its text stands in the first."""
    height = span(cell, "rowspan") or len(grid)
    for below in grid[row : row + height]:
        for place in range(column, column + max(1, span(cell, "colspan"))):
            below.setdefault(place, "")
    grid[row][column] = text


def span(cell: LexborNode, name: str) -> int:
    """The number that a cell's attribute gives; 1 when it gives none. A rowspan of 0 reaches to the table's end."""
    value = (cell.attributes.get(name) or "").strip()
    return min(int(value), MAX_SPAN) if value.isdecimal() else 1
