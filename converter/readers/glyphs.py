"""Puts glyphs together: numbers that must not be torn, lines of words, the text of a cell."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter, sub
from statistics import fmean, median

from converter.readers.joining import joined
from converter.readers.marks import Glyph, Tolerances
from converter.words import tidy

NUMERIC = frozenset("0123456789.,，%-")
NUMBER = re.compile(r"-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?%?")
WIDER = 0.08
AGAIN = 0.06  # so little of its height apart are a glyph and the same one printed again
MOST_ONCE = 1.5  # so many times its glyphs has a line that is printed again
NEAR = 3  # so many glyphs of other texts may begin between the two
SAME = 0.05  # of their height may the middles of glyphs of one level be apart
MIDDLE, LEFT = attrgetter("middle"), attrgetter("left")
MARGINS = 10.8  # points that Word leaves free at the sides of a cell together, however small its letters are
DIGIT = 0.7  # of their height is a digit wide at most


def runs(glyphs: Iterable[Glyph], tolerances: Tolerances) -> Iterator[list[Glyph]]:
    """The glyphs in runs that stand together: the parts of a number, or one glyph of anything else."""
    run: list[Glyph] = []
    for glyph in glyphs:
        numeric = glyph.text in NUMERIC
        if run and not (numeric and follows(run[-1], glyph, tolerances)):
            yield run
            run = []
        if numeric:
            run.append(glyph)
        else:
            yield [glyph]
    if run:
        yield run


def follows(before: Glyph, after: Glyph, tolerances: Tolerances) -> bool:
    """Whether `after` is printed right behind `before`."""
    size = max(before.size, after.size)
    space = after.left - before.right
    level = abs(after.middle - before.middle) <= tolerances.drift * size / 2
    return level and -2 * tolerances.gap * size <= space <= tolerances.gap * size


def stands_alone(run: Sequence[Glyph], cut: int) -> bool:
    """Whether a run over a rule is two neighbours' numbers, parted before the glyph at `cut`, and not one number."""
    if not NUMBER.fullmatch(text_of(run)):
        return True
    if not (NUMBER.fullmatch(text_of(run[:cut])) and NUMBER.fullmatch(text_of(run[cut:]))):
        return False
    spaces = [after.left - before.right for before, after in pairwise(run)]
    others = [space for place, space in enumerate(spaces, start=1) if place != cut]
    return bool(others) and spaces[cut - 1] > median(others) + WIDER * run[0].size


def text_of(glyphs: Iterable[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)


def lines(glyphs: Iterable[Glyph], tolerances: Tolerances) -> list[list[Glyph]]:
    """The glyphs line by line from the top, each line from the left."""
    result: list[list[Glyph]] = []
    at = math.nan
    for glyph in sorted(glyphs, key=MIDDLE):
        if glyph.middle == at or (result and is_level(result[-1][0], glyph, tolerances)):
            result[-1].append(glyph)
        else:
            result.append([*level_with(result[-1], glyph), glyph] if result else [glyph])
            at = glyph.middle
    return [printed_once(sorted(line, key=LEFT)) for line in result]


def level_with(line: list[Glyph], glyph: Glyph) -> list[Glyph]:
    """The last glyphs of a line that stand on the level of the one that begins the next, taken off the line."""
    count = 0
    while count < len(line) and glyph.middle - line[-1 - count].middle < SAME * height(glyph):
        count += 1
    if count in {0, len(line)}:
        return []
    taken = line[-count:]
    del line[-count:]
    return taken


def printed_once(line: list[Glyph]) -> list[Glyph]:
    """The glyphs of a line without those printed again nearly where they stand, to look bold.

    One or two of many may be two texts printed over each other: they stay.
    """
    lefts = [glyph.left for glyph in line]
    if min(map(sub, lefts[1:], lefts), default=math.inf) > AGAIN * max(glyph.size for glyph in line):
        return line
    kept: list[Glyph] = []
    for glyph in line:
        if not any(is_again(each, glyph) for each in kept[-NEAR:]):
            kept.append(glyph)
    return kept if len(line) >= MOST_ONCE * len(kept) else line


def is_again(before: Glyph, after: Glyph) -> bool:
    """Whether a glyph is the one before it once more: true neighbours stand further apart."""
    reach = min(AGAIN * before.size, (before.right - before.left) / 2)
    return before.text == after.text and abs(after.left - before.left) < reach and abs(after.top - before.top) < reach


def is_level(first: Glyph, glyph: Glyph, tolerances: Tolerances) -> bool:
    """Whether a glyph stands on the line that begins with `first`, which is not below it."""
    return glyph.middle - first.middle <= tolerances.drift * min(height(glyph), height(first))


def height(glyph: Glyph) -> float:
    """How tall a glyph's line is: where only its ink is known, a flat one (一, —) tells by its width."""
    return max(glyph.size, glyph.right - glyph.left)


def spaced(line: Sequence[Glyph], tolerances: Tolerances) -> str:
    """The text of a line, with one space for each gap."""
    parts = [line[0].text]
    for before, after in pairwise(line):
        gap = after.left - before.right
        if gap > 0 and gap > tolerances.gap * max(before.size, after.size):
            parts.append(" ")
        parts.append(after.text)
    return "".join(parts)


def cell_text(glyphs: Sequence[Glyph], width: float, tolerances: Tolerances) -> str:
    """The text of a cell of this width, its lines joined; no space stays between Chinese characters."""
    text, above = "", None
    for line in lines(glyphs, tolerances):
        piece = spaced(line, tolerances)
        text = joined(text, piece, is_filled(above, line, width, tolerances)) if above else piece
        above = line
    return tidy(text)


def is_filled(above: Sequence[Glyph], line: Sequence[Glyph], width: float, tolerances: Tolerances) -> bool:
    """Whether the line above leaves so little of the cell's width that it may have been broken for want of room."""
    room, size = width - (above[-1].right - above[0].left), fmean(glyph.size for glyph in line)
    return room < max(tolerances.wrap * size, MARGINS + DIGIT * size)
