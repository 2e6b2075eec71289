"""Turns placed rows into cells: one per printed money figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from converter.amounts import Amount, yuan
from converter.counting import counting_rows
from converter.document import Document
from converter.facts import UNDECIDED, Cell
from converter.lexicon import counts_things
from converter.organisation import Organisation
from converter.placed import PlacedBlock, PlacedRow


def cells_of(block: PlacedBlock, number: int, document: Document, org: Organisation) -> Iterator[Cell]:
    """The cells of a block (the `number`th), row by row; quantities are left out."""
    counting = counting_rows(block)
    for row_number, row in enumerate(block.rows):
        for index, amount in enumerate(row.keyed.row.amounts):
            garbled = row.keyed.key.sort == "other" and bool(row.keyed.key.code) and not block.drawn
            place = row.column(index) if row.candidates and not garbled else None
            column = place if block.table.unit else None  # without a unit, no amount can be told
            if place is None or not (row_number in counting or holds_counts(block, place)):
                cell = make_cell(block, row, amount, column, document, org)
                yield cell if column is None else replace(cell, place=(number, row_number, column))


def holds_counts(block: PlacedBlock, column: int) -> bool:
    """Whether a column holds numbers that are no money."""
    assert block.columns is not None
    return counts_things(block.columns.paths[column])


def make_cell(
    block: PlacedBlock, row: PlacedRow, amount: Amount, column: int | None, document: Document, org: Organisation
) -> Cell:
    """One cell; without a column it says that it is undecided."""
    found, table = row.keyed.key, block.table
    unit, line = table.unit or "万元", document.line(amount.line)
    known = found.sort != "other" and column is not None and block.columns is not None and block.knows(column)
    return Cell(
        table=table.order,
        table_kind=table.kind,
        table_title=table.title,
        row_sort=found.sort,
        row_code=found.code,
        row_label=found.label,
        budget_unit=found.unit or org.code or org.name,
        column_path=path_of(block, column),
        role=role_of(block, row, column),
        amount_yuan=yuan(amount.value, unit),
        published_value=amount.text,
        published_unit=unit,
        resolved_by=UNDECIDED if column is None else (row.resolved_by if row.placed else "by-identity"),
        page=line.page,
        line_start=amount.line,
        line_end=amount.line,
        values=block.values(row.keyed, column),
        known=known,
        address=line.place(amount.text, amount.column),
    )


def path_of(block: PlacedBlock, column: int | None) -> str:
    """The header path joined by "/", the block first; empty when undecided."""
    if column is None or block.columns is None:
        return ""
    words = (*([block.name] if block.name else []), *block.columns.paths[column])
    return "/".join(word.replace(" ", "") for word in words)


def role_of(block: PlacedBlock, row: PlacedRow, column: int | None) -> str:
    """detail, total or memo; empty when undecided."""
    if column is None or block.columns is None:
        return ""
    roles = {block.columns.role(column), row.keyed.key.role}
    return "memo" if "memo" in roles else "total" if "total" in roles else "detail"
