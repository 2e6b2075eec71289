"""Which ruled tables of a document's pages leave out rules: one that goes on over pages leaves them out on each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from converter.readers.filling import Filling, Place, Slots
from converter.readers.glyphs import lines
from converter.readers.loose import FURNITURE
from converter.readers.marks import Glyph, Page, Tolerances
from converter.readers.ruling import Grid
from converter.readers.undrawn import AMOUNT, leaves_out_rules
from converter.readers.words import Word, words_of
from converter.words import key

NUMBERS = re.compile(r"(?=\D*\d)[-\d.,，()（）%％\s]+")
SENTENCE = re.compile(r"[:：。；，]")
LEAST_HEADS = 3
HEADED = 0.75  # of the columns have words above them
HEAD_GAP = 1.5  # heights between a header and the table below it
SNAP = 4.0  # points: edges of two pages at most this far apart are one


@dataclass(frozen=True)
class Filled:
    """A page with its ruled tables, and the numbers of those that leave out rules."""

    page: Page
    filling: Filling
    open: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Part:
    """A ruled table of a page: the number of the page among all, and its own among the tables of the page."""

    page: int
    table: int


def with_open(filled: Sequence[tuple[Page, Filling]], tolerances: Tolerances) -> list[Filled]:
    """The pages, each with the numbers of its tables that leave out rules, on this page or on another."""
    found = [
        {
            n
            for n, (grid, places) in enumerate(filling.tables)
            if leaves_out_rules(places, tolerances) or leaves_out_header(filling, grid, places, tolerances)
        }
        for _, filling in filled
    ]
    for chain in chains(filled, tolerances) if any(found) else ():
        if any(part.table in found[part.page] for part in chain):
            for part in lacking(chain, filled):
                found[part.page].add(part.table)
    return [Filled(*each, frozenset(own)) for each, own in zip(filled, found, strict=True)]


def leaves_out_header(filling: Filling, grid: Grid, places: Slots, tolerances: Tolerances) -> bool:
    """Whether a table's first row has amounts and its header stands right above it, outside its rules."""
    first = next((row for row in places if any(place and place.glyphs for place in row)), ())
    if not any(AMOUNT.fullmatch(text) for text in row_texts(first)):
        return False
    above = [g for g in filling.outside.glyphs if g.middle < grid.ys[0] and grid.xs[0] < g.centre < grid.xs[-1]]
    below, heads = grid.ys[0], list[Word]()
    for line in reversed(lines(above, tolerances)):
        words = words_of(line)
        if below - max(word.bottom for word in words) > HEAD_GAP * words[0].size or not all(map(is_head, words)):
            break
        below, heads = min(word.top for word in words), [*heads, *words]
    headed = {bisect_right(grid.xs, word.centre) for word in heads}
    return len(headed) >= max(LEAST_HEADS, HEADED * (len(grid.xs) - 1))


def is_head(word: Word) -> bool:
    """Whether a word can be the head of a column: no number, no sentence, no label of a unit or a body."""
    return not word.is_numeral and not SENTENCE.search(word.text)


def chains(filled: Sequence[tuple[Page, Filling]], tolerances: Tolerances) -> Iterator[list[Part]]:
    """The parts of each ruled table that goes on over pages."""
    chain: list[Part] = []
    for number, (before, after) in enumerate(pairwise(filled)):
        last, first = lowest(before[1]), highest(after[1])
        if last is None or first is None or not goes_on(before, last, after, first, tolerances):
            if chain:
                yield chain
            chain = []
            continue
        if chain and chain[-1] != Part(number, last):
            yield chain
            chain = []
        chain = [*(chain or [Part(number, last)]), Part(number + 1, first)]
    if chain:
        yield chain


def lowest(filling: Filling) -> int | None:
    """The number of the table that ends lowest on a page."""
    return max(range(len(filling.tables)), key=lambda n: filling.tables[n][0].ys[-1], default=None)


def highest(filling: Filling) -> int | None:
    """The number of the table that begins highest on a page."""
    return min(range(len(filling.tables)), key=lambda n: filling.tables[n][0].ys[0], default=None)


def goes_on(
    before: tuple[Page, Filling], last: int, after: tuple[Page, Filling], first: int, tolerances: Tolerances
) -> bool:
    """Whether the first table of a page goes on with the last one of the page before.

    It is as wide and stands at the same place; only page numbers and what both pages print stand between; and it begins
    with a row of numbers or with the first row of the other.
    """
    (one, above), (other, below) = before[1].tables[last], after[1].tables[first]
    if any(abs(one.xs[end] - other.xs[end]) > SNAP for end in (0, -1)):
        return False
    foot, head = texts(before[1], one.ys[-1], before[0].sheet.bottom, tolerances), heads(before, one, tolerances)
    top, feet = heads(after, other, tolerances), texts(after[1], other.ys[-1], after[0].sheet.bottom, tolerances)
    if not all(FURNITURE.fullmatch(text) for text in {*(foot - feet), *(top - head)}):
        return False
    return letters(below[0]) == letters(above[0]) or any(NUMBERS.fullmatch(text) for text in row_texts(below[0]))


def heads(each: tuple[Page, Filling], grid: Grid, tolerances: Tolerances) -> set[str]:
    """What stands above a table."""
    return texts(each[1], each[0].sheet.top, grid.ys[0], tolerances)


def texts(filling: Filling, top: float, bottom: float, tolerances: Tolerances) -> set[str]:
    """The lines outside all tables between two heights."""
    found = [glyph for glyph in filling.outside.glyphs if top < glyph.middle < bottom]
    return {key(text_of(line)) for line in lines(found, tolerances)}


def row_texts(row: Sequence[Place | None]) -> list[str]:
    """What the cells of a row hold, each once."""
    places = {id(place): place for place in row if place is not None}
    return [text_of(place.glyphs) for place in places.values()]


def letters(row: Sequence[Place | None]) -> list[str]:
    """The letters of a row, wherever its cells are parted."""
    return sorted(key("".join(row_texts(row))))


def text_of(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)


def lacking(chain: Sequence[Part], filled: Sequence[tuple[Page, Filling]]) -> Iterator[Part]:
    """The parts that draw fewer columns than all parts together; all of them where they draw the same."""
    grids = [filled[part.page][1].tables[part.table][0] for part in chain]
    most = len(apart(edge for grid in grids for edge in grid.xs))
    same = all(len(apart(grid.xs)) == most for grid in grids)
    yield from (part for part, grid in zip(chain, grids, strict=True) if same or len(apart(grid.xs)) < most)


def apart(edges: Iterable[float]) -> list[float]:
    """The edges, of those closer than SNAP the first."""
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > SNAP:
            found.append(edge)
    return found
