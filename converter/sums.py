"""Places rows by column sums: the one combination of placings that adds up to the total row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from converter.row_keys import KeyedRow


class Placeable(Protocol):
    """A row with candidates: placing.PlacedRow."""

    candidates: list[tuple[int, ...]]
    resolved_by: str

    @property
    def placed(self) -> bool: ...

    @property
    def keyed(self) -> KeyedRow: ...


def solve_sums(group: tuple[Placeable, Sequence[Placeable]], width: int, steps: int) -> bool:
    """Whether the sums of a placed total row narrowed its parts; without a whole list of parts nothing is done."""
    total, parts = group
    open_parts = [part for part in parts if not part.placed]
    if not total.placed and parts and not open_parts:
        return place_total(total, parts, width)
    if not total.placed or not open_parts or any(not part.candidates for part in parts):
        return False
    target = vector(total, total.candidates[0], width)
    slack = tolerance(parts, total)
    if abs(sum((first(part) for part in parts), Decimal(0)) - first(total)) > slack:
        return below_total(open_parts, target, width, slack)
    rest = list(target)
    for part in parts:
        if part.placed:
            rest = [a - b for a, b in zip(rest, vector(part, part.candidates[0], width), strict=True)]
    return take(open_parts, list(search(open_parts, rest, width, slack, steps)))


def place_total(total: Placeable, parts: Sequence[Placeable], width: int) -> bool:
    """Whether the parts, all placed, leave fewer ways for their sum row."""
    slack = tolerance(parts, total)
    target = [
        sum(column, Decimal(0)) for column in zip(*(vector(p, p.candidates[0], width) for p in parts), strict=True)
    ]
    keep = [
        c
        for c in total.candidates
        if all(abs(a - b) <= slack for a, b in zip(vector(total, c, width), target, strict=True))
    ]
    if not keep or len(keep) == len(total.candidates):
        return False
    total.candidates = keep
    if len(keep) == 1:
        total.resolved_by = "by-sum"
    return True


def first(row: Placeable) -> Decimal:
    """The leftmost amount, which is the row's total when the header has one."""
    return row.keyed.row.amounts[0].value if row.keyed.row.amounts else Decimal(0)


def vector(row: Placeable, candidate: Sequence[int], width: int) -> list[Decimal]:
    out = [Decimal(0)] * width
    for amount, column in zip(row.keyed.row.amounts, candidate, strict=True):
        out[column] = amount.value
    return out


def tolerance(parts: Sequence[Placeable], total: Placeable) -> Decimal:
    half = max(a.half_place for row in (*parts, total) for a in row.keyed.row.amounts)
    return half * (len(parts) + 1)


def below_total(parts: Sequence[Placeable], target: Sequence[Decimal], width: int, slack: Decimal) -> bool:
    """In a table that is cut off, a part can still be no more than the total of its column."""
    changed = False
    if any(amount.value < 0 for part in parts for amount in part.keyed.row.amounts):
        return False
    for part in parts:
        keep = [
            c
            for c in part.candidates
            if all(abs(v) <= abs(t) + slack for v, t in zip(vector(part, c, width), target, strict=True))
        ]
        if keep and len(keep) < len(part.candidates):
            part.candidates, changed = keep, True
            if len(keep) == 1:
                part.resolved_by = "by-sum"
    return changed


def search(
    parts: Sequence[Placeable], rest: list[Decimal], width: int, slack: Decimal, steps: int
) -> Iterator[tuple[tuple[int, ...], ...] | None]:
    """Up to many solutions; a None says that the search was given up, so that nothing is proved."""
    order = sorted(range(len(parts)), key=lambda i: (len(parts[i].candidates), -first(parts[i])))
    vectors = [[(c, vector(parts[i], c, width)) for c in parts[i].candidates] for i in order]
    least, most = reachable(vectors, width, min), reachable(vectors, width, max)
    chosen: list[tuple[int, ...]] = []
    budget = [steps]

    def walk(depth: int, left: list[Decimal]) -> Iterator[tuple[tuple[int, ...], ...] | None]:
        budget[0] -= 1
        if budget[0] < 0:
            yield None
            return
        bounds = zip(left, least[depth], most[depth], strict=True)
        if any(v < low - slack or v > high + slack for v, low, high in bounds):
            return
        if depth == len(vectors):
            yield tuple(c for _, c in sorted(zip(order, chosen, strict=True)))
            return
        for candidate, values in vectors[depth]:
            chosen.append(candidate)
            yield from walk(depth + 1, [a - b for a, b in zip(left, values, strict=True)])
            chosen.pop()

    yield from walk(0, rest)


def reachable(
    vectors: Sequence[Sequence[tuple[object, list[Decimal]]]], width: int, end: Callable[[Iterable[Decimal]], Decimal]
) -> list[list[Decimal]]:
    """For each depth, the least (`end` is min) or most (max) that the remaining parts can add to each column."""
    reach = [[Decimal(0)] * width]
    for ways in reversed(vectors):
        ends = [end(values[column] for _, values in ways) for column in range(width)]
        reach.append([a + b for a, b in zip(reach[-1], ends, strict=True)])
    return reach[::-1]


def take(parts: Sequence[Placeable], solutions: Sequence[tuple[tuple[int, ...], ...] | None]) -> bool:
    """Keeps for each part the candidates that occur in a solution; nothing when the search was given up."""
    if not solutions or any(solution is None for solution in solutions):
        return False
    changed = False
    for index, part in enumerate(parts):
        keep = list(dict.fromkeys(solution[index] for solution in solutions if solution is not None))
        if len(keep) < len(part.candidates):
            part.candidates, changed = keep, True
            if len(keep) == 1:
                part.resolved_by = "by-sum"
    return changed
