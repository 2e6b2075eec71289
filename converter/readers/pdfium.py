"""The marks of a PDF's pages, as PDFium gives them: characters with boxes, and rules from paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import byref, c_float, c_int
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from converter.readers.marks import Box, Page, Rule, Tolerances
from converter.readers.pdfium_text import read_text
from converter.readers.turning import turned

MAX_DEPTH = 8


class Matrix(NamedTuple):
    """An affine map: x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def inside(self, outer: Matrix) -> Matrix:
        """This map followed by `outer`."""
        e, f = outer.point(self.e, self.f)
        return Matrix(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            e,
            f,
        )


UNMOVED = Matrix()


def read_page(document: Any, index: int, tolerances: Tolerances) -> Page:
    """The marks of the page with this index, from 0; raises PdfiumError for a page that cannot be loaded."""
    page = document[index]
    text = page.get_textpage()
    try:
        glyphs, turn = read_text(text)
        boxes = [turned(box, turn) for box in thin_boxes(page.raw, tolerances)]
        left, low, right, high = page.get_cropbox()
    finally:
        text.close()
        page.close()
    sheet = turned(Box(left, right, low, high), turn)
    return Page(index + 1, sheet, glyphs, *rules(boxes))


def rules(boxes: Sequence[Box]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The horizontal and the vertical rules that thin boxes are."""
    wide = [box for box in boxes if box.right - box.left >= box.bottom - box.top]
    tall = [box for box in boxes if box.right - box.left < box.bottom - box.top]
    return (
        tuple(Rule((box.top + box.bottom) / 2, box.left, box.right) for box in wide),
        tuple(Rule((box.left + box.right) / 2, box.top, box.bottom) for box in tall),
    )


def thin_boxes(page: Any, tolerances: Tolerances) -> Iterator[Box]:
    """The boxes of all straight rules of a page: stroked lines, and filled boxes that are thin enough."""
    fill, stroke = c_int(), c_int()
    for path, matrix in paths(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, UNMOVED, MAX_DEPTH):
        raw.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
        if not (fill.value or stroke.value):
            continue
        whole = outer_box(path, matrix)
        if is_thin(whole, tolerances.thin):
            yield whole
        else:
            yield from inner_boxes(path, matrix, bool(stroke.value), tolerances)


def outer_box(path: Any, matrix: Matrix) -> Box:
    """The box of a whole path, its stroke included, in page coordinates."""
    left, low, right, high = c_float(), c_float(), c_float(), c_float()
    raw.FPDFPageObj_GetBounds(path, byref(left), byref(low), byref(right), byref(high))
    if matrix == UNMOVED:
        return Box(left.value, right.value, low.value, high.value)
    corners = [matrix.point(x.value, y.value) for x in (left, right) for y in (low, high)]
    return bounds(corners)


def inner_boxes(path: Any, matrix: Matrix, stroked: bool, tolerances: Tolerances) -> Iterator[Box]:
    """The rules within a path that is not thin as a whole: its straight sides, or its thin parts."""
    for points in subpaths(path, matrix_of(path).inside(matrix)):
        if stroked:
            yield from straight(points)
        elif is_thin(box := bounds(points), tolerances.thin):
            yield box


def paths(owner: Any, count: Any, get: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """Every path object with the map of the form that holds it."""
    for place in range(count(owner)):
        item = get(owner, place)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield item, matrix
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            inner = matrix_of(item).inside(matrix)
            yield from paths(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth - 1)


def matrix_of(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, byref(found)):
        return Matrix()
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def subpaths(path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each subpath in page coordinates; one with a curve is left out."""
    points: list[tuple[float, float]] = []
    curved, x, y = False, c_float(), c_float()
    for place in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, place)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if points and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        points.append(matrix.point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points and not curved:
        yield points


def straight(points: list[tuple[float, float]]) -> Iterator[Box]:
    """The horizontal and vertical sides of a stroked path."""
    for start, stop in pairwise(points):
        box = bounds([start, stop])
        if is_thin(box, 1.0) and max(box.right - box.left, box.bottom - box.top) > 0:
            yield box


def bounds(points: list[tuple[float, float]]) -> Box:
    across, along = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), max(across), min(along), max(along))


def is_thin(box: Box, thickness: float) -> bool:
    return min(box.right - box.left, box.bottom - box.top) <= thickness
