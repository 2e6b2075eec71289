"""A table ends where the header of another one stands among its rows. All figures are made up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from converter.anew import before_another
from converter.document import Document, Line
from converter.tables import find_tables

OWN = ["科目编码\t科目名称\t总计\t基本支出", "201\t一般公共服务支出\t9.00\t9.00"]
FORM = ["项目名称\t信访\t\t\t\t", "资金\t年初预算\t全年预算\t全年执行\t分值\t执行率", "\t9.00\t9.00\t9.00\t10\t100%"]
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



@pytest.mark.parametrize("before", [OWN, [OWN[0], "注：本单位没有此项支出。"]])
def test_a_form_without_a_title_begins_another_table(before: list[str]) -> None:
    given = lines(*before, *FORM)
    given[2] = replace(given[2], merged="..<<<<")
    assert set(OWN) >= {line.text for line in before_another(given)}


def test_a_form_without_a_title_is_known_by_its_targets() -> None:
    rows = [*FORM, "一级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分", "产出指标\t办理信访件\t900\t900\t10\t10"]
    given = lines("2024年度项目情况如下。", *rows)
    [table] = find_tables(Document(Path("made-up"), b"", "text/plain", tuple(given)))
    assert table.kind == "project_performance"
