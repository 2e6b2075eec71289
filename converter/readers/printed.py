"""A line before it is numbered: what it prints, and where each of its cells stands in the source."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from converter.document import Line
from converter.readers.alike import unified
from converter.readers.marks import Box, Glyph


class Printed(NamedTuple):
    """A line's text, its cells joined by tabs; the rest is that of the Line that it becomes."""

    text: str
    merged: str = ""
    places: tuple[str, ...] = ()
    edges: tuple[float, ...] = ()
    aligned: bool = False


def numbered(lines: Iterable[tuple[Printed, int | None]]) -> Iterator[Line]:
    """The lines, each with its page, numbered from 1."""
    for number, (printed, page) in enumerate(lines, start=1):
        yield Line(number, unified(printed.text), page, *printed[1:])


def box_place(page: int, sheet: Box, glyphs: Sequence[Glyph]) -> str:
    """The box of glyphs on a page, in points from the upper left corner of the sheet, as a media fragment."""
    left = math.floor(min([mark.left for mark in glyphs]) - sheet.left)
    top = math.floor(min([mark.top for mark in glyphs]) - sheet.top)
    right = math.ceil(max([mark.right for mark in glyphs]) - sheet.left)
    bottom = math.ceil(max([mark.bottom for mark in glyphs]) - sheet.top)
    return f"page={page}&xywh={left},{top},{right - left},{bottom - top}"


def table_place(table: int, row: int, column: int) -> str:
    """The place of a cell in a document whose tables have no addresses of their own; all numbers start at 1."""
    return f"table={table}&row={row}&column={column}"
