"""A table ends where the header of another one stands among its rows. All figures are made up."""

from __future__ import annotations

import pytest

from converter.anew import before_another
from converter.document import Line

OWN = ["科目编码\t科目名称\t总计\t基本支出", "201\t一般公共服务支出\t9.00\t9.00"]
SIDES = ["收入\t\t支出\t", "项目\t预算数\t项目\t预算数", "一、本年收入\t5.00\t一、本年支出\t5.00"]


def lines(*texts: str) -> list[Line]:
    return [Line(n, text, 1, "." * (text.count("\t") + 1) if "\t" in text else "") for n, text in enumerate(texts, 1)]


@pytest.mark.parametrize("mark", ["单位：万元", "单位名称：某市水利局 单位：万元"])
def test_words_below_a_line_with_the_unit_begin_another_table(mark: str) -> None:
    found = before_another(lines(*OWN, "2026年收支总体情况", "表", mark, *SIDES))
    assert [line.text for line in found] == OWN


@pytest.mark.parametrize(
    "more",
    [
        ["单位：万元", OWN[0], "205\t教育支出\t9.00\t9.00"],  # its own header, printed again below its unit
        ["单位：万元", "205\t教育支出\t9.00\t9.00"],  # rows that go on
        ["注：本表不含结转。", SIDES[0], "合计\t\t9.00\t9.00"],  # no unit between
    ],
)
def test_what_goes_on_is_no_other_table(more: list[str]) -> None:
    given = lines(*OWN, *more)
    assert before_another(given) == given
