"""Whether the totals of a document close: down its columns and across its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from converter.placed import PlacedBlock, PlacedRow
from converter.placing import groups
from converter.sums import tolerance, vector


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    def __add__(self, other: Share) -> Share:
        return Share(self.hits + other.hits, self.of + other.of)

    def __str__(self) -> str:
        return f"{self.hits} of {self.of}" + (f"  {100 * self.hits / self.of:.1f} %" if self.of else "")


def share(outcomes: Iterable[bool]) -> Share:
    found = list(outcomes)
    return Share(sum(found), len(found))


def sums_down(block: PlacedBlock) -> Iterator[bool]:
    """For each figure of a total row: whether the rows below it make it, within rounding."""
    for total, parts in groups(block):
        if parts and total.candidates and block.columns is not None:
            placed = total.placed and all(part.placed for part in parts)
            yield from closing(total, parts, len(block.columns)) if placed else [False] * len(total.candidates[0])


def closing(total: PlacedRow, parts: Sequence[PlacedRow], width: int) -> Iterator[bool]:
    want, slack = vector(total, total.candidates[0], width), tolerance(parts, total)
    have = [vector(part, part.candidates[0], width) for part in parts]
    for column in total.candidates[0]:
        yield abs(want[column] - sum((row[column] for row in have), Decimal(0))) <= slack


def sums_across(block: PlacedBlock) -> Iterator[bool]:
    """For each total column of each placed row: whether its parts make it, within rounding."""
    for row in (row for row in block.rows if row.placed and block.columns is not None):
        values: list[Decimal | None] = [None] * len(block.columns or ())
        for amount, column in zip(row.keyed.row.amounts, row.candidates[0], strict=True):
            values[column] = amount.value
        half = max(amount.half_place for amount in row.keyed.row.amounts)
        for identity in block.columns.identities if block.columns else ():
            if not identity.bound and values[identity.total] is not None:
                yield identity.holds(values, half)
