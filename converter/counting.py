"""Rows that count things beside rows of money: vehicles, journeys, guests, devices."""

from __future__ import annotations

import re

from converter.lexicon import counted_ending
from converter.placed import PlacedBlock, PlacedRow
from converter.words import key, ordinal

CHINESE = "[一二三四五六七八九十]+"
LEVELS = tuple(map(re.compile, (rf"{CHINESE}、", rf"\({CHINESE}\)、?", r"\d+[.、]", r"\(\d+\)")))


def counting_rows(block: PlacedBlock) -> set[int]:
    """The rows of a block whose numbers are no money, by what is counted in brackets: 公务用车保有量（辆）.

    So are the rows numbered on a deeper level below such a row. Outside the table of the three public expenses, and for
    deeper rows everywhere, only whole numbers in a table of amounts with decimals are told.
    """
    pointed = any("." in amount.text for row in block.rows for amount in row.keyed.row.amounts)
    found: set[int] = set()
    above = 0  # the level of the last row that says what it counts
    for index, row in enumerate(block.rows):
        label = key(row.keyed.key.label)
        level, whole = level_of(label), pointed and is_whole(row)
        if counted_ending().search(label):
            above = level or above
            if whole or block.table.kind == "three_public":
                found.add(index)
        elif above and level > above:
            found |= {index} if whole else set()
        elif level:
            above = 0
    return found


def is_whole(row: PlacedRow) -> bool:
    """Whether a row's numbers are all printed without decimals."""
    texts = [amount.text for amount in row.keyed.row.amounts]
    return bool(texts) and all(re.fullmatch(r"[\d,]+", text) for text in texts)


def level_of(label: str) -> int:
    """How deep a label is numbered (一、 is 1, （一） 2, 1. 3, （1） 4), or 0 when it is not."""
    found = ordinal(label) or ""
    return next((level for level, pattern in enumerate(LEVELS, start=1) if pattern.fullmatch(found)), 0)
