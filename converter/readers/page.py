"""The parts of a page: a line of cells for each row of a ruled table, and loose lines of words around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from converter.readers.glyphs import NUMERIC, cell_text, lines, runs, spaced, stands_alone
from converter.readers.marks import DEFAULT, Glyph, Page, Tolerances
from converter.readers.printed import Printed, box_place
from converter.readers.ruling import Cell, Grid, find_grids
from converter.readers.unruled import Loose

TIGHT = 0.12  # a gap of this share of the glyphs' height is none
WORD_SIZE = 3  # so many glyphs in a cell are a text that may run on over its rule
Place = tuple[int, Cell] | None
"""A grid's number and one of its cells, or None outside all tables."""


Part = tuple[float, Loose | list[Printed]]
"""A part of a page and where it begins: a line of words, or the lines of cells of a ruled table."""


def page_parts(page: Page, tolerances: Tolerances = DEFAULT) -> list[Part]:
    """The parts of a page in reading order; the cells of a table's row are joined by tabs.

    A table may run over the left or right edge of the sheet; other text that lies outside is not shown and left out.
    """
    grids = find_grids(page, tolerances)
    filled: dict[Place, list[Glyph]] = defaultdict(list)
    for place, part in kept_whole(placed_runs(page, grids, tolerances)):
        filled[place].extend(part)
    loose = [glyph for glyph in filled[None] if page.sheet.left <= glyph.centre <= page.sheet.right]
    parts: list[Part] = [(line[0].middle, line_of(page, line, tolerances)) for line in lines(loose, tolerances)]
    for number, grid in enumerate(grids):
        parts.append((grid.ys[0], list(grid_lines(page, number, grid, filled, tolerances))))
    return sorted(parts, key=lambda part: part[0])


def line_of(page: Page, line: Sequence[Glyph], tolerances: Tolerances) -> Loose:
    """A line of words outside all ruled tables."""
    whole = Printed(spaced(line, tolerances), places=(box_place(page.number, page.sheet, line),))
    return Loose(page.number, tuple(line), whole)


def on_sheet(page: Page) -> Iterator[Glyph]:
    """The glyphs without those above or below the sheet: such rows stand on the next page again."""
    return (glyph for glyph in page.glyphs if page.sheet.top <= glyph.middle <= page.sheet.bottom)


def placed_runs(page: Page, grids: Sequence[Grid], tolerances: Tolerances) -> Iterator[tuple[Place, Sequence[Glyph]]]:
    """The runs of a page in the order of its content, each with its place."""
    return (pair for run in runs(on_sheet(page), tolerances) for pair in placed(run, grids))


def kept_whole(
    pairs: Iterable[tuple[Place, Sequence[Glyph]]],
) -> Iterator[tuple[Place, Sequence[Glyph]]]:
    """The runs; words that run over the right rule of their cell without a break stay in it whole."""
    own: Place = None
    before: Sequence[Glyph] = ()
    count = 0
    for place, run in pairs:
        tight = bool(before) and runs_on(before[-1], run[0])
        words = bool(before) and not NUMERIC & {before[-1].text, run[0].text}
        if tight and words and count >= WORD_SIZE and is_right_of(place, own):
            yield own, run
        else:
            count = count + len(run) if tight and place == own else len(run)
            own = place
            yield place, run
        before = run


def runs_on(before: Glyph, after: Glyph) -> bool:
    """Whether two glyphs stand on one line without the gap that the sides of two cells leave."""
    size = max(before.size, after.size)
    return abs(after.middle - before.middle) < size / 4 and abs(after.left - before.right) <= TIGHT * size


def is_right_of(place: Place, own: Place) -> bool:
    """Whether a place is the next cell to the right in the same table."""
    if place is None or own is None or place[0] != own[0]:
        return False
    cell, left = place[1], own[1]
    return cell.column == left.column + left.columns and cell.row <= left.row < cell.row + cell.rows


def placed(run: Sequence[Glyph], grids: Sequence[Grid]) -> Iterator[tuple[Place, Sequence[Glyph]]]:
    """The run with its place; one that lies over a rule is parted there or kept whole, as its number demands."""
    start, place = 0, place_of(run[0], grids)
    if place == place_of(run[-1], grids):
        yield place, run
        return
    for cut in range(1, len(run)):
        after = place_of(run[cut], grids)
        if after != place and stands_alone(run[start:], cut - start):
            yield place, run[start:cut]
            start, place = cut, after
    rest = run[start:]
    yield place_of(rest[len(rest) // 2], grids), rest


def place_of(glyph: Glyph, grids: Sequence[Grid]) -> Place:
    """The cell of the smallest table that holds the glyph's centre."""
    for number, grid in enumerate(grids):
        cell = grid.cell_at(glyph.centre, glyph.middle)
        if cell is not None:
            return number, cell
    return None


def grid_lines(
    page: Page, number: int, grid: Grid, filled: dict[Place, list[Glyph]], tolerances: Tolerances
) -> Iterator[Printed]:
    """Each row's cells joined by tabs: a merged cell's text stands in its first column and its first row."""
    for index, row in enumerate(grid.owners):
        texts, places = [""] * len(row), [""] * len(row)
        for cell in dict.fromkeys(row):
            glyphs = filled.get((number, cell)) if cell is not None and cell.row == index else None
            if cell is not None and glyphs:
                texts[cell.column] = cell_text(glyphs, grid.width(cell), tolerances)
                places[cell.column] = box_place(page.number, page.sheet, glyphs)
        merged = "".join(mark(cell, index, column) for column, cell in enumerate(row))
        yield Printed("\t".join(texts), merged, tuple(places), grid.xs)


def mark(cell: Cell | None, row: int, column: int) -> str:
    """What stands at a place: `.` the start of a cell, `<` and `^` where it goes on, `-` no cell."""
    if cell is None:
        return "-"
    if cell.column != column:
        return "<"
    return "." if cell.row == row else "^"
