"""The columns of a table without drawn cells: header words matched with the stretches that figures and words fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from converter.readers.words import Word

SKIP = 1_000.0
FAR, NEAR = 20, 4  # what a gap between a head and its column costs; codes are short and their cells wide
NARROW, WIDE = 12, 30  # heights that the gap between them is less than
OF_CODES = {"类", "款", "项", "行次", "栏次"}  # heads of columns that hold no words


class Part(NamedTuple):
    """A stretch that a column's figures or words fill, whether these are words, and whether they end at its right."""

    left: float
    right: float
    worded: bool = False
    flush: bool = False


@dataclass(frozen=True)
class Column:
    """A column: how far its figures and words reach, and the header word of its own."""

    left: float
    right: float
    head: Word | None = None

    @property
    def centre(self) -> float:
        return self.head.centre if self.head else (self.left + self.right) / 2

    @property
    def text(self) -> str:
        """The header word of its own, empty where it has none."""
        return self.head.text if self.head else ""

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where the column and its head reach."""
        if self.head is None:
            return self.left, self.right
        return min(self.left, self.head.left), max(self.right, self.head.right)


def matched(leaves: Sequence[Word], content: Sequence[Part]) -> tuple[Column, ...]:
    """The columns of content and of header words, each word with the content below it, in their order."""
    if is_one_each(leaves, content):
        return tuple(Column(part.left, part.right, leaf) for leaf, part in zip(leaves, content, strict=True))
    return tuple(joined_parts(steps_back(costs_of(leaves, content), leaves, content)))


def is_one_each(leaves: Sequence[Word], content: Sequence[Part]) -> bool:
    """Whether each header word and the content of its place share a stretch that no other word or content reaches into.

    So it is where words stand at the left of their cells and figures at the right.
    """
    pairs = list(zip(leaves, content, strict=False))
    reach = [(min(leaf.left, part[0]), max(leaf.right, part[1])) for leaf, part in pairs]
    return len(leaves) == len(content) and all(a[1] < b[0] for a, b in pairwise(reach))


def cost(leaves: Sequence[Word], content: Sequence[Part]) -> float:
    """How badly header words match columns of content."""
    return costs_of(leaves, content)[-1][-1]


def costs_of(leaves: Sequence[Word], content: Sequence[Part]) -> list[list[float]]:
    """The least costs of matching the first words with the first columns, for all numbers of both."""
    costs = [[0.0] * (len(content) + 1) for _ in range(len(leaves) + 1)]
    for i in range(len(leaves) + 1):
        for j in range(len(content) + 1):
            ways = [costs[i - 1][j] + SKIP] if i else []
            ways += [costs[i][j - 1] + SKIP] if j else []
            ways += [costs[i - 1][j - 1] + distance(leaves[i - 1], content[j - 1])] if i and j else []
            costs[i][j] = min(ways, default=0.0)
    return costs


def steps_back(costs: Sequence[Sequence[float]], leaves: Sequence[Word], content: Sequence[Part]) -> list[Column]:
    """The columns of the cheapest matching."""
    i, j, found = len(leaves), len(content), []
    while i or j:
        if i and j and costs[i][j] == costs[i - 1][j - 1] + distance(leaves[i - 1], content[j - 1]):
            i, j = i - 1, j - 1
            found.append(Column(content[j].left, content[j].right, leaves[i]))
        elif i and costs[i][j] == costs[i - 1][j] + SKIP:
            i -= 1
            found.append(Column(leaves[i].left, leaves[i].right, leaves[i]))
        else:
            j -= 1
            found.append(Column(content[j].left, content[j].right))
    return found[::-1]


def distance(leaf: Word, content: Part) -> float:
    """How far a header word is from being over a column: by their gap, then by their middles.

    It cannot begin behind figures that all end at the right of their cells.
    """
    if (content.worded and leaf.text in OF_CODES) or (content.flush and leaf.left > content.right):
        return 3 * SKIP
    gap = max(0.0, leaf.left - content.right, content.left - leaf.right)
    apart = abs(leaf.centre - (content.left + content.right) / 2)
    if gap < NARROW * leaf.size:
        return gap * (NEAR if leaf.text in OF_CODES else FAR) + apart
    aside = content.flush and leaf.right <= content.left  # a word at the left of a wide cell, its figures at the right
    return 1.5 * SKIP + apart if aside and gap < WIDE * leaf.size else 3 * SKIP


def joined_parts(columns: list[Column]) -> list[Column]:
    """The columns; parts of a code below one word (201 03 01) are one column."""
    out: list[Column] = []
    for column in columns:
        last = out[-1] if out else None
        if column.head is None and last is not None and last.head is not None and centred(last, column):
            out[-1] = replace(last, right=column.right)
        elif last is not None and last.head is None and column.head is not None and column.head.left < last.right:
            out[-1] = replace(column, left=last.left)
        else:
            out.append(column)
    return out


def centred(column: Column, more: Column) -> bool:
    """Whether a header word stands better over two columns of content than over its own."""
    assert column.head is not None
    middle = column.head.centre
    return abs(middle - (column.left + more.right) / 2) < abs(middle - (column.left + column.right) / 2)
