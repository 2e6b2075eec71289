"""Rules that a table leaves out: between its rows where only its columns are ruled, or below a header drawn alone.

Such rules are added to the page only where figures of several rows stand in one cell, each beside words of its own, and
where no word stands across them: else the page stays as it is drawn.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from converter.readers.glyphs import NUMERIC, lines, spaced
from converter.readers.loose import DASHES, Loose
from converter.readers.marks import Glyph, Page, Rule, Tolerances
from converter.readers.overhang import CROSSED, WORD_SIZE, runs_on
from converter.readers.printed import Printed
from converter.readers.ruling import Cell, Grid
from converter.readers.unruled import NUMBERS, Draft, drafts
from converter.readers.unruled_rows import Cells, column_of, holds_two, rows_below
from converter.readers.words import Word

TALL = 2.2  # a row of so many heights of its letters may hold two
OVER = 1.0  # so far may a word stand over the line between two columns or two rows
MOST_POINTS = 4  # of a header's words: more are of amounts
LEAST_ROWS = 3
BROKEN = re.compile(r"-?[\d,]+\.\d?")  # an amount whose last decimals are missing
HEAD_GAP = 2.5  # heights of letters between a header drawn alone and its first row
HEAD_ROWS = 1.5  # or of rows, where these are tall


def with_open_rows(page: Page, grids: Sequence[Grid], tolerances: Tolerances) -> Page:
    """The page with the rules that its tables leave out, or the page itself where they leave out none."""
    if not grids or not page.glyphs:
        return page
    size = median(glyph.size for glyph in page.glyphs)
    upright, level = below_headers(page, grids, tolerances)
    for grid in grids:
        level += between_rows(page, grid, size, tolerances)
    if not level:
        return page
    return replace(page, horizontal=(*page.horizontal, *level), vertical=(*page.vertical, *upright))


def between_rows(page: Page, grid: Grid, size: float, tolerances: Tolerances) -> list[Rule]:
    """The level rules between rows of text that share one row of a grid; `size` is the height of the page's letters."""
    found: list[Rule] = []
    if not any(bottom - top > TALL * size for top, bottom in pairwise(grid.ys)):
        return found
    spread = spread_of_digits(page, grid)
    for row, (top, bottom) in enumerate(pairwise(grid.ys)):
        owners = [cell for cell in dict.fromkeys(grid.owners[row]) if cell is not None]
        if spread.get(row, 0.0) > size and owners and all(cell.rows == 1 for cell in owners):
            body = list(cell_lines(page, grid, owners, (top, bottom), tolerances))
            found += [Rule(at, grid.xs[0], grid.xs[-1]) for at in cuts_of(page.number, body, grid.xs)]
    return found


def spread_of_digits(page: Page, grid: Grid) -> dict[int, float]:
    """How far apart the highest and the lowest digit of each row of a grid stand."""
    reach: dict[int, tuple[float, float]] = {}
    for glyph in page.glyphs:
        if glyph.text.isdigit() and grid.ys[0] <= glyph.middle < grid.ys[-1]:
            row = bisect_right(grid.ys, glyph.middle) - 1
            low, high = reach.get(row, (glyph.middle, glyph.middle))
            reach[row] = min(low, glyph.middle), max(high, glyph.middle)
    return {row: high - low for row, (low, high) in reach.items()}


def cell_lines(
    page: Page, grid: Grid, owners: Sequence[Cell], reach: tuple[float, float], tolerances: Tolerances
) -> Iterator[Loose]:
    """The lines of each cell of a row that reaches from one height to another."""
    held: dict[Cell, list[Glyph]] = {cell: [] for cell in owners}
    starts = [grid.xs[cell.column] for cell in owners]
    for glyph in page.glyphs:
        if reach[0] <= glyph.middle < reach[1] and grid.xs[0] <= glyph.centre < grid.xs[-1]:
            held[owners[max(0, bisect_right(starts, glyph.centre) - 1)]].append(glyph)
    for glyphs in held.values():
        for line in lines(glyphs, tolerances):
            yield loose(page.number, line, tolerances)


