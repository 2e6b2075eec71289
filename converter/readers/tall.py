"""Fonts whose boxes are taller than their letters: the boxes are cut down to the letters' own height."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from converter.readers.marks import Glyph

TALL = 1.2  # times as high as a Chinese letter is wide: such letters fill a square
LEAST = 4  # Chinese letters of one height must show it
FIRST, LAST = "\u4e00", "\u9fff"


def cut_down(glyphs: Sequence[Glyph]) -> None:
    """Cuts the boxes of glyphs down, in place, where Chinese letters of the same height are far less wide than high.

    A font says how far its lines stand apart as the height of its letters (微软雅黑, Noto CJK: 1.3 to 1.45 of it); what
    is measured in heights (gaps, distances of lines) would be too much by that.
    """
    widths = defaultdict[float, list[float]](list)
    for glyph in glyphs:
        if FIRST <= glyph.text <= LAST:
            widths[round(glyph.size, 1)].append(glyph.right - glyph.left)
    shares = {
        size: median(found) / size
        for size, found in widths.items()
        if len(found) >= LEAST and 0 < TALL * median(found) < size
    }
    if not shares:
        return
    for glyph in glyphs:
        share = shares.get(round(glyph.size, 1))
        if share is not None:
            half = glyph.size * share / 2
            glyph.top, glyph.bottom, glyph.size = glyph.middle - half, glyph.middle + half, 2 * half
