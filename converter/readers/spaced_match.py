"""Which content of a table's body stands below which of its header's words, where columns are kept by blanks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from converter.lexicon import column_word, key_field
from converter.readers.spaced_cells import Content
from converter.readers.spaced_head import Column

EMPTY = 0.6  # what a column without content costs
BESIDE = 0.1  # for each place between a column's word and its content
EVEN = 0.1  # for each place by which their distances differ from those of the next
OFF = 0.1  # for each place between their middles
NEAR = 0.5  # content of which the word before stands over a part, too, and this one is printed too far left
OTHER = 2.0  # amounts below a word for names, or names below one for amounts
NAMES = {"label", "unit_name", "project", "unit", "type"}
MOST = 6  # ways
MARGIN = 0.3  # a second way must cost so much more
Way = tuple[float, tuple[int, ...]]
"""What it costs, and for each content its column."""


def matched(columns: Sequence[Column], content: Sequence[Content]) -> list[Way]:
    """The best ways to put content below columns, both in their order; none where there is more content."""

    @cache
    def ways(column: int, part: int) -> list[Way]:
        if part == len(content):
            return [(EMPTY * (len(columns) - column), ())]
        if len(columns) - column < len(content) - part:
            return []
        own = distance(columns[column], content[part])
        own += NEAR if column and columns[column].near and over(columns[column - 1], content[part]) else 0.0
        found = [
            (cost + own + (unlike(columns, content, column, part, rest[0]) if rest else 0.0), (column, *rest))
            for cost, rest in ways(column + 1, part + 1)
        ]
        found += [(cost + EMPTY, rest) for cost, rest in ways(column + 1, part)]
        return sorted(found)[:MOST]

    return ways(0, 0)


def unlike(columns: Sequence[Column], content: Sequence[Content], column: int, part: int, following: int) -> float:
    """What speaks against two neighbours: content that stands on other sides of their words.

    So amounts do not, that all end at the right of their cells, below words in the middle.
    """
    if content[part].worded or content[part + 1].worded:
        return 0.0
    return EVEN * abs(offset(columns[column], content[part]) - offset(columns[following], content[part + 1]))


def offset(column: Column, content: Content) -> float:
    """How far right of the middle of a column's word the middle of its content stands."""
    return (content.start + content.stop - column.start - column.stop) / 2


def over(column: Column, content: Content) -> bool:
    """Whether a column's word stands over some content."""
    return column.start < content.stop and content.start < column.stop


def distance(column: Column, content: Content) -> float:
    """How little some content looks as if it stood below a column's word."""
    gap = max(content.start - column.stop, column.start - content.stop, 0)
    return BESIDE * gap + OFF * abs(offset(column, content)) + OTHER * is_other(column.text, content)


def is_other(word: str, content: Content) -> bool:
    """Whether a header word cannot stand above some content."""
    field = key_field(word)
    if content.worded:
        return not field and column_word(word).known and bool(column_word(word).values or column_word(word).total)
    return content.figures and field in NAMES
