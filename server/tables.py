"""The tables of a disclosure with their lines, read from the store."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from ontology.namespaces import DEF
from server.engine import Row, rows
from server.labels import Labels, labels, last_part, name
from server.links import href
from server.pivot import ALWAYS_ROWS, BLOCK, EITHER, Grid, Key, Line, grids
from server.queries import bound
from server.site import site
from server.terms import by, decimal, text, whole

TOTAL = "/total"


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A table as its document prints it, with the number of its lines; `grids` has those that were asked for."""

    iri: str
    title: str
    kind: str
    kind_label: str
    unit: str
    first: int
    last: int
    declared_empty: bool
    undecided: int
    source: str | None
    cells: int
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """Some tables of one disclosure with the labels of everything in them."""

    tables: tuple[TableInfo, ...]
    known: Labels
    language: str

    @property
    def first(self) -> str:
        """The first table that has lines; empty when none has."""
        return next((each.iri for each in self.tables if each.cells), "")

    def heading(self, key: Key) -> str:
        """The words above a column: the values that are no totals; 合计 when all are."""
        words = [self.word(value) for value in key if value and not value.endswith(TOTAL)]
        return " · ".join(words) if words or not any(key) else self.word(next(filter(None, key)))

    def heads(self, grid: Grid, row: Key) -> list[list[str]]:
        """The values before a row, by heading; the last heading has those details that are no totals."""
        split = len(grid.row_dimensions)
        single, details = row[:split], [value for value in row[split:] if value and not value.endswith(TOTAL)]
        if grid.detail_dimensions and not details and not single:
            details = [row[-1]]
        return [[value] for value in single] + ([details] if grid.detail_dimensions else [])

    def word(self, value: str) -> str:
        """A dimension value in words; dates and numbers as they are."""
        return name(self.known, value, self.language) if ":" in value else value

    def code(self, value: str) -> str:
        """The digits of a classification's code, else nothing."""
        notation = value.rpartition("/")[2]
        return notation if "/code/" in value and notation.isdigit() else ""

    def dimension(self, local: str) -> str:
        """The label of a dimension."""
        return name(self.known, DEF + local, self.language)


def tables(store: Store, version: str, language: str, only: str | None = None, most: int | None = None) -> Tables:
    """The tables of a disclosure version (or only one of them) with their lines.

    With `most`, only the first that has lines, and no more of them than that, comes with its lines.
    """
    printed = rows(store, bound("tables", version=version))
    found = [row for row in printed if only in (None, text(row["table"]))]
    full = [row for row in found if whole(row["cells"])]
    if most is not None:
        full = [row for row in full[:1] if whole(row["cells"]) <= most]
    lines = _lines(store, version, [NamedNode(text(row["table"])) for row in full])
    known = labels(store, _named(found, lines))
    return Tables(tuple(_table(row, lines, known, language) for row in found), known, language)


def _table(row: Row, lines: dict[str, list[Line]], known: Labels, language: str) -> TableInfo:
    iri, kind = text(row["table"]), text(row["kind"])
    first, last = int(text(row["first"]) or 0), int(text(row["last"]) or 0)
    return TableInfo(
        iri=iri,
        title=text(row["title"]),
        kind=kind,
        kind_label=name(known, kind, language),
        unit=text(row["unit"]),
        first=first,
        last=last,
        declared_empty=text(row["empty"]) == "true",
        undecided=int(text(row["undecided"]) or 0),
        source=href(f"{iri.partition('/table/')[0]}/source#L{first}-L{last}") if first else None,
        cells=whole(row["cells"]),
        grids=grids(lines.get(iri, [])),
    )


def _lines(store: Store, version: str, nodes: list[NamedNode]) -> dict[str, list[Line]]:
    """The lines of each table; one has a row for each place that it was read from."""
    by_table: dict[str, list[Line]] = {}
    for group in by(rows(store, bound("lines", version=version, tables=nodes)) if nodes else (), "line"):
        by_table.setdefault(text(group[0]["table"]), []).append(_line(group))
    return by_table


def _line(group: list[Row]) -> Line:
    first = group[0]
    sources = sorted({text(row["lines"]) for row in group if row["lines"]})
    return Line(
        iri=text(first["line"]),
        values={name: text(first[name]) for name in (*ALWAYS_ROWS, *EITHER, BLOCK) if first[name]},
        amount=decimal(first["amount"]),
        count=whole(first["count"]) if first["count"] else None,
        published=text(first["publishedValue"]),
        role=last_part(text(first["role"])),
        lines=tuple(sources),
        places=_places(sources),
    )


def _places(sources: Iterable[str]) -> tuple[int, ...]:
    found = [site().addresses.lines(source) for source in sources]
    return tuple(sorted((each.page or 0) * 100_000 + each.first for each in found if each))


def _named(found: list[Row], lines: dict[str, list[Line]]) -> Iterable[str]:
    """Every IRI that the tables will have to name."""
    yield from (text(row["kind"]) for row in found)
    yield from (DEF + local for local in (*ALWAYS_ROWS, *EITHER, BLOCK))
    for each in lines.values():
        for line in each:
            yield from (value for value in line.values.values() if value.startswith("http"))
