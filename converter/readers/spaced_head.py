"""The header of a table whose columns are kept by blanks: its words, by where they stand and what they mean.

A header is read as a tree: over a run of columns stands a group's word, or one column's own, the lines of a wrapped
word below each other. Of all trees that fit the places, the one is taken whose words the lists know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import pairwise

from converter.blocks import side_of
from converter.comparison_heads import kind_of_word
from converter.lexicon import (
    bare_label,
    column_word,
    exact_word,
    is_count,
    is_total_word,
    key_field,
    key_words,
    word_below,
)
from converter.readers.spaced_cells import Cell
from converter.readers.words import is_letter
from converter.words import key, tidy

UNKNOWN = 3.0  # what a word costs that no list knows
DRESSED = 0.2  # one that they know in other dress
MEMO = 1.0  # one that tells of a part (其中：…)
SPLIT = 2.0  # a wrapped word whose lines are known words themselves
TORN = 8.0  # two words below each other as one that no list holds
STRANGE = 3.0  # 收入 over 支出, or a kind of money over names
BESIDE = 3.0  # two words beside each other as one
APART = 0.7  # lines of a column's word that stand beside each other
UNEVEN = 1.0  # a word on another height than those of its neighbours
TOTALS = 2.0  # a second sum of all columns side by side
GROUP = 0.3
SIDELESS = 1.0  # 收入 or 支出 over amounts alone, without the column of what they are for
ASKEW = 1.6  # a group's word that stands over the outer part of its columns
VEHICLES = "公务用车购置及运行费"
ENDINGS = {"科目", "名称", "编码", "代码", "收入", "支出", "拨款", "资金", "金额", "经费", "预算", "决算", "费用"}
GRAND = {"收入总计", "支出总计"}  # stand beside all groups
MONEY = re.compile("收入|支出|预算|决算|拨款|资金")
MOST = 6  # readings that are kept of each part
WIDEST = 3  # places of one column


@dataclass
class Slot:
    """A run of places that header words fill which stand below each other."""

    start: int
    stop: int
    lines: set[int]


@dataclass(frozen=True)
class Column:
    """A column: its own word, the places that this fills, and its first and last line."""

    text: str
    start: int
    stop: int
    lines: tuple[int, int] = (0, 0)
    near: bool = False  # whether it nearly touches the word left of it: then it may stand further right


class Parted:
    """What has columns and groups side by side."""

    parts: tuple[Node, ...]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns, from the left."""
        return tuple(columns_of(self.parts))


@dataclass(frozen=True)
class Group(Parted):
    """A header word over several columns or groups."""

    text: str
    parts: tuple[Node, ...]


Node = Column | Group


@dataclass(frozen=True)
class Reading(Parted):
    """One way to read a header, and what speaks against it."""

    cost: float
    parts: tuple[Node, ...]

    @cached_property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The words of each column from the top down."""
        return tuple(paths_of(self.parts))


def columns_of(parts: Sequence[Node]) -> Iterator[Column]:
    """The columns of a header, from the left."""
    for part in parts:
        if isinstance(part, Group):
            yield from part.columns
        else:
            yield part


def paths_of(parts: Sequence[Node], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words over each column, from the left."""
    for part in parts:
        if isinstance(part, Group):
            yield from paths_of(part.parts, (*above, part.text))
        else:
            yield (*above, part.text)


def is_known(word: str) -> bool:
    """Whether a list knows a header word."""
    plain = key(word)
    return bool(
        column_word(word).known
        or word_below((VEHICLES,), word).known
        or key_field(word) or is_count(plain) or kind_of_word(word) or plain in {"备注", "说明"}
    )


def strangeness(word: str) -> float:
    """What speaks against a header word: nothing where a list holds it, little where it is one in other dress."""
    if exact_word(bare_label(word)).known or key(word) in key_words() or is_count(key(word)):
        return 0.0
    if is_known(word):
        return DRESSED
    return MEMO if key(word).startswith("其中") else UNKNOWN


def text_of(cells: Sequence[Cell]) -> str:
    """The words of a header cell, line by line."""
    return tidy(" ".join(cell.text for cell in sorted(cells, key=lambda cell: (cell.line, cell.start))))


