"""Where the header of another table stands among the rows of one: its title was missed, its figures are its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from converter.document import Line
from converter.header import GridRow, is_body, is_column_numbers
from converter.lexicon import key_field, path_meaning
from converter.titles import UNIT_MARK
from converter.words import key

LEAST_CELLS = 2
OVER_ALL = re.compile(r"\.<*\.<{2,}")  # a label, and one cell to the right side of the table


def before_another(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a drawn table before the header of another one; all of them where there is none.

    A header begins another table if rows with figures stand above it, if it names a key column and one of amounts, or
    stands below a line with the unit, and if it is not the table's own, printed again on a page: it has other columns,
    or mostly other words. So does the first row of a form with other columns, also below a table that is empty.
    """
    words: set[str] = set()
    width, filled, marked, last = 0, False, False, 0
    for index, line in enumerate(lines):
        row = row_of(line)
        if row is None:
            marked = marked or (not line.merged and bool(UNIT_MARK.search(key(line.text))))
            continue
        other = filled and is_header(row, marked) and is_other(row, words, width)
        if other or (width and len(row.cells) != width and begins_form(row)):
            return lines[: last + 1]
        marked = False
        filled = filled or is_body(row)
        if not filled:
            words |= set(row.filled)
            width = len(row.cells)
        last = index
    return lines


def row_of(line: Line) -> GridRow | None:
    """The drawn cells of a line, if any of them is filled."""
    if not line.merged:
        return None
    row = GridRow(tuple(cell.strip() for cell in line.text.split("\t")), line.number, line.merged)
    return row if row.filled else None


def is_header(row: GridRow, marked: bool) -> bool:
    """Whether a row can only head columns: those of what rows are about, then those of amounts.

    Where the unit is given right above it (`marked`), any words that are no row of amounts will do.
    """
    if len(row.filled) < LEAST_CELLS or is_body(row) or is_column_numbers(row):
        return False
    if marked:
        return True
    keys = [bool(key_field(word)) for word in row.filled]
    others = [word for word, is_key in zip(row.filled, keys, strict=True) if not is_key]
    return keys[0] and any(path_meaning((word,)).known for word in others)


def begins_form(row: GridRow) -> bool:
    """Whether a row names the project of a form over all the columns to its right."""
    return row.filled[0] == "项目名称" and len(row.filled) == LEAST_CELLS and bool(OVER_ALL.fullmatch(row.merged))


def is_other(row: GridRow, words: set[str], width: int) -> bool:
    """Whether a header is not the one of which the words and the number of columns are known."""
    new = {key(word) for word in row.filled} - words
    return bool(words) and bool(new) and (len(row.cells) != width or 2 * len(new) > len(set(row.filled)))
