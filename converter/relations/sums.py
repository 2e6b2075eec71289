"""Which printed figures are the sum of which: columns by the header's tree, rows by total rows and codes.

Whether they do add up is for the rules to say. Where rows are missing, nobody can say what the others should
add up to: such a group is a `Cut` and no sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.amounts import yuan
from converter.facts import Cell
from converter.placed import PlacedBlock, PlacedRow
from converter.placing import groups
from converter.sums import tolerance, vector

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

MANY = Decimal("0.02")  # a shortfall of this share of the total in all columns means missing rows, not a slip
WAN = Decimal(10000)
LEVELS = (2, 3, 4)  # so many times a total is what its rows of so many levels add up to
DETAILS, ROWS, COLUMNS, ITEMS = "sumOfDetails", "sumOfRows", "sumOfColumns", "sumOfItems"
Row = dict[int, Cell]


@dataclass(frozen=True)
class Sum:
    """A printed total and the printed figures that it is the sum of; without parts, all of them are blank.

    `term` says how: a total row of its details, a subtotal of its rows, a total column of its columns, the three
    public expenses of their items.
    """

    whole: Cell
    parts: tuple[Cell, ...]
    term: str


@dataclass(frozen=True)
class Cut:
    """The first column of a total row whose rows stop short of it; what is missing of the others, as printed.

    `slack` is what rounding allows, in yuan.
    """

    whole: Cell
    parts: tuple[Cell, ...]
    slack: Decimal
    gaps: tuple[tuple[str, Decimal], ...] = ()

    @property
    def missing(self) -> Decimal:
        """How much the rows lack, in yuan."""
        return self.whole.amount_yuan - sum((part.amount_yuan for part in self.parts), Decimal(0))

    def shows(self, deeper: Cut) -> bool:
        """Whether it lacks only what a subtotal of its rows lacks already."""
        above, below = self.whole.row_code, deeper.whole.row_code
        nested = below != above and below.startswith(above) and self.whole.table == deeper.whole.table
        return nested and abs(self.missing - deeper.missing) <= self.slack + deeper.slack


def find_sums(disclosure: Disclosure) -> Iterator[Sum | Cut]:
    """Every sum that the layout of the tables states, and the groups of rows that are cut off."""
    rows: dict[tuple[int, int], Row] = {}
    for cell in disclosure.cell_facts:
        if cell.place:
            rows.setdefault(cell.place[:2], {})[cell.place[2]] = cell
    for number, block in enumerate(disclosure.blocks):
        own = {index: rows.get((number, index), {}) for index in range(len(block.rows))}
        yield from column_sums(block, own)
        yield from row_sums(block, own)


def column_sums(block: PlacedBlock, rows: dict[int, Row]) -> Iterator[Sum]:
    """In each row, each total column with the columns below it in the header's tree."""
    identities = [i for i in block.columns.identities if not i.bound] if block.columns else []
    for index, row in enumerate(block.rows):
        for identity in identities if row.placed else []:
            printed = set(row.candidates[0])
            if {identity.total, *(printed & set(identity.parts))} <= rows[index].keys():
                parts = [rows[index][column] for column in identity.parts if column in printed]
                if is_whole(rows[index][identity.total], parts):
                    yield make(rows[index][identity.total], parts, COLUMNS)


def make(whole: Cell, parts: Sequence[Cell], term: str) -> Sum:
    """The sum; of items where a table of the three public expenses adds items up, not units or columns of them."""
    own = {whole.values.get("item"), "three-public", "total"}
    items = whole.table_kind == "three_public" and all(part.values.get("item") not in {None, *own} for part in parts)
    return Sum(whole, tuple(parts), ITEMS if items and parts else term)


def is_counted_twice(whole: Cell, parts: Sequence[Cell]) -> bool:
    """Whether the parts are rows of several levels, each of which is the whole: what is the sum of what is unknown."""
    found = sum((part.amount_yuan for part in parts), Decimal(0))
    levels = len(parts) > 1 and whole.amount_yuan > 0 and found in {whole.amount_yuan * n for n in LEVELS}
    return levels or {"function", "project"} <= {part.row_sort for part in parts}


def is_whole(whole: Cell, parts: Sequence[Cell]) -> bool:
    """Whether all cells of a sum are published, and it says anything (0 over blanks says nothing)."""
    return all(is_published(cell) for cell in (whole, *parts)) and bool(parts or whole.amount_yuan)


def is_published(cell: Cell) -> bool:
    """Whether a cell becomes a line of the graph."""
    return bool(cell.known and cell.role)


def row_sums(block: PlacedBlock, rows: dict[int, Row]) -> Iterator[Sum | Cut]:
    """In each column, each total row with the rows that make it; one Cut when rows are missing."""
    index = {id(row): number for number, row in enumerate(block.rows)}
    for total, members in groups(block) if block.columns else ():
        if not total.placed or not members or not all(member.placed for member in members):
            continue
        below = [rows[index[id(member)]] for member in members]
        own = rows[index[id(total)]]
        if is_cut_off(block, total, members):
            if 0 in own:
                slack = yuan(tolerance(members, total), block.table.unit or "万元")
                yield Cut(own[0], tuple(row[0] for row in below if 0 in row), slack, tuple(gaps_of(own, below)))
            continue
        for column, whole in own.items():
            parts = [row[column] for row in below if column in row]
            if is_whole(whole, parts) and not is_counted_twice(whole, parts):
                yield make(whole, parts, DETAILS if total.keyed.key.sort == "total" else ROWS)


def gaps_of(own: Row, below: Sequence[Row]) -> Iterator[tuple[str, Decimal]]:
    """(column, what is missing in 万元) for each further column that falls short."""
    for column, whole in own.items():
        found = sum((row[column].amount_yuan for row in below if column in row), Decimal(0))
        if column and whole.amount_yuan > found:
            yield whole.column_path, (whole.amount_yuan - found) / WAN


def is_cut_off(block: PlacedBlock, total: PlacedRow, parts: Sequence[PlacedRow]) -> bool:
    """Whether rows are missing: every column falls short or fits, and much is missing."""
    assert block.columns is not None
    width, slack = len(block.columns), tolerance(parts, total)
    want = vector(total, total.candidates[0], width)
    have = [sum(column, Decimal(0)) for column in zip(*(vector(p, p.candidates[0], width) for p in parts), strict=True)]
    gaps = [w - h for w, h in zip(want, have, strict=True)]
    off = any(abs(gaps[column]) > slack for column in total.candidates[0])
    return off and all(gap >= -slack for gap in gaps) and gaps[0] > MANY * abs(want[0])
