"""Puts pages together on which a sheet that is wider than a page was printed: its left columns, then its right ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from converter.readers.beside import NUMBER, TITLE
from converter.readers.glyphs import lines
from converter.readers.marks import Glyph, Page, Rule, Tolerances
from converter.readers.printed import Printed
from converter.readers.ruling import Grid, find_grids
from converter.readers.words import words_of
from converter.words import key

LEAST_ROWS = 3  # rows below the header that must stand at the same heights
MOST_WIDE = 3  # pages that a sheet goes on over to the right
HEADER = 0.6  # of the height of a table may be its header
LEVEL = 1.5  # points that rules and lines of the same height may be apart
NAMED = 0.5  # of the rows on the left have names
LONGER = 3  # letters before the last of a title; the end of one may be shorter (总表)
FIRST, LAST = "\u4e00", "\u9fff"  # Chinese letters
LEFT = attrgetter("left")
REVENUE, EXPENDITURE = "收入", "支出"
NAMES = re.compile(r"项目|.*(?:编码|名称)")  # heads of names: what they stand over is a table of its own
PLACE = re.compile(r"page=(\d+)&xywh=(\d+),(\d+),(\d+),(\d+)")


@dataclass(frozen=True)
class Seam:
    """Where the marks of page `beside` begin on page `page`, and how far they were moved.

    `at`, `right` and `down` are points from the upper left corners of the two sheets.
    """

    page: int
    beside: int
    at: float
    right: float
    down: float


def spread(pages: Sequence[Page], tolerances: Tolerances) -> tuple[list[Page], list[Seam]]:
    """The pages, those of one wide sheet as one, and where they were put together.

    A page goes on to the right of one before it if its rows stand at the heights of that page's rows and have no names,
    or are the expenditure beside its revenue. Pages follow each other downwards first or to the right first.
    """
    out: list[Page] = []
    seams: list[Seam] = []
    for right, run in groupby(pages, key=may_be_right):
        group = list(run)
        found = wide_sheets(out, group, tolerances) if right and out else None
        if found is None:
            out += group
            continue
        sheets, rest, own = found
        out[len(out) - len(sheets) :] = [*sheets, *rest]
        seams += own
    return out, seams


def may_be_right(page: Page) -> bool:
    """Whether the rules of a page hold no names below their top, or only expenditure: most pages are done with here."""
    if len(page.horizontal) <= LEAST_ROWS or not page.vertical:
        return False
    top, bottom = min(rule.at for rule in page.horizontal), max(rule.at for rule in page.horizontal)
    written = within(page, top, bottom)
    lowest = max((mark.middle for mark in written), default=top)
    return lowest <= top + HEADER * (bottom - top) or first_head(written) == EXPENDITURE


def within(page: Page, top: float, bottom: float) -> list[Glyph]:
    """The Chinese letters of a page between two heights."""
    return [mark for mark in page.glyphs if FIRST <= mark.text <= LAST and top <= mark.middle <= bottom]


def first_head(written: Sequence[Glyph]) -> str:
    """The uppermost of some letters."""
    highest = min((mark.middle for mark in written), default=0.0)
    return "".join(mark.text for mark in sorted(written, key=LEFT) if mark.middle <= highest + LEVEL)


Sheets = tuple[list[Page], list[Page], list[Seam]]
"""Wide sheets, what their right pages print below the table, and the seams."""


def wide_sheets(before: Sequence[Page], group: Sequence[Page], tolerances: Tolerances) -> Sheets | None:
    """The last of the pages before, each with those of the group that go on to its right; None where not all do."""
    for width in range(1, MOST_WIDE):
        height, left_over = divmod(len(group), width)
        if left_over or height > len(before):
            continue
        columns = [group[start : start + height] for start in range(0, len(group), height)]
        if (found := widened(before[len(before) - height :], columns, tolerances)) is not None:
            return found
    return None


def widened(pages: Sequence[Page], columns: Sequence[Sequence[Page]], tolerances: Tolerances) -> Sheets | None:
    """Pages with those of each further column of pages beside them."""
    sheets, rest, seams = list(pages), list[Page](), list[Seam]()
    for rights in columns:
        joined = [beside(left, right, tolerances) for left, right in zip(sheets, rights, strict=True)]
        whole = [each for each in joined if each is not None]
        if len(whole) < len(joined):
            return None
        sheets = [page for page, _, _ in whole]
        rest += [below for _, below, _ in whole if below.glyphs]
        seams += [seam for _, _, seam in whole]
    return sheets, rest, seams


def beside(left: Page, right: Page, tolerances: Tolerances) -> tuple[Page, Page, Seam] | None:
    """Two pages as one, what the right one prints below its table, and the seam; None where they do not fit."""
    one = find_grids(left, tolerances)
    other = find_grids(right, tolerances) or find_grids(right, tolerances, 1)
    if len(one) != 1 or len(other) != 1 or not fits(left, one[0], right, other[0], tolerances):
        return None
    move = Move(one[0].xs[-1] - other[0].xs[0], one[0].ys[0] - other[0].ys[0])
    foot = other[0].ys[-1] + tolerances.snap
    again = printed_again(left, right, other[0].ys[0], tolerances)
    moved = [move.glyph(mark) for mark in right.glyphs if mark.middle <= foot and mark not in again]
    twice = [mark for mark in moved if mark.left < one[0].xs[-1] and any(is_same(mark, other) for other in left.glyphs)]
    page = replace(
        left,
        sheet=left.sheet._replace(right=max(left.sheet.right, right.sheet.right + move.right)),
        glyphs=(*left.glyphs, *(mark for mark in moved if mark not in twice)),
        horizontal=(*left.horizontal, *(move.level(rule) for rule in right.horizontal if rule.at <= foot)),
        vertical=(*left.vertical, *(move.upright(rule) for rule in right.vertical if rule.start <= foot)),
    )
    below = tuple(mark for mark in right.glyphs if mark.middle > foot)
    corner = Move(move.right + right.sheet.left - left.sheet.left, move.down + right.sheet.top - left.sheet.top)
    seam = Seam(left.number, right.number, one[0].xs[-1] - left.sheet.left, *corner)
    return page, replace(right, glyphs=below, horizontal=(), vertical=()), seam


def is_same(mark: Glyph, other: Glyph) -> bool:
    """Whether a letter stands where the other page prints it already: that of a cell over the edge between them."""
    near = abs(mark.middle - other.middle) <= LEVEL and abs(mark.centre - other.centre) < mark.size / 2
    return near and mark.text == other.text


class Move(NamedTuple):
    """How far the marks of the right page stand to the right and down on the wide one."""

    right: float
    down: float

    def glyph(self, mark: Glyph) -> Glyph:
        sides = mark.left + self.right, mark.right + self.right
        return Glyph(mark.text, *sides, mark.top + self.down, mark.bottom + self.down)

    def level(self, rule: Rule) -> Rule:
        return Rule(rule.at + self.down, rule.start + self.right, rule.stop + self.right)

    def upright(self, rule: Rule) -> Rule:
        return Rule(rule.at + self.right, rule.start + self.down, rule.stop + self.down)


def fits(left: Page, one: Grid, right: Page, other: Grid, tolerances: Tolerances) -> bool:
    """Whether a table can only be the right columns of the one on another page."""
    if abs(one.ys[0] - other.ys[0]) > LEVEL or has_title(left, right, other.ys[0], tolerances):
        return False
    heads = within(right, other.ys[0], other.ys[-1])
    sides = first_head(within(left, one.ys[0], one.ys[-1]))
    if first_head(heads) == EXPENDITURE and not sides.endswith(EXPENDITURE):  # else a cell over both pages
        return sides == REVENUE and same_heights(one.ys, other.ys)
    top = next((y for y in other.ys if not any(mark.middle > y for mark in heads)), other.ys[-1])
    if not same_heights(below(one.ys, top), below(other.ys, top)) or not is_named(left, below(one.ys, top)):
        return False
    words = {key(word.text) for line in lines(heads, tolerances) for word in words_of(line)}
    headed = top > other.ys[0]
    return headed != begins_with_figures(left, one, tolerances) and not any(map(NAMES.fullmatch, words))


def below(ys: Sequence[float], top: float) -> list[float]:
    """The heights of rules from one on."""
    return [y for y in ys if y >= top - LEVEL]


def same_heights(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether the rules of enough rows stand at the same heights."""
    alike = len(one) == len(other) > LEAST_ROWS
    return alike and all(abs(a - b) <= LEVEL for a, b in zip(one, other, strict=True))


