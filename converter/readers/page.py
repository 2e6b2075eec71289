"""The parts of a page: a line of cells for each row of a ruled table, and loose lines of words around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from converter.readers.filling import Filling, Place, Slots, places_of
from converter.readers.glyphs import cell_text, lines, runs, spaced, stands_alone
from converter.readers.left_out import Filled, with_open
from converter.readers.loose import Loose
from converter.readers.marks import DEFAULT, Glyph, Page, Tolerances
from converter.readers.open_rows import with_open_rows
from converter.readers.overhang import kept_whole
from converter.readers.printed import Printed, box_place
from converter.readers.ruling import Cell, Grid, find_grids

Part = tuple[float, Loose | list[Printed]]
"""A part of a page and where it begins: a line of words, or the lines of cells of a ruled table."""


def filled_pages(pages: Iterable[Page], tolerances: Tolerances = DEFAULT) -> list[Filled]:
    """The pages with their ruled tables, and which of these leave out rules."""
    return with_open([(page, filled(page, tolerances)) for page in pages], tolerances)


def page_parts(each: Filled, tolerances: Tolerances = DEFAULT) -> list[Part]:
    """The parts of a page in reading order; the cells of a table's row are joined by tabs.

    A table that leaves out rules is loose lines. A table may run over the left or right edge of the sheet; other text
    that lies outside is not shown and left out.
    """
    page, filling = each.page, each.filling
    left, right = page.sheet.left, page.sheet.right
    tables, outside = list[tuple[Grid, Slots]](), list(filling.outside.glyphs)
    for number, (grid, places) in enumerate(filling.tables):
        if number in each.open:
            outside += glyphs_of(places)
        else:
            tables.append((grid, places))
    loose = [glyph for glyph in outside if left <= glyph.centre <= right]
    parts: list[Part] = [(line[0].middle, line_of(page, line, tolerances)) for line in lines(loose, tolerances)]
    for grid, places in tables:
        parts.append((grid.ys[0], list(grid_lines(page, grid, places, tolerances))))
    return sorted(parts, key=lambda part: part[0])


def glyphs_of(places: Slots) -> Iterator[Glyph]:
    """The glyphs in all cells of a table."""
    for place in {id(place): place for row in places for place in row if place is not None}.values():
        yield from place.glyphs


def line_of(page: Page, line: Sequence[Glyph], tolerances: Tolerances) -> Loose:
    """A line of words outside all ruled tables."""
    whole = Printed(spaced(line, tolerances), places=(box_place(page.number, page.sheet, line),))
    return Loose(page.number, tuple(line), whole)


def filled(page: Page, tolerances: Tolerances) -> Filling:
    """The page's tables with each glyph in its place."""
    grids = find_grids(page, tolerances)
    if (closer := with_open_rows(page, grids, tolerances)) is not page:
        grids = find_grids(closer, tolerances)
    tables = ((grid, places_of(number, grid)) for number, grid in enumerate(grids))
    filling = Filling(tuple(tables), Place())
    if not filling.tables:
        filling.outside.glyphs.extend(on_sheet(page))
        return filling
    for place, run in kept_whole(list(placed_runs(page, filling, tolerances)), filling):
        place.glyphs.extend(run)
    return filling


def placed_runs(page: Page, filling: Filling, tolerances: Tolerances) -> Iterator[tuple[Place, list[Glyph]]]:
    """The runs of a page in the order of its content, each with its place."""
    for run in runs(on_sheet(page), tolerances):
        if len(run) == 1:
            yield filling.place_of(run[0]), run
        else:
            yield from placed(run, filling)


def on_sheet(page: Page) -> list[Glyph]:
    """The glyphs without those above or below the sheet: such rows stand on the next page again."""
    top, bottom = page.sheet.top, page.sheet.bottom
    return [glyph for glyph in page.glyphs if top <= glyph.middle <= bottom]


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
