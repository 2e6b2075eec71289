"""Puts the rows of a table whose pages have different columns on common ones: by their rules, or by their headers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean

from converter.columns import Path
from converter.header import GridRow, header_paths, header_size, is_body, is_column_numbers
from converter.words import key

SNAP = 4.0  # points: edges of two pages at most this far apart are one
MOST_TOGETHER = 3  # columns of one that is cut elsewhere

Span = tuple[int, int]
"""The columns from the first to before the second that a cell stands in."""


@dataclass(frozen=True)
class Part:
    """Rows below a header of their own, all as wide as it."""

    header: tuple[GridRow, ...]
    body: tuple[GridRow, ...]

    @property
    def width(self) -> int:
        return max(len(row.cells) for row in self.header)

    @property
    def paths(self) -> list[Path]:
        """The header words of each column, as keys."""
        return [tuple(key(word) for word in path) for path in header_paths(self.header, self.width)]


def parted(rows: Sequence[GridRow]) -> tuple[list[GridRow], list[GridRow]]:
    """The rows on common columns (see `aligned`), and those of which nobody can say which columns theirs are.

    These are rows of pages with other columns than the header has, in a table of which some pages draw their cells and
    others do not. Elsewhere a shorter row only lacks the empty cells at its end.
    """
    if not (any(row.edges for row in rows) and any(row.aligned for row in rows)):
        return aligned(rows), []
    told = by_headers(rows)
    size = header_size(told)
    widths = {len(row.cells) for row in told[:size]}
    own, foreign = list(told[:size]), list[GridRow]()
    for row in told[size:]:
        (own if not widths or len(row.cells) in widths else foreign).append(row)
    return aligned(own), foreign


def aligned(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows on common columns: by their edges where all are drawn and differ in number, else by their headers.

    Rows of other pages whose header is not printed again are filled up on the right.
    """
    if len({len(row.cells) for row in rows}) < 2 or not all(row.edges for row in rows):
        return filled_up(by_headers(rows))
    shifted = [shift(row, rows) for row in rows]
    edges = common(edge for row in dict.fromkeys(row.edges for row in shifted) for edge in row)
    return [spread(row, edges) for row in shifted]


def filled_up(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows, the shorter ones filled up on the right."""
    width = max((len(row.cells) for row in rows), default=0)
    return [row.widened(width) for row in rows]


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
    spans = list(pairwise(places))
    return replace(over(row, spans, len(edges) - 1), edges=tuple(edges))


def over(row: GridRow, spans: Sequence[Span], width: int) -> GridRow:
    """The row with each of its cells over these columns; the texts of several cells over one column are joined."""
    cells, merged, origins = [""] * width, ["-"] * width, [len(row.cells)] * width
    for number, (start, stop) in enumerate(spans):
        if start == stop:
            continue
        for place in range(start + 1, stop):
            merged[place] = "<"
        if cells[start]:
            cells[start] = f"{cells[start]} {row.cells[number]}".strip()
            continue
        merged[start] = row.merged[number] if row.merged else "."
        cells[start], origins[start] = row.cells[number], number
    return GridRow(tuple(cells), row.line, "".join(merged), (), tuple(origins), row.aligned)


def by_headers(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows of pages with other columns on those of the header with most, where each prints the header again."""
    parts = list(headed_parts(rows))
    if len({part.width for part in parts}) < 2:
        return list(rows)
    main = max(parts, key=lambda part: part.width)
    found = [corresponding(main.paths, part.paths) for part in parts]
    out = list(main.header)
    for part, spans in zip(parts, found, strict=True):
        if spans is None:
            return list(rows)
        same = part.width == main.width
        out += part.body if same else [over(row.widened(part.width), spans, main.width) for row in part.body]
    return out


def headed_parts(rows: Sequence[GridRow]) -> Iterator[Part]:
    """The parts of a table, each below a print of its header; none where rows are wider than theirs."""
    header = tuple(rows[: header_size(rows)])
    letters = letters_of(header)
    starts = [(0, len(header))] if letters else []
    index = len(header)
    while index < len(rows) and letters:
        size = repeat_size(rows[index : index + 2 * len(header) + 2], letters)
        if size:
            starts.append((index, size))
        index += size or 1
    for (start, size), (stop, _) in pairwise([*starts, (len(rows), 0)]):
        part = Part(tuple(rows[start : start + size]), tuple(rows[start + size : stop]))
        if any(len(row.cells) > part.width for row in part.body):
            return
        yield part


def repeat_size(rows: Sequence[GridRow], letters: Counter[str]) -> int:
    """How many of the rows print the letters of a header again, wherever its cells are parted; or 0."""
    seen = Counter[str]()
    for size, row in enumerate(rows, start=1):
        if is_body(row):
            return 0
        seen += letters_of([row])
        if seen == letters:
            return size + (size < len(rows) and is_column_numbers(rows[size]))
        if seen - letters:
            return 0
    return 0


def letters_of(rows: Iterable[GridRow]) -> Counter[str]:
    """The letters of header rows, without the numbers of columns."""
    return Counter(letter for row in rows if not is_column_numbers(row) for cell in row.filled for letter in cell)


def corresponding(paths: Sequence[Path], others: Sequence[Path]) -> list[Span] | None:
    """For each of some columns those that it stands for, by the header words; None where one stands for none.

    Columns of which one is cut in two elsewhere (类款; 类, 款) stand for each other if the words above them agree.
    """
    spans: list[Span] = []
    place = 0
    while len(spans) < len(others):
        known = None if place == len(paths) else met(paths[place:], others[len(spans) :])
        if known is None:
            return None
        columns, cells = known
        spans += [(place, place + columns)] * cells
        place += columns
    return spans if place == len(paths) else None


def met(paths: Sequence[Path], others: Sequence[Path]) -> tuple[int, int] | None:
    """How many columns at the beginning of both stand for each other: one for one, one for several, or None."""
    if paths[0] == others[0]:
        return 1, 1
    for size in range(2, 1 + min(MOST_TOGETHER, max(len(paths), len(others)))):
        if written_together(others[:size]) == paths[0] and len(others) >= size:
            return 1, size
        if written_together(paths[:size]) == others[0] and len(paths) >= size:
            return size, 1
    return None


def written_together(paths: Sequence[Path]) -> Path | None:
    """The header words of columns with the same words above them as those of one column; None where these differ."""
    if not all(paths) or len({path[:-1] for path in paths}) > 1:
        return None
    return (*paths[0][:-1], "".join(path[-1] for path in paths))
