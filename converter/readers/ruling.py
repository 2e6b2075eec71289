"""Finds the grids that rules draw: rules → merged rules → groups that meet → slots → cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

from converter.readers.marks import Glyph, Page, Rule, Tolerances


class Cell(NamedTuple):
    """A cell of a grid: where it begins and how many rows and columns it spans."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Grid:
    """A ruled table: the lines between its columns and rows, and the cell that owns each slot (None: no cell)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owners: tuple[tuple[Cell | None, ...], ...]

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def width(self, cell: Cell) -> float:
        return self.xs[cell.column + cell.columns] - self.xs[cell.column]


def find_grids(page: Page, tolerances: Tolerances, least: int = 2) -> tuple[Grid, ...]:
    """The page's ruled tables of at least so many columns, the smallest first."""
    across, down = merged(page.horizontal, tolerances), merged(page.vertical, tolerances)
    if len(across) + len(down) > tolerances.most_rules:
        return ()
    grids = [build(*group, page.glyphs, tolerances, least) for group in groups(across, down, tolerances)]
    return tuple(sorted((grid for grid in grids if grid is not None), key=lambda grid: grid.area))


def merged(rules: Sequence[Rule], tolerances: Tolerances) -> list[Rule]:
    """One rule for all pieces that lie on one line and meet or overlap."""
    result = []
    for line in clusters(sorted(rules), tolerances.snap):
        at = fmean(rule.at for rule in line)
        start, stop = None, 0.0
        for rule in sorted(line, key=lambda rule: rule.start):
            if start is not None and rule.start - stop > tolerances.join:
                result.append(Rule(at, start, stop))
                start = None
            start, stop = (rule.start, rule.stop) if start is None else (start, max(stop, rule.stop))
        if start is not None:
            result.append(Rule(at, start, stop))
    return result


def clusters(rules: Sequence[Rule], reach: float) -> list[list[Rule]]:
    """Sorted rules in groups whose first and last are at most `reach` apart."""
    result: list[list[Rule]] = []
    for rule in rules:
        if result and rule.at - result[-1][0].at <= reach:
            result[-1].append(rule)
        else:
            result.append([rule])
    return result


def groups(across: Sequence[Rule], down: Sequence[Rule], tolerances: Tolerances) -> list[tuple[list[Rule], list[Rule]]]:
    """The (horizontal, vertical) rules of each set that hangs together; rules that meet none are left out."""
    leaders = list(range(len(across) + len(down)))
    for i, flat in enumerate(across):
        for j, upright in enumerate(down, start=len(across)):
            if meet(flat, upright, tolerances.touch):
                leaders[leader(leaders, i)] = leader(leaders, j)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate((*across, *down)):
        found.setdefault(leader(leaders, i), ([], []))[i >= len(across)].append(rule)
    return [group for group in found.values() if all(group)]


def meet(flat: Rule, upright: Rule, reach: float) -> bool:
    return (
        flat.start - reach <= upright.at <= flat.stop + reach
        and upright.start - reach <= flat.at <= upright.stop + reach
    )


def leader(leaders: list[int], member: int) -> int:
    """The set's own number, with the way to it made shorter."""
    while leaders[member] != member:
        leaders[member] = leaders[leaders[member]]
        member = leaders[member]
    return member


def build(
    across: list[Rule], down: list[Rule], glyphs: Sequence[Glyph], tolerances: Tolerances, least: int
) -> Grid | None:
    """The grid of rules that hang together, or None when they have fewer columns."""
    ys = stops((rule.at for rule in across), down, tolerances)
    xs = without_margins(stops((rule.at for rule in down), across, tolerances), ys, glyphs, tolerances)
    xs = without_doubles(xs, tolerances, lambda left, right: is_empty((left, right), ys, glyphs))
    ys = without_doubles(ys, tolerances, lambda top, bottom: is_empty(xs, (top, bottom), glyphs))
    if len(xs) <= least or len(ys) < 2:
        return None
    walls = [covered(near(down, x, tolerances), spans(ys), tolerances) for x in xs]
    floors = [covered(near(across, y, tolerances), spans(xs), tolerances) for y in ys]
    owners = cells([list(row) for row in zip(*walls, strict=True)], floors)
    owned = {cell for row in owners for cell in row if cell is not None}
    return Grid(xs, ys, owners) if len({cell.column for cell in owned}) >= least else None


def stops(places: Iterable[float], crossing: Sequence[Rule], tolerances: Tolerances) -> tuple[float, ...]:
    """The lines of one direction: where its rules lie, and how far the crossing ones reach."""
    ends = (min(rule.start for rule in crossing), max(rule.stop for rule in crossing))
    points = [Rule(place, 0, 0) for place in sorted((*places, *ends))]
    return tuple(fmean(rule.at for rule in group) for group in clusters(points, tolerances.snap))