def is_named(page: Page, ys: Sequence[float]) -> bool:
    """Whether enough of the rows between these rules have names."""
    heights = [mark.middle for mark in within(page, ys[0], ys[-1])]
    named = sum(any(a < height < b for height in heights) for a, b in pairwise(ys))
    return named >= NAMED * (len(ys) - 1)


def begins_with_figures(page: Page, grid: Grid, tolerances: Tolerances) -> bool:
    """Whether the first row of a table has figures: its header is on a page before."""
    row = [mark for mark in page.glyphs if grid.ys[0] <= mark.middle <= grid.ys[1]]
    return any(word.is_numeral for line in lines(row, tolerances) for word in words_of(line))


def has_title(left: Page, right: Page, top: float, tolerances: Tolerances) -> bool:
    """Whether a page has a title of its own, not only the end of one that begins on the other page.

    A title over all columns of a sheet may be printed whole on the other page, and its end again on this one.
    """
    begun = list(texts_above(left, top, tolerances))
    for at, text, _ in texts_above(right, top, tolerances):
        if is_title(text) and not NUMBER.fullmatch(text):
            beginning = [other for height, other, _ in begun if abs(height - at) <= LEVEL]
            if not beginning or any(is_title(other) and not other.endswith(text) for other in beginning):
                return True
    return False


