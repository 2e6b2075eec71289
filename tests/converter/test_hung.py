"""The last lines of names that stand in the row below go back to their own. All figures are made up."""

from __future__ import annotations

import pytest

from converter.header import GridRow
from converter.hung import rehung, without_sums


def names(*rows: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [row.cells for row in rehung([GridRow(cells, line) for line, cells in enumerate(rows, start=1)])]


def test_codes_prove_whose_words_they_are() -> None:
    found = names(
        ("2013399", "其他宣传事", "1.00"),
        ("205", "务支出教育支出", "2.00"),
        ("20508", "进修及培训", "2.00"),
    )
    assert [row[1] for row in found] == ["其他宣传事务支出", "教育支出", "进修及培训"]


def test_parts_of_codes_do_as_well_and_several_rows_after_each_other() -> None:
    found = names(
        ("208", "05", "05", "机关事业单位基本养老", "3.00"),
        ("208", "05", "06", "保险缴费支出机关事业单位职业", "2.00"),
        ("208", "05", "99", "年金缴费支出其他行政事业单位养老支出", "1.00"),
    )
    assert [row[3] for row in found] == [
        "机关事业单位基本养老保险缴费支出", "机关事业单位职业年金缴费支出", "其他行政事业单位养老支出",
    ]  # fmt: skip


def test_ordinals_that_follow_each_other_prove_it() -> None:
    found = names(("（一）一般公共服", "1.00"), ("务支出（二）教育支出", "2.00"), ("三、其他", "1.00"))
    assert [row[0] for row in found] == ["（一）一般公共服务支出", "（二）教育支出", "三、其他"]


@pytest.mark.parametrize(
    "rows",
    [
        (("2013399", "其他宣传事", "1.00"), ("205", "某支出教育支出", "2.00")),  # together no name of the code above
        (("2019999", "其他宣传事", "1.00"), ("205", "务支出教育支出", "2.00")),  # another code
        (("（一）一般公共服", "1.00"), ("务支出（三）教育支出", "2.00")),  # not the next ordinal
        (("一、一般公共服", "1.00"), ("务支出（二）教育支出", "2.00")),  # of another kind
        (("其他宣传事", "1.00"), ("务支出教育支出", "2.00")),  # neither codes nor ordinals
    ],
)
def test_what_nothing_proves_stays(rows: tuple[tuple[str, ...], ...]) -> None:
    assert names(*rows) == list(rows)


@pytest.mark.parametrize(
    ("number", "cell", "amount"),
    [
        ("1=2+3+4", "+5+6 12.00", "12.00"),
        ("1=2+", "3 6,122.01", "6,122.01"),
        ("1=2+3", "4 12.00", "4 12.00"),  # a sum that is whole: what stands there are two numbers
        ("1", "+5+6 12.00", "+5+6 12.00"),  # no sum
        ("1=2+3", "-5 次", "-5 次"),  # no amount
    ],
)
def test_the_rest_of_a_sum_of_columns_is_no_part_of_an_amount(number: str, cell: str, amount: str) -> None:
    given = [GridRow(("栏次", number, "2"), 1), GridRow(("合计", cell, "3.00"), 2)]
    assert [row.cells for row in without_sums(given)] == [("栏次", number, "2"), ("合计", amount, "3.00")]
