"""Parts a page on which two tables stand beside each other, each below a title of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from converter.readers.glyphs import lines
from converter.readers.marks import DEFAULT, Page, Tolerances
from converter.readers.words import Word, together, words_of
from converter.words import key

TITLE = re.compile(r".*表(?:\([^)]*\)?)?(?:\(?(?:金额)?单位:.*)?")
NUMBER = re.compile(r"\D{0,6}(?:\d|[一二三四五六七八九十]){1,3}(?:-\d+)?表")
APART = 1.0  # heights of a line between the words of two tables
LEVEL = 3.5  # so many heights apart may the titles of neighbours be: one of them is broken into two lines
NEAR = 3.0  # heights between a title and what stands above it
MOST_ABOVE = 3  # lines above a title that belong to it: its number, its first line
LEAST_BELOW = 2  # lines

Span = tuple[float, float]
Row = Sequence[Word]


def beside(page: Page, tolerances: Tolerances = DEFAULT) -> list[Page]:
    """The page; or, where two tables stand beside each other, what is above, the left, the right and what is below.

    Each part is a page of the same number and sheet. Two titles must stand beside each other, and one gap must part all
    that is printed and drawn below them: where none can be told, the page stays whole.
    """
    if not may_have_two(page):
        return [page]
    rows = [words_of(line) for line in lines(page.glyphs, tolerances)]
    for index, left, right in neighbours(rows):
        last, gaps = gaps_below(page, rows, index, (left.right, right.left))
        gap = chosen(gaps, rows[index : last + 1], left, right)
        if gap is not None and is_filled(rows[index + 1 : last + 1], gap):
            first, gap = first_above(rows, index, gap)
            return parted(page, rows, first, last, gap, tolerances)
    return [page]


def may_have_two(page: Page) -> bool:
    """Whether two titles may end beside each other: most pages are done with here."""
    ends = [glyph for glyph in page.glyphs if glyph.text == "表"]
    return any(
        abs(one.middle - other.middle) <= LEVEL * one.size and abs(one.left - other.left) > 4 * one.size
        for place, one in enumerate(ends)
        for other in ends[place + 1 :]
    )


def wide(row: Row) -> list[Word]:
    """The words of a line, those with a small gap between them as one."""
    found: list[Word] = []
    for word in row:
        if found and word.left - found[-1].right < APART * word.size:
            found[-1] = together([found[-1], word])
        else:
            found.append(word)
    return found


def neighbours(rows: Sequence[Row]) -> Iterator[tuple[int, Word, Word]]:
    """Two titles beside each other, with the lower one's row, from the top."""
    titles = [(index, word) for index, row in enumerate(rows) for word in wide(row) if TITLE.fullmatch(key(word.text))]
    for place, (first, one) in enumerate(titles):
        for second, other in titles[place + 1 :]:
            left, right = sorted((one, other), key=lambda word: word.left)
            alike = bool(NUMBER.fullmatch(key(one.text))) == bool(NUMBER.fullmatch(key(other.text)))
            level = first == second or (other.middle - one.middle <= LEVEL * one.size and begins_in(rows[first], other))
            if alike and level and right.left - left.right > APART * left.size:
                yield second, left, right


def begins_in(row: Row, title: Word) -> bool:
    """Whether a title has its first line in a row above it."""
    return any(
        word.left < title.right and title.left < word.right and not TITLE.fullmatch(key(word.text))
        for word in wide(row)
    )


def gaps_below(page: Page, rows: Sequence[Row], index: int, between: Span) -> tuple[int, list[Span]]:
    """The last row down to which a gap parts all that is printed and drawn, and the gaps that do."""
    size = rows[index][0].size
    gaps, last = [between], index
    for number in range(index + 1, len(rows)):
        top, bottom = rows[number - 1][0].middle, max(word.bottom for word in rows[number])
        spans = [(word.left, word.right) for word in rows[number]]
        spans += [(rule.start, rule.stop) for rule in page.horizontal if top <= rule.at <= bottom]
        spans += [(rule.at, rule.at) for rule in page.vertical if rule.start < bottom and rule.stop > top]
        narrower = [gap for gap in without(gaps, spans) if gap[1] - gap[0] >= size]
        if not narrower:
            break
        gaps, last = narrower, number
    return last, gaps


def without(gaps: Sequence[Span], spans: Iterable[Span]) -> list[Span]:
    """What of the gaps is left beside these spans."""
    found = list(gaps)
    for start, stop in spans:
        parts = [part for left, right in found for part in ((left, min(right, start)), (max(left, stop), right))]
        found = sorted({(left, right) for left, right in parts if left < right})
    return found


def chosen(gaps: Sequence[Span], rows: Sequence[Row], left: Word, right: Word) -> Span | None:
    """The gap between the tables: the only one, or the one half way between two with their titles in the middle."""
    if len(gaps) == 1:
        return gaps[0]
    words = [word for row in rows for word in row]
    outer, inner = min(word.left for word in words), max(word.right for word in words)
    middle = (2 * left.centre - outer + 2 * right.centre - inner) / 2
    return next((gap for gap in gaps if gap[0] < middle < gap[1]), None)


def is_filled(rows: Sequence[Row], gap: Span) -> bool:
    """Whether lines stand on both sides of the gap."""
    left = sum(row[0].right <= gap[0] for row in rows)
    right = sum(row[-1].left >= gap[1] for row in rows)
    return min(left, right) >= LEAST_BELOW


def first_above(rows: Sequence[Row], index: int, gap: Span) -> tuple[int, Span]:
    """The first of the rows that belong to the titles, close above each other, and what of the gap parts these too."""
    first = index
    while first and index - first < MOST_ABOVE:
        above = rows[first - 1]
        left = without([gap], [(word.left, word.right) for word in above])
        wide_enough = [span for span in left if span[1] - span[0] >= above[0].size]
        near = top_of(rows[first]) - bottom_of(above) <= NEAR * rows[first][0].size
        if not near or len(wide_enough) != 1 or any(word.is_figure for word in above):
            break
        first, gap = first - 1, wide_enough[0]
    return first, gap


def parted(page: Page, rows: Sequence[Row], first: int, last: int, gap: Span, tolerances: Tolerances) -> list[Page]:
    """What is above these rows, the rows' two sides, and what is below, which may hold further neighbours."""
    top = (bottom_of(rows[first - 1]) + rows[first][0].top) / 2 if first else page.sheet.top
    bottom = (bottom_of(rows[last]) + top_of(rows[last + 1])) / 2 if last + 1 < len(rows) else page.sheet.bottom
    middle, far = (gap[0] + gap[1]) / 2, float("inf")
    left, right = part(page, (-far, middle), (top, bottom)), part(page, (middle, far), (top, bottom))
    above, below = part(page, (-far, far), (-far, top)), part(page, (-far, far), (bottom, far))
    return [above, left, right, *beside(below, tolerances)]


def part(page: Page, across: Span, down: Span) -> Page:
    """The marks of a page whose middles lie in these spans."""

    def holds(x: float, y: float) -> bool:
        return across[0] <= x < across[1] and down[0] <= y < down[1]

    return replace(
        page,
        glyphs=tuple(glyph for glyph in page.glyphs if holds(glyph.centre, glyph.middle)),
        horizontal=tuple(rule for rule in page.horizontal if holds((rule.start + rule.stop) / 2, rule.at)),
        vertical=tuple(rule for rule in page.vertical if holds(rule.at, (rule.start + rule.stop) / 2)),
        notices=(),
    )


def top_of(row: Row) -> float:
    return min(word.top for word in row)


def bottom_of(row: Row) -> float:
    return max(word.bottom for word in row)
