"""What a PDF's page is drawn with: texts, paths and pictures, those within forms too."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import byref
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from converter.readers import pdfium_calls as calls

MAX_DEPTH = 8
PICTURES = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
Count = Callable[[int], int]
Get = Callable[[int, int], int]


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
Placed = tuple[int, Matrix]
"""Where an item is kept, and the map of the form that holds it."""


@dataclass(frozen=True)
class Items:
    """The items of a page by kind, each in the order in which it is drawn; texts of forms stand beside the others."""

    texts: list[int] = field(default_factory=list)
    inner_texts: list[Placed] = field(default_factory=list)
    paths: list[Placed] = field(default_factory=list)
    pictures: list[Placed] = field(default_factory=list)


def read_items(page: Any) -> Items:
    """The items of a page."""
    items = Items()
    collect(items, calls.address_of(page), calls.count_items, calls.item_at, UNMOVED, MAX_DEPTH)
    return items


def collect(items: Items, owner: int, count: Count, get: Get, matrix: Matrix, depth: int) -> None:
    """Puts the items of a page or a form with their kind."""
    found = list(map(get, repeat(owner), range(count(owner))))
    kinds = list(map(calls.kind_of, found))
    texts = [item for item, kind in zip(found, kinds, strict=True) if kind == raw.FPDF_PAGEOBJ_TEXT]
    if matrix is UNMOVED:
        items.texts.extend(texts)
    else:
        items.inner_texts.extend((item, matrix) for item in texts)
    for item, kind in zip(found, kinds, strict=True):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            items.paths.append((item, matrix))
        elif kind in PICTURES:
            items.pictures.append((item, matrix))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            inner = matrix_of(item).inside(matrix)
            collect(items, item, calls.count_inner_items, calls.inner_item_at, inner, depth - 1)


def matrix_of(item: int) -> Matrix:
    found = raw.FS_MATRIX()
    if not calls.matrix_of(item, byref(found)):
        return UNMOVED
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)
