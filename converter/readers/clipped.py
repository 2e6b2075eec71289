"""Text that a PDF draws outside its clipping path: lines that a row of fixed height cuts off. Nobody can see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ctypes import c_float
from itertools import pairwise

from converter.readers import pdfium_calls as calls
from converter.readers.marks import Box
from converter.readers.turning import Sides

ALIKE = 0.1  # points
SLACK = 0.1  # of its height that a letter's middle may stand outside
EVERYWHERE = Box(float("-inf"), float("inf"), float("-inf"), float("inf"))


def cut_off(owners: Sequence[int], sides: Sides, turn: int) -> list[int]:
    """Which characters, each of a text of the page, stand wholly above or below what their text may cover.

    What is cut off at a side is the rest of a line of which the beginning is seen: it stays. So does all of a page that
    would lose most of its text: there it says nothing about what is seen.
    """
    left, right, low, high = sides
    near, far = (low, high) if turn % 2 == 0 else (left, right)
    starts = [i for i in range(len(owners)) if not i or not is_beside(i, sides)]
    boxes = clip_boxes(owners[start] for start in starts)
    found: list[int] = []
    for start, stop in pairwise([*starts, len(owners)]):
        if owners[start] not in boxes:
            continue
        box = boxes[owners[start]]
        least, most = (box.top, box.bottom) if turn % 2 == 0 else (box.left, box.right)
        middle, slack = (near[start] + far[start]) / 2, SLACK * (far[start] - near[start])
        if not least - slack <= middle <= most + slack:
            found += range(start, stop)
    return found if 2 * len(found) < len(owners) else []


def is_beside(index: int, sides: Sides) -> bool:
    """Whether a character stands right beside the one before it, on its line: then the same path clips both."""
    left, right, low, _ = sides
    near = abs(left[index] - right[index - 1]) < right[index] - left[index]
    return near and abs(low[index] - low[index - 1]) < ALIKE


def clip_boxes(items: Iterable[int]) -> dict[int, Box]:
    """The box that all clipping paths of an item leave, in the page's coordinates, for each item that has any.

    Pages have thousands of them: each question is asked of all at once.
    """
    own = [(item, path) for item in dict.fromkeys(items) if item and (path := calls.clip_of(item))]
    counts = map(calls.count_clips, [path for _, path in own])
    clips = [(item, path, n) for (item, path), count in zip(own, counts, strict=True) for n in range(count)]
    sizes = list(map(calls.count_clip_segments, [path for _, path, _ in clips], [n for *_, n in clips]))
    asked = [(path, n, place) for (_, path, n), size in zip(clips, sizes, strict=True) for place in range(size)]
    segments = list(map(calls.clip_segment_at, *zip(*asked, strict=True))) if asked else []
    _, xs, ys = calls.columns(calls.segment_point, segments, c_float, 2)
    boxes: dict[int, Box] = {}
    start = 0
    for (item, *_), size in zip(clips, sizes, strict=True):
        if size > 0:
            x, y, before = xs[start : start + size], ys[start : start + size], boxes.get(item, EVERYWHERE)
            boxes[item] = Box(
                max(before.left, min(x)), min(before.right, max(x)), max(before.top, min(y)), min(before.bottom, max(y))
            )
            start += size
    return boxes
