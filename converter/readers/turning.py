"""Turns what PDFium measures, y growing upwards, upright: quarter turns clockwise, y growing downwards."""

from __future__ import annotations

from collections.abc import Sequence

from converter.readers.marks import Box

Sides = tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]
"""The sides of many boxes, in the order of a box: all left ones, all right ones, and so on."""


def turned_boxes(boxes: Sequence[Box], turn: int) -> list[Box]:
    """The boxes (left, right, low, high) in upright coordinates after so many quarter turns."""
    if not boxes:
        return []
    left, right, low, high = zip(*boxes, strict=True)
    return list(map(Box, *turned_sides((left, right, low, high), turn)))


def turned_sides(sides: Sides, turn: int) -> Sides:
    """The sides of many boxes in upright coordinates after so many quarter turns."""
    left, right, low, high = sides
    if turn == 0:
        return left, right, mirrored(high), mirrored(low)
    if turn == 1:
        return low, high, left, right
    if turn == 2:
        return mirrored(right), mirrored(left), low, high
    return mirrored(high), mirrored(low), mirrored(right), mirrored(left)


def mirrored(places: Sequence[float]) -> list[float]:
    return [-place for place in places]
