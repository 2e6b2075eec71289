"""Tables with drawn cells, written down as text: `|` parts the places, `<` and `^` say that a cell goes on."""

from __future__ import annotations

from collections.abc import Sequence

from converter.document import Line
from converter.grid import read_grid
from converter.kinds import kind_of_title
from converter.organisation import Organisation
from converter.placed import PlacedBlock
from converter.placing import place
from converter.row_keys import KeyedBlock
from converter.rows import key_blocks
from converter.sheet import Sheet
from converter.tables import RawTable

ORG = Organisation("", "某市财政局")


def cell_lines(rows: Sequence[str], first: int = 1) -> list[Line]:
    """A line of cells for each row; a place with only `<` or `^` goes on with the cell to its left or above it."""
    found = []
    for number, row in enumerate(rows, start=first):
        places = [place.strip() for place in row.split("|")]
        marks = "".join(place if place in {"<", "^"} else "." for place in places)
        text = "\t".join("" if place in {"<", "^"} else place for place in places)
        found.append(Line(number, text, 1, marks))
    return found


def drawn(title: str, *rows: str, unit: str = "万元") -> RawTable:
    """A table of this title whose rows are given as text."""
    body = tuple(cell_lines(rows, first=2))
    return RawTable(kind_of_title(title) or "other", title, unit, 1, (Line(1, title),), body, ())


def sheet(title: str, *rows: str) -> Sheet:
    """The rows and columns of such a table."""
    return read_grid(drawn(title, *rows))


def keyed(title: str, *rows: str) -> tuple[KeyedBlock, ...]:
    """Its blocks with every row identified."""
    return key_blocks(sheet(title, *rows), ORG)


def placed(title: str, *rows: str) -> list[PlacedBlock]:
    """Its blocks with every figure in its column."""
    read = sheet(title, *rows)
    return [place(block, read.table, 2026) for block in key_blocks(read, ORG)]
