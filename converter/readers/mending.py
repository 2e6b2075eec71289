"""Glyphs without what no reader of the page sees in its lines; each time it is said what was done, and to what."""

from __future__ import annotations

from collections.abc import Sequence

from converter.readers.marks import Glyph, Notice
from converter.readers.pdfium_odd import Odd, nearest

UNKNOWN = "\ufffd"
UNMAPPED = "characters of a font that does not tell which they are"
RECOGNISED = "text that is not drawn, as text recognition (OCR) puts it on a picture"
UNSEEN = "text that cannot be seen was left out"
ACROSS = "text written across the page was left out"
REACH = 0.5  # letters of a turned word are closer than this share of their size
Found = tuple[int, Glyph]


def mended(glyphs: Sequence[Glyph], places: Sequence[int], odd: Odd) -> tuple[tuple[Glyph, ...], tuple[Notice, ...]]:
    """The glyphs of a page, and what is to be said of them; `places` are where its characters stand."""
    if not (odd.unmapped or odd.unseen or odd.turns):
        return tuple(glyphs), ()
    found = [
        (place, masked(glyph) if place in odd.unmapped else glyph) for place, glyph in zip(places, glyphs, strict=True)
    ]
    notices = [notice(UNMAPPED, [pair for pair in found if pair[0] in odd.unmapped])]
    found, unseen = without_unseen(found, odd)
    across = [(place, glyph) for place, glyph in found if place in odd.turns and not nearest(odd.turns[place])[1]]
    if 2 * len(across) > len(found):
        across = []
    left_out = {place for place, _ in across}
    found = [pair for pair in found if pair[0] not in left_out]
    notices += [unseen, notice(ACROSS, across)]
    return tuple(with_turned_words(found, odd)), tuple(each for each in notices if each is not None)


def without_unseen(found: list[Found], odd: Odd) -> tuple[list[Found], Notice | None]:
    """The glyphs that are to be seen; all, where most are not: they stand for what a picture shows."""
    unseen = [pair for pair in found if pair[0] in odd.unseen]
    if 2 * len(unseen) > len(found):
        return found, Notice(RECOGNISED, "")
    return [pair for pair in found if pair[0] not in odd.unseen], notice(UNSEEN, unseen)


def notice(what: str, found: Sequence[Found]) -> Notice | None:
    return Notice(what, "".join(glyph.text for _, glyph in found)) if found else None


def masked(glyph: Glyph) -> Glyph:
    """The glyph as one of which nobody knows what it means."""
    return Glyph(UNKNOWN, glyph.left, glyph.right, glyph.top, glyph.bottom)


def with_turned_words(found: Sequence[Found], odd: Odd) -> list[Glyph]:
    """The glyphs, the letters of a word that is turned against the page as one: they are read in their own order."""
    result: list[Glyph] = []
    last: Found | None = None
    for place, glyph in found:
        turn = nearest(odd.turns[place])[0] if place in odd.turns else 0
        if turn and last and nearest(odd.turns.get(last[0], 0.0))[0] == turn and is_next(last[1], glyph, turn):
            result[-1] = together(result[-1], glyph)
        else:
            result.append(glyph)
        last = place, glyph
    return result


def is_next(before: Glyph, after: Glyph, turn: int) -> bool:
    """Whether a letter is the next of a word that is turned by so many quarters."""
    if turn == 2:
        gap, aside, size = before.left - after.right, after.middle - before.middle, before.size
    else:
        gap = before.top - after.bottom if turn == 1 else after.top - before.bottom
        aside, size = after.centre - before.centre, before.right - before.left
    return abs(aside) <= size / 2 and abs(gap) <= REACH * size


def together(word: Glyph, letter: Glyph) -> Glyph:
    return Glyph(
        word.text + letter.text,
        min(word.left, letter.left),
        max(word.right, letter.right),
        min(word.top, letter.top),
        max(word.bottom, letter.bottom),
    )
