"""PDFium's functions that a page calls thousands of times, made to take plain addresses.

The same functions of pypdfium2 take and make a pointer object for every call, which costs as much as what they do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ctypes import CFUNCTYPE, addressof, c_double, c_float, c_int, c_uint, c_void_p, cast, sizeof
from typing import Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]


def plain(function: Any, gives: Any, *takes: Any) -> Callable[..., Any]:
    """The function with other types for what it gives and takes."""
    return CFUNCTYPE(gives, *takes)(address_of(function))


def address_of(pointer: Any) -> int:
    """Where a pointer points."""
    return cast(pointer, c_void_p).value or 0


def columns(function: Callable[..., int], items: Sequence[int], kind: Any, width: int) -> list[list[Any]]:
    """What a function gives for each item, and the numbers that it puts at `width` addresses, a list for each."""
    numbers = (kind * (width * len(items)))()
    start, size = addressof(numbers), sizeof(kind)
    addresses = [range(start + field * size, start + sizeof(numbers), width * size) for field in range(width)]
    results = list(map(function, items, *addresses))
    return [results, *(numbers[field::width] for field in range(width))]


code_of = plain(raw.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
whole_text = plain(raw.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
ink_box = plain(raw.FPDFText_GetCharBox, c_int, c_void_p, c_int, *[c_void_p] * 4)
angle_of = plain(raw.FPDFText_GetCharAngle, c_float, c_void_p, c_int)
loose_box = plain(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
size_of = plain(raw.FPDFText_GetFontSize, c_double, c_void_p, c_int)
is_unmapped = plain(raw.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
text_item = plain(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
text_mode = plain(raw.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
fill_colour = plain(raw.FPDFPageObj_GetFillColor, c_int, c_void_p, *[c_void_p] * 4)
count_items = plain(raw.FPDFPage_CountObjects, c_int, c_void_p)
item_at = plain(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
count_inner_items = plain(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
inner_item_at = plain(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, c_uint)
kind_of = plain(raw.FPDFPageObj_GetType, c_int, c_void_p)
matrix_of = plain(raw.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
draw_mode = plain(raw.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
bounds_of = plain(raw.FPDFPageObj_GetBounds, c_int, c_void_p, *[c_void_p] * 4)
count_segments = plain(raw.FPDFPath_CountSegments, c_int, c_void_p)
segment_at = plain(raw.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_kind = plain(raw.FPDFPathSegment_GetType, c_int, c_void_p)
segment_point = plain(raw.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
segment_closes = plain(raw.FPDFPathSegment_GetClose, c_int, c_void_p)
clip_of = plain(raw.FPDFPageObj_GetClipPath, c_void_p, c_void_p)
count_clips = plain(raw.FPDFClipPath_CountPaths, c_int, c_void_p)
count_clip_segments = plain(raw.FPDFClipPath_CountPathSegments, c_int, c_void_p, c_int)
clip_segment_at = plain(raw.FPDFClipPath_GetPathSegment, c_void_p, c_void_p, c_int, c_int)
