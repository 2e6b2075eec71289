"""Texts that are higher than their cells run over the rule at its foot. All figures are made up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from converter.document import Document

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]

XS = [50.0, 150.0, 250.0, 350.0]
YS = [600.0, 613.0, 626.0, 639.0]


def cells(document: Document) -> list[str]:
    return [line.text for line in document.lines if "\t" in line.text]


def test_the_second_line_of_a_header_word_belongs_to_the_header(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid(XS, YS).text(60, 629, "项目").text(160, 630, "一般公共预算").text(160, 620, "财政拨款")
    page.text(260, 630, "政府性基金").text(260, 620, "预算").text(60, 616, "栏次")
    page.text(160, 615, "1").text(260, 615, "2")
    page.text(60, 602, "教育支出").text(160, 602, "1,234.50").text(260, 602, "3.00")
    assert cells(read(pdf(page))) == [
        "项目\t一般公共预算财政拨款\t政府性基金预算", "栏次\t1\t2", "教育支出\t1,234.50\t3.00"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("top", "rest", "height"),
    [
        (620, "12.00", 615),  # a number
        (616, "财政拨款", 610),  # no line above the rule
        (621, "财政拨款", 615),  # too close to the line above
        (619, "财政拨款", 619),  # as high as the numbers of its row
    ],
)
def test_what_belongs_to_the_lower_row_stays_there(
    drawing: Draw, pdf: Make, read: Read, top: float, rest: str, height: float
) -> None:
    page = drawing().grid(XS, YS).text(60, 629, "项目").text(160, 629, "一般公共预算").text(160, top, rest)
    page.text(260, 629, "合计").text(260, height, "2").text(60, 602, "教育支出").text(160, 602, "1,234.50")
    assert cells(read(pdf(page))) == ["项目\t一般公共预算\t合计", f"\t{rest}\t2", "教育支出\t1,234.50\t"]


def test_the_first_line_of_a_text_that_is_too_high_itself_stays_there(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid(XS, YS).text(60, 629, "项目").text(160, 630, "公务用车购置及运行").text(160, 620, "公务用车")
    page.text(160, 610, "购置费").text(260, 629, "合计").text(260, 615, "小计").text(60, 602, "教育支出")
    page.text(160, 600, "1,234.50")
    found = cells(read(pdf(page)))
    assert found[0].split("\t")[1] == "公务用车购置及运行" and found[1].split("\t")[1].startswith("公务用车")
