"""Header words of two columns that nearly touch: told by the columns below them, or by the next line of their cells."""

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
    """The header's words, each that is two as two: it has one gap, and that over a river or over two words below it."""
    for word in words:
        halves = at_gap(word)
        if halves and (over_river(word, halves, content) or over_two(halves, words)):
            yield from halves
        else:
            yield word


def at_gap(word: Word) -> tuple[Word, Word] | None:
    """A word parted at its one gap between Chinese letters, or None."""
    gaps = sorted((after.left - before.right for before, after in pairwise(word.glyphs)), reverse=True)
    if len(word.glyphs) < 2 * LEAST_LETTERS or gaps[0] < max(NEARLY * word.size, CLEAR * gaps[1]):
        return None
    cut = next(i for i, (a, b) in enumerate(pairwise(word.glyphs), start=1) if b.left - a.right == gaps[0])
    written = all(CHINESE.match(glyph.text) for glyph in word.glyphs[cut - 1 : cut + 1])
    if not written or min(cut, len(word.glyphs) - cut) < LEAST_LETTERS:
        return None
    return word_of(word.glyphs[:cut]), word_of(word.glyphs[cut:])


def over_river(word: Word, halves: tuple[Word, Word], content: Sequence[Part]) -> bool:
    """Whether the gap between two halves of a word stands over the one between two columns of content."""
    at = (halves[0].right + halves[1].left) / 2
    below = [part for part in content if word.left < part[1] and part[0] < word.right]
    return any(left[1] - word.size / 2 < at < right[0] + word.size / 2 for left, right in pairwise(below))


def over_two(halves: tuple[Word, Word], words: Sequence[Word]) -> bool:
    """Whether either half of a word is centred over a word of its own on the next line."""
    return all(any(goes_on(half, word) for word in words) for half in halves)


def goes_on(half: Word, word: Word) -> bool:
    """Whether a word stands on the next line below one, in the middle and no wider."""
    down = word.middle - half.middle
    inside = half.left - 1 <= word.left and word.right <= half.right + 1
    near = CENTRED * half.size < down < NEXT * half.size
    return near and inside and abs(half.centre - word.centre) < CENTRED * half.size
