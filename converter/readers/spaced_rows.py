"""The rows below a header whose columns are kept by blanks, however their names are wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from converter.amounts import parse
from converter.columns import Columns
from converter.lexicon import key_field, label_forms
from converter.readers.spaced_cells import TOTAL, WHOLE_CODE, Cell
from converter.words import key, tidy
from ontology import codes

BEGINS = re.compile(
    r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d|[\[【]|其中|[合总小]\s*计|公务|因公"
    r"|(?:本年|收入|支出|年初|年末|年终|上年|结转)\S*[计余转]$"
)  # what a row of its own begins with
EMPTY = 0.5  # what a row costs without a name
UNEVEN = 1.0  # for each line of its name that is above its figures and not below, or the other way round
FROM_TOP = 0.4  # for each line below the first, where that stands beside the figures
FROM_BOTTOM = 0.8
APART = 1.0  # for each wide gap between the lines of a name
SHORT = 1.0  # for each line that was not full when it was wrapped
LEFT = 0.9  # for each line of no row, at the head or foot of a page
BEGUN = 3.0  # for each line that begins like a row of its own
OPEN = 2.0  # for a bracket that is not closed
LISTED = 1.0  # what a name that a list holds takes off
SUBJECTS = ("function", "economic-department", "economic-government")
FULL = 0.75  # a line that is wrapped fills at least this share of the longest of its column


@dataclass
class Row:
    """A row: its cells by column, each with its pieces from the top; `line` is the index of the line of its figures."""

    line: int
    cells: dict[int, list[Cell]] = field(default_factory=dict)

    def text(self, column: int) -> str:
        return tidy(" ".join(cell.text for cell in self.cells.get(column, ())))


@dataclass(frozen=True)
class Laid:
    """A table of one page as read: its header and its rows, and which of its columns hold amounts."""

    paths: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]
    money: frozenset[int]


def column_of(cell: Cell, spans: Sequence[tuple[int, int]], labels: Sequence[int]) -> int:
    """The column of a cell: the one whose places it fills; of a total beside all of them, the nearest of names."""
    if cell.is_worded:
        begun = [column for column, (start, stop) in enumerate(spans) if start <= cell.start < stop]
        if begun:
            return begun[0]
    shared = [min(cell.stop, stop) - max(cell.start, start) for start, stop in spans]
    nearest = max(range(len(spans)), key=lambda column: shared[column])
    if shared[nearest] <= 0 and cell.is_worded and labels:
        return max(labels, key=lambda column: shared[column])
    return nearest


def lines_by_column(
    lines: Sequence[Sequence[Cell]], spans: Sequence[tuple[int, int]], labels: Sequence[int]
) -> list[dict[int, list[Cell]]]:
    """The cells of each line by column."""
    found = []
    for cells in lines:
        row: dict[int, list[Cell]] = {}
        for cell in cells:
            row.setdefault(column_of(cell, spans, labels), []).append(cell)
        found.append(row)
    return found


def money_columns(placed: Iterable[dict[int, list[Cell]]], paths: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """The columns of amounts: most of their cells are numbers, or they are empty, and their head names no names."""
    found = set()
    placed = list(placed)
    for column, path in enumerate(paths):
        cells = [cell for row in placed for cell in row.get(column, ())]
        numbers = sum(cell.is_numeral for cell in cells)
        if not (path and key_field(path[-1])) and (numbers * 2 > len(cells) or not cells):
            found.add(column)
    return frozenset(found)


def rows_of(
    lines: Sequence[Sequence[Cell]], placed: Sequence[dict[int, list[Cell]]], money: frozenset[int]
) -> list[Row]:
    """The rows of a table's lines; wrapped names and codes on lines of their own go to the rows that they belong to."""
    rows: list[Row] = []
    pieces: list[tuple[int, int, Cell]] = []  # how many rows stand above, column, cell
    for number, (cells, row) in enumerate(zip(lines, placed, strict=True)):
        if opens(row, money) and not goes_on(number, placed, money, lines):
            rows.append(Row(cells[0].line, dict(row)))
        else:
            pieces += [(len(rows), column, cell) for column, several in row.items() for cell in several]
    for column in sorted({column for _, column, _ in pieces}):
        loose = [(at, cell) for at, own, cell in pieces if own == column]
        printed = [cell for row in placed for cell in row.get(column, ())]
        attach(rows, column, loose, max(len(cell.text) for cell in printed))
    return rows


def opens(row: dict[int, list[Cell]], money: frozenset[int]) -> bool:
    """Whether the cells of a line are a row: it has figures, or begins like one."""
    if any(column in money for column in row):
        return True
    if any(BEGINS.match(cell.text) and not cell.is_numeral for cells in row.values() for cell in cells):
        return True
    return len(row) > 1


def goes_on(
    number: int, placed: Sequence[dict[int, list[Cell]]], money: frozenset[int], lines: Sequence[Sequence[Cell]]
) -> bool:
    """Whether a line of a code and words is part of the row right above or below, which has amounts and no code."""
    row = placed[number]
    coded = {column for column, several in row.items() if all(WHOLE_CODE.fullmatch(cell.text) for cell in several)}
    if not coded or any(column in money for column in row):
        return False
    for near in (number - 1, number + 1):
        if 0 <= near < len(lines) and abs(lines[near][0].line - lines[number][0].line) == 1:
            other = placed[near]
            if any(column in money for column in other) and not coded & set(other):
                return True
    return False


