"""Sums within a table: across its columns, down its rows, and tables that are cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.facts import Finding
from converter.findings.message import make
from converter.placed import PlacedBlock, PlacedRow
from converter.placing import groups
from converter.sums import tolerance, vector

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

MANY = Decimal("0.02")  # a shortfall of this share of the total in all columns means missing rows, not a slip


def table_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Findings about sums inside each table."""
    for block in disclosure.blocks:
        if block.columns is None:
            continue
        for row in block.rows:
            if row.placed:
                yield from column_findings(block, row)
        for total, parts in groups(block):
            if total.placed and parts and all(part.placed for part in parts):
                yield from row_findings(block, total, parts)


def name_of(row: PlacedRow) -> str:
    return row.keyed.key.label or row.keyed.key.code or "合计"


def path(block: PlacedBlock, column: int) -> str:
    assert block.columns is not None
    return "/".join(block.columns.paths[column])


def span(row: PlacedRow) -> tuple[int, int]:
    lines = [amount.line for amount in row.keyed.row.amounts]
    return min(lines), max(lines)


def column_findings(block: PlacedBlock, row: PlacedRow) -> Iterator[Finding]:
    """A row whose printed parts do not make its printed total (基本 + 项目 = 合计)."""
    assert block.columns is not None
    values: list[Decimal | None] = [None] * len(block.columns)
    for amount, column in zip(row.keyed.row.amounts, row.candidates[0], strict=True):
        values[column] = amount.value
    half = max(amount.half_place for amount in row.keyed.row.amounts)
    for identity in block.columns.identities:
        if identity.holds(values, half) or identity.bound:
            continue
        parts = sum((values[i] or Decimal(0) for i in identity.parts), Decimal(0))
        yield make(
            "three-public-parts" if are_items(block, identity.parts) else "column-parts",
            [span(row)],
            expected=(values[identity.total] or Decimal(0)) * block.scale,
            found=parts * block.scale,
            table=block.table.order,
            key=f"{block.table.order}.{span(row)[0]}.{identity.total}",
            row=name_of(row),
            column=path(block, identity.total),
            **words(block),
        )


def are_items(block: PlacedBlock, columns: Sequence[int]) -> bool:
    """Whether columns are the items of the three public expenses (and not their funds)."""
    assert block.columns is not None
    return block.table.kind == "three_public" and all("item" in block.columns.meanings[c].values for c in columns)


def row_findings(block: PlacedBlock, total: PlacedRow, parts: Sequence[PlacedRow]) -> Iterator[Finding]:
    """A sum row against the rows that make it, column by column."""
    assert block.columns is not None
    width = len(block.columns)
    want = vector(total, total.candidates[0], width)
    have = [sum(column, Decimal(0)) for column in zip(*(vector(p, p.candidates[0], width) for p in parts), strict=True)]
    slack = tolerance(parts, total)
    printed = set(total.candidates[0])
    off = [c for c in range(width) if c in printed and abs(want[c] - have[c]) > slack]
    if off:
        yield from (
            cut_off(block, total, parts, want, have)
            if is_cut_off(want, have, slack)
            else slips(block, total, parts, want, have, off)
        )


def is_cut_off(want: Sequence[Decimal], have: Sequence[Decimal], slack: Decimal) -> bool:
    """Whether rows are missing: every column falls short or fits, and much is missing."""
    return all(w - h >= -slack for w, h in zip(want, have, strict=True)) and want[0] - have[0] > MANY * abs(want[0])


def cut_off(
    block: PlacedBlock, total: PlacedRow, parts: Sequence[PlacedRow], want: Sequence[Decimal], have: Sequence[Decimal]
) -> Iterator[Finding]:
    last = max(span(part) for part in parts)
    yield make(
        "truncated-table",
        [span(total), last],
        fault="extraction",
        expected=want[0] * block.scale,
        found=have[0] * block.scale,
        table=block.table.order,
        key=f"{block.table.order}.{span(total)[0]}",
        **words(block),
    )


def slips(
    block: PlacedBlock,
    total: PlacedRow,
    parts: Sequence[PlacedRow],
    want: Sequence[Decimal],
    have: Sequence[Decimal],
    off: Sequence[int],
) -> Iterator[Finding]:
    whole = total.keyed.key.sort == "total"
    lines = [span(total), (min(span(p)[0] for p in parts), max(span(p)[1] for p in parts))]
    for column in off:
        yield make(
            "details-sum-to-total" if whole else "subtotal-equals-parts",
            lines,
            expected=want[column] * block.scale,
            found=have[column] * block.scale,
            table=block.table.order,
            key=f"{block.table.order}.{span(total)[0]}.{column}",
            row=name_of(total),
            column=path(block, column),
            **words(block),
        )


def words(block: PlacedBlock) -> dict[str, str]:
    return {"title": block.table.title}
