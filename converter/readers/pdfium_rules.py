"""The rules of a PDF's page: stroked lines, and filled boxes that are thin enough, as PDFium gives its paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import byref, c_float, c_int
from itertools import pairwise, repeat
from typing import NamedTuple

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from converter.readers import pdfium_calls as calls
from converter.readers.marks import Box, Glyph, Rule, Tolerances
from converter.readers.outlined import outlines
from converter.readers.pdfium_items import UNMOVED, Matrix, Placed, matrix_of
from converter.readers.turning import turned_boxes

Rules = tuple[Rule, ...]


class Piece(NamedTuple):
    """A path, or one of its parts: its box, and the boxes of the rules that it draws."""

    box: Box
    rules: tuple[Box, ...]


def read_rules(
    paths: Sequence[Placed], turn: int, glyphs: Sequence[Glyph], tolerances: Tolerances
) -> tuple[Rules, Rules]:
    """The horizontal and the vertical rules that paths draw, in upright coordinates after quarter turns clockwise."""
    found = list(pieces(paths, tolerances))
    letters = outlines(turned_boxes([piece.box for piece in found], turn), glyphs, tolerances.thin)
    rules = [rule for piece, letter in zip(found, letters, strict=True) if not letter for rule in piece.rules]
    boxes = turned_boxes(rules, turn)
    wide = [box for box in boxes if box.right - box.left >= box.bottom - box.top]
    tall = [box for box in boxes if box.right - box.left < box.bottom - box.top]
    return (
        tuple(Rule((box.top + box.bottom) / 2, box.left, box.right) for box in wide),
        tuple(Rule((box.left + box.right) / 2, box.top, box.bottom) for box in tall),
    )


def pieces(paths: Sequence[Placed], tolerances: Tolerances) -> Iterator[Piece]:
    """Thin paths as they are and the parts of all others, in the coordinates of the page."""
    _, fills, strokes = calls.columns(calls.draw_mode, [path for path, _ in paths], c_int, 2)
    for (path, matrix), whole, fill, stroke in zip(paths, outer_boxes(paths), fills, strokes, strict=True):
        if not (fill or stroke):
            continue
        if is_thin(whole, tolerances.thin):
            yield Piece(whole, (whole,))
        else:
            yield from parts(path, matrix, bool(stroke), tolerances)


def outer_boxes(items: Sequence[Placed]) -> list[Box]:
    """The boxes of whole paths, their strokes included, or of pictures, in page coordinates."""
    _, left, low, right, high = calls.columns(calls.bounds_of, [item for item, _ in items], c_float, 4)
    boxes = map(Box, left, right, low, high)
    return [box if matrix is UNMOVED else moved(box, matrix) for box, (_, matrix) in zip(boxes, items, strict=True)]


def moved(box: Box, matrix: Matrix) -> Box:
    """The box that holds a box once the map has moved it."""
    return bounds([matrix.point(x, y) for x in box[:2] for y in box[2:]])


def parts(path: int, matrix: Matrix, stroked: bool, tolerances: Tolerances) -> Iterator[Piece]:
    """The parts of a path that is not thin as a whole; a part with a curve draws no rule."""
    for points, curved in subpaths(path, matrix_of(path).inside(matrix)):
        box = bounds(points)
        if curved:
            yield Piece(box, ())
        elif stroked:
            yield Piece(box, tuple(straight(points)))
        else:
            yield Piece(box, (box,) if is_thin(box, tolerances.thin) else ())


def subpaths(path: int, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The points of each subpath in page coordinates, and whether it has a curve."""
    points: list[tuple[float, float]] = []
    curved, x, y = False, c_float(), c_float()
    for segment in map(calls.segment_at, repeat(path), range(calls.count_segments(path))):
        kind = calls.segment_kind(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if points:
                yield points, curved
            points, curved = [], False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        calls.segment_point(segment, byref(x), byref(y))
        points.append(matrix.point(x.value, y.value))
        if calls.segment_closes(segment):
            points.append(points[0])
    if points:
        yield points, curved


def straight(points: Sequence[tuple[float, float]]) -> Iterator[Box]:
    """The horizontal and vertical sides of a stroked path."""
    for start, stop in pairwise(points):
        box = bounds([start, stop])
        if is_thin(box, 1.0) and max(box.right - box.left, box.bottom - box.top) > 0:
            yield box


def bounds(points: Sequence[tuple[float, float]]) -> Box:
    across, along = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), max(across), min(along), max(along))


def is_thin(box: Box, thickness: float) -> bool:
    return box.right - box.left <= thickness or box.bottom - box.top <= thickness