class Header:
    """The words of a header, in runs of places that stand below each other."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.slots: list[Slot] = []
        spans = [(cell, *self.placed(cell)) for cell in sorted(cells, key=lambda cell: (-cell.line, cell.start))]
        self.cells = [(cell, self.slots.index(first), self.slots.index(last)) for cell, first, last in spans]
        self.known: dict[tuple[int, int, int], list[Reading]] = {}

    def placed(self, cell: Cell) -> tuple[Slot, Slot]:
        """The first and the last slot that a header word stands over; a new one where it stands over none."""
        over = [slot for slot in self.slots if cell.overlap(slot.start, slot.stop)]
        if len(over) == 1 and cell.line in over[0].lines and not is_letter(cell.text):
            over = self.added(Slot(over[0].stop, over[0].stop + 1, set()))
        if not over:
            over = self.added(Slot(cell.start, cell.stop, set()))
        elif len(over) == 1:
            self.widen(over[0], cell)
        if len(over) == 1:
            over[0].lines.add(cell.line)
        return over[0], over[-1]

    def added(self, slot: Slot) -> list[Slot]:
        """A new slot, in its place."""
        self.slots = sorted([*self.slots, slot], key=lambda each: (each.start, each.stop))
        return [slot]

    def widen(self, slot: Slot, cell: Cell) -> None:
        """Lets a slot reach as far as the word over it, if this leaves it apart from its neighbours."""
        start, stop = min(slot.start, cell.start), max(slot.stop, cell.stop)
        if not any(start <= other.stop and other.start <= stop for other in self.slots if other is not slot):
            slot.start, slot.stop = start, stop

    def readings(self) -> list[Reading]:
        """The ways to read the header, the best first."""
        return self.sequence(0, len(self.slots), -1)

    def inside(self, first: int, stop: int, line: int) -> list[Cell] | None:
        """The words below a line over some slots; None where one of them stands over others, too."""
        found = []
        for cell, a, b in self.cells:
            if cell.line > line and a < stop and b >= first:
                if a < first or b >= stop:
                    return None
                found.append(cell)
        return found

    def sequence(self, first: int, stop: int, line: int) -> list[Reading]:
        """The ways to read slots below a line as parts side by side."""
        at = (first, stop, line)
        if at not in self.known:
            self.known[at] = []  # no part holds itself
            self.known[at] = best(self.sequences(first, stop, line))
        return self.known[at]

    def sequences(self, first: int, stop: int, line: int) -> Iterator[Reading]:
        """The ways to read slots below a line, some perhaps twice."""
        ways: dict[int, list[Reading]] = {first: [Reading(0.0, ())]}
        for place in range(first, stop):
            if place not in ways:
                continue
            before = best(ways[place])
            for end in range(place + 1, stop + 1):
                for part in self.blocks(place, end, line):
                    for way in before:
                        ways.setdefault(end, []).append(Reading(way.cost + part.cost, way.parts + part.parts))
        for way in ways.get(stop, ()):
            yield Reading(way.cost + unevenness(way.parts), way.parts)

    def blocks(self, first: int, stop: int, line: int) -> Iterator[Reading]:
        """The ways to read slots below a line as one column or one group (or as nothing)."""
        cells = self.inside(first, stop, line)
        if cells is None:
            return
        if not cells and stop - first == 1:
            yield Reading(0.0, ())
        elif cells and stop - first <= WIDEST:
            yield self.column(first, stop, cells)
        if stop - first > 1:
            yield from self.groups(first, stop, cells)

    def column(self, first: int, stop: int, cells: Sequence[Cell]) -> Reading:
        """The reading of slots as one column."""
        text = text_of(cells)
        lines = [cell.line for cell in cells]
        cost = APART * (stop - first - 1) + strangeness(text) + (SPLIT if is_two_words(cells) else 0.0)
        cost += BESIDE * beside(cells)
        cost += TORN if is_two_words(cells) and strangeness(text) > 0 else 0.0
        places = min(cell.start for cell in cells), max(cell.stop for cell in cells)
        near = all(cell.near for cell in cells)
        return Reading(cost, (Column(text, *places, (min(lines), max(lines)), near),))

    def groups(self, first: int, stop: int, cells: Sequence[Cell]) -> Iterator[Reading]:
        """The readings of slots as a group: the words of its upper lines over two columns at least."""
        lines = sorted({cell.line for cell in cells})
        for line in lines[:-1]:
            above = [cell for cell in cells if cell.line <= line]
            if len({cell.line for cell in above}) < len(above):
                break  # two words beside each other head no columns together
            text = text_of(above)
            for inner in self.sequence(first, stop, line):
                if len(inner.columns) > 1:
                    cost = GROUP + strangeness(text) + ASKEW * self.askew(above, inner)
                    cost += SPLIT / 2 if is_two_words(above) else 0.0
                    cost += misplaced(text, inner)
                    yield Reading(cost + inner.cost, (Group(text, inner.parts),))

    def askew(self, words: Sequence[Cell], inner: Reading) -> float:
        """How far from the middle of its columns a group's word stands, as a share of half their width."""
        start, stop = inner.columns[0].start, inner.columns[-1].stop
        middle = (min(word.start for word in words) + max(word.stop for word in words)) / 2
        return min(1.0, abs(2 * middle - start - stop) / max(stop - start, 1)) ** 2


