"""Tells ruled tables that leave out rules: where one is missing, cells hold what stands in two columns or two rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from converter.readers.filling import Place, Slots
from converter.readers.glyphs import lines
from converter.readers.joining import continues
from converter.readers.loose import DASHES
from converter.readers.marks import Tolerances
from converter.readers.words import BEGINNING, Word, words_of

DIGIT = re.compile(r"\d")
PLAIN = re.compile(r"[-△▲¥￥(（]*\d[\d,，.]*[)）%％]*")
AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d+\.\d{1,6})")
PART_OF_CODE = re.compile(r"\d{2}[\u4e00-\u9fff]{2}")  # the last part of a code, and a name
HEAD = re.compile(r"[\u4e00-\u9fff“”、]{3,}")
NAMED = re.compile(rf"{BEGINNING}|\d{{1,2}}、|[\u4e00-\u9fff“”、]{{4}}")  # how a name begins behind an amount
LEVELS = {"类", "款", "项"}  # of codes
LEVEL = re.compile(r"\d{2,3}")
LEAST = 3  # cells of a column must hold what stands in two
SHARE = 0.5  # of the cells with numbers in that column
WIDE = 0.75  # heights of a letter that each letter of a number may take
APART = 1.0  # heights of letters between two heads

Span = tuple[float, float]


@dataclass
class Column:
    """What the cells of a column hold.

    Where single numbers stand; the gaps before numbers behind words; names behind parts of codes, names behind amounts;
    levels of codes beside each other, and whether their heads stand so; lines with two amounts; the gaps between two
    heads on one line.
    """

    numbers: list[Span] = field(default_factory=list)
    gaps: list[Span] = field(default_factory=list)
    coded: int = 0
    named: int = 0
    levels: int = 0
    levelled: bool = False
    amounts: int = 0
    heads: list[Span] = field(default_factory=list)

    @property
    def is_two(self) -> bool:
        """Whether it holds what stands in two columns."""
        mixed = LEAST <= len(self.gaps) >= SHARE * (len(self.gaps) + len(self.numbers)) and bool(between(self.gaps))
        coded = LEAST <= self.coded >= SHARE * (self.coded + len(self.numbers))
        listed = self.named >= LEAST or (self.levelled and self.levels >= LEAST)
        return mixed or coded or listed or self.amounts > 0 or any(self.parts(gap) for gap in self.heads)

    def parts(self, gap: Span) -> bool:
        """Whether the numbers stand on two sides, or none stands in the middle of a gap between heads."""
        middle = sum(gap) / 2
        spans = sorted(self.numbers)
        reached = accumulate((right for _, right in spans), max)
        apart = any(left > before for before, (left, _) in zip(reached, spans[1:], strict=False))
        return apart or (bool(spans) and all(right < middle or left > middle for left, right in spans))


def between(gaps: Sequence[Span]) -> bool:
    """Whether there is one gap that all gaps have in common."""
    return max(end for end, _ in gaps) <= min(start for _, start in gaps)


def leaves_out_rules(places: Slots, tolerances: Tolerances) -> bool:
    """Whether cells of a ruled table hold what stands in two columns or in two rows.

    Two columns: two amounts on one line; words and a number, or a part of a code and a name, in most cells of a column;
    an amount and a name, or two levels of a code, in several; two heads on one line above numbers that stand on its
    sides. Two rows: whole amounts below each other in two cells.
    """
    columns: dict[int, Column] = {}
    stacked = 0
    for place, number in cells(places):
        column = columns.setdefault(number, Column())
        text = "".join([mark.text for mark in place.glyphs])
        if PLAIN.fullmatch(text) and text.count(".") < 2 and is_one(place):
            column.numbers.append(extent(place))
            continue
        column.coded += bool(PART_OF_CODE.match(text))
        rows = [words_of(line) for line in lines(place.glyphs, tolerances)]
        if DIGIT.search(text):
            column.gaps += gaps(rows)
            column.amounts += any(sum(bool(AMOUNT.fullmatch(word.text)) for word in row) > 1 for row in rows)
            column.named += any(is_named(row) for row in rows)
            column.levels += any(len(row) > 1 and all(LEVEL.fullmatch(word.text) for word in row) for row in rows)
            stacked += is_stacked(rows)
        column.heads += head_gaps(rows)
        column.levelled |= any(len(row) > 1 and all(word.text in LEVELS for word in row) for row in rows)
    return stacked > 1 or any(column.is_two for column in columns.values())


def cells(places: Slots) -> Iterator[tuple[Place, int]]:
    """The cells of a table that are one column wide and hold something, each with its column."""
    for number, row in enumerate(places):
        for column, place in enumerate(row):
            if place and place.glyphs and place.cell and place.cell[:2] == (number, column) and place.cell.columns == 1:
                yield place, column


def extent(place: Place) -> Span:
    """How far the letters of a cell reach."""
    return min(mark.left for mark in place.glyphs), max(mark.right for mark in place.glyphs)


def is_one(place: Place) -> bool:
    """Whether the letters of a number stand on one line and close to each other."""
    left, right = extent(place)
    size = place.glyphs[0].size
    level = all(abs(mark.middle - place.glyphs[0].middle) <= size / 2 for mark in place.glyphs)
    return level and right - left <= WIDE * size * len(place.glyphs)


def gaps(rows: Sequence[Sequence[Word]]) -> Iterator[Span]:
    """The gaps of a cell before a number that stands behind all words of its line or, alone on a line, of all lines."""
    names = [word for row in rows for word in row if not word.is_numeral]
    for row in rows:
        if row[-1].is_numeral and names:
            before = max(word.right for word in (row[:-1] or names))
            if before <= row[-1].left and not (row[:-1] and row[0].is_numeral):
                yield before, row[-1].left


def head_gaps(rows: Iterable[Sequence[Word]]) -> Iterator[Span]:
    """The gaps between two heads on one line of a cell."""
    for row in rows:
        for one, other in pairwise(row):
            wide = other.left - one.right >= APART * other.size
            if wide and HEAD.fullmatch(one.text) and HEAD.fullmatch(other.text):
                yield one.right, other.left


def is_named(row: Sequence[Word]) -> bool:
    """Whether a line is an amount and, at some distance, a name: the end of one list and the beginning of another."""
    return len(row) == 2 and bool(AMOUNT.fullmatch(row[0].text)) and bool(NAMED.match(row[1].text))


def is_stacked(rows: Sequence[Sequence[Word]]) -> bool:
    """Whether the lines of a cell are amounts, each whole."""
    words = [row[0].text for row in rows if len(row) == 1]
    amounts = [text for text in words if AMOUNT.fullmatch(text)]
    if len(amounts) < 2 or len(words) < len(rows) or any(not is_number(text) for text in words):
        return False
    return any("," in below or not continues(above, below) for above, below in pairwise(amounts))


def is_number(text: str) -> bool:
    """Whether a word is an amount or stands for none."""
    return bool(AMOUNT.fullmatch(text) or text == "0" or DASHES.fullmatch(text))
