"""Letters that a page draws a second time as lines, to make them bold: such lines are no rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from converter.readers.marks import Box, Glyph

REACH = 0.1  # of a letter's height: so far may its outline stick out of its box

Index = dict[tuple[int, int], list[Glyph]]


def outlines(boxes: Sequence[Box], glyphs: Sequence[Glyph], thin: float) -> list[bool]:
    """Of each drawn box whether it outlines a letter, or a part of one.

    Bold letters are often written as text and drawn around as lines too (PDFs that cairo has made). The sides of their
    strokes would be taken for short rules and cut header words apart. A box that fills half of a letter is its outline;
    on a page that has such, whatever lies within a letter is a part of one: a stroke, the hole of 口, the stem of 1.
    """
    letters = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not letters:
        return [False] * len(boxes)
    slot = max(max(glyph.right - glyph.left, glyph.size) for glyph in letters) * (1 + 2 * REACH)
    index = indexed(letters, slot)
    owners = [owner(box, index, slot) for box in boxes]
    if any(letter and fills(box, letter, thin) for box, letter in zip(boxes, owners, strict=True)):
        return [letter is not None for letter in owners]
    return [False] * len(boxes)


def indexed(letters: Sequence[Glyph], slot: float) -> Index:
    """The letters by the square, of so many points, in which their middles lie."""
    index = defaultdict[tuple[int, int], list[Glyph]](list)
    for glyph in letters:
        index[int(glyph.centre // slot), int(glyph.middle // slot)].append(glyph)
    return index


def owner(box: Box, index: Index, slot: float) -> Glyph | None:
    """The letter within whose box a drawn box lies; None if there is none."""
    if box.right - box.left > slot or box.bottom - box.top > slot:
        return None
    return next((glyph for glyph in around(box, index, slot) if holds(glyph, box)), None)


def around(box: Box, index: Index, slot: float) -> Iterator[Glyph]:
    """The letters near a drawn box."""
    across, down = int((box.left + box.right) / 2 // slot), int((box.top + box.bottom) / 2 // slot)
    for column in (across - 1, across, across + 1):
        for row in (down - 1, down, down + 1):
            yield from index.get((column, row), ())


def holds(glyph: Glyph, box: Box) -> bool:
    """Whether a drawn box lies within the box of a letter."""
    reach = REACH * glyph.size
    return (
        glyph.left - reach <= box.left
        and box.right <= glyph.right + reach
        and glyph.top - reach <= box.top
        and box.bottom <= glyph.bottom + reach
    )


def fills(box: Box, glyph: Glyph, thin: float) -> bool:
    """Whether a box is no mere line and at least half as wide and as high as the letter that holds it."""
    wide, high = box.right - box.left, box.bottom - box.top
    return min(wide, high) > thin and 2 * wide >= glyph.right - glyph.left and 2 * high >= glyph.size
