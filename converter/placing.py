"""Places each amount in its column, by proof; what is not proved stays undecided.

The steps, in order: as printed; the header's own identities; what sibling tables say; the row's code;
column sums against the total row. `resolved_by` names the step that decided.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import combinations
from math import comb

from converter.amounts import UNITS
from converter.columns import Columns
from converter.knowledge import Knowledge
from converter.rows import KeyedBlock, KeyedRow
from converter.sums import solve_sums
from converter.tables import RawTable, scope_of_kind
from ontology import codes

Candidate = tuple[int, ...]
# Tables whose totals are about something else than the whole budget.
APART = {"three_public", "procurement", "assets", "operating_cost"}


@cache
def settings() -> dict[str, dict[str, object]]:
    return tomllib.loads((files("converter") / "layouts" / "placing.toml").read_text("utf-8"))


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

    @property
    def scale(self) -> Decimal:
        return UNITS[self.table.unit or "万元"]

    def values(self, keyed: KeyedRow, column: int | None = None) -> dict[str, str]:
        """The dimension values of a row (and column): the table's scope, the column's words, the row's own."""
        found = dict(scope_of_kind(self.table.kind))
        meaning = self.columns.meanings[column].values if column is not None and self.columns is not None else {}
        found |= meaning
        return found | {name: value for name, value in keyed.key.values.items() if value != "total" or column is None or name not in meaning}


def place(block: KeyedBlock, table: RawTable) -> PlacedBlock:
    """The block with every way of placing each row that the header allows."""
    columns = block.block.columns
    rows = [k for k in block.rows if k.row.amounts]
    blanks = [k for k in block.rows if not k.row.amounts]
    printed = columns is not None and fits_as_printed(rows, columns)
    placed = [start(keyed, columns, printed) for keyed in rows]
    return PlacedBlock(table, block.block.name, columns, placed, blanks)


def fits_as_printed(rows: Sequence[KeyedRow], columns: Columns) -> bool:
    """Whether all rows have printed places and nearly all of them obey the header's identities."""
    if any(keyed.row.positions is None for keyed in rows):
        return False
    bad = sum(not obeys(keyed, keyed.row.positions or (), columns) for keyed in rows)
    return bad <= settings()["limits"]["misfit"] * len(rows)  # type: ignore[operator]


def obeys(keyed: KeyedRow, candidate: Sequence[int], columns: Columns) -> bool:
    """Whether amounts at these columns obey every identity of the header."""
    values: list[Decimal | None] = [None] * len(columns)
    for amount, column in zip(keyed.row.amounts, candidate, strict=True):
        values[column] = amount.value
    half = max(amount.half_place for amount in keyed.row.amounts)
    return all(identity.holds(values, half) for identity in columns.identities)


def start(keyed: KeyedRow, columns: Columns | None, printed: bool) -> PlacedRow:
    if columns is None:
        return PlacedRow(keyed, [], "undecided")
    if printed:
        assert keyed.row.positions is not None
        return PlacedRow(keyed, [keyed.row.positions], "as-printed")
    found = list(all_candidates(keyed, columns, range(len(columns))))
    return PlacedRow(keyed, found, "by-identity" if len(found) == 1 else "undecided")


def all_candidates(keyed: KeyedRow, columns: Columns, allowed: Sequence[int]) -> Iterator[Candidate]:
    """Every way to put the amounts, in order, into the allowed columns that obeys the header's identities."""
    count = len(keyed.row.amounts)
    limit = settings()["limits"]["candidates"]
    if comb(len(allowed), count) > limit:  # type: ignore[operator]
        return
    first_total = 0 in columns.totals and allowed and allowed[0] == 0
    for candidate in combinations(allowed, count):
        if first_total and candidate[0] != 0:
            return
        if obeys(keyed, candidate, columns):
            yield candidate


def narrow(row: PlacedRow, keep: list[Candidate], step: str) -> bool:
    """Keeps the candidates that a step allows; a step that allows none is ignored (the document contradicts itself)."""
    if not keep or len(keep) == len(row.candidates):
        return False
    row.candidates = keep
    if len(keep) == 1:
        row.resolved_by = step
    return True


def settle(blocks: Sequence[PlacedBlock], knowledge: Knowledge, passes: int = 6) -> None:
    """Applies the steps to all tables until nothing changes any more."""
    for _ in range(passes):
        for block in blocks:
            learn(block, knowledge)
        knowledge.rekey()
        if not any([improve(block, knowledge) for block in blocks]):
            break


