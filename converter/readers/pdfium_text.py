"""The glyphs of a PDF's page, as PDFium gives them: each visible character with its box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from ctypes import addressof, byref, c_double, c_float, c_ushort, sizeof
from itertools import repeat
from typing import Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from converter.readers import pdfium_calls as calls
from converter.readers.alike import ALIKE, unified
from converter.readers.marks import Box, Glyph, Notice
from converter.readers.mending import mended
from converter.readers.pdfium_items import Items
from converter.readers.pdfium_odd import find_odd, quarter
from converter.readers.turning import Sides, turned_sides

INVISIBLE = frozenset(map(chr, [0, 1, *range(3, 33), 0x7F, 0xA0, 0xAD, 0x200B, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF]))
HYPHEN = "\x02"
UNSURE = "\ufffe"  # what the text as a whole has for a hyphen at a line's end
SAMPLE = 60
BOX = sizeof(raw.FS_RECTF)


def read_text(text: Any, items: Items) -> tuple[int, tuple[Glyph, ...], tuple[Notice, ...]]:
    """How many quarter turns clockwise turn a page's text upright, its glyphs so turned, and what is odd about them.

    The glyphs stand in the order of the page's content.
    """
    handle = calls.address_of(text.raw)
    letters = letters_of(handle, text.count_chars())
    turn = text_turn(handle, letters)
    places = [place for place, letter in enumerate(letters) if letter not in INVISIBLE]
    sides = sides_of(handle, places)
    glyphs = list(map(Glyph, printed(letters, places), *turned_sides(sides, turn)))
    return turn, *mended(glyphs, places, find_odd(handle, places, sides, items, turn))


def printed(letters: str, places: Sequence[int]) -> list[str]:
    """What the characters at these places print."""
    texts = ["-" if letters[place] == HYPHEN else letters[place] for place in places]
    return list(map(unified, texts)) if ALIKE.search(letters) else texts


def letters_of(handle: int, count: int) -> str:
    """The characters, each in its place; they are asked for one by one where the text as a whole has other places."""
    buffer = (c_ushort * (2 * count + 1))()
    size = calls.whole_text(handle, 0, count, buffer)
    whole = bytes(buffer)[: 2 * max(0, size - 1)].decode("utf-16-le", "replace")
    if len(whole) == count and UNSURE not in whole:
        return whole
    return "".join(map(chr, map(calls.code_of, repeat(handle), range(count))))


def text_turn(handle: int, letters: str) -> int:
    """How many quarter turns clockwise make most of a page's text upright; the page's own rotation is in that."""
    places = range(0, len(letters), max(1, len(letters) // SAMPLE))
    turns = Counter(round(quarter(handle, place)) % 4 for place in places if letters[place] not in INVISIBLE)
    return turns.most_common(1)[0][0] if turns else 0


def sides_of(handle: int, places: Sequence[int]) -> Sides:
    """The left, right, lower and upper sides of the characters' boxes, in the page's coordinates."""
    numbers = (c_float * (4 * len(places)))()
    for place, box in zip(places, range(addressof(numbers), addressof(numbers) + sizeof(numbers), BOX), strict=True):
        calls.loose_box(handle, place, box)
    left, high, right, low = (numbers[field::4] for field in range(4))
    for number, place in enumerate(places):
        if right[number] <= left[number] or high[number] <= low[number]:
            left[number], right[number], low[number], high[number] = ink_box(handle, place)
    return left, right, low, high


def ink_box(handle: int, place: int) -> Box:
    """The box of a glyph's ink, for fonts that do not say how tall they are."""
    left, right, low, high = c_double(), c_double(), c_double(), c_double()
    calls.ink_box(handle, place, byref(left), byref(right), byref(low), byref(high))
    return Box(left.value, right.value, low.value, high.value)
