"""The rows of an HTML table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from selectolax.lexbor import LexborNode

from converter.readers.merged import Spanning, merged_rows
from converter.readers.printed import Printed, table_place


def is_data_table(table: LexborNode) -> bool:
    """Whether a table holds data: no table within it, and a row of more than one cell; others only lay out a page."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return False
    return any(sum(1 for _ in row_cells(row)) > 1 for row in table.css("tr"))


def row_cells(row: LexborNode) -> Iterator[LexborNode]:
    return (cell for cell in row.iter() if cell.tag in {"td", "th"})


def table_rows(table: LexborNode, text: Callable[[LexborNode], str], number: int) -> list[Printed]:
    """Each row's cells joined by tabs; `number` is the table's own on the page."""
    rows = [[spanning(cell, text) for cell in row_cells(row)] for row in table.css("tr")]
    return merged_rows(rows, partial(table_place, number))


def spanning(cell: LexborNode, text: Callable[[LexborNode], str]) -> Spanning:
    return Spanning(text(cell), span(cell, "rowspan"), span(cell, "colspan"))


def span(cell: LexborNode, name: str) -> int:
    """The number that a cell's attribute gives; 1 when it gives none. A rowspan of 0 reaches to the table's end."""
    value = (cell.attributes.get(name) or "").strip()
    return int(value[:6]) if value.isdecimal() else 1