def improve(block: PlacedBlock, knowledge: Knowledge) -> bool:
    """Whether any step narrowed any row of the block."""
    if block.columns is None:
        return False
    changed = False
    for row in block.rows:
        if not row.placed and row.candidates:
            changed |= narrow(row, [c for c in row.candidates if not hits_nil(block, c, knowledge)], "by-anchor")
            changed |= narrow(row, [c for c in row.candidates if code_allows(block, row, c)], "by-code")
            total = row.keyed.key.role == "total"
            changed |= narrow(row, [c for c in row.candidates if agrees(block, row, c, knowledge)], "by-anchor" if total else "by-sibling")
            if total and not row.keyed.key.code:
                changed |= narrow(row, [c for c in row.candidates if reaches_least(block, row, c, knowledge)], "by-anchor")
    for group in groups(block):
        changed |= solve_sums(group, len(block.columns), settings()["limits"]["steps"])  # type: ignore[arg-type]
    return changed


def hits_nil(block: PlacedBlock, candidate: Candidate, knowledge: Knowledge) -> bool:
    assert block.columns is not None
    return any(knowledge.is_nil(block.columns.meanings[column].values) for column in candidate)


def code_allows(block: PlacedBlock, row: PlacedRow, candidate: Candidate) -> bool:
    """Whether a row's economic code may stand in these columns (301 in 人员经费, never in 公用经费)."""
    kind = settings()["economic_kind"].get(row.keyed.key.values.get("deptEconomic", "")[:3])
    if kind is None or block.columns is None:
        return True
    above = set(codes.scheme("expenditure-kind").path(str(kind)))
    found = [block.columns.meanings[column].values.get("expenditureKind") for column in candidate]
    return all(value is None or value in above for value in found)


def agrees(block: PlacedBlock, row: PlacedRow, candidate: Candidate, knowledge: Knowledge) -> bool:
    """Whether the placing contradicts no proved value: neither in a column nor in a group of columns."""
    assert block.columns is not None
    amounts = dict(zip(candidate, row.keyed.row.amounts, strict=True))
    for column in range(len(block.columns)):
        if block.columns.meanings[column].memo:
            continue
        fact = knowledge.get(block.values(row.keyed, column))
        value = amounts[column].value * block.scale if column in amounts else Decimal(0)
        if fact is not None and abs(fact.value - value) > fact.half + 5 * block.scale / 1000:
            return False
    return groups_agree(block, row, amounts, knowledge)


def groups_agree(block: PlacedBlock, row: PlacedRow, amounts: dict[int, object], knowledge: Knowledge) -> bool:
    for kind, columns in kind_groups(block.columns):
        fact = knowledge.get({**block.values(row.keyed), "expenditureKind": kind})
        if fact is None:
            continue
        total = sum((amounts[c].value for c in columns if c in amounts), Decimal(0)) * block.scale  # type: ignore[attr-defined]
        if abs(fact.value - total) > fact.half + len(columns) * block.scale / 100:
            return False
    return True


def kind_groups(columns: Columns | None) -> list[tuple[str, list[int]]]:
    """(kind, leaf columns) for kinds such as 人员经费 that have leaves but no column of their own."""
    if columns is None:
        return []
    kinds = codes.scheme("expenditure-kind")
    own = {m.values.get("expenditureKind") for m in columns.meanings}
    leaves = [(i, m.values.get("expenditureKind")) for i, m in enumerate(columns.meanings) if columns.role(i) == "detail"]
    groups = []
    for concept in kinds:
        below = [i for i, kind in leaves if kind and concept.notation in kinds.path(kind)]
        if below and concept.notation not in own and concept.notation != "total":
            groups.append((concept.notation, below))
    return groups


def reaches_least(block: PlacedBlock, row: PlacedRow, candidate: Candidate, knowledge: Knowledge) -> bool:
    """Whether each kind's column holds at least what the rows of the economic table add up to."""
    assert block.columns is not None
    amounts = dict(zip(candidate, row.keyed.row.amounts, strict=True))
    for column, meaning in enumerate(block.columns.meanings):
        least = knowledge.least.get(meaning.values.get("expenditureKind", ""))
        if least is None or block.columns.role(column) != "detail" or meaning.values.get("expenditureKind") == "basic":
            continue
        value = amounts[column].value * block.scale if column in amounts else Decimal(0)
        if value + block.scale / 20 < least:
            return False
    return True


