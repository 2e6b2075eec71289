"""Lines of words that hang over the rule at the foot of their cell: they stay in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from converter.readers.filling import Filling, Place
from converter.readers.glyphs import NUMERIC
from converter.readers.marks import Glyph

HUNG = 0.2  # so much of its height must a line of a text reach over the rule at the foot of its cell
PITCH = 0.98, 1.8  # heights of the letters from one line of a text to the next, at least and at most
ALIKE = 0.25  # of the height of the letters may the words of one line stand apart
SAME_SIZE = 0.12  # of their height may the letters of two lines differ

Row = tuple[int, int]
"""A table and a row of it."""


class Words(NamedTuple):
    """A line of a cell: its glyphs, and the numbers of its runs."""

    place: Place
    glyphs: list[Glyph]
    runs: list[int]

    @property
    def middle(self) -> float:
        return self.glyphs[0].middle


def hung_over(pairs: Sequence[tuple[Place, list[Glyph]]], filling: Filling) -> list[tuple[Place, list[Glyph]]]:
    """The runs; the lower line of a text that is higher than its cell goes to that cell.

    Such a line stands closely below one of the cell above, over the rule between, higher than the numbers of its row,
    and no other line of its own cell goes on with it: then it would be the first of a text that is too high itself.
    """
    found, cells = list(pairs), cell_lines(pairs)
    rows = heights(cells)
    for place, own in cells.items():
        for at, line in enumerate(own):
            if not over_rule(line, filling) or not stands_higher(line, rows):
                continue
            uppers = [other for other in cells if is_below(place, other)]
            above = [other for other in cells[uppers[0]] if goes_on(other, line)] if len(uppers) == 1 else []
            if above and not any(goes_on(line, other) for other in own[at + 1 :]):
                for index in line.runs:
                    found[index] = uppers[0], found[index][1]
    return found


def cell_lines(pairs: Sequence[tuple[Place, list[Glyph]]]) -> dict[Place, list[Words]]:
    """The lines of each cell from its top down."""
    cells: dict[Place, list[Words]] = {}
    for index, (place, run) in enumerate(pairs):
        if place.cell is None:
            continue
        own = cells.setdefault(place, [])
        line = next((line for line in own if abs(line.middle - run[0].middle) <= ALIKE * run[0].size), None)
        if line is None:
            own.append(Words(place, list(run), [index]))
        else:
            line.glyphs.extend(run)
            line.runs.append(index)
    return {place: sorted(own, key=lambda line: line.middle) for place, own in cells.items()}


def heights(cells: Mapping[Place, Sequence[Words]]) -> dict[Row, list[float]]:
    """How high the numbers of each row of the tables stand; where it has none, all lines of its cells."""
    numbers, words = dict[Row, list[float]](), dict[Row, list[float]]()
    for place, own in cells.items():
        if place.cell is not None and place.cell.rows == 1:
            for line in own:
                found = numbers if line.glyphs[0].text in NUMERIC else words
                found.setdefault((place.table, place.cell.row), []).append(line.middle)
    return words | numbers


def over_rule(line: Words, filling: Filling) -> bool:
    """Whether a line reaches over the rule above its cell."""
    assert line.place.cell is not None
    first = line.glyphs[0]
    return first.top + HUNG * first.size < filling.tables[line.place.table][0].ys[line.place.cell.row]


def stands_higher(line: Words, rows: Mapping[Row, Sequence[float]]) -> bool:
    """Whether a line stands higher than the numbers of its row."""
    assert line.place.cell is not None
    own = rows.get((line.place.table, line.place.cell.row))
    return own is not None and line.middle < median(own) - ALIKE * line.glyphs[0].size


def is_below(place: Place, upper: Place) -> bool:
    """Whether a place is a cell right below another of the same table."""
    cell, top = place.cell, upper.cell
    if place.table != upper.table or cell is None or top is None or cell.row != top.row + top.rows:
        return False
    return cell.column < top.column + top.columns and top.column < cell.column + cell.columns


def goes_on(above: Words, line: Words) -> bool:
    """Whether a line of words stands closely below another of the same size."""
    size, other = line.glyphs[0].size, above.glyphs[0].size
    least, most = (times * other for times in PITCH)
    words = not any(glyph.text in NUMERIC for glyph in line.glyphs)
    beside = line.glyphs[0].left < above.glyphs[-1].right and line.glyphs[-1].right > above.glyphs[0].left
    return words and beside and abs(size - other) <= SAME_SIZE * other and least <= line.middle - above.middle <= most
