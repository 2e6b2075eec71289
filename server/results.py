"""A query's result as cells that a template can show."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from server.addresses import compact
from server.client import plain
from server.engine import Table, Term
from server.links import href
from server.money import grouped
from server.site import site


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a table: what is shown, where it leads, and whether it is a number (set to the right)."""

    text: str
    href: str | None = None
    number: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A result ready to be shown. `complete` is false when rows were left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    complete: bool


def shown(table: Table) -> Shown:
    """The result with links, and with numbers written for people."""
    rows = tuple(tuple(cell(term) for term in row) for row in table.rows)
    return Shown(table.columns, rows, table.complete)


def cell(term: Term | None) -> Cell:
    """One term as a cell."""
    if term is None:
        return Cell("")
    if isinstance(term, NamedNode):
        return Cell(compact(term.value, site().release.base), href(term.value))
    value = plain(term)
    if value is not None and not isinstance(value, str | bool):
        return Cell(grouped(value), number=True)
    language = term.language if isinstance(term, Literal) else None
    return Cell(term.value if isinstance(term, Literal) else str(term), language=language)
