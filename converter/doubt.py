"""Takes back placings that column sums speak against.

A row can obey every identity of the header and still stand wrong, when the document left one of its figures out:
合计 and 上年结转 both 33.00 look right where 本年收入 33.00 is missing. The column then has just that amount too much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations
from math import comb

from converter.placed import Candidate, PlacedRow, settings
from converter.sums import first, tolerance, vector

CERTAIN = {"as-printed", "undecided"}


def take_back(groups: Iterable[tuple[PlacedRow, Sequence[PlacedRow]]], width: int) -> None:
    """Leaves undecided each inferred row whose amount is just what a column has too much, its total or its parts."""
    for total, parts in groups:
        if not parts or not total.placed or not all(part.candidates for part in parts):
            continue
        slack = tolerance(parts, total)
        if abs(sum((first(part) for part in parts), Decimal(0)) - first(total)) > slack:
            continue
        if all(part.placed for part in parts):
            take_back_surplus(total, parts, width, slack)
        else:
            take_back_impossible(total, parts, width, slack)


def take_back_surplus(total: PlacedRow, parts: Sequence[PlacedRow], width: int, slack: Decimal) -> None:
    """For a sum whose parts all have their places."""
    for column, excess in surplus(total, parts, width, slack):
        for row in parts if excess > 0 else [total]:
            if row.resolved_by not in CERTAIN and holds(row, column, abs(excess), slack, width):
                leave_open(row, width)


def take_back_impossible(total: PlacedRow, parts: Sequence[PlacedRow], width: int, slack: Decimal) -> None:
    """For a sum with open parts: one that has no way left for which there is room; where several are so, the sum."""
    if any(amount.value < 0 for part in parts for amount in part.keyed.row.amounts):
        return
    room = vector(total, total.candidates[0], width)
    for part in (part for part in parts if part.placed):
        room = [a - b for a, b in zip(room, vector(part, part.candidates[0], width), strict=True)]
    open_parts = [part for part in parts if not part.placed]
    impossible = [part for part in open_parts if not any(fits(part, way, room, slack) for way in part.candidates)]
    suspects = impossible if len(impossible) == 1 else [total][: len(impossible)]
    for row in suspects:
        if row.resolved_by != "as-printed":
            leave_open(row, width)


def fits(part: PlacedRow, way: Candidate, room: Sequence[Decimal], slack: Decimal) -> bool:
    """Whether a sum has room for a part that stands like this."""
    return all(a <= b + slack for a, b in zip(vector(part, way, len(room)), room, strict=True))


def surplus(total: PlacedRow, parts: Sequence[PlacedRow], width: int, slack: Decimal) -> list[tuple[int, Decimal]]:
    """(column, how much more its parts have than its total) for every column that does not add up."""
    target = vector(total, total.candidates[0], width)
    sums = [sum(c, Decimal(0)) for c in zip(*(vector(p, p.candidates[0], width) for p in parts), strict=True)]
    return [(i, a - b) for i, (a, b) in enumerate(zip(sums, target, strict=True)) if abs(a - b) > slack]


def holds(row: PlacedRow, column: int, amount: Decimal, slack: Decimal, width: int) -> bool:
    return row.placed and abs(vector(row, row.candidates[0], width)[column] - amount) <= slack


def leave_open(row: PlacedRow, width: int) -> None:
    """Gives a row back every place of its amounts that keeps the first one where it is."""
    own = row.candidates[0]
    count = len(own)
    row.resolved_by = "undecided"
    if comb(width, count) > settings()["limits"]["candidates"]:
        row.candidates = []
        return
    found: list[Candidate] = [c for c in combinations(range(width), count) if c[0] == own[0]]
    row.candidates = found if len(found) > 1 else []
