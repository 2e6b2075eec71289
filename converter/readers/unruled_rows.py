"""The rows of a table without drawn cells: which words make a cell, and which cells a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from math import inf

from converter.readers.joining import continues
from converter.readers.loose import DASHES, Loose
from converter.readers.unruled import Draft, is_numbers
from converter.readers.words import Word, unspread

SAME = 0.5  # figures whose middles are at most this share of their height apart stand in one row
CENTRED = 0.3  # so much of their height may the middle of a cell's lines be off that of its row's figures
WRAP = 1.75  # lines of one cell are at most so many heights apart
NUMBER_WRAP = 1.6  # and those of a number
BEGINS = re.compile(
    r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d|[\[【]|其中|[合总小]计|公务|因公|(?:本年|收入|支出|年初|年末|年终|上年|结转)\S*[计余转]$"
)  # what a row of its own begins with
TOTAL = re.compile(r"[合总]计")
# what 合计 may go on with in the next line of its cell
TOTAL_OF = re.compile(r"(?:本年)?(?:财政拨款|一般公共预算|资金|经费)?(?:收入|支出)?")
Cells = dict[int, list[Word]]
"""The words of a row by column."""


def rows_of(draft: Draft, edges: Sequence[float], money: frozenset[int]) -> list[Cells]:
    """The rows of one page from the top, each with its words by column; lines that number the columns are rows."""
    numbers = list(takewhile(is_numbers, draft.body))
    rest = replace(draft, body=draft.body[len(numbers) :])
    above = (numbering(line, edges, money) for line in numbers)
    return [*above, *(rows_below(rest, edges, money) if rest.body else ())]


def numbering(line: Loose, edges: Sequence[float], money: frozenset[int]) -> Cells:
    """The words of a line that numbers the columns: a number for each column, or for each of money, is in its own.

    So they are told where two else share one, for numbers may begin at the left where amounts end at the right.
    """
    row = by_column(line, edges)
    numbers = [word for word in line.words if word.text.isdecimal()]
    if all(len(words) == 1 for words in row.values()):
        return row
    for places in (range(len(edges) - 1), sorted(money)):
        if len(numbers) == len(line.words) == len(places):
            return {place: [word] for place, word in zip(places, numbers, strict=True)}
    return row


def by_column(line: Loose, edges: Sequence[float]) -> Cells:
    """The words of a line by column."""
    row: Cells = {}
    for word in unspread(line.words):
        row.setdefault(column_of(word, edges), []).append(word)
    return row


def rows_below(draft: Draft, edges: Sequence[float], money: frozenset[int]) -> list[Cells]:
    """The rows below those that number the columns."""
    placed = [(column_of(word, edges), word) for line in draft.body for word in unspread(line.words)]
    if rows := ruled_rows(draft, placed):
        return rows
    anchors = anchors_of([word for column, word in placed if column in money and word.is_numeral])
    rows = [{} for _ in anchors]
    loose: list[tuple[float, int, list[Word]]] = []
    for column in range(len(edges) - 1):
        words = sorted((word for place, word in placed if place == column), key=lambda word: word.middle)
        for group in grouped(words, anchors):
            within = [i for i, at in enumerate(anchors) if holds(group, at)]
            if len(within) == 1:
                rows[within[0]].setdefault(column, []).extend(group)
            else:
                loose.append((group[0].middle, column, group))
    heights = [(at, row) for at, row in zip(anchors, rows, strict=True)]
    return [row for _, row in sorted([*heights, *lone_rows(loose)], key=lambda pair: pair[0])]


def column_of(word: Word, edges: Sequence[float]) -> int:
    """The column that holds most of a word; a figure's column is where it ends."""
    spans = [min(word.right, b) - max(word.left, a) for a, b in pairwise(edges)]
    return max(range(len(spans)), key=lambda place: spans[place])


def ruled_rows(draft: Draft, placed: Sequence[tuple[int, Word]]) -> list[Cells]:
    """The rows that horizontal rules part; none when figures of two rows stand between two rules."""
    rows: list[Cells] = [{} for _ in range(len(draft.floors) + 1)]
    for column, word in placed:
        rows[sum(floor < word.middle for floor in draft.floors)].setdefault(column, []).append(word)
    if not draft.floors or any(holds_two(words) for row in rows for words in row.values()):
        return []
    filled = [row for row in rows if row]
    return [] if len(filled) == 1 and any(is_rest_above_total(words) for words in filled[0].values()) else filled


