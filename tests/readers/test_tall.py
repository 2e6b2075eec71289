"""The boxes of fonts that are taller than their letters are cut down to these."""

from __future__ import annotations

import pytest

from converter.readers.marks import Glyph
from converter.readers.tall import cut_down


def line(text: str, high: float, wide: float, top: float = 100.0) -> list[Glyph]:
    return [Glyph(letter, 50 + wide * at, 50 + wide * (at + 1), top, top + high) for at, letter in enumerate(text)]


def test_tall_boxes_are_as_high_as_chinese_letters_are_wide() -> None:
    glyphs = line("一般公共预算12.50", 13.2, 10.0)
    cut_down(glyphs)
    for glyph in glyphs:
        assert (glyph.top, glyph.bottom, glyph.size, glyph.middle) == pytest.approx((101.6, 111.6, 10.0, 106.6))


def test_other_heights_and_fonts_are_left_as_they_are() -> None:
    tall, usual = line("支出预算", 13.2, 10.0), line("项目支出", 11.2, 10.0, 130.0)
    digits = line("99.80", 12.0, 5.0, 160.0)
    cut_down([*tall, *usual, *digits])
    assert [glyph.size for glyph in (*tall, *usual, *digits)] == pytest.approx([10.0] * 4 + [11.2] * 4 + [12.0] * 5)


def test_a_few_narrow_letters_show_nothing() -> None:
    glyphs = [*line("支出", 10.0, 5.0), *line("一般公共预算", 10.0, 10.0, 130.0)]
    cut_down(glyphs)
    assert {glyph.size for glyph in glyphs} == {10.0}
