"""The tables of a disclosure with their lines, read from the store."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import NamedNode, Store

from ontology.namespaces import DEF, PREFIXES
from server.client import Plain, plain
from server.engine import Row, rows
from server.labels import Labels, labels, name
from server.links import href
from server.pivot import ALWAYS_ROWS, BLOCK, EITHER, ROLES, Grid, Key, Line, grids
from server.queries import bound
from server.site import site
from server.terms import text

DERIVED = PREFIXES["prov"] + "wasDerivedFrom"
TYPE = PREFIXES["rdf"] + "type"
TOTAL = "/total"


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A table as its document prints it, with its lines in rows and columns."""

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
    grids: tuple[Grid, ...]

    @property
    def cells(self) -> int:
        """How many lines the graph has of this table."""
        return sum(len(lines) for grid in self.grids for lines in grid.cells.values())


@dataclass(frozen=True, slots=True)
class Tables:
    """Some tables of one disclosure with the labels of everything in them."""

    tables: tuple[TableInfo, ...]
    known: Labels
    language: str

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


def tables(store: Store, version: str, language: str, only: str | None = None) -> Tables:
    """The tables of a disclosure version (or only one of them) with their lines."""
    printed = rows(store, bound("tables", version=version))
    found = [row for row in printed if only in (None, text(row["table"]))]
    nodes = [row["table"] for row in found if isinstance(row["table"], NamedNode)]
    lines = _lines(store, version, nodes)
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
        grids=grids(lines.get(iri, [])),
    )


def _lines(store: Store, version: str, nodes: list[NamedNode]) -> dict[str, list[Line]]:
    """The lines of each table, put together from their triples."""
    said: dict[tuple[str, str], dict[str, list[Plain]]] = {}
    for row in rows(store, bound("lines", version=version, tables=nodes)):
        about = said.setdefault((text(row["table"]), text(row["line"])), {})
        about.setdefault(text(row["property"]), []).append(plain(row["value"]))
    by_table: dict[str, list[Line]] = {}
    for (table, iri), about in said.items():
        by_table.setdefault(table, []).append(_line(iri, about))
    return by_table


def _line(iri: str, about: dict[str, list[Plain]]) -> Line:
    def first(term: str) -> Plain:
        return about.get(DEF + term, [None])[0]

    amount, count = first("amount"), first("count")
    sources = sorted(str(each) for each in about.get(DERIVED, []))
    return Line(
        iri=iri,
        values={name: str(first(name)) for name in (*ALWAYS_ROWS, *EITHER, BLOCK) if DEF + name in about},
        amount=Decimal(str(amount)) if amount is not None else None,
        count=int(str(count)) if count is not None else None,
        published=str(first("publishedValue") or ""),
        role=_role(about.get(TYPE, [])),
        lines=tuple(sources),
        places=_places(sources),
    )


def _role(classes: Iterable[Plain]) -> str:
    names = [str(each).removeprefix(DEF) for each in classes]
    return next((ROLES[each] for each in names if each in ROLES), "detail")


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