def loose(page: int, line: Sequence[Glyph], tolerances: Tolerances) -> Loose:
    return Loose(page, tuple(line), Printed(spaced(line, tolerances)))


def cuts_of(page: int, body: Sequence[Loose], edges: Sequence[float]) -> list[float]:
    """The heights between the rows that lines of cells make; none where they are one row or cannot be told."""
    rows = told_rows(page, body, edges)
    if any(goes_on(upper, lower) for upper, lower in pairwise(rows)):
        return []
    several = any(holds_two(words) for words in by_column(body, edges).values() if is_money(words))
    return between(rows) if several or (len(rows) > 1 and is_numbering(rows[0])) else []


def goes_on(upper: Cells, lower: Cells) -> bool:
    """Whether all figures of a row are the last digits of those above: amounts broken over two lines (3,635.0, 0)."""
    below = {place: "".join(word.text for word in words) for place, words in lower.items()}
    tails = {place: text for place, text in below.items() if text.isdecimal()}
    numbers = {place: "".join(word.text for word in upper.get(place, ())) for place in tails}
    broken = [BROKEN.fullmatch(number) for number in numbers.values()]
    decimals = {len(number.partition(".")[2] + tails[place]) for place, number in numbers.items()}
    return bool(broken) and all(broken) and len(decimals) == 1 and not any("." in text for text in below.values())


def by_column(body: Sequence[Loose], edges: Sequence[float]) -> dict[int, list[Word]]:
    columns: dict[int, list[Word]] = {}
    for line in body:
        for word in line.words:
            columns.setdefault(column_of(word, edges), []).append(word)
    return columns


def told_rows(page: int, body: Sequence[Loose], edges: Sequence[float]) -> list[Cells]:
    """The rows of lines of cells, each with figures beside words of its own; none where they cannot be told.

    A lone row, or one below the numbers of the columns, needs no words; the numbers of rows tell them as figures do.
    """
    columns = by_column(body, edges)
    money = frozenset(place for place, words in columns.items() if is_money(words))
    if any(word.is_figure for place in columns.keys() - money for word in columns[place]):
        return []
    counted = frozenset(place for place, words in columns.items() if numbers_rows(words))
    rows = rows_below(Draft(page, 0, 0, (), tuple(body)), edges, money | counted)
    amounts = [row for row in rows[bool(rows) and is_numbering(rows[0]) :] if money & row.keys()]
    named = [row for row in amounts if row.keys() - money]
    return rows if len(named) == len(amounts) or len(amounts) == 1 < len(money) else []


def is_numbering(row: Cells) -> bool:
    """Whether a row only numbers the columns."""
    texts = [word.text for _, words in sorted(row.items()) for word in words]
    numbers = [int(text) for text in texts if text.isdecimal()]
    counted = len(numbers) > 1 and all(after == before + 1 for before, after in pairwise(numbers))
    return counted and all(NUMBERS.fullmatch(text) for text in texts)


def numbers_rows(words: Sequence[Word]) -> bool:
    """Whether the words of a column, from the top, number several rows one by one (行次)."""
    texts = [word.text for word in sorted(words, key=lambda word: word.middle)]
    numbers = [int(text) for text in texts if text.isdecimal()]
    return len(texts) == len(numbers) >= LEAST_ROWS and all(b == a + 1 for a, b in pairwise(numbers))


def is_money(words: Sequence[Word]) -> bool:
    """Whether the words of a column are figures, or dashes for none."""
    told = [word for word in words if word.is_figure]
    return bool(told) and all(word.is_numeral or DASHES.fullmatch(word.text) for word in words)


def between(rows: Sequence[Cells]) -> list[float]:
    """The heights between rows; none at all where words of one stand beside those of the next."""
    reach = [(min(w.top for w in words), max(w.bottom for w in words)) for row in rows if (words := all_of(row))]
    if any(lower[0] < upper[1] - OVER for upper, lower in pairwise(reach)):
        return []
    return [(upper[1] + lower[0]) / 2 for upper, lower in pairwise(reach)]


def all_of(row: Cells) -> list[Word]:
    return [word for words in row.values() for word in words]


