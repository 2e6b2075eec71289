"""What is odd about a page's texts: written askew, not to be seen, or in a font that does not tell its characters.

Most pages have nothing of the kind: items are looked at first, and single characters only where an item is odd.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from ctypes import addressof, c_float, c_uint, sizeof
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from converter.readers import pdfium_calls as calls
from converter.readers.clipped import cut_off
from converter.readers.marks import Box
from converter.readers.pdfium_items import Items, matrix_of
from converter.readers.pdfium_rules import outer_boxes
from converter.readers.turning import Sides

LEAN = 0.05  # a text that rises more for its length is askew
HIDDEN_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
WHITE = 250
CLEAR = 5  # of 255
SLANT = 0.06  # quarter turns: a scan may stand a little askew
MATRIX = 6  # numbers
EVERY = 4  # a run of so many characters without a meaning is always seen


@dataclass(frozen=True)
class Odd:
    """What is odd, by the places of characters: `turns` are quarter turns anticlockwise from most of the text."""

    unmapped: frozenset[int] = frozenset()
    unseen: frozenset[int] = frozenset()
    turns: dict[int, float] = field(default_factory=dict)


def find_odd(handle: int, places: Sequence[int], sides: Sides, items: Items, turn: int) -> Odd:
    """What is odd about the characters at these places, most of which so many quarter turns clockwise make upright."""
    unknown = unmapped(handle, places)
    dark, white, across = hidden(items), pale(items), tilted(items, turn)
    owners = list(map(calls.text_item, repeat(handle), places))
    cut = cut_off(owners, sides, turn)
    if not (dark or white or across or cut):
        return Odd(unknown)
    unseen = {places[i] for i in cut} | {place for place, owner in zip(places, owners, strict=True) if owner in dark}
    if white:
        unseen |= {places[i] for i in unprinted(owners, white, sides, grounds(items))}
    angles = {place: quarter(handle, place) for place, owner in zip(places, owners, strict=True) if owner in across}
    turns = {place: (angle - turn) % 4 for place, angle in angles.items()}
    return Odd(unknown, frozenset(unseen), {place: by for place, by in turns.items() if nearest(by) != (0, True)})


def nearest(turn: float) -> tuple[int, bool]:
    """The whole number of quarter turns next to one, and whether it is that but for a slant."""
    return round(turn) % 4, abs(turn - round(turn)) <= SLANT


def unprinted(owners: Sequence[int], white: set[int], sides: Sides, boxes: Sequence[Box]) -> list[int]:
    """Which characters of white texts stand on no ground that is not white."""
    left, right, low, high = sides
    found = [i for i, owner in enumerate(owners) if owner in white]
    return [i for i in found if not stands_on((left[i] + right[i]) / 2, (low[i] + high[i]) / 2, boxes)]


def quarter(handle: int, place: int) -> float:
    """How many quarter turns anticlockwise a character is turned; a negative size turns it about."""
    turns = -math.degrees(calls.angle_of(handle, place)) / 90
    if round(turns) and calls.size_of(handle, place) < 0:
        turns += 2
    return turns % 4


def unmapped(handle: int, places: Sequence[int]) -> frozenset[int]:
    """The characters whose fonts do not say what they mean, where any are."""
    if not any(map(calls.is_unmapped, repeat(handle), places[::EVERY])):
        return frozenset()
    return frozenset(place for place in places if calls.is_unmapped(handle, place))


def tilted(items: Items, turn: int) -> set[int]:
    """The texts not written along most of the page's text, which so many quarter turns clockwise make upright."""
    cos, sin = round(math.cos(turn * math.pi / 2)), round(math.sin(turn * math.pi / 2))
    numbers = (c_float * (MATRIX * len(items.texts)))()
    start, step = addressof(numbers), MATRIX * sizeof(c_float)
    deque(map(calls.matrix_of, items.texts, range(start, start + sizeof(numbers), step)), maxlen=0)
    ways = list(zip(numbers[0::MATRIX], numbers[1::MATRIX], strict=True))
    for item, outer in items.inner_texts:
        inner = matrix_of(item).inside(outer)
        ways.append((inner.a, inner.b))
    return chosen(list(zip(all_texts(items), ways, strict=True)), lambda way: leans(way[0], way[1], cos, sin))


def leans(a: float, b: float, cos: int, sin: int) -> bool:
    """Whether a direction is another than the main one, but for a slight slant."""
    return not abs(b * cos - a * sin) <= LEAN * (a * cos + b * sin)


def hidden(items: Items) -> set[int]:
    """The texts that are drawn with no ink at all."""
    texts = all_texts(items)
    return chosen(list(zip(texts, map(calls.text_mode, texts), strict=True)), HIDDEN_MODES.__contains__)


def pale(items: Items) -> set[int]:
    """The texts in white, or in ink that lets all through."""
    texts = all_texts(items)
    colours = zip(*calls.columns(calls.fill_colour, texts, c_uint, 4), strict=True)
    return chosen(list(zip(texts, colours, strict=True)), is_pale)


def chosen(pairs: Sequence[tuple[int, Any]], test: Callable[[Any], bool]) -> set[int]:
    """The items whose value passes a test; a page has many items and few values."""
    values = {value for value in {value for _, value in pairs} if test(value)}
    return {item for item, value in pairs if value in values} if values else set()


def is_pale(colour: tuple[int, ...]) -> bool:
    """Whether a colour, if it is known, is white or none."""
    known, red, green, blue, ink = colour
    return bool(known) and (min(red, green, blue) >= WHITE or ink <= CLEAR)


def all_texts(items: Items) -> list[int]:
    return [*items.texts, *(item for item, _ in items.inner_texts)]


def grounds(items: Items) -> list[Box]:
    """The boxes, in the page's coordinates, of all pictures and of what is filled with a colour."""
    return outer_boxes([*(path for path in items.paths if is_shade(path[0])), *items.pictures])


def is_shade(path: int) -> bool:
    """Whether a path is filled, and not with white."""
    _, [fill], _ = calls.columns(calls.draw_mode, [path], c_uint, 2)
    [colour] = zip(*calls.columns(calls.fill_colour, [path], c_uint, 4), strict=True)
    return bool(fill) and not is_pale(colour)


def stands_on(x: float, y: float, boxes: Sequence[Box]) -> bool:
    """Whether a point lies in one of the boxes."""
    return any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in boxes)
