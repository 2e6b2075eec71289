"""Which cells become one line of the graph: a total that is printed again is the same line with two sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from converter.disclosure import Disclosure
from converter.facts import Cell
from converter.relations.sums import Sum

Parts = dict[int, list[Sum]]  # by the id of the whole cell


@dataclass(frozen=True)
class Observation:
    """One line to be written; what is printed again with another value is the next `occurrence`."""

    key: str
    occurrence: int
    cells: tuple[Cell, ...]

    @property
    def cell(self) -> Cell:
        return self.cells[0]


@dataclass(eq=False)
class Group:
    """Cells that are one line so far, and for each way of adding up the lines that they are the sum of."""

    cells: list[Cell]
    sums: dict[str, frozenset[int]]

    def takes(self, cell: Cell, sums: dict[str, frozenset[int]]) -> bool:
        """Whether a cell only repeats this total or memo line (合计 and, below it, the department's own row)."""
        first = self.cells[0]
        same = first.role == cell.role != "detail" and first.amount_yuan == cell.amount_yuan
        return same and all(self.sums.get(term, lines) == lines for term, lines in sums.items())

    def add(self, cell: Cell, sums: dict[str, frozenset[int]]) -> None:
        self.cells.append(cell)
        self.sums |= sums


def parts_of(disclosure: Disclosure) -> Parts:
    """The sums of a disclosure by the cell that is the whole."""
    found: Parts = defaultdict(list)
    for each in disclosure.sums:
        if isinstance(each, Sum):
            found[id(each.whole)].append(each)
    return found


def observations(cells: Sequence[Cell], key_of: Callable[[Cell], str], parts: Parts) -> Iterator[Observation]:
    """One observation per set of values, in the order of the cells."""
    grouping = Grouping(key_of, parts)
    for cell in cells:
        grouping.line_of(cell)
    for name, groups in grouping.groups.items():
        for number, group in enumerate(groups, start=1):
            yield Observation(name if number == 1 else f"{name}~{number}", number, tuple(group.cells))


class Grouping:
    """Cells on the way into lines: each after the cells that it is the sum of."""

    def __init__(self, key_of: Callable[[Cell], str], parts: Parts) -> None:
        self.key_of, self.parts = key_of, parts
        self.groups: dict[str, list[Group]] = defaultdict(list)
        self.found: dict[int, Group] = {}

    def line_of(self, cell: Cell) -> Group:
        """The group of a cell; two totals of the same value but of other parts are two lines."""
        if id(cell) not in self.found:
            known = self.groups[self.key_of(cell)]
            sums = {s.term: frozenset(id(self.line_of(part)) for part in s.parts) for s in self.parts.get(id(cell), ())}
            group = next((each for each in known if each.takes(cell, sums)), None)
            if group is None:
                group = Group([cell], sums)
                known.append(group)
            else:
                group.add(cell, sums)
            self.found[id(cell)] = group
        return self.found[id(cell)]
