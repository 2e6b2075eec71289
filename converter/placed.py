"""Rows and blocks on the way to being placed, and the settings of placing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from converter.amounts import UNITS
from converter.columns import Columns
from converter.kinds import scope_of_table
from converter.lexicon import headers, in_project
from converter.row_keys import KeyedRow
from converter.tables import RawTable
from converter.words import key
from ontology import codes

Candidate = tuple[int, ...]
NARROWED = ("fundSource", "expenditureKind")  # the dimensions that a title may say narrower than its columns


@cache
def settings() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("converter") / "layouts" / "placing.toml").read_text("utf-8"))


@cache
def is_broader(dimension: str, value: str, own: str) -> bool:
    """Whether a head says no more than what the table is about: 财政拨款 in a table of the general public budget."""
    if dimension not in NARROWED or not own or value == own:
        return False
    return value in codes.scheme(codes.list_of(dimension)).path(own)


@dataclass
class PlacedRow:
    """A row with the ways its amounts may stand in the columns; one way left means placed."""

    keyed: KeyedRow
    candidates: list[Candidate]
    resolved_by: str

    @property
    def placed(self) -> bool:
        return len(self.candidates) == 1

    def column(self, index: int) -> int | None:
        """The column of the amount at `index` when all remaining ways agree on it."""
        columns = {candidate[index] for candidate in self.candidates}
        return columns.pop() if len(columns) == 1 else None


@dataclass
class PlacedBlock:
    """A block on the way to being placed."""

    table: RawTable
    name: str
    columns: Columns | None
    rows: list[PlacedRow]
    blanks: list[KeyedRow] = field(default_factory=list)
    year: str = ""
    phase: str = ""
    drawn: bool = False

    @property
    def scale(self) -> Decimal:
        return UNITS[self.table.unit or "万元"]

    def knows(self, column: int) -> bool:
        """Whether a column is understood: a head broader than the table, beside one without such a word, is not."""
        assert self.columns is not None
        meanings, scope = self.columns.meanings, scope_of_table(self.table.kind, self.table.title)
        broader = {n for n, value in meanings[column].values.items() if is_broader(n, value, scope.get(n, ""))}
        return meanings[column].known and all(broader <= meaning.values.keys() for meaning in meanings)

    def account(self, column: int | None) -> str:
        """The item of a column that is no expenditure, in a fund's table of revenue and expenditure; else empty."""
        spent = scope_of_table(self.table.kind, self.table.title).get("flow") == "expenditure"
        if column is None or self.columns is None or not spent or "收入" not in self.table.title:
            return ""
        path = self.columns.paths[column]
        accounts: dict[str, str] = headers()["accounts"]  # type: ignore[assignment]
        return accounts.get(key(path[0]), "") if path else ""

    def values(self, keyed: KeyedRow, column: int | None = None) -> dict[str, str]:
        """The dimension values of a row (and column): the table's scope, the column's words, the row's own."""
        found = dict(scope_of_table(self.table.kind, self.table.title))
        meaning = self.columns.meanings[column].values if column is not None and self.columns is not None else {}
        meaning = in_project(found, meaning)
        found |= {name: value for name, value in meaning.items() if not is_broader(name, value, found.get(name, ""))}
        found |= {
            name: value
            for name, value in keyed.key.values.items()
            if value != "total" or column is None or name not in meaning
        }
        if item := self.account(column):
            found = {**{name: value for name, value in found.items() if name != "fundVintage"}, "item": item}
        if found.get("fiscalYear") == "previous":
            found["fiscalYear"] = str(int(self.year) - 1)
        for name, own in (("fiscalYear", self.year), ("budgetPhase", self.phase)):
            if found.get(name) == own:
                del found[name]
        return found