def groups(block: PlacedBlock) -> Iterator[tuple[PlacedRow, list[PlacedRow]]]:
    """(sum row, its parts) for each total whose parts stand in the table: all leaves, and each code's children."""
    rows = block.rows
    whole = next((r for r in rows if r.keyed.key.sort == "total"), None)
    leaves = [r for r in rows if r.keyed.key.role == "detail"]
    if whole is not None and leaves:
        yield whole, leaves
    for row in rows:
        code = row.keyed.key.code
        if row.keyed.key.role == "total" and row.keyed.key.sort in {"function", "economic"}:
            below = [r for r in leaves if r.keyed.key.code.startswith(code) and r.keyed.key.unit == row.keyed.key.unit]
            yield row, below


def learn(block: PlacedBlock, knowledge: Knowledge) -> None:
    """Adds what the placed rows prove: values, nil funds, least sums by kind."""
    if block.columns is None:
        return
    learn_nil(block, knowledge)
    for row in block.rows:
        if row.placed and row.keyed.key.sort in {"total", "function", "fund"} and not row.keyed.key.unit and block.table.kind not in APART:
            learn_row(block, row, knowledge)
    learn_least(block, knowledge)


def learn_row(block: PlacedBlock, row: PlacedRow, knowledge: Knowledge) -> None:
    assert block.columns is not None
    placed = dict(zip(row.candidates[0], row.keyed.row.amounts, strict=True))
    for column in range(len(block.columns)):
        if block.columns.meanings[column].memo or row.keyed.key.role == "memo" or column in block.columns.alternatives:
            continue
        amount = placed.get(column)
        value = amount.value * block.scale if amount else Decimal(0)
        half = amount.half_place * block.scale if amount else Decimal(0)
        knowledge.add(block.values(row.keyed, column), value, half)


def learn_nil(block: PlacedBlock, knowledge: Knowledge) -> None:
    """Funds whose rows (in a 收支 table) or columns (in the total row of a revenue table) are blank or nil."""
    kind = block.table.kind
    filled = any(amount.value for row in block.rows for amount in row.keyed.row.amounts)
    if kind in {"government_fund_expenditure", "state_capital_expenditure"} and not filled:
        knowledge.note_nil_fund(scope_of_kind(kind)["fundSource"])
    if block.name == "收入" and filled:
        learn_nil_rows(block, knowledge)
    if kind == "revenue_summary" and block.columns is not None:
        whole = next((r for r in block.rows if r.keyed.key.sort == "total" and r.placed), None)
        if whole is not None:
            learn_nil_columns(block, whole, knowledge)


def learn_nil_rows(block: PlacedBlock, knowledge: Knowledge) -> None:
    nil = [r.keyed for r in block.rows if not any(a.value for a in r.keyed.row.amounts)]
    full = {r.keyed.key.values.get("fundSource") for r in block.rows if any(a.value for a in r.keyed.row.amounts)}
    for keyed in (*block.blanks, *nil):
        fund = keyed.key.values.get("fundSource")
        if fund and fund not in full and keyed.key.role == "detail" and block.table.kind == "revenue_expenditure_summary":
            knowledge.note_nil_fund(fund)
        if keyed.key.values.get("item") == "opening-balance":
            knowledge.nil_vintages.add("carried-over")


def learn_nil_columns(block: PlacedBlock, whole: PlacedRow, knowledge: Knowledge) -> None:
    assert block.columns is not None
    used = {column for column, a in zip(whole.candidates[0], whole.keyed.row.amounts, strict=True) if a.value}
    for column, meaning in enumerate(block.columns.meanings):
        fund, vintage = meaning.values.get("fundSource"), meaning.values.get("fundVintage", "current")
        if column in used or meaning.memo or column in block.columns.alternatives:
            continue
        if vintage == "carried-over" and meaning.total:
            knowledge.nil_vintages.add(vintage)
        elif fund and vintage == "current":
            knowledge.note_nil_fund(fund)


def learn_least(block: PlacedBlock, knowledge: Knowledge) -> None:
    """Sums of the economic table's rows by kind: also when the table is cut off, no kind can hold less."""
    if block.table.kind != "basic_expenditure_economic":
        return
    sums: dict[str, Decimal] = {}
    for row in block.rows:
        kind = settings()["economic_kind"].get(row.keyed.key.values.get("deptEconomic", "")[:3])
        if kind and row.keyed.key.role == "detail" and row.keyed.row.amounts:
            sums[str(kind)] = sums.get(str(kind), Decimal(0)) + row.keyed.row.amounts[0].value * block.scale
    knowledge.least.update(sums)