def below_headers(page: Page, grids: Sequence[Grid], tolerances: Tolerances) -> tuple[list[Rule], list[Rule]]:
    """The upright and the level rules of rows below headers that are drawn alone."""
    upright: list[Rule] = []
    level: list[Rule] = []
    for grid in grids:
        if holds_figures(page, grid, tolerances):
            continue
        under = rows_under(page, grid, grids, tolerances)
        body = list(by_cell(under, grid.xs, tolerances))
        if body and (rows := told_rows(page.number, body, grid.xs)):
            foot = max(line.bottom for line in under) + OVER
            upright += [Rule(at, grid.ys[-1], foot) for at in grid.xs]
            level += [Rule(at, grid.xs[0], grid.xs[-1]) for at in (*between(rows), foot)]
    return upright, level


def holds_figures(page: Page, grid: Grid, tolerances: Tolerances) -> bool:
    """Whether an amount stands in a grid."""
    inside = [g for g in page.glyphs if grid.ys[0] <= g.middle < grid.ys[-1] and grid.xs[0] <= g.centre < grid.xs[-1]]
    points = sum(glyph.text == "." for glyph in inside)
    if points > MOST_POINTS:
        return True
    return any(loose(page.number, line, tolerances).figures for line in lines(inside, tolerances))


def rows_under(page: Page, grid: Grid, grids: Sequence[Grid], tolerances: Tolerances) -> list[Loose]:
    """The lines of a table's rows right below a grid, all between its sides; none where other lines stand there."""
    below = min((other.ys[0] for other in grids if other.ys[0] > grid.ys[-1]), default=page.sheet.bottom)
    inside = [g for g in page.glyphs if grid.ys[-1] <= g.middle < below]
    under = [loose(page.number, line, tolerances) for line in lines(inside, tolerances)]
    draft = next(drafts(under, ()), None)
    if draft is None or draft.first:
        return []
    rows = under[: draft.last + 1]
    tallest = max((below.top - above.top for above, below in pairwise(rows)), default=0.0)
    if rows[0].top - grid.ys[-1] > max(HEAD_GAP * rows[0].size, HEAD_ROWS * tallest):
        return []
    return rows if all(is_within(line.glyphs, grid.xs) for line in rows) else []


def is_within(glyphs: Iterable[Glyph], xs: Sequence[float]) -> bool:
    return all(xs[0] - OVER <= glyph.left and glyph.right <= xs[-1] + OVER for glyph in glyphs)


def by_cell(rows: Sequence[Loose], xs: Sequence[float], tolerances: Tolerances) -> Iterator[Loose]:
    """The lines of rows parted at the lines between columns; nothing at all where an amount stands across one."""
    parts: list[Loose] = []
    for line in rows:
        if any(word.is_figure and crosses(word, xs) for word in line.words):
            return
        for column in in_columns(line.glyphs, xs):
            if column:
                parts.append(loose(line.page, column, tolerances))
    yield from parts


def in_columns(glyphs: Sequence[Glyph], xs: Sequence[float]) -> list[list[Glyph]]:
    """The glyphs of a line by columns; words that run over the line between two columns stay in the left one."""
    columns: list[list[Glyph]] = [[] for _ in xs[1:]]
    for glyph in sorted(glyphs, key=lambda glyph: glyph.left):
        place = bisect_right(xs, glyph.centre) - 1
        if not 0 <= place < len(columns):
            continue
        led = place and not columns[place] and columns[place - 1]
        if led and runs_over(led[-WORD_SIZE:], glyph, xs[place]):
            place -= 1
        columns[place].append(glyph)
    return columns


def runs_over(before: Sequence[Glyph], glyph: Glyph, edge: float) -> bool:
    """Whether a glyph goes on with words of some length, of which it or the one before it lies over an edge."""
    words = len(before) == WORD_SIZE and not any(mark.text in NUMERIC for mark in (*before, glyph))
    gapless = words and all(runs_on(one, other) for one, other in pairwise((*before, glyph)))
    reach = CROSSED * glyph.size
    return gapless and (glyph.left < edge - reach or before[-1].right > edge + reach)


def crosses(word: Word, xs: Sequence[float]) -> bool:
    return any(word.left + OVER < x < word.right - OVER for x in xs)