def is_rest_above_total(words: Sequence[Word]) -> bool:
    """Whether words of one column are the total below the rest of a name that the page before begins."""
    below = max(words, key=lambda word: word.middle)
    above = "".join(word.text for word in words if word.middle < below.middle - SAME * below.size)
    return bool(above) and bool(TOTAL.fullmatch(below.text)) and not TOTAL_OF.fullmatch(above)


def holds_two(words: Sequence[Word]) -> bool:
    """Whether words of one column hold figures of two rows: not the lines of one that is broken in its cell."""
    told = (word for word in words if word.is_figure or DASHES.fullmatch(word.text))
    figures = sorted(told, key=lambda word: word.middle)
    return any(
        below.middle - above.middle > SAME * below.size
        and not (below.middle - above.middle <= NUMBER_WRAP * below.size and continues(above.text, below.text))
        for above, below in pairwise(figures)
    )


def anchors_of(figures: Sequence[Word]) -> list[float]:
    """The heights at which rows have figures."""
    found: list[list[Word]] = []
    for word in sorted(figures, key=lambda word: word.middle):
        if found and word.middle - found[-1][0].middle <= SAME * word.size:
            found[-1].append(word)
        else:
            found.append([word])
    return [sum(word.middle for word in group) / len(group) for group in found]


def grouped(words: Sequence[Word], anchors: Sequence[float]) -> list[list[Word]]:
    """The words of a column in cells: lines so close that as few cells as can be stand beside no figures.

    No cell stands beside the figures of two rows, and none goes on with a line that begins like another row. Where the
    lines of one cell are no closer than those of the next, each cell's stand around the figures of its row.
    """
    gaps = sorted({round(b.middle - a.middle, 1) for a, b in pairwise(words)})
    size = words[0].size if words else 0.0
    best, fewest = parts(words, SAME * size), len(words) + 1
    wrap = NUMBER_WRAP if any(word.is_numeral for word in words) else WRAP
    for reach in [SAME * size, *(gap for gap in gaps if gap <= wrap * size)]:
        found = parts(words, reach + 0.06)
        if any(sum(holds(group, at) for at in anchors) > 1 for group in found):
            break
        orphans = sum(not any(holds(group, at) for at in anchors) for group in found)
        if orphans < fewest:
            best, fewest = found, orphans
    return best if not fewest or not words else around(words, anchors) or best


def around(words: Sequence[Word], anchors: Sequence[float]) -> list[list[Word]] | None:
    """The words of a column in cells that each stand in the middle beside a row's figures; None where some do not."""
    ways: dict[int, tuple[float, list[list[Word]]]] = {0: (0.0, [])}
    for at in anchors:
        for first, (askew, cells) in sorted(ways.items(), reverse=True):
            for stop in range(first + 1, len(words) + 1):
                cell = list(words[first:stop])
                if not is_cell(cell) or sum(holds(cell, each) for each in anchors) > 1:
                    break
                off = abs((cell[0].middle + cell[-1].middle) / 2 - at)
                if off < CENTRED * cell[0].size and askew + off < ways.get(stop, (inf,))[0]:
                    ways[stop] = (askew + off, [*cells, cell])
    return ways[len(words)][1] if len(words) in ways else None


def is_cell(words: Sequence[Word]) -> bool:
    """Whether lines can be those of one cell: none far from the next, none but the first like a row's beginning."""
    return all(
        below.middle - above.middle <= WRAP * below.size
        and (below.middle - above.middle <= SAME * below.size or not BEGINS.match(below.text))
        for above, below in pairwise(words)
    )


def parts(words: Sequence[Word], reach: float) -> list[list[Word]]:
    """The words in runs whose middles are at most `reach` apart."""
    found: list[list[Word]] = []
    for word in words:
        last = found[-1][-1] if found else None
        apart = word.middle - last.middle if last else 0.0
        if last and apart <= reach and (apart <= SAME * word.size or not BEGINS.match(word.text)):
            found[-1].append(word)
        else:
            found.append([word])
    return found


def holds(group: Sequence[Word], at: float) -> bool:
    """Whether figures at a height stand beside a cell."""
    slack = 0.35 * group[0].size
    return group[0].middle - slack <= at <= group[-1].middle + slack


def lone_rows(loose: Sequence[tuple[float, int, list[Word]]]) -> list[tuple[float, Cells]]:
    """The cells beside no figures as rows of their own, those on one height together."""
    found: list[tuple[float, Cells]] = []
    for at, column, group in sorted(loose, key=lambda each: each[0]):
        if found and at - found[-1][0] <= SAME * group[0].size and column not in found[-1][1]:
            found[-1][1][column] = group
        else:
            found.append((at, {column: group}))
    return found
