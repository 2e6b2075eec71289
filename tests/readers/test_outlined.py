"""Letters that are drawn around as well, to make them bold, leave no rules in their cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from converter.document import Document
from converter.readers.marks import Box, Glyph
from converter.readers.outlined import outlines

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]

XS = [50.0, 150.0, 250.0]
YS = [600.0, 620.0, 640.0, 660.0]
ROWS = [("科目", "总计"), ("收入", "11.50"), ("支出", "21.25")]


def bold(page: Any, x: float, y: float, text: str) -> None:
    """A text of 10 points, and around each letter three closed lines: its outline, a hole and a stem."""
    page.text(x, y, text)
    for letter in text:
        wide = 5 if letter.isascii() else 10
        for left, low, right, high in ((0.1, 0, 0.9, 0.8), (0.3, 0.2, 0.6, 0.5), (0.4, 0.1, 0.5, 0.7)):
            outline = [(x + wide * a, y + 10 * b) for a, b in ((left, low), (right, low), (right, high), (left, high))]
            path = " l ".join(f"{a:.2f} {b:.2f}" for a, b in outline).replace(" l ", " m ", 1)
            page.marks.append(f"0.2 w {path} l h S")
        x += wide


@pytest.mark.parametrize("sideways", [False, True])
def test_outlines_of_letters_cut_no_cell(sideways: bool, drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing((700, 800), 0, sideways).grid(XS, YS)
    for row, y in zip(ROWS, (645, 625, 605), strict=True):
        for text, x in zip(row, (70, 170), strict=True):
            bold(page, x, y, text)
    assert [line.text for line in read(pdf(page)).lines] == ["\t".join(row) for row in ROWS]


LETTER = Glyph("总", 100, 110, 200, 210)
OUTLINE, HOLE, STEM = Box(101, 109, 201, 209), Box(103, 106, 203, 206), Box(104, 105, 201, 208)


@pytest.mark.parametrize(
    ("boxes", "are"),
    [
        ([OUTLINE, HOLE, STEM, Box(90, 140, 195, 215)], [True, True, True, False]),
        ([HOLE, STEM], [False, False]),
        ([Box(99, 111, 209.8, 210.3), Box(110.2, 110.4, 199, 211)], [False, False]),
    ],
    ids=["an outline shows that the letters are drawn", "parts alone show nothing", "rules beside a letter"],
)
def test_what_lies_within_outlined_letters_is_a_part_of_them(boxes: list[Box], are: list[bool]) -> None:
    assert outlines(boxes, [LETTER, Glyph(" ", 90, 140, 195, 215)], 3.0) == are


def test_without_letters_nothing_is_an_outline() -> None:
    assert outlines([OUTLINE], [], 3.0) == [False]
