"""Which of a run of columns stand below which groups of a header's level: each group in the middle of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from converter.readers.unruled_columns import Column
from converter.readers.unruled_level import SLACK
from converter.readers.words import Word

ASKEW = 2.0  # so many heights may the middle of a group lie beside the middle of its columns
MOST_PARTS = 12
SUBTOTAL = "小计"


def parted(
    groups: Sequence[Word], columns: Sequence[Column], first: int, stop: int, last: bool = False
) -> list[tuple[Word, int, int]] | None:
    """A run of columns parted among groups so that each stands in the middle of its part.

    In the last level a group that would begin before a 小计 begins at it if it stands over the middle there as well:
    words at the foot of their cells do not show which of them stand below a group.
    """
    found = whole_parts(groups, columns, first, stop)
    return [from_subtotal(part, columns) for part in found] if last and found else found


def from_subtotal(part: tuple[Word, int, int], columns: Sequence[Column]) -> tuple[Word, int, int]:
    """A group with the columns from the one 小计 within its part on, if it stands over their middle, else as it is."""
    group, first, last = part
    starts = [place for place in range(first + 1, last) if columns[place].text == SUBTOTAL]
    if len(starts) != 1 or columns[first].text == SUBTOTAL:
        return part
    edges = cell_edges(columns)
    off = {b: abs(group.centre - between_edges(columns, edges, starts[0], b)) for b in range(starts[0] + 2, last + 2)}
    best = min(off, key=lambda b: off[b])
    return (group, starts[0], best - 1) if off[best] < group.size else part


def whole_parts(
    groups: Sequence[Word], columns: Sequence[Column], first: int, stop: int
) -> list[tuple[Word, int, int]] | None:
    """A run of columns parted among groups, all of it but where it has one group that stands over one of its ends."""
    if stop - first < len(groups) or stop - first > MOST_PARTS * 2:
        return None
    edges = cell_edges(columns)
    flushed = flush(groups, columns, first, stop)
    if flushed is not None and len(groups) > 1 and all(is_off(group, columns[a]) for group, a, _ in flushed):
        return flushed
    for middle_of in (between_edges, between_mirrored):
        middles = {(a, b): middle_of(columns, edges, a, b) for a in range(first, stop) for b in range(a + 1, stop + 1)}
        best, worst = fewest_askew(groups, middles, first, stop)
        if worst < ASKEW * groups[0].size or (len(groups) == 1 and stop - first == 1):
            return [(group, a, b - 1) for group, (a, b) in zip(groups, best, strict=True)]
    return flushed or at_one_end(groups, columns, edges, first, stop) or over_alike(groups, columns, first, stop)


def at_one_end(
    groups: Sequence[Word], columns: Sequence[Column], edges: Sequence[float], first: int, stop: int
) -> list[tuple[Word, int, int]] | None:
    """The one group of a run over the only columns from one of its ends that it stands over the middle of, or None."""
    if len(groups) != 1:
        return None
    parts = [*((first, b) for b in range(first + 2, stop)), *((a, stop) for a in range(first + 1, stop - 1))]
    near = [
        part for part in parts if abs(groups[0].centre - between_edges(columns, edges, *part)) < ASKEW * groups[0].size
    ]
    if len(near) != 1 or abs(groups[0].centre - between_edges(columns, edges, *near[0])) > groups[0].size:
        return None
    return [(groups[0], near[0][0], near[0][1] - 1)]


def over_alike(
    groups: Sequence[Word], columns: Sequence[Column], first: int, stop: int
) -> list[tuple[Word, int, int]] | None:
    """Each of several groups over the columns of one name each that others repeat, in their middle, or None."""
    edges = cell_edges(columns)
    for width in range((stop - first) // len(groups), 1, -1):
        runs: dict[tuple[str, ...], list[int]] = {}
        for start in range(first, stop - width + 1):
            runs.setdefault(tuple(column.text for column in columns[start : start + width]), []).append(start)
        for starts in runs.values():
            parts = [(group, a, a + width - 1) for group, a in zip(groups, starts, strict=False)]
            askew = [abs(group.centre - between_edges(columns, edges, a, b + 1)) / group.size for group, a, b in parts]
            if 1 < len(groups) == len(starts) and max(askew) < 1:
                return parts
    return None


def is_off(group: Word, column: Column) -> bool:
    """Whether a group stands beside the middle of a column's own word."""
    return column.head is not None and abs(group.centre - column.head.centre) > SLACK


def flush(
    groups: Sequence[Word], columns: Sequence[Column], first: int, stop: int
) -> list[tuple[Word, int, int]] | None:
    """A run of columns parted among groups that begin where the heads of their first columns do, or None."""
    lefts = [column.head.left if column.head else column.left for column in columns]
    starts = [next((i for i in range(first, stop) if abs(group.left - lefts[i]) < SLACK), None) for group in groups]
    found = [start for start in starts if start is not None]
    if len(found) < len(groups) or found[0] != first or sorted(set(found)) != found:
        return None
    return [(group, a, b - 1) for group, (a, b) in zip(groups, pairwise([*found, stop]), strict=True)]


def fewest_askew(
    groups: Sequence[Word], middles: Mapping[tuple[int, int], float], first: int, stop: int
) -> tuple[list[tuple[int, int]], float]:
    """The parts of a run in whose middles groups stand best, and how far the worst of them is off."""
    ways = []
    for cuts in combinations(range(first + 1, stop), len(groups) - 1):
        runs = list(pairwise([first, *cuts, stop]))
        askew = [abs(group.centre - middles[run]) for group, run in zip(groups, runs, strict=True)]
        ways.append((sum(askew), runs, max(askew)))
    _, best, worst = min(ways, key=lambda way: way[0])
    return best, worst


def between_edges(columns: Sequence[Column], edges: Sequence[float], first: int, stop: int) -> float:
    """The middle of a run of columns between the lines that part it from its neighbours."""
    return (edges[first] + edges[stop]) / 2


def between_mirrored(columns: Sequence[Column], edges: Sequence[float], first: int, stop: int) -> float:
    """The middle of a run of columns if the outer ones reach as far from their heads outwards as inwards."""
    if stop - first == 1:
        return columns[first].centre
    return columns[first].centre + columns[stop - 1].centre - (edges[first + 1] + edges[stop - 1]) / 2


def cell_edges(columns: Sequence[Column]) -> list[float]:
    """The lines between the columns, as far as they can be told: midway between their cells, or their reaches."""
    reaches = mirrored(columns) or [column.reach for column in columns]
    inner = [(a[1] + b[0]) / 2 for a, b in pairwise(reaches)]
    first, last = columns[0].centre, columns[-1].centre
    left = min(reaches[0][0], 2 * first - inner[0]) if inner else reaches[0][0]
    right = max(reaches[-1][1], 2 * last - inner[-1]) if inner else reaches[-1][1]
    return [left, *inner, right]


def mirrored(columns: Sequence[Column]) -> list[tuple[float, float]]:
    """How far cells reach if their heads stand in their middles; nothing where such cells would overlap.

    Words begin at the left of a wide cell and figures end at its right: both say where its other side is.
    """
    halves = [max(column.centre - column.reach[0], column.reach[1] - column.centre) for column in columns]
    cells = [(column.centre - half, column.centre + half) for column, half in zip(columns, halves, strict=True)]
    return cells if all(a[1] <= b[0] for a, b in pairwise(cells)) else []
