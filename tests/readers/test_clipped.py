"""Lines that a clipping path cuts off, as of a row of fixed height, are not seen. All figures are made up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from converter.document import Document
from converter.readers.clipped import cut_off

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]

XS, YS = [50.0, 200.0, 300.0], [720.0, 700.0, 680.0, 660.0]
ROWS = (("城乡环境综合整治专项", "3.00"), ("信息化系统运行维护费", "2.00"), ("合计", "5.00"))


def ruled(drawing: Draw, rest: str, clip: str) -> Any:
    """A table; below the first name the rest of it is drawn, within a clipping path."""
    page = drawing().grid(XS, YS)
    for (name, amount), y in zip(ROWS, YS, strict=False):
        page.text(54, y - 13, name).text(240, y - 13, amount)
    return page.set(rest, "1 0 0 1 54 688", before=clip)


def cells(document: Document) -> list[str]:
    return [line.text for line in document.lines if "\t" in line.text]


def test_the_rest_of_a_name_below_its_row_is_not_read(drawing: Draw, pdf: Make, read: Read) -> None:
    document = read(pdf(ruled(drawing, "经费", "50 700 150 20 re W n")))
    assert cells(document) == ["\t".join(row) for row in ROWS]
    assert any("cannot be seen" in remark and "经费" in remark for remark in document.remarks)


@pytest.mark.parametrize(
    ("clip", "why"),
    [
        ("50 685 150 35 re W n", "it covers the line"),
        ("50 692 150 28 re W n", "most of the letters is seen"),
        ("50 685 5 35 re W n", "only the end of a line is cut off, its beginning is seen"),
        ("", "there is none"),
    ],
)
def test_what_a_path_does_not_cut_off_is_read(clip: str, why: str, drawing: Draw, pdf: Make, read: Read) -> None:
    assert "经" in "".join(cells(read(pdf(ruled(drawing, "经费", clip))))), why


def test_of_several_paths_only_what_all_cover_is_seen(drawing: Draw, pdf: Make, read: Read) -> None:
    document = read(pdf(ruled(drawing, "经费", "50 600 150 120 re W n 50 700 150 20 re W n")))
    assert cells(document) == ["\t".join(row) for row in ROWS]


def test_a_page_that_would_lose_most_of_its_text_is_read_whole(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid(XS, YS)
    for (name, amount), y in zip(ROWS, YS, strict=False):
        page.set(name, f"1 0 0 1 54 {y - 13}", before="0 0 9 9 re W n").text(240, y - 13, amount)
    assert cells(read(pdf(page))) == ["\t".join(row) for row in ROWS]


def test_on_a_page_that_stands_on_its_side_lines_are_cut_off_across_it(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing((800, 600), 90, sideways=True).grid(XS, YS)
    for (name, amount), y in zip(ROWS, YS, strict=False):
        page.text(54, y - 13, name).text(240, y - 13, amount)
    assert cells(read(pdf(page.set("经费", "1 0 0 1 54 688", before="50 700 150 20 re W n")))) == [
        "\t".join(row) for row in ROWS
    ]


def test_a_page_without_text_has_nothing_to_cut_off() -> None:
    assert cut_off([], ([], [], [], []), 0) == []
