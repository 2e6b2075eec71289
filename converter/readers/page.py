"""The parts of a page: a line of cells for each row of a ruled table, and loose lines of words around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from converter.readers.glyphs import NUMERIC, cell_text, lines, runs, spaced, stands_alone
from converter.readers.marks import DEFAULT, Glyph, Page, Tolerances
from converter.readers.printed import Printed, box_place
from converter.readers.ruling import Cell, Grid, find_grids
from converter.readers.unruled import Loose

TIGHT = 0.12  # a gap of this share of the glyphs' height is none
WORD_SIZE = 3  # so many glyphs in a cell are a text that may run on over its rule


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


Part = tuple[float, Loose | list[Printed]]
"""A part of a page and where it begins: a line of words, or the lines of cells of a ruled table."""


def page_parts(page: Page, tolerances: Tolerances = DEFAULT) -> list[Part]:
    """The parts of a page in reading order; the cells of a table's row are joined by tabs.

    A table may run over the left or right edge of the sheet; other text that lies outside is not shown and left out.
    """
    filling = filled(page, tolerances)
    left, right = page.sheet.left, page.sheet.right
    loose = [glyph for glyph in filling.outside.glyphs if left <= glyph.centre <= right]
    parts: list[Part] = [(line[0].middle, line_of(page, line, tolerances)) for line in lines(loose, tolerances)]
    for grid, places in filling.tables:
        parts.append((grid.ys[0], list(grid_lines(page, grid, places, tolerances))))
    return sorted(parts, key=lambda part: part[0])


def line_of(page: Page, line: Sequence[Glyph], tolerances: Tolerances) -> Loose:
    """A line of words outside all ruled tables."""
    whole = Printed(spaced(line, tolerances), places=(box_place(page.number, page.sheet, line),))
    return Loose(page.number, tuple(line), whole)


def filled(page: Page, tolerances: Tolerances) -> Filling:
    """The page's tables with each glyph in its place."""
    tables = ((grid, places_of(number, grid)) for number, grid in enumerate(find_grids(page, tolerances)))
    filling = Filling(tuple(tables), Place())
    if not filling.tables:
        filling.outside.glyphs.extend(on_sheet(page))
        return filling
    for place, run in kept_whole(placed_runs(page, filling, tolerances)):
        place.glyphs.extend(run)
    return filling


def placed_runs(page: Page, filling: Filling, tolerances: Tolerances) -> Iterator[tuple[Place, list[Glyph]]]:
    """The runs of a page in the order of its content, each with its place."""
    for run in runs(on_sheet(page), tolerances):
        if len(run) == 1:
            yield filling.place_of(run[0]), run
        else:
            yield from placed(run, filling)


def places_of(number: int, grid: Grid) -> Slots:
    """The places of a table, row by row; that of a merged cell stands in each of its slots."""
    known: dict[Cell | None, Place | None] = {None: None}
    for row in grid.owners:
        for cell in row:
            if cell not in known:
                known[cell] = Place(number, cell)
    return tuple(tuple(known[cell] for cell in row) for row in grid.owners)


def on_sheet(page: Page) -> list[Glyph]:
    """The glyphs without those above or below the sheet: such rows stand on the next page again."""
    top, bottom = page.sheet.top, page.sheet.bottom
    return [glyph for glyph in page.glyphs if top <= glyph.middle <= bottom]


def kept_whole(pairs: Iterable[tuple[Place, list[Glyph]]]) -> Iterator[tuple[Place, list[Glyph]]]:
    """The runs; words that run over the right rule of their cell without a break stay in it whole."""
    own: Place | None = None
    before: list[list[Glyph]] = []
    for place, run in pairs:
        if place is not own and not (own and is_right_of(place, own) and goes_on(before, run)):
            own, before = place, []
        before.append(run)
        yield own, run


def goes_on(before: Sequence[Sequence[Glyph]], run: Sequence[Glyph]) -> bool:
    """Whether a run goes on without a gap with words of some length; these are the last of the runs before it."""
    first, count = run[0], 0
    if first.text in NUMERIC or before[-1][-1].text in NUMERIC:
        return False
    for part in reversed(before):
        if count >= WORD_SIZE or not runs_on(part[-1], first):
            break
        first, count = part[0], count + len(part)
    return count >= WORD_SIZE


def runs_on(before: Glyph, after: Glyph) -> bool:
    """Whether two glyphs stand on one line without the gap that the sides of two cells leave."""
    size = max(before.size, after.size)
    return abs(after.middle - before.middle) < size / 4 and abs(after.left - before.right) <= TIGHT * size


def is_right_of(place: Place, own: Place) -> bool:
    """Whether a place is the next cell to the right in the same table."""
    cell, left = place.cell, own.cell
    if place.table != own.table or cell is None or left is None:
        return False
    return cell.column == left.column + left.columns and cell.row <= left.row < cell.row + cell.rows


def placed(run: list[Glyph], filling: Filling) -> Iterator[tuple[Place, list[Glyph]]]:
    """The run with its place; one that lies over a rule is parted there or kept whole, as its number demands."""
    start, place = 0, filling.place_of(run[0])
    if place is filling.place_of(run[-1]):
        yield place, run
        return
    for cut in range(1, len(run)):
        after = filling.place_of(run[cut])
        if after is not place and stands_alone(run[start:], cut - start):
            yield place, run[start:cut]
            start, place = cut, after
    rest = run[start:]
    yield filling.place_of(rest[len(rest) // 2]), rest


def grid_lines(page: Page, grid: Grid, places: Slots, tolerances: Tolerances) -> Iterator[Printed]:
    """Each row's cells joined by tabs: a merged cell's text stands in its first column and its first row."""
    for index, row in enumerate(places):
        texts, boxes = [""] * len(row), [""] * len(row)
        for column, place in enumerate(row):
            if place and place.glyphs and place.cell and place.cell[:2] == (index, column):
                texts[column] = cell_text(place.glyphs, grid.width(place.cell), tolerances)
                boxes[column] = box_place(page.number, page.sheet, place.glyphs)
        merged = "".join(mark(cell, index, column) for column, cell in enumerate(grid.owners[index]))
        yield Printed("\t".join(texts), merged, tuple(boxes), grid.xs)


def mark(cell: Cell | None, row: int, column: int) -> str:
    """What stands at a place: `.` the start of a cell, `<` and `^` where it goes on, `-` no cell."""
    if cell is None:
        return "-"
    if cell.column != column:
        return "<"
    return "." if cell.row == row else "^"