def without_margins(
    xs: tuple[float, ...], ys: tuple[float, ...], glyphs: Sequence[Glyph], tolerances: Tolerances
) -> tuple[float, ...]:
    """The lines between columns without an outer strip that is too narrow for text and holds none."""
    if len(xs) > 2 and xs[1] - xs[0] < tolerances.margin and is_empty(xs[:2], ys, glyphs):
        xs = xs[1:]
    if len(xs) > 2 and xs[-1] - xs[-2] < tolerances.margin and is_empty(xs[-2:], ys, glyphs):
        xs = xs[:-1]
    return xs


def without_doubles(
    lines: tuple[float, ...], tolerances: Tolerances, is_free: Callable[[float, float], bool]
) -> tuple[float, ...]:
    """The lines of one direction; two so near that they are one double rule, without text between, as one."""
    found = [lines[0]]
    for line in lines[1:]:
        if line - found[-1] <= 2 * tolerances.snap and is_free(found[-1], line):
            found[-1] = (found[-1] + line) / 2
        else:
            found.append(line)
    return tuple(found)


def is_empty(xs: tuple[float, ...], ys: tuple[float, ...], glyphs: Sequence[Glyph]) -> bool:
    """Whether no glyph stands between the outermost of some upright lines and the outermost of some level ones."""
    return not any(xs[0] <= glyph.centre < xs[-1] and ys[0] <= glyph.middle <= ys[-1] for glyph in glyphs)


def spans(values: Sequence[float]) -> list[tuple[float, float]]:
    return list(pairwise(values))


def near(rules: Sequence[Rule], at: float, tolerances: Tolerances) -> list[Rule]:
    return [rule for rule in rules if abs(rule.at - at) <= tolerances.snap]


def covered(rules: Sequence[Rule], stretches: Sequence[tuple[float, float]], tolerances: Tolerances) -> list[bool]:
    """Which stretches of a line its rules cover enough."""
    if any(rule.start <= stretches[0][0] and stretches[-1][1] <= rule.stop for rule in rules):
        return [True] * len(stretches)
    lengths = [
        sum(max(0.0, min(rule.stop, stop) - max(rule.start, start)) for rule in rules) for start, stop in stretches
    ]
    shares = zip(lengths, stretches, strict=True)
    return [length >= tolerances.cover * (stop - start) for length, (start, stop) in shares]


def cells(walls: list[list[bool]], floors: list[list[bool]]) -> tuple[tuple[Cell | None, ...], ...]:
    """Which cell owns each slot, row by row."""
    height, width = len(walls), len(walls[0]) - 1
    leaders = list(range(height * width))
    for row in range(height):
        for column in range(width):
            slot = row * width + column
            if column + 1 < width and not walls[row][column + 1]:
                leaders[leader(leaders, slot)] = leader(leaders, slot + 1)
            if row + 1 < height and not floors[row + 1][column]:
                leaders[leader(leaders, slot)] = leader(leaders, slot + width)
    regions: dict[int, list[tuple[int, int]]] = {}
    for slot in range(height * width):
        regions.setdefault(leader(leaders, slot), []).append(divmod(slot, width))
    owners: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for slots in regions.values():
        for cell in shapes(slots):
            if closed(cell, walls, floors):
                for row in range(cell.row, cell.row + cell.rows):
                    owners[row][cell.column : cell.column + cell.columns] = [cell] * cell.columns
    return tuple(tuple(row) for row in owners)


def shapes(slots: list[tuple[int, int]]) -> list[Cell]:
    """The cell of a rectangle of slots; of any other shape, a cell for each stretch of a row."""
    if len(slots) == 1:
        return [Cell(*slots[0], 1, 1)]
    rows, columns = [row for row, _ in slots], [column for _, column in slots]
    box = Cell(min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)
    if box.rows * box.columns == len(slots):
        return [box]
    result: list[Cell] = []
    for row, column in sorted(slots):
        last = result[-1] if result else None
        if last and last.row == row and last.column + last.columns == column:
            result[-1] = Cell(row, last.column, 1, last.columns + 1)
        else:
            result.append(Cell(row, column, 1, 1))
    return result


def closed(cell: Cell, walls: list[list[bool]], floors: list[list[bool]]) -> bool:
    """Whether rules bound the cell above and below, or left and right: a table may be open at its sides."""
    columns = range(cell.column, cell.column + cell.columns)
    rows = range(cell.row, cell.row + cell.rows)
    level = all(floors[cell.row][j] and floors[cell.row + cell.rows][j] for j in columns)
    return level or all(walls[i][cell.column] and walls[i][cell.column + cell.columns] for i in rows)
