"""Rows of tables with items and line numbers that a page break tore. All figures are made up."""

from __future__ import annotations

import pytest

from converter.header import GridRow
from converter.torn import mended

NUMBERED = ("一、教育收入|1|5.00|一、外交支出|4|3.00", "二、某基金预算财政|2|2.00|二、国防支出|5|")
LAST = ("总计|3|7.00|总计|6|7.00",)


def rows(first: tuple[str, ...], second: tuple[str, ...]) -> list[str]:
    """The rows of two pages, mended."""
    texts = [*first, *second]
    given = [GridRow(tuple(text.split("|")), n) for n, text in enumerate(texts)]
    return ["|".join(row.cells) for row in mended(given, {n: 1 + (n >= len(first)) for n in range(len(texts))})]


def test_the_name_of_an_item_proves_that_a_row_is_torn() -> None:
    assert rows(("（三）国有|0.00",), ("资本经营预算拨款|",)) == ["（三）国有资本经营预算拨款|0.00"]


def test_what_one_cell_proves_holds_for_the_words_beside_it() -> None:
    found = rows(("（三）某项|1.00|（三）卫生|5.00",), ("拨款||健康支出|",))
    assert found == ["（三）某项拨款|1.00|（三）卫生健康支出|5.00"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("国有资本经营预算拨款|5.00", "本年收入|"),  # a name already
        ("某项收入|5.00", "国有资本经营预算拨款|"),  # the next row is an item of its own
        ("（三）某项|1.00|（三）卫生|5.00", "（四）拨款||健康支出|"),  # with an ordinal
        ("|1.00|（三）卫生|5.00", "拨款||健康支出|"),  # goes on with nothing
    ],
)
def test_what_no_item_proves_stays(first: str, second: str) -> None:
    assert rows((first,), (second,)) == [first, second]


def test_a_row_without_the_number_of_its_line_is_torn() -> None:
    found = rows(NUMBERED, ("拨款收入|||||", *LAST))
    assert found == [NUMBERED[0], "二、某基金预算财政拨款收入|2|2.00|二、国防支出|5|", *LAST]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (NUMBERED, ("拨款收入|||||", "其他||9.00|||", *LAST)),  # rows without numbers are nothing strange here
        (NUMBERED, ("三、拨款收入|||||", *LAST)),
        (NUMBERED, ("|||||拨款", *LAST)),
        (NUMBERED[1:], ("拨款收入|||||",)),  # too few rows
        (NUMBERED, ("拨款收入|||||", "总计|9|7.00|总计|9|7.00")),  # the numbers are none of lines
    ],
)
def test_a_row_without_a_number_stays_where_not_all_lines_have_one(
    first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    assert rows(first, second) == [*first, *second]
