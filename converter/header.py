"""The header of a table whose cells are marked: how many rows it has, and each column's path of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from converter.amounts import looks_printed, parse
from converter.columns import Path
from converter.lexicon import is_total_word, key_field
from converter.words import key, ordinal

SEQUENCE_WORDS = {"栏次", "行次"}
# a cell in a row of column numbers: 1, **, 甲, 3=1+2, (2), A
COLUMN_NUMBER = re.compile(
    r"^(?:[*—-]*|[甲乙丙丁]|[A-Z]|[(（]?\d{1,2}[)）]?|栏次|行次|[\d（(]+\s*[=＝][\d+\-*/()（）＝=%×÷]+)$"
)
WHOLE_OR_DASH = re.compile(r"^(?:[-—－–]{1,2}|[/／]|\d{1,4})$")
WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
YEAR = re.compile(r"^(?:19|20)\d{2}$")
LONG_NUMBER = re.compile(r"^-?\d{5,}$")  # no year, and no number of a column
TARGET_HEADS = {"一级指标", "二级指标", "三级指标", "指标名称"}
SUBJECT = re.compile(r"^[\[【]?[235]\d{2}(?:\d{2}){0,3}[\]】]?(?:[-—－]?\D.*)?$")


@dataclass(frozen=True)
class GridRow:
    """One line of cells; `merged` says of each place what stands there (see Line.merged), where that is known."""

    cells: tuple[str, ...]
    line: int
    merged: str = ""
    edges: tuple[float, ...] = ()
    origins: tuple[int, ...] = ()
    aligned: bool = False

    def origin(self, column: int) -> int:
        """The number that a column's cell has in its line."""
        return self.origins[column] if column < len(self.origins) else column

    @property
    def filled(self) -> tuple[str, ...]:
        return tuple(key(cell) for cell in self.cells if cell)

    def widened(self, width: int) -> GridRow:
        """The row with empty places up to a width."""
        more = width - len(self.cells)
        return replace(self, cells=(*self.cells, *[""] * more), merged=self.merged + "-" * more if self.merged else "")

    def owner(self, column: int) -> int:
        """The column in which the cell at a place begins."""
        while column and self.merged[column : column + 1] == "<":
            column -= 1
        return column


def header_size(rows: Sequence[GridRow]) -> int:
    """How many rows are header: up to a row of column numbers, or to the first row with figures or a total."""
    for index, row in enumerate(rows):
        if is_column_numbers(row):
            return index + 1
        if (is_body(row) and not merged_on(rows, index)) or is_target(rows, index):
            return index
    return len(rows)


def is_target(rows: Sequence[GridRow], index: int) -> bool:
    """Whether a row names a target: words stand below 一级指标, 三级指标 or the like, which head nothing else."""
    above = {j for row in rows[:index] for j, cell in enumerate(row.cells) if key(cell) in TARGET_HEADS}
    return any(rows[index].cells[j] for j in above if j < len(rows[index].cells))


def merged_on(rows: Sequence[GridRow], index: int) -> bool:
    """Whether a key column's header cell above goes on in this row: then the row is header whatever it holds."""
    row = rows[index]
    if not index or not row.merged or row.merged[0] != "^":
        return False
    top = index
    while top and rows[top].merged[:1] == "^":
        top -= 1
    return bool(key_field(rows[top].cells[0]))


def is_column_numbers(row: GridRow) -> bool:
    """Whether a row only numbers the columns (栏次 1 2 3, ** ** 1 2 3=4+5)."""
    if SEQUENCE_WORDS & set(row.filled) and all(COLUMN_NUMBER.match(cell) for cell in row.filled):
        return True
    numbers = [int(cell.strip("()（）")) for cell in row.filled if re.fullmatch(r"[(（]?\d{1,2}[)）]?", cell)]
    plain = all(COLUMN_NUMBER.match(cell) for cell in row.filled)
    return plain and len(numbers) >= 2 and 1 in numbers[:1] and numbers == sorted(set(numbers))


