"""Text that a PDF draws outside its clipping path: lines that a row of fixed height cuts off. Nobody can see them."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import addressof, c_float
from functools import cache

from converter.readers import pdfium_calls as calls
from converter.readers.marks import Box
from converter.readers.turning import Sides

SLACK = 0.1  # of its height that a letter's middle may stand outside
EVERYWHERE = Box(float("-inf"), float("inf"), float("-inf"), float("inf"))


def cut_off(owners: Sequence[int], sides: Sides, turn: int) -> list[int]:
    """Which characters, each of a text of the page, stand wholly above or below what their text may cover.

    What is cut off at a side is the rest of a line of which the beginning is seen: it stays. So does all of a page that
    would lose most of its text: there it says nothing about what is seen.
    """
    box_of = cache(clip_box)
    left, right, low, high = sides
    near, far = (low, high) if turn % 2 == 0 else (left, right)
    found = []
    for index, owner in enumerate(owners):
        box = box_of(owner)
        least, most = (box.top, box.bottom) if turn % 2 == 0 else (box.left, box.right)
        middle, slack = (near[index] + far[index]) / 2, SLACK * (far[index] - near[index])
        if not least - slack <= middle <= most + slack:
            found.append(index)
    return found if 2 * len(found) < len(owners) else []


def clip_box(item: int) -> Box:
    """The box that all clipping paths of an item leave, in the page's coordinates."""
    path = calls.clip_of(item) if item else 0
    box = EVERYWHERE
    for number in range(max(0, calls.count_clips(path)) if path else 0):
        points = [point_of(path, number, place) for place in range(calls.count_clip_segments(path, number))]
        if points:
            xs, ys = zip(*points, strict=True)
            sides = max(box.left, min(xs)), min(box.right, max(xs)), max(box.top, min(ys)), min(box.bottom, max(ys))
            box = Box(*sides)
    return box


def point_of(path: int, number: int, place: int) -> tuple[float, float]:
    """Where a segment of a clipping path ends."""
    point = (c_float * 2)()
    calls.segment_point(calls.clip_segment_at(path, number, place), addressof(point), addressof(point) + 4)
    return point[0], point[1]
