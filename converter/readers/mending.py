"""Glyphs without what no reader of the page sees in its lines; each time it is said what was done, and to what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress
from operator import not_
from statistics import median

from converter.readers.marks import Glyph, Notice
from converter.readers.pdfium_odd import Odd, nearest

UNKNOWN = "\ufffd"
UNMAPPED = "characters of a font that does not tell which they are"
RECOGNISED = "text that is not drawn, as text recognition (OCR) puts it on a picture"
UNSEEN = "text that cannot be seen was left out"
ACROSS = "text written across the page was left out"
STAMPED = "large text printed over other text was left out"
MISNAMED = "letters that Chinese text does not hold: its fonts name some characters wrongly"
PRIVATE = "characters that only the document's own fonts know"
LARGE = 2.5  # times the height of the text below
NEAR = 1.5  # points: letters nearer than this may be one that is printed twice
ASIDE = 0.2  # of its width and its height is how far a letter stands from itself when it is printed again
FEW_UPRIGHT = 4  # a page with fewer letters that stand upright is slanted itself
SOME = 16  # one glyph of so many tells how tall a page's text is
REACH = 0.5  # letters of a turned word are closer than this share of their size
STRANGE = re.compile(r"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0400-\u058f]")
"""Letters of Western and Cyrillic alphabets outside ASCII: what a font's bytes look like when read as letters."""
FEW_STRANGE = 3  # on a page may stand in a foreign name
Found = tuple[int, Glyph]


def mended(glyphs: Sequence[Glyph], places: Sequence[int], odd: Odd) -> tuple[tuple[Glyph, ...], tuple[Notice, ...]]:
    """The glyphs of a page, and what is to be said of them; `places` are where its characters stand."""
    kept, notices = list(glyphs), list[Notice | None]()
    if odd.unmapped or odd.unseen or odd.turns:
        kept, notices = without_odd(glyphs, places, odd)
    kept = printed_once(kept)
    kept, stamp = without_stamps(kept)
    own = "".join(glyph.text for glyph in kept if "\ue000" <= glyph.text <= "\uefff")
    strange = "".join(glyph.text for glyph in kept if STRANGE.match(glyph.text))
    notices += [stamp, Notice(PRIVATE, own) if own else None]
    notices += [Notice(MISNAMED, strange) if len(strange) > FEW_STRANGE else None]
    return tuple(kept), tuple(each for each in notices if each is not None)


def without_odd(glyphs: Sequence[Glyph], places: Sequence[int], odd: Odd) -> tuple[list[Glyph], list[Notice | None]]:
    """The glyphs without those that are not seen or written across, turned words as one, and what is to be said."""
    found = [
        (place, masked(glyph) if place in odd.unmapped else glyph) for place, glyph in zip(places, glyphs, strict=True)
    ]
    notices = [notice(UNMAPPED, [pair for pair in found if pair[0] in odd.unmapped])]
    found, unseen = without_unseen(found, odd)
    slanted = [place in odd.turns and not nearest(odd.turns[place])[1] for place, _ in found]
    across = [False] * len(found)
    if slanted.count(False) >= FEW_UPRIGHT:
        across = among([glyph for _, glyph in found], slanted)
    notices += [unseen, notice(ACROSS, list(compress(found, across)))]
    return with_turned_words(list(compress(found, map(not_, across))), odd), notices


def printed_once(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs without those that are printed a second time, hardly beside the first, to look bold or shaded."""
    near = {(glyph.text, int(glyph.left / NEAR), int(glyph.middle / NEAR)) for glyph in glyphs}
    if len(near) == len(glyphs):
        return glyphs
    kept: list[Glyph] = []
    at: dict[tuple[str, int, int], Glyph] = {}
    for glyph in glyphs:
        column, row = int(glyph.left / NEAR), int(glyph.middle / NEAR)
        around = [(glyph.text, column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        if not any(is_again(at[place], glyph) for place in around if place in at):
            at[glyph.text, column, row] = glyph
            kept.append(glyph)
    return kept


def is_again(first: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph covers an equal one all but a fraction, far closer than letters of one word stand."""
    wide, tall = first.right - first.left, first.bottom - first.top
    return abs(glyph.left - first.left) < ASIDE * wide and abs(glyph.middle - first.middle) < ASIDE * tall


def among(glyphs: Sequence[Glyph], slanted: Sequence[bool]) -> list[bool]:
    """Which glyphs are slanted, or one of those that stand upright where letters go round, as on a seal."""
    pairs = zip(glyphs, glyphs[1:], glyphs[2:], slanted, slanted[2:], strict=False)
    between = [first and last and is_beside(x, y) and is_beside(y, z) for x, y, z, first, last in pairs]
    return [is_slanted or is_between for is_slanted, is_between in zip(slanted, [False, *between, False], strict=False)]


def is_beside(glyph: Glyph, other: Glyph) -> bool:
    """Whether two letters are about as tall and stand side by side, whichever way they go."""
    reach = 2 * min(glyph.size, other.size)
    tall = max(glyph.size, other.size) < reach
    return tall and abs(glyph.centre - other.centre) < reach and abs(glyph.middle - other.middle) < reach


def without_stamps(glyphs: list[Glyph]) -> tuple[list[Glyph], Notice | None]:
    """The glyphs without large letters that are printed over others: a watermark, a stamp."""
    typical = median(glyph.size for glyph in glyphs[::SOME]) if glyphs else 0.0
    large = [glyph for glyph in glyphs if glyph.size > LARGE * typical and is_wide(glyph, LARGE * typical)]
    stamps = {
        id(glyph) for word in words_in(large) if any(lies_over(letter, glyphs) for letter in word) for glyph in word
    }
    if not stamps:
        return glyphs, None
    text = "".join(glyph.text for glyph in glyphs if id(glyph) in stamps)
    return [glyph for glyph in glyphs if id(glyph) not in stamps], Notice(STAMPED, text)


def is_wide(glyph: Glyph, size: float) -> bool:
    """Whether a letter is as wide as one of that size: some fonts say that they are far taller than their letters."""
    return 2 * (glyph.right - glyph.left) > size


def words_in(large: Sequence[Glyph]) -> list[list[Glyph]]:
    """Large letters of one height, each of them one after the other, as the words that they make."""
    found: list[list[Glyph]] = []
    for glyph in large:
        if found and abs(found[-1][-1].middle - glyph.middle) < glyph.size / 2:
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found


def lies_over(large: Glyph, glyphs: Sequence[Glyph]) -> bool:
    """Whether smaller letters stand within a large one."""
    return any(
        large.left < glyph.centre < large.right and large.top < glyph.middle < large.bottom
        for glyph in glyphs
        if LARGE * glyph.size < large.size
    )


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