def is_body(row: GridRow) -> bool:
    """Whether a row belongs to the body: it holds a figure, a subject code, an ordinal or a lone total word."""
    if not row.filled:
        return False
    if any(looks_printed(cell) or LONG_NUMBER.match(cell) for cell in row.filled) or SUBJECT.match(row.filled[0]):
        return True
    if is_name_with_numbers(row.filled):
        return True
    if is_total_word(row.filled[0]):
        rest = row.filled[1:]
        return not rest or all(parse(cell, row.line) for cell in rest)
    return ordinal(row.filled[0]) is not None or row.filled[0].startswith("其中:")


def is_name_with_numbers(cells: Sequence[str]) -> bool:
    """Whether cells are names and, behind them, whole numbers or dashes that cannot number or head columns.

    >>> is_name_with_numbers(("办公用房修缮", "756", "-", "756")), is_name_with_numbers(("项目", "2025", "2026"))
    (True, False)
    """
    numbers = list(takewhile(WHOLE_OR_DASH.match, reversed(cells)))
    names = cells[: len(cells) - len(numbers)]
    if len(numbers) < 2 or not names or SEQUENCE_WORDS & set(names) or not all(WORDS.search(name) for name in names):
        return False
    whole = [int(number) for number in reversed(numbers) if number.isdigit()]
    if all(YEAR.match(str(number)) for number in whole):
        return not whole
    return max(whole) >= 100 or whole != sorted(set(whole))


def drop_repeats(header: Sequence[GridRow], body: Sequence[GridRow]) -> list[GridRow]:
    """The body without header rows that a new page repeats, and without rows that number the columns."""
    known = {row.filled for row in header}
    words = {word for row in header for word in row.filled}
    return [
        row
        for row in body
        if row.filled not in known
        and not (set(row.filled) <= words and len(row.filled) > 1)
        and not is_column_numbers(row)
    ]


def header_paths(header: Sequence[GridRow], width: int) -> list[Path]:
    """Each column's words from the top down; a merged cell counts for every column that it spans."""
    levels = [row for row in header if not is_column_numbers(row)]
    if any("<" in row.merged for row in levels):
        filled = [[owner(levels, depth, j) for j in range(width)] for depth in range(len(levels))]
    else:
        filled = fill_right([row.cells for row in levels], width)
    paths = [path_of(filled, j) for j in range(width)]
    return written_out(paths) if len(levels) == 1 else paths


def written_out(paths: Sequence[Path]) -> list[Path]:
    """The paths of a header of one row, those written out in its cells as paths where several begin alike.

    So does a table that has lost its merged cells: 基本支出/小计, 基本支出/人员经费.
    """
    groups = Counter(path[0].split("/")[0] for path in paths if path and "/" in path[0])
    return [
        tuple(word.strip() for word in path[0].split("/")) if path and groups[path[0].split("/")[0]] > 1 else path
        for path in paths
    ]


def path_of(filled: Sequence[Sequence[str]], column: int) -> Path:
    """The words of a column, one that only repeats the word above it left out."""
    words: list[str] = []
    for level in filled:
        if level[column] and (not words or key(level[column]) != key(words[-1])):
            words.append(level[column])
    return tuple(words)


def owner(levels: Sequence[GridRow], depth: int, column: int) -> str:
    """The text of the cell that holds a place; of one that began above, nothing, for it is in the path already."""
    row = levels[depth]
    column = row.owner(column)
    return "" if row.merged[column : column + 1] == "^" else row.cells[column]


def fill_right(levels: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """Header cells whose spans are not known: an empty one takes its left neighbour's word where that can span it."""
    filled: list[list[str]] = []
    for depth, row in enumerate(levels):
        out: list[str] = []
        for j in range(width):
            word = row[j]
            below = any(level[j] for level in levels[depth + 1 :])
            same_parent = j > 0 and all(level[j] == level[j - 1] for level in filled)
            last_level = depth == len(levels) - 1
            if not word and j > 0 and out[j - 1] and same_parent and (below or (depth == 0 and not last_level)):
                word = out[j - 1] if below or not any(level[j - 1] for level in levels[depth + 1 :]) else word
            out.append(word)
        filled.append(out)
    return filled
