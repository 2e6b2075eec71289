"""Which tables were read whole: those whose details make the total that they print.

A table that is cut off, partly undecided, or with a total among its details must not be added up on a page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from flask import current_app
from pyoxigraph import NamedNode, Store

from ontology import iris
from server.engine import Row, rows
from server.queries import bound
from server.site import site
from server.terms import decimal, text

# Rounding makes a difference of half a unit of the last place for each part: far below one percent.
_NEARLY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Sums:
    """What the details of a table make, and what it prints as its total."""

    details: Decimal
    printed: Decimal

    @property
    def whole(self) -> bool:
        """Whether they agree, but for rounding."""
        return self.printed > 0 and abs(self.details - self.printed) <= _NEARLY * self.printed


def sums(store: Store, disclosures: Iterable[str]) -> dict[str, Sums]:
    """The sums of the tables of expenditure of some disclosures, by table."""
    return _read(rows(store, bound("table_sums", disclosures=map(NamedNode, disclosures))))


def whole_tables(kinds: tuple[str, ...], property: str, total: str) -> frozenset[str]:
    """All tables of some kinds that were read whole, by the total over a list of codes: found once, and kept."""
    stored = cast(dict[tuple[str, ...], frozenset[str]], current_app.extensions.setdefault("whole_tables", {}))
    key = (site().release.digest, property, *kinds)
    if key not in stored:
        nodes = [NamedNode(iris.code("table-kind", kind)) for kind in kinds]
        found = _read(rows(site().store, bound("whole_tables", kinds=nodes, property=property, total=total)))
        stored[key] = frozenset(table for table, each in found.items() if each.whole)
    return stored[key]


def _read(found: Iterable[Row]) -> dict[str, Sums]:
    amounts: dict[str, dict[str, Decimal]] = {}
    for row in found:
        role = text(row["role"]).rpartition("/")[2]
        amount = decimal(row["sum" if role == "detail" else "most"])
        amounts.setdefault(text(row["table"]), {})[role] = amount or Decimal(0)
    nothing = Decimal(0)
    return {table: Sums(each.get("detail", nothing), each.get("total", nothing)) for table, each in amounts.items()}