def attach(rows: list[Row], column: int, pieces: Sequence[tuple[int, Cell]], longest: int) -> None:
    """Gives the loose lines of a column to the rows above or below them: where all of them then look most like cells.

    `ways` holds for each number of lines that the next row takes from above the least cost so far and all shares.
    """
    runs = [[cell for at, cell in pieces if at == place] for place in range(len(rows) + 1)]
    ways: dict[int, tuple[float, list[tuple[list[Cell], list[Cell]]]]] = {
        size: (LEFT * (len(runs[0]) - size), []) for size in range(len(runs[0]) + 1)
    }
    for row, before, after in zip(rows, runs, runs[1:], strict=False):
        following: dict[int, tuple[float, list[tuple[list[Cell], list[Cell]]]]] = {}
        for size, (cost, shares) in ways.items():
            above = before[len(before) - size :]
            for own in range(len(after) + 1):
                total = cost + strain(row, column, above, after[:own], longest)
                left = len(after) - own
                if left not in following or total < following[left][0]:
                    following[left] = (total, [*shares, (above, after[:own])])
        ways = following
    _, shares = min(ways.items(), key=lambda way: way[1][0] + LEFT * way[0])[1]
    for row, (above, below) in zip(rows, shares, strict=True):
        row.cells[column] = [*above, *row.cells.get(column, ()), *below]


def strain(row: Row, column: int, above: Sequence[Cell], below: Sequence[Cell], longest: int) -> float:
    """How little a row's cell looks like one with these lines above and below that of its figures."""
    own = row.cells.get(column, [])
    lines = [*above, *own, *below]
    sound = tornness(lines)
    if not above and not below:
        return sound if own else EMPTY
    cost = sound + UNEVEN * abs(len(above) - len(below))
    if not own:
        cost += APART * sum(abs(line.line - row.line) > 1 for line in [*above[-1:], *below[:1]])
    if not above and own:
        cost = sound + FROM_TOP * len(below)
    elif not below and own:
        cost = sound + FROM_BOTTOM * len(above)
    loose = [*above, *below]
    cost += APART * sum(
        b.line - a.line > 1 + (row.line in (a.line, b.line)) for a, b in pairwise(lines) if a in loose or b in loose
    )
    cost += SHORT * sum(len(line.text) < FULL * longest for line in lines[:-1])
    return cost + BEGUN * sum(bool(BEGINS.match(line.text)) and not line.is_numeral for line in lines[1:])


def tornness(lines: Sequence[Cell]) -> float:
    """How little lines look like a whole name: a bracket is open, or less than nothing if a list holds it."""
    text = "".join(key(line.text) for line in lines)
    return OPEN * (text.count("(") != text.count(")")) - LISTED * is_listed(text)


@cache
def is_listed(name: str) -> bool:
    """Whether a list of subjects holds a name."""
    return any(codes.scheme(scheme).candidates(form) for scheme in SUBJECTS for form in label_forms(name))


def blocks_of(money: frozenset[int], width: int) -> list[list[int]]:
    """The columns of amounts, in runs with no names between."""
    found: list[list[int]] = [[]]
    for column in range(width):
        if column in money:
            found[-1].append(column)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def borne_out(laid: Laid) -> tuple[int, int]:
    """How many rows obey what the header says about sums, and how many do not; 其中 may only open a list of parts."""
    good = bad = 0
    for block in blocks_of(laid.money, len(laid.paths)):
        paths = tuple(laid.paths[column] for column in block)
        ways = [obeying(laid, block, Columns(paths, listed)) for listed in (False, True)]
        best = min(ways, key=lambda way: way[1])
        good, bad = good + best[0], bad + best[1]
    return good, bad


def obeying(laid: Laid, block: Sequence[int], columns: Columns) -> tuple[int, int]:
    """How many rows obey the sums of columns, and how many do not."""
    good = bad = 0
    for row in laid.rows if columns.identities else ():
        amounts = [(parse(row.text(column), 0), place) for place, column in enumerate(block)]
        printed = [(amount, place) for amount, place in amounts if amount is not None]
        if any(amount.value for amount, _ in printed):
            obeyed = columns.obeyed([amount for amount, _ in printed], [place for _, place in printed])
            good, bad = good + obeyed, bad + (not obeyed)
    return good, bad


def holds_two_totals(laid: Laid) -> bool:
    """Whether two totals of one line stand in one column: then a column of names has not been told."""
    return any(
        a.line == b.line and TOTAL.fullmatch(a.text) and TOTAL.fullmatch(b.text)
        for row in laid.rows
        for cells in row.cells.values()
        for a, b in pairwise(cells)
    )


def laid_below(
    paths: tuple[tuple[str, ...], ...],
    spans: Sequence[tuple[int, int]],
    lines: Sequence[Sequence[Cell]],
) -> Laid:
    """The table of columns at some places and the lines below their header."""
    labels = [place for place, path in enumerate(paths) if path and key_field(path[-1])]
    placed = lines_by_column(lines, spans, labels)
    money = money_columns(placed, paths)
    return Laid(paths, tuple(rows_of(lines, placed, money)), money)