def printed_again(left: Page, right: Page, top: float, tolerances: Tolerances) -> set[Glyph]:
    """The letters of a page that only print again the end of a title of the other page."""
    titles = [(at, text) for at, text, _ in texts_above(left, top, tolerances) if is_title(text)]
    return {
        mark
        for at, text, line in texts_above(right, top, tolerances)
        if any(abs(height - at) <= LEVEL and title.endswith(text) for height, title in titles)
        for mark in line
    }


def is_title(text: str) -> bool:
    """Whether a line is a whole title, not only the end of one."""
    return bool(TITLE.fullmatch(text)) and text.rfind("表") >= LONGER


def texts_above(page: Page, top: float, tolerances: Tolerances) -> Iterator[tuple[float, str, Sequence[Glyph]]]:
    """The lines above a height: how high the last letter of each stands, its text and its letters."""
    for line in lines([mark for mark in page.glyphs if mark.middle < top], tolerances):
        yield line[-1].middle, key("".join(mark.text for mark in line)), line


def seamed(line: Printed, seams: Iterable[Seam]) -> Printed:
    """A line of a wide sheet, the places right of a seam on the page that prints them."""
    own = sorted(seams, key=lambda seam: seam.at)
    return line._replace(places=tuple(place_on(place, own) for place in line.places)) if own else line


def place_on(place: str, seams: Sequence[Seam]) -> str:
    """The place on the page that prints it."""
    found = PLACE.fullmatch(place)
    if found is None:
        return place
    page, left, top, width, height = map(int, found.groups())
    seam = next((seam for seam in reversed(seams) if left + width / 2 >= seam.at), None)
    if seam is not None:
        page, left, top = seam.beside, max(0, round(left - seam.right)), max(0, round(top - seam.down))
    return f"page={page}&xywh={left},{top},{width},{height}"
