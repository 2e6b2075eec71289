"""Places each amount in its column, by proof; what is not proved stays undecided.

The steps, in order: as printed; the header's own identities; what sibling tables say; the row's code;
column sums against the total row. `resolved_by` names the step that decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb

from converter.columns import Columns
from converter.doubt import leave_open, take_back
from converter.knowledge import Knowledge
from converter.learning import learn
from converter.narrowing import tests_of
from converter.placed import Candidate, PlacedBlock, PlacedRow, settings
from converter.row_keys import KeyedBlock, KeyedRow
from converter.sums import solve_sums
from converter.tables import RawTable
from ontology import codes


def place(block: KeyedBlock, table: RawTable, year: int, phase: str = "") -> PlacedBlock:
    """The block with every way of placing each row that the header allows."""
    columns = block.block.columns
    rows = [k for k in block.rows if k.row.amounts]
    blanks = [k for k in block.rows if not k.row.amounts]
    printed = columns is not None and (block.block.certain or fits_as_printed(rows, columns))
    placed = [start(keyed, columns, printed) for keyed in rows]
    return PlacedBlock(table, block.block.name, columns, placed, blanks, str(year), phase, block.block.drawn)


def fits_as_printed(rows: Sequence[KeyedRow], columns: Columns) -> bool:
    """Whether all rows have printed places and nearly all of them obey the header's identities."""
    if any(keyed.row.positions is None for keyed in rows):
        return False
    bad = sum(not fits(keyed, keyed.row.positions or (), columns) for keyed in rows)
    return bool(bad <= settings()["limits"]["misfit"] * len(rows))


def fits(keyed: KeyedRow, places: Sequence[int], columns: Columns) -> bool:
    """Whether printed places obey every identity, or do so with zeros as blanks: a 0 may be below a blank total."""
    told = [(amount, place) for amount, place in zip(keyed.row.amounts, places, strict=True) if amount.value]
    if obeys(keyed, places, columns) or not told:
        return True
    return columns.obeyed([amount for amount, _ in told], [place for _, place in told])


def obeys(keyed: KeyedRow, candidate: Sequence[int], columns: Columns) -> bool:
    """Whether amounts at these columns obey every identity of the header."""
    return columns.obeyed(keyed.row.amounts, candidate)


def start(keyed: KeyedRow, columns: Columns | None, printed: bool) -> PlacedRow:
    if columns is None:
        return PlacedRow(keyed, [], "undecided")
    if printed and keyed.row.positions is not None:
        return PlacedRow(keyed, [keyed.row.positions], "as-printed")
    found = list(all_candidates(keyed, columns, range(len(columns))))
    return PlacedRow(keyed, found, "by-identity" if len(found) == 1 else "undecided")


def all_candidates(keyed: KeyedRow, columns: Columns, allowed: Sequence[int]) -> Iterator[Candidate]:
    """Every way to put the amounts, in order, into the allowed columns that obeys the header's identities."""
    count = len(keyed.row.amounts)
    limit = settings()["limits"]["candidates"]
    if comb(len(allowed), count) > limit:
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
    for block in blocks:
        if block.columns is not None:
            take_back(groups(block), len(block.columns))
            for row in (row for row in block.rows if row.placed and row.resolved_by != "as-printed"):
                if told_otherwise(block, row, knowledge):
                    leave_open(row, len(block.columns))


def improve(block: PlacedBlock, knowledge: Knowledge) -> bool:
    """Whether any step narrowed any row of the block."""
    if block.columns is None:
        return False
    changed = False
    for row in block.rows:
        if not row.placed and row.candidates:
            for step, test in tests_of(block, row, knowledge):
                changed |= narrow(row, list(filter(test, row.candidates)), step)
    for group in groups(block):
        changed |= solve_sums(group, len(block.columns), settings()["limits"]["steps"])
    return changed


def told_otherwise(block: PlacedBlock, row: PlacedRow, knowledge: Knowledge) -> bool:
    """Whether the prose gives another amount for the item of a column in which the row has one."""
    if block.columns is None or block.table.kind != "three_public":
        return False
    for column, amount in zip(row.candidates[0], row.keyed.row.amounts, strict=True):
        told = knowledge.told.get(block.columns.meanings[column].values.get("item", ""))
        if told is not None and abs(told - amount.value * block.scale) > block.scale / 100:
            return True
    return False


def groups(block: PlacedBlock) -> Iterator[tuple[PlacedRow, list[PlacedRow]]]:
    """(sum row, its parts) for each total whose parts stand in the table: all leaves, and each code's children.

    A table with rows that are not understood has none: nobody can say what adds up to what.
    """
    rows = block.rows
    if any(r.keyed.key.sort == "other" and r.keyed.key.role != "memo" and has_money(r) for r in rows):
        return
    leaves = [r for r in rows if r.keyed.key.role == "detail" and not holds_units(r, rows)]
    if block.name:
        yield from summary_groups(rows, leaves)
        return
    wholes = {year_of(r): r for r in reversed(rows) if r.keyed.key.sort == "total"}
    for year, whole in wholes.items():
        parts = [r for r in leaves if year_of(r) == year]
        if parts:
            yield whole, parts
    for row in rows:
        code = row.keyed.key.code
        if row.keyed.key.role == "total" and row.keyed.key.sort == "item" and block.table.kind == "three_public":
            yield row, [r for r in rows if is_part(r, row)]
        if row.keyed.key.role == "total" and row.keyed.key.sort in {"function", "economic"}:
            below = [r for r in leaves if r.keyed.key.code.startswith(code) and r.keyed.key.unit == row.keyed.key.unit]
            yield row, below


def holds_units(row: PlacedRow, rows: Sequence[PlacedRow]) -> bool:
    """Whether a row is a body's whose units follow below it: their codes begin with its own (245, then 245001)."""
    own = row.keyed.key
    others = (other.keyed.key for other in rows)
    return own.sort == "unit" and bool(own.code) and any(
        other.sort == "unit" and other.code.startswith(own.code) and len(other.code) > len(own.code) for other in others
    )


def year_of(row: PlacedRow) -> str:
    """The year that a row names; empty when it names none."""
    return row.keyed.key.values.get("fiscalYear", "")


def has_money(row: PlacedRow) -> bool:
    """Whether a row prints anything but zeros."""
    return any(amount.value for amount in row.keyed.row.amounts)


def is_part(row: PlacedRow, whole: PlacedRow) -> bool:
    """Whether an item row is directly below another one (购置费 below 购置及运行费)."""
    concept = codes.scheme("item").get(row.keyed.key.values.get("item", ""))
    return concept is not None and concept.broader == whole.keyed.key.values.get("item")


def summary_groups(
    rows: Sequence[PlacedRow], leaves: Sequence[PlacedRow]
) -> Iterator[tuple[PlacedRow, list[PlacedRow]]]:
    """In a 收支 table: 本年合计 of the current year's rows, 总计 of all with the balances."""
    for place, row in enumerate(rows):
        values = row.keyed.key.values
        if row.keyed.key.sort != "total" or not leaves:
            continue
        if values.get("item") == "current-year-total":
            yield row, current_rows(rows[:place]) or current_rows(leaves)
        else:
            yield row, list(leaves)


def current_rows(rows: Sequence[PlacedRow]) -> list[PlacedRow]:
    """The rows of details that are about the current year."""
    details = [r for r in rows if r.keyed.key.role == "detail"]
    return [r for r in details if r.keyed.key.values.get("fundVintage", "current") == "current"]
