"""Puts the rows of a table whose pages draw different columns on common columns, by where the rules stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import fmean

from converter.header import GridRow

SNAP = 4.0  # points: edges of two pages at most this far apart are one


def aligned(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows on common columns: by their edges where these differ in number, else by filling up on the right."""
    width = max((len(row.cells) for row in rows), default=0)
    drawn = [row for row in rows if row.edges]
    if len({len(row.cells) for row in drawn}) < 2 or len(drawn) < len(rows):
        return [row.widened(width) for row in rows]
    shifted = [shift(row, drawn) for row in rows]
    edges = common(edge for row in dict.fromkeys(row.edges for row in shifted) for edge in row)
    return [spread(row, edges) for row in shifted]


def shift(row: GridRow, rows: Sequence[GridRow]) -> GridRow:
    """The row moved sideways where its page sets the whole table elsewhere than the first page."""
    first = rows[0].edges
    same_size = abs((first[-1] - first[0]) - (row.edges[-1] - row.edges[0])) <= SNAP
    move = first[0] - row.edges[0] if same_size else 0.0
    return replace(row, edges=tuple(edge + move for edge in row.edges)) if move else row


def common(edges: Iterable[float]) -> list[float]:
    """The edges of all pages, those close to each other as one."""
    groups: list[list[float]] = []
    for edge in sorted(edges):
        if groups and edge - groups[-1][0] <= SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [fmean(group) for group in groups]


def spread(row: GridRow, edges: Sequence[float]) -> GridRow:
    """The row with each of its cells over all common columns that it covers."""
    places = [min(range(len(edges)), key=lambda i: abs(edges[i] - edge)) for edge in row.edges]
    cells, merged = [""] * (len(edges) - 1), ["-"] * (len(edges) - 1)
    origins = [len(row.cells)] * (len(edges) - 1)
    for number, (start, stop) in enumerate(pairwise(places)):
        for place in range(start, stop):
            merged[place] = row.merged[number] if place == start else "<"
        if start < stop:
            cells[start], origins[start] = row.cells[number], number
    return GridRow(tuple(cells), row.line, "".join(merged), tuple(edges), tuple(origins))
