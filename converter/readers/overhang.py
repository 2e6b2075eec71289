"""Words that run over a rule of their cell, to its right, left or foot: they stay whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from converter.readers.filling import Filling, Place, is_right_of
from converter.readers.glyphs import NUMERIC
from converter.readers.hanging import hung_over
from converter.readers.marks import Glyph

TIGHT = 0.12  # a gap of this share of the glyphs' height is none
WORD_SIZE = 3  # so many glyphs in a cell are a text that may run on over its rule
MOST_LED = 2  # so many glyphs of a text may stand before the left rule of its cell
CROSSED = 0.1  # so much of its height must a glyph reach over a rule

Placed = tuple[Place, list[Glyph]]


def kept_whole(pairs: Sequence[Placed], filling: Filling) -> Iterator[Placed]:
    """The runs with their places; words that run over a rule of their cell without a break stay in it whole."""
    return ended_over(led_over(hung_over(pairs, filling), filling))


def led_over(pairs: Sequence[Placed], filling: Filling) -> list[Placed]:
    """The runs; the first glyphs of words that begin before the left rule of their cell go to that cell."""
    found = list(pairs)
    for index in range(1, len(found)):
        place, before = found[index][0], found[index - 1][0]
        if place is before or not is_right_of(place, before) or not crosses(found, index, filling):
            continue
        first = index - 1
        while first and found[first - 1][0] is before and runs_on(found[first - 1][1][-1], found[first][1][0]):
            first -= 1
        if index - first <= MOST_LED and is_word(found[index : index + WORD_SIZE]):
            found[first:index] = [(place, run) for _, run in found[first:index]]
    return found


def crosses(pairs: Sequence[Placed], index: int, filling: Filling) -> bool:
    """Whether words go on from one cell to the next without a gap, and one of their glyphs lies over the rule."""
    (_, before), (place, run) = pairs[index - 1], pairs[index]
    last, first = before[-1], run[0]
    if place.cell is None or {last.text, first.text} & NUMERIC or not runs_on(last, first):
        return False
    rule, reach = filling.tables[place.table][0].xs[place.cell.column], CROSSED * first.size
    return last.right > rule + reach or first.left < rule - reach


def is_word(pairs: Sequence[Placed]) -> bool:
    """Whether runs are words of some length without a gap in one cell."""
    gapless = all(runs_on(one[-1], other[0]) for (_, one), (_, other) in pairwise(pairs))
    return len(pairs) == WORD_SIZE and gapless and all(place is pairs[0][0] for place, _ in pairs)


def ended_over(pairs: Iterable[Placed]) -> Iterator[Placed]:
    """The runs; words that run over the right rule of their cell stay in it whole."""
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