def is_two_words(cells: Sequence[Cell]) -> bool:
    """Whether the lines of a header word are words themselves: a group's over a column's."""
    lines = sorted({cell.line for cell in cells})
    texts = [text_of([cell for cell in cells if cell.line == line]) for line in lines]
    whole = strangeness(text_of(cells))
    if whole and any(is_whole("".join(texts[:cut])) and is_whole("".join(texts[cut:])) for cut in range(1, len(texts))):
        return True
    if len(texts) < 2 or (whole < UNKNOWN and not is_total_word(texts[-1]) and (not whole or texts[-1] in ENDINGS)):
        return False
    return all(map(is_known, texts)) or is_total_word(texts[-1])


def is_whole(word: str) -> bool:
    """Whether a list holds a word as it is, not only one that is part of others (科目, 编码)."""
    return not strangeness(word) and len(key(word)) > 2


def beside(cells: Sequence[Cell]) -> int:
    """How many words stand beside others on their line; a single letter may be all that is left of a spread line."""
    words = [cell.line for cell in cells if not is_letter(cell.text)]
    return len(words) - len(set(words))


def misplaced(text: str, inner: Reading) -> float:
    """What speaks against a group by what its word means: 收入 over 支出 or no names, a kind of money over names."""
    own = {key(part.text) for part in inner.parts if isinstance(part, Column)}
    if own & GRAND:
        return STRANGE
    if "总计" in own and (len(inner.parts) < len(inner.columns) or column_word(text).values):
        return SIDELESS
    if side := side_of((text,)):
        if names_rows(inner) and not names_first(inner):
            return STRANGE
        nested = any(isinstance(part, Group) and side_of((part.text,)) not in ("", side) for part in inner.parts)
        return (0.0 if names_rows(inner) else SIDELESS) + (STRANGE if nested else 0.0)
    names = names_rows(inner)
    amounts = any(column_word(column.text).total for column in inner.columns)
    money = bool(column_word(text).values) or is_total_word(text) or (not key_field(text) and MONEY.search(key(text)))
    return STRANGE if (money and names) or (key_field(text) and amounts) else 0.0


def names_rows(reading: Reading) -> bool:
    """Whether one of the columns says what the rows are about."""
    return any(key_field(column.text) for column in reading.columns)


def names_first(reading: Reading) -> bool:
    """Whether the columns, those of numbers of lines aside, begin with names and end with amounts."""
    fields = [field for field in (key_field(column.text) for column in reading.columns) if field != "seq"]
    return bool(fields and fields[0]) and not fields[-1]


def unevenness(parts: Sequence[Node]) -> float:
    """What columns side by side cost whose words stand on different heights, with their tops and their middles.

    A column beside a group whose word stands on the height of the words below the group seems to belong to it.
    """
    lines = [part.lines for part in parts if isinstance(part, Column) and part.text]
    middles, tops = [a + b for a, b in lines], [a for a, _ in lines]
    usual = max(set(middles), key=middles.count, default=0)
    top = max(set(tops), key=tops.count, default=0)
    off = sum(abs(middle - usual) > 1 and first != top for middle, first in zip(middles, tops, strict=True))
    inner = {
        sum(child.lines)
        for part in parts
        if isinstance(part, Group) and not any(key_field(column.text) for column in part.columns)
        for child in part.parts
        if isinstance(child, Column)
    }
    uneven = UNEVEN * (off + sum(middle in inner for middle in middles))
    return uneven + TOTALS * more_totals(parts) + SIDELESS * left_beside(parts)


def left_beside(parts: Sequence[Node]) -> int:
    """How many kinds of money stand alone right of a side with names: they seem to be of that side."""
    pairs = pairwise(parts)
    return sum(
        isinstance(side, Group)
        and bool(side_of((side.text,)) and key_field(side.columns[0].text))
        and isinstance(part, Column)
        and bool(column_word(part.text).values)
        for side, part in pairs
    )


def more_totals(parts: Sequence[Node]) -> int:
    """How many columns side by side are sums of all, beyond the first of each run between columns of names."""
    found = seen = 0
    for part in parts:
        if isinstance(part, Column) and key_field(part.text):
            seen = 0
        elif isinstance(part, Column) and is_total_word(part.text):
            found, seen = found + bool(seen), 1
    return found


def best(readings: Sequence[Reading] | Iterator[Reading]) -> list[Reading]:
    """The readings that cost least, each once."""
    found: dict[tuple[Node, ...], Reading] = {}
    for reading in readings:
        if reading.parts not in found or reading.cost < found[reading.parts].cost:
            found[reading.parts] = reading
    return nsmallest(MOST, found.values(), key=lambda reading: reading.cost)
