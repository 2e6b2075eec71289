"""Numbers that narrow cells or page breaks tore over two lines. All figures are made up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from converter.header import GridRow
from converter.torn_numbers import with_whole_numbers

TORN = [
    ("", "合计", "1,77", "1,75", "19.5"),
    ("", "", "2.32", "2.73", "9"),
    ("208", "社会", "57.5", "57.5", "0.00"),
    ("", "保障", "8", "8", ""),
    ("2080", "行", "23.0", "23.07", "0.00"),
    ("5", "政事业", "7", "", ""),
    ("210", "卫生健康支出", "30.00", "30.00", "0.00"),
]
WHOLE = [
    ("", "合计", "1,772.32", "1,752.73", "19.59"),
    ("208", "社会保障", "57.58", "57.58", "0.00"),
    ("20805", "行政事业", "23.07", "23.07", "0.00"),
    ("210", "卫生健康支出", "30.00", "30.00", "0.00"),
]


def read(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [row.cells for row in with_whole_numbers([GridRow(cells, n) for n, cells in enumerate(rows)])]


def test_rows_are_one_whose_pieces_make_numbers_as_all_others_are_printed() -> None:
    assert read(TORN) == WHOLE


def test_the_last_row_may_go_on_where_the_table_cannot_be_followed() -> None:
    last = ("221", "住房", "79.3", "79.3", "0.00")
    assert read([*TORN, last]) == [*WHOLE, last]


@pytest.mark.parametrize(
    "rows",
    [
        [*WHOLE, ("221", "住房保障支出", "57.5", "8", "0"), ("222", "粮油", "8", "", "")],  # zeros at the end left out
        [*TORN[:3], ("", "保障", "8", "8.00", ""), *TORN[4:]],  # a number of its own
        [*TORN[:3], ("", "保障", "8", "8", "6"), *TORN[4:]],  # below a whole number
        [*WHOLE, ("1.", "接待批次（个）", "52", "", ""), ("二、", "机关运行经费", "7.00", "", "")],  # a whole number
        [("208", "甲", "57.5"), ("210", "乙", "8")],  # how many decimals?
        WHOLE,
    ],
)
def test_other_numbers_stay_as_they_stand(rows: list[tuple[str, ...]]) -> None:
    assert read(rows) == rows
