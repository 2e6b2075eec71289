"""Names of which the last line stands in the row below: rows too low for their texts print it there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from converter.amounts import looks_printed
from converter.header import GridRow, is_column_numbers
from converter.torn import LISTS
from converter.words import key, ordinal, ordinal_value
from ontology import codes

HUNG_SUM = re.compile(r"([-+\d()（）]+)\s+(\S+)")  # the rest of a column's number, and an amount: +5+6 12.00


def rehung(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows, the rest of a name at the beginning of the next row's name put back to where it belongs.

    Only what is proved moves: by the codes of both rows, whose names are known, or by ordinals, of which the next one
    stands in the midst of the name below (务支出（二）教育支出 below （一）一般公共服).
    """
    out: list[GridRow] = []
    for row in rows:
        above = out[-1] if out else None
        if above is not None and len(above.cells) == len(row.cells):
            for column in range(len(row.cells)):
                size = hung_size(above, row, column)
                if size:
                    above, row = moved(above, row, column, size)
            out[-1] = above
        out.append(row)
    return out


def without_sums(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows; an amount below a column's number that is a sum, without the rest of that sum (1=2+3+4, +5+6 12.00)."""
    out: list[GridRow] = []
    for row in rows:
        above = out[-1] if out else None
        if above is not None and len(above.cells) == len(row.cells) and is_column_numbers(above):
            row = replace(row, cells=tuple(map(without_sum, above.cells, row.cells)))
        out.append(row)
    return out


def without_sum(above: str, text: str) -> str:
    """A cell without the rest of the sum above it; the cell as it stands where the sum is whole."""
    found = HUNG_SUM.fullmatch(text)
    if found is None or not looks_printed(found[2]) or not re.search(r"[=＝]", above):
        return text
    return found[2] if above[-1] in "+-" or found[1][0] in "+-" else text


def hung_size(above: GridRow, row: GridRow, column: int) -> int:
    """How many letters at the beginning of a cell belong to the cell above; 0 where nothing proves any."""
    upper, text = above.cells[column], row.cells[column]
    if not upper or len(text) < 2 or looks_printed(text) or looks_printed(upper):
        return 0
    return by_codes(above, row, column) or by_ordinals(upper, text)


def by_codes(above: GridRow, row: GridRow, column: int) -> int:
    """The letters that end the name of the code above, if those behind them begin the name of the row's own code."""
    upper, text = key(above.cells[column]), key(row.cells[column])
    for whole in names_of(code_left_of(above, column)):
        rest = whole.removeprefix(upper)
        own = text.removeprefix(rest)
        known = names_of(code_left_of(row, column))
        if rest and len(rest) < len(whole) and own and len(own) < len(text) and any(n.startswith(own) for n in known):
            return len(row.cells[column]) - len(own)
    return 0


def code_left_of(row: GridRow, column: int) -> str:
    """The code of the row, its parts joined."""
    return "".join(cell for cell in row.cells[:column] if cell.isdecimal())


def names_of(code: str) -> list[str]:
    """The names that lists of subjects give a code."""
    found = (codes.scheme(name).get(code) for name in LISTS if code)
    return [key(subject.label_zh) for subject in found if subject is not None]


def by_ordinals(upper: str, text: str) -> int:
    """The letters before an ordinal in the midst of a text that follows the one of the cell above."""
    number = ordinal_value(upper)
    if number is None or ordinal(text) is not None:
        return 0
    style = ordinal(upper) or ""
    places = (at for at in range(1, len(text)) if ordinal_value(text[at:]) == number + 1)
    return next((at for at in places if alike(ordinal(text[at:]) or "", style)), 0)


def alike(one: str, other: str) -> bool:
    """Whether two ordinals are written in the same way: （一） and （二）, 一、 and 二、."""
    return key(one)[0] == key(other)[0] == "(" or key(one)[-1] == key(other)[-1] == "、"


def moved(above: GridRow, row: GridRow, column: int, size: int) -> tuple[GridRow, GridRow]:
    """The two rows, so many letters of a cell moved up."""
    rest, own = row.cells[column][:size], row.cells[column][size:]
    upper, lower = list(above.cells), list(row.cells)
    upper[column], lower[column] = (upper[column] + rest).strip(), own.strip()
    return replace(above, cells=tuple(upper)), replace(row, cells=tuple(lower))
