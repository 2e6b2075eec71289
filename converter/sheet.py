"""A table as rows and columns: what grid.py and bare.py both return."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from converter.amounts import Amount
from converter.columns import Columns
from converter.tables import RawTable

Fields = dict[str, str]
SUBJECT = re.compile(r"[235]\d{2}(?:\d{2}){0,2}$")


@dataclass(frozen=True)
class Row:
    """One printed row: its key cells by field, its amounts left to right, and where they stand.

    `positions` gives each amount's column as printed, or None when empty cells have vanished. `rates` are the
    percentages, each with its column: they are no amounts.
    """

    fields: Fields
    amounts: tuple[Amount, ...]
    positions: tuple[int, ...] | None
    first: int
    last: int
    rates: tuple[tuple[int, Amount], ...] = ()

    @property
    def label(self) -> str:
        """The row's name; in a list of units, the unit's, unless its code is that of a subject."""
        return self.fields.get("label", "") or ("" if SUBJECT.match(self.code) else self.fields.get("unit_name", ""))

    @property
    def code(self) -> str:
        return self.fields.get("code", "")


@dataclass(frozen=True)
class Block:
    """Rows that share their columns; `name` is 收入 or 支出 in tables of two blocks, else empty.

    `drawn` says that each cell stands in its place; with `aligned`, that is only told by where the words stand.
    """

    name: str
    columns: Columns | None
    rows: tuple[Row, ...]
    drawn: bool = False
    aligned: bool = False

    @property
    def certain(self) -> bool:
        """Whether the source draws its cells, so that the printed places are proved."""
        return self.drawn and not self.aligned


@dataclass(frozen=True)
class ReadNote:
    """Something that reading could not settle: a rule's name, what was seen, and the lines."""

    rule: str
    detail: str
    first: int
    last: int


@dataclass(frozen=True)
class Sheet:
    """A table with its rows read but its columns not yet proved."""

    table: RawTable
    blocks: tuple[Block, ...]
    notes: tuple[ReadNote, ...] = field(default=())
