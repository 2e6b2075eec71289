"""The lines of one table as rows and columns again, as far as the graph knows them.

The graph keeps what a cell means, not where it stood. Cells of one printed line share its provenance: a
dimension that takes several values within a printed line heads columns, one that does not heads rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ontology import codes, iris

ALWAYS_ROWS = ("budgetUnit", "function", "deptEconomic", "govEconomic", "project", "asOfDate", "occurrence")
EITHER = ("item", "expenditureKind", "fundSource", "fundVintage", "fiscalYear", "budgetPhase")
BLOCK = "flow"
ROLES = {"TotalLine": "total", "MemoLine": "memo", "DetailLine": "detail"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table. `values` has dimension values by local name; `places` the first lines printed."""

    iri: str
    values: Mapping[str, str]
    amount: Decimal | None
    count: int | None
    published: str
    role: str
    lines: tuple[str, ...]
    places: tuple[int, ...]


Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One block of a table: its headings by dimension, and the lines in each cell.

    The key of a row has the values of `row_dimensions`, a heading each, and then of `detail_dimensions`, which
    together make one more heading.
    """

    block: str
    row_dimensions: tuple[str, ...]
    detail_dimensions: tuple[str, ...]
    column_dimensions: tuple[str, ...]
    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    cells: Mapping[tuple[Key, Key], tuple[Line, ...]]


def grids(lines: Iterable[Line]) -> tuple[Grid, ...]:
    """The lines in rows and columns; revenue and expenditure printed side by side are two blocks."""
    blocks: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda each: (each.places, each.iri)):
        blocks.setdefault(line.values.get(BLOCK, ""), []).append(line)
    ordered = sorted(blocks.items(), key=lambda pair: _position(pair[0]))
    return tuple(_grid(block, within) for block, within in ordered)


def _grid(block: str, lines: list[Line]) -> Grid:
    columns = tuple(name for name in EITHER if _varies_within_a_printed_line(name, lines))
    rows, details = (
        tuple(name for name in names if name not in columns and len(_values(name, lines)) > 1)
        for names in (ALWAYS_ROWS, EITHER)
    )
    cells: dict[tuple[Key, Key], tuple[Line, ...]] = {}
    for line in lines:
        key = (_key(line, rows + details), _key(line, columns))
        cells[key] = (*cells.get(key, ()), line)
    return Grid(
        block=block,
        row_dimensions=rows,
        detail_dimensions=details,
        column_dimensions=columns,
        rows=tuple(dict.fromkeys(row for row, _ in cells)),
        columns=tuple(sorted({column for _, column in cells}, key=_column_order)),
        cells=cells,
    )


def _varies_within_a_printed_line(name: str, lines: list[Line]) -> bool:
    printed: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        printed.setdefault(line.lines, []).append(line)
    return any(len(_values(name, group)) > 1 for group in printed.values())


def _values(name: str, lines: Iterable[Line]) -> set[str]:
    return {line.values.get(name, "") for line in lines}


def _key(line: Line, dimensions: tuple[str, ...]) -> Key:
    return tuple(line.values.get(name, "") for name in dimensions)


def _column_order(key: Key) -> tuple[tuple[int, str], ...]:
    """Totals first; then in the order of the code list, which has parts below their whole."""
    return tuple((_position(value), value) for value in key)


@cache
def _position(value: str) -> int:
    parts = iris.code_parts(value)
    if not parts or parts[0] not in codes.schemes():
        return 0
    listed = [concept.notation for concept in codes.scheme(parts[0])]
    if parts[1] == codes.TOTAL:
        return -1
    return listed.index(parts[1]) if parts[1] in listed else len(listed)
