"""The sums that a disclosure carries, which questions over many disclosures would else add up again each time."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from converter.disclosure import Disclosure
from converter.facts import UNDECIDED, Cell
from ontology import codes

TOTAL = "total"


@dataclass(frozen=True)
class ComputedSum:
    """The sum of detail lines of one table; `values` are its codes by dimension, `cells` what was added."""

    table: int
    kind: str
    values: dict[str, str]
    year: int
    phase: str
    cells: tuple[Cell, ...]

    @property
    def amount(self) -> Decimal:
        return sum((cell.amount_yuan for cell in self.cells), Decimal(0))


@cache
def definitions() -> list[dict[str, Any]]:
    """The sums of computed-sums.toml."""
    return tomllib.loads((files("converter") / "layouts" / "computed-sums.toml").read_text("utf-8"))["sum"]  # type: ignore[no-any-return]


def computed_sums(disclosure: Disclosure) -> Iterator[ComputedSum]:
    """The sums of every table that has such, in the order of its lines."""
    for entry in definitions():
        groups: dict[tuple[Any, ...], list[Cell]] = defaultdict(list)
        for cell in disclosure.cell_facts:
            if (
                cell.table_kind == entry["kind"]
                and cell.role == "detail"
                and cell.known
                and cell.resolved_by != UNDECIDED
            ):
                groups[group_of(cell, entry["by"], disclosure)].append(cell)
        for (table, year, phase, *values), cells in groups.items():
            named = dict(zip(entry["by"], values, strict=True))
            yield ComputedSum(table, entry["kind"], named, year, phase, tuple(cells))


def group_of(cell: Cell, by: dict[str, str], disclosure: Disclosure) -> tuple[Any, ...]:
    """Table, year and phase of a line, and its code in each dimension that is kept."""
    identity = disclosure.identity
    year, phase = cell.values.get("fiscalYear", identity.year), cell.values.get("budgetPhase", identity.phase)
    return (cell.table, int(year), phase, *(code_of(cell, name, level) for name, level in by.items()))


def code_of(cell: Cell, dimension: str, level: str) -> str:
    """The code of a line in a dimension, or the highest one above it."""
    code = cell.values.get(dimension) or TOTAL
    return top_of(dimension, code) if level == "top" else code


def top_of(dimension: str, code: str) -> str:
    """The highest code above a code, below the total of all: 301 for 30101."""
    return next((each for each in codes.scheme(codes.list_of(dimension)).path(code) if each != TOTAL), TOTAL)
