"""What all workbooks share: sheets of shown cells become lines of cells with their addresses."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby
from pathlib import Path

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.joining import joined
from converter.readers.printed import Printed, numbered
from converter.words import tidy

MAX_CELLS = 2_000_000
PLAIN_NAME = re.compile(r"[^\W\d]\w*")
Place = tuple[int, int]
"""Row and column, from 1."""


class TooLargeError(ValueError):
    """A workbook that claims more cells than any disclosure has."""


@dataclass
class Sheet:
    """One sheet of a workbook: the shown text of its filled cells, and what is hidden or merged."""

    name: str
    cells: dict[Place, str] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: dict[Place, Place] = field(default_factory=dict)
    """The first place of each merged range, and its last."""


def cell_line(text: str) -> str:
    """The text of a cell in one line; letters that stand one below the other become a word."""
    return tidy(reduce(joined, (part for piece in text.splitlines() if (part := tidy(piece))), ""))


def sheet_lines(sheet: Sheet) -> Iterator[Printed]:
    """The sheet's name, then its shown rows: a row whose only text spans it is a line of words, others are cells.

    Empty rows are lines as well, for they part tables.
    """
    yield Printed(sheet.name)
    rows = shown_rows(sheet)
    columns = sorted({column for cells in rows.values() for column in cells})
    marks = merged_marks(sheet, columns, max(rows, default=0))
    own: list[int] = []
    for place, numbers in enumerate(runs(rows)):
        if place:
            yield Printed("")
        if not {column for row in numbers for column in rows[row]} <= set(own):  # else the table goes on
            own = own_columns({row: rows[row] for row in numbers}, columns, marks)
        yield from (row_line(sheet, row, rows[row], own, marks) for row in numbers)


def runs(rows: Iterable[int]) -> Iterator[list[int]]:
    """The rows' numbers, those that follow each other together."""
    for _, run in groupby(enumerate(sorted(rows)), lambda pair: pair[1] - pair[0]):
        yield [number for _, number in run]


def own_columns(rows: dict[int, dict[int, str]], columns: list[int], marks: dict[Place, str]) -> list[int]:
    """The columns without those that only tables elsewhere in the sheet have.

    In these rows merged cells cover them, or they stand behind all that is filled.
    """
    filled = {column for cells in rows.values() for column in cells}
    columns = [column for column in columns if column <= max(filled)]
    covered = Counter(column for row in rows for column in columns if marks.get((row, column)) == "<")
    return [column for column in columns if column in filled or 2 * covered[column] < len(rows)]


def shown_rows(sheet: Sheet) -> dict[int, dict[int, str]]:
    """The filled cells of the rows and columns that are shown."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(sheet.cells.items()):
        if text and row not in sheet.hidden_rows and column not in sheet.hidden_columns:
            rows.setdefault(row, {})[column] = text
    return rows


def row_line(sheet: Sheet, row: int, cells: dict[int, str], columns: list[int], marks_of: dict[Place, str]) -> Printed:
    """One row; a title or note that spans most columns becomes a line of words."""
    first = next(iter(cells))
    last = sheet.merged.get((row, first), (row, first))[1]
    wide = sum(first <= column <= last for column in columns) * 2 > len(columns)
    if len(cells) == 1 and wide and len(columns) > 1:
        return Printed(cells[first], places=(address(sheet.name, row, first),))
    places = (address(sheet.name, row, column) if column in cells else "" for column in columns)
    marks = "".join(marks_of.get((row, column), ".") for column in columns)
    return Printed("\t".join(cells.get(column, "") for column in columns), marks, tuple(places))


def merged_marks(sheet: Sheet, columns: Sequence[int], last: int) -> dict[Place, str]:
    """What stands at each place of the merged ranges but the first (see Line.merged), in the shown columns and rows."""
    marks: dict[Place, str] = {}
    for (top, left), (bottom, right) in sheet.merged.items():
        starts = columns[bisect_left(columns, left) : bisect_right(columns, right)]
        for row in range(top, min(bottom, last) + 1):
            marks |= {(row, column): "<" for column in starts[1:]}
            if row > top and starts:
                marks[row, starts[0]] = "^"
    return marks


def address(sheet: str, row: int, column: int) -> str:
    """A cell's address as workbooks write it: 收支总表!B7, '1 收支总表'!B7."""
    name = sheet if PLAIN_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """A, B … Z, AA …"""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def workbook_lines(sheets: Iterable[Sheet]) -> Iterator[Printed]:
    """The lines of all sheets that are shown and filled, in the order of the workbook."""
    for sheet in sheets:
        if not sheet.hidden and sheet.cells:
            yield from sheet_lines(sheet)


def left_out(sheets: Iterable[Sheet]) -> Iterator[str]:
    """What to say of sheets, rows and columns that the workbook hides."""
    sheets = list(sheets)
    if hidden := [sheet.name for sheet in sheets if sheet.hidden and sheet.cells]:
        yield f"hidden sheets are left out: {', '.join(hidden)}"
    for sheet in sheets:
        rows = {row for row, _ in sheet.cells} & sheet.hidden_rows
        columns = {column for _, column in sheet.cells} & sheet.hidden_columns
        if (rows or columns) and not sheet.hidden:
            yield f"{sheet.name}: {len(rows)} hidden rows and {len(columns)} hidden columns are left out"


def read_workbook(
    path: Path, data: bytes, media_type: str, open_sheets: Callable[[Path, bytes], Iterable[Sheet]]
) -> Document:
    """The lines of a workbook that `open_sheets` opens; raises DocumentError when it cannot be read."""
    try:
        sheets = list(open_sheets(path, data))
        if sum(len(sheet.cells) for sheet in sheets) > MAX_CELLS:
            raise TooLargeError
    except (DocumentError, MemoryError):
        raise
    except TooLargeError as error:
        message = f"the workbook claims more than {MAX_CELLS:,} cells"
        raise DocumentError(path, message, "save a copy that holds the disclosure alone") from error
    except Exception as error:  # whatever a damaged file makes a library raise
        message = f"the workbook is damaged ({type(error).__name__})"
        raise DocumentError(path, message, "open and save it in Excel, or download it again") from error
    lines = tuple(numbered((line, None) for line in workbook_lines(sheets)))
    if not lines:
        raise DocumentError(path, "the workbook holds no text", "download it again, or show its hidden sheets")
    return Document(path, data, media_type, lines, remarks=tuple(left_out(sheets)))
