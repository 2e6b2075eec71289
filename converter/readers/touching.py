"""Header words of several columns that nearly touch: told by the columns below, or by the next line of their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from converter.readers.unruled_columns import Part
from converter.readers.words import CHINESE, Word, word_of

LEAST_LETTERS = 2
NEARLY = 0.2  # of their height is between the letters of two words at least
CLEAR = 1.5  # so many times any other gap is the one between two words
NEXT = 1.6  # lines of one cell are at most so many heights apart
CENTRED = 0.6  # of their height may the middles of a cell's lines be apart


def untouched(words: Sequence[Word], content: Sequence[Part]) -> Iterator[Word]:
    """The header's words, each that is several as these: its gaps stand over rivers, or it over words below each."""
    for word in words:
        parts = at_gaps(word)
        over_rivers = all(over_river(word, pair, content) for pair in pairwise(parts))
        if len(parts) > 1 and (over_rivers or over_own(parts, words)):
            yield from parts
        else:
            yield word


def at_gaps(word: Word) -> list[Word]:
    """A word parted at its gaps between Chinese letters, which are clearly wider than between all its other letters."""
    gaps = [after.left - before.right for before, after in pairwise(word.glyphs)]
    widest = [*sorted(gaps, reverse=True), 0.0]
    least = next((a for a, b in pairwise(widest) if a >= max(NEARLY * word.size, CLEAR * b)), None)
    cuts = [0, *(i for i, gap in enumerate(gaps, start=1) if least is not None and gap >= least), len(word.glyphs)]
    written = all(CHINESE.match(word.glyphs[i].text) for cut in cuts[1:-1] for i in (cut - 1, cut))
    if not written or any(after - before < LEAST_LETTERS for before, after in pairwise(cuts)):
        return [word]
    return [word_of(word.glyphs[before:after]) for before, after in pairwise(cuts)]


def over_river(word: Word, pair: tuple[Word, Word], content: Sequence[Part]) -> bool:
    """Whether the gap between two parts of a word stands over the one between two columns of content."""
    at = (pair[0].right + pair[1].left) / 2
    below = [part for part in content if word.left < part[1] and part[0] < word.right]
    return any(left[1] - word.size / 2 < at < right[0] + word.size / 2 for left, right in pairwise(below))


def over_own(parts: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether each part of a word is centred over a word of its own on the next line."""
    return all(any(goes_on(part, word) for word in words) for part in parts)


def goes_on(part: Word, word: Word) -> bool:
    """Whether a word stands on the next line below one, in the middle and no wider."""
    down = word.middle - part.middle
    inside = part.left - 1 <= word.left and word.right <= part.right + 1
    near = CENTRED * part.size < down < NEXT * part.size
    return near and inside and abs(part.centre - word.centre) < CENTRED * part.size
