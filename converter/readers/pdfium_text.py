"""The glyphs of a PDF's page, as PDFium gives them: each visible character with its box."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from ctypes import addressof, byref, c_double, c_float, sizeof
from itertools import repeat
from typing import Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from converter.readers import pdfium_calls as calls
from converter.readers.marks import Box, Glyph
from converter.readers.turning import Sides, turned_sides

INVISIBLE = frozenset([0, 1, *range(3, 33), 0x7F, 0xA0, 0xAD, 0x200B, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF])
HYPHEN = 2
SAMPLE = 60
BOX = sizeof(raw.FS_RECTF)


def read_text(text: Any) -> tuple[tuple[Glyph, ...], int]:
    """The glyphs of a text page in the order of its content, and how many quarter turns clockwise made them upright."""
    handle = calls.address_of(text.raw)
    codes = list(map(calls.code_of, repeat(handle), range(text.count_chars())))
    turn = text_turn(handle, codes)
    visible = [place for place, code in enumerate(codes) if code not in INVISIBLE]
    texts = ["-" if codes[place] == HYPHEN else chr(codes[place]) for place in visible]
    return tuple(map(Glyph, texts, *turned_sides(sides_of(handle, visible), turn))), turn


def text_turn(handle: int, codes: Sequence[int]) -> int:
    """How many quarter turns clockwise make most of a page's text upright; the page's own rotation is in that."""
    places = range(0, len(codes), max(1, len(codes) // SAMPLE))
    angles = Counter(
        round(math.degrees(calls.angle_of(handle, place)) / 90) % 4
        for place in places
        if codes[place] not in INVISIBLE
    )
    return (-angles.most_common(1)[0][0]) % 4 if angles else 0


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
    raw.FPDFText_GetCharBox(handle, place, byref(left), byref(right), byref(low), byref(high))
    return Box(left.value, right.value, low.value, high.value)
