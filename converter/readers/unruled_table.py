"""The lines of cells of a table without drawn cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from converter.readers.glyphs import cell_text
from converter.readers.marks import Box, Tolerances
from converter.readers.printed import Printed, box_place
from converter.readers.touching import untouched
from converter.readers.unruled import Draft, is_code, is_numbers
from converter.readers.unruled_columns import Part
from converter.readers.unruled_head import Head, find_head
from converter.readers.unruled_rows import Cells, rows_of
from converter.readers.unruled_runs import cell_edges
from converter.readers.words import CHINESE, SPREAD_HEADS, Word, unspread

TOTAL = re.compile(r"[合总小]计[:：]?")
RIVER = 0.12  # a gap of this share of the letters' height that no line fills parts two columns
SAME_END = 1.5
ROW_NUMBERS = {"行次", "序号"}
LEAST_COLUMNS = 2
LEAST_AMOUNTS = 3
LEAST_MIXED = 2  # rows


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
    above = [word for line in drafts[0].header if not is_numbers(line) for word in unspread(line.words, SPREAD_HEADS)]
    head = find_head(list(untouched(above, content)), content, drafts[0].inner)
    if head is None or len(head.columns) < LEAST_COLUMNS:
        return None
    edges = cell_edges(head.columns)
    places = [place_of(word, edges) for word in words if word.is_figure]
    counted = (place for place, column in enumerate(head.columns) if column.head and column.head.text in ROW_NUMBERS)
    money = frozenset((*places, *counted))
    rows = [rows_of(draft, edges, money) for draft in drafts]
    if sum(is_mixed(row) for several in rows for row in several) >= LEAST_MIXED:
        return None
    first = (drafts[0].page, sheets[0], tolerances)
    return Table(
        tuple(head_lines(head, *first)),
        tuple(
            tuple(body_line(row, edges, draft.page, sheet, tolerances) for row in several)
            for draft, sheet, several in zip(drafts, sheets, rows, strict=True)
        ),
    )


def columns_of(words: Sequence[Word]) -> list[Part]:
    """How far the columns reach: stretches that words fill, parted by rivers; total words may stand over two."""
    found: list[list[Word]] = []
    right = -inf
    for word in sorted((w for w in words if not TOTAL.fullmatch(w.text)), key=lambda word: word.left):
        if found and word.left - right <= RIVER * word.size and not begins_names(word, found[-1], right):
            found[-1].append(word)
            right = max(right, word.right)
        else:
            found.append([word])
            right = word.right
    return [part_of(several) for several in indented(found)]


def begins_names(word: Word, amounts: Sequence[Word], right: float) -> bool:
    """Whether a name begins where amounts end, all at the right of their cells: so near is the next cell."""
    if word.left < right or not CHINESE.match(word.text) or len(amounts) < LEAST_AMOUNTS:
        return False
    return all(amount.is_figure and right - amount.right < SAME_END for amount in amounts)


def indented(columns: Sequence[list[Word]]) -> list[list[Word]]:
    """The columns' words, those together that are one column of indented codes: each level begins with one before."""
    found: list[list[Word]] = []
    for words in columns:
        if found and all(map(is_code, [*found[-1], *words])) and go_on(found[-1], words):
            found[-1] = [*found[-1], *words]
        else:
            found.append(words)
    return found


def go_on(codes: Sequence[Word], longer: Sequence[Word]) -> bool:
    """Whether longer codes, on lines of their own, each begin with one of the shorter."""
    levels = {code.text for code in codes}
    heights = [code.middle for code in codes]
    return all(
        any(word.text.startswith(code) and word.text != code for code in levels)
        and all(abs(word.middle - height) > word.size / 2 for height in heights)
        for word in longer
    )


def part_of(words: Sequence[Word]) -> Part:
    """The stretch of a column's words."""
    worded = 2 * sum(bool(CHINESE.search(word.text)) for word in words) > len(words)
    return Part(words[0].left, max(word.right for word in words), worded, not worded and is_flush(words))


def is_flush(words: Sequence[Word]) -> bool:
    """Whether amounts end at the right of their cells, as nearly all do, and do not begin at the left of these."""
    lefts, rights = ([getattr(word, side) for word in words] for side in ("left", "right"))
    begin = max(lefts) - min(lefts) < SAME_END and max(rights) - min(rights) > words[0].size
    return any(word.is_figure for word in words) and not begin


def is_mixed(row: Cells) -> bool:
    """Whether a cell of a row holds words and a figure: then it is two, and their columns were not told."""
    return any(any(w.is_figure for w in words) and any(CHINESE.search(w.text) for w in words) for words in row.values())


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
