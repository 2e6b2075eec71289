"""The lines of cells of a table without drawn cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.readers.glyphs import cell_text
from converter.readers.marks import Box, Tolerances
from converter.readers.printed import Printed, box_place
from converter.readers.unruled import Draft, is_numbers
from converter.readers.unruled_head import Head, cell_edges, find_head
from converter.readers.unruled_rows import Cells, rows_of
from converter.readers.words import Word, unspread

TOTAL = re.compile(r"[合总小]计[:：]?")
RIVER = 0.12  # a gap of this share of the letters' height that no line fills parts two columns
LEAST_COLUMNS = 2


@dataclass(frozen=True)
class Table:
    """The lines of cells of a table, those of the header first, then those of each of its drafts."""

    header: tuple[Printed, ...]
    bodies: tuple[tuple[Printed, ...], ...]


def laid_out(drafts: Sequence[Draft], sheets: Sequence[Box], tolerances: Tolerances) -> Table | None:
    """The table of drafts that go on from page to page; None when its columns or its header cannot be told."""
    body = [line for draft in drafts for line in draft.body if not is_numbers(line)]
    words = [word for line in body for word in unspread(line.words)]
    content = columns_of(words)
    head = find_head([w for line in drafts[0].header if not is_numbers(line) for w in line.words], content)
    if head is None or len(head.columns) < LEAST_COLUMNS:
        return None
    edges = cell_edges(head.columns)
    places = [place_of(word, edges) for word in words if word.is_figure]
    money = frozenset(places)
    rows = [rows_of(draft, edges, money) for draft in drafts]
    first = (drafts[0].page, sheets[0], tolerances)
    return Table(
        tuple(head_lines(head, *first)),
        tuple(
            tuple(body_line(row, edges, draft.page, sheet, tolerances) for row in several)
            for draft, sheet, several in zip(drafts, sheets, rows, strict=True)
        ),
    )


def columns_of(words: Sequence[Word]) -> list[tuple[float, float]]:
    """How far the columns reach: stretches that words fill, parted by rivers; total words may stand over two."""
    found: list[tuple[float, float]] = []
    for word in sorted((w for w in words if not TOTAL.fullmatch(w.text)), key=lambda word: word.left):
        if found and word.left - found[-1][1] <= RIVER * word.size:
            found[-1] = (found[-1][0], max(found[-1][1], word.right))
        else:
            found.append((word.left, word.right))
    return found


def place_of(word: Word, edges: Sequence[float]) -> int:
    return max(0, min(len(edges) - 2, sum(edge <= word.centre for edge in edges) - 1))


def head_lines(head: Head, page: int, sheet: Box, tolerances: Tolerances) -> Iterator[Printed]:
    """The header's rows: a group over its columns, a column's own word below its last group."""
    width, depth = len(head.columns), len(head.levels) + 1
    grid: list[list[Word | None]] = [[None] * width for _ in range(depth)]
    marks = [["."] * width for _ in range(depth)]
    own = [0] * width
    for level, groups in enumerate(head.levels):
        for group, first, last in groups:
            grid[level][first] = group
            marks[level][first : last + 1] = "." + "<" * (last - first)
            own[first : last + 1] = [level + 1] * (last + 1 - first)
    for column, level in enumerate(own):
        grid[level][column] = head.columns[column].head
        for below in range(level + 1, depth):
            marks[below][column] = "^"
    for row, mark in zip(grid, marks, strict=True):
        yield printed(list(row), "".join(mark), page, sheet, tolerances)


def printed(row: Sequence[Word | None], marks: str, page: int, sheet: Box, tolerances: Tolerances) -> Printed:
    """A line of cells."""
    texts = tuple(cell_text(word.glyphs, 0.0, tolerances) if word else "" for word in row)
    places = tuple(box_place(page, sheet, word.glyphs) if word else "" for word in row)
    return Printed("\t".join(texts), marks, places, aligned=True)


def body_line(row: Cells, edges: Sequence[float], page: int, sheet: Box, tolerances: Tolerances) -> Printed:
    """A row of the body."""
    texts, places = [""] * (len(edges) - 1), [""] * (len(edges) - 1)
    for column, words in row.items():
        glyphs = [glyph for word in words for glyph in word.glyphs]
        texts[column] = cell_text(glyphs, 0.0, tolerances)
        places[column] = box_place(page, sheet, glyphs)
    return Printed("\t".join(texts), "." * len(texts), tuple(places), aligned=True)
