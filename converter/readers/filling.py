"""Which glyphs stand in which cell of a page's ruled tables."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from converter.readers.marks import Glyph
from converter.readers.ruling import Cell, Grid


@dataclass(eq=False, slots=True)
class Place:
    """A cell of one of the page's tables, or (no cell) all that lies outside them, and the glyphs that stand there."""

    table: int = -1
    cell: Cell | None = None
    glyphs: list[Glyph] = field(default_factory=list)


Slots = tuple[tuple[Place | None, ...], ...]


@dataclass(frozen=True)
class Filling:
    """A page's tables, each with the place of each of its slots (None: no cell), and the place outside all of them."""

    tables: tuple[tuple[Grid, Slots], ...]
    outside: Place

    def place_of(self, glyph: Glyph) -> Place:
        """The cell of the smallest table that holds the glyph's centre."""
        for grid, places in self.tables:
            column, row = bisect_right(grid.xs, glyph.centre) - 1, bisect_right(grid.ys, glyph.middle) - 1
            if 0 <= row < len(places) and 0 <= column < len(places[row]):
                place = places[row][column]
                if place is not None:
                    return place
        return self.outside


def places_of(number: int, grid: Grid) -> Slots:
    """The places of a table, row by row; that of a merged cell stands in each of its slots."""
    known: dict[Cell | None, Place | None] = {None: None}
    for row in grid.owners:
        for cell in row:
            if cell not in known:
                known[cell] = Place(number, cell)
    return tuple(tuple(known[cell] for cell in row) for row in grid.owners)


def is_right_of(place: Place, own: Place) -> bool:
    """Whether a place is the next cell to the right in the same table."""
    cell, left = place.cell, own.cell
    if place.table != own.table or cell is None or left is None:
        return False
    return cell.column == left.column + left.columns and cell.row <= left.row < cell.row + cell.rows
