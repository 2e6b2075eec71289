"""The header of a table without drawn cells: which words head which columns, told by where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from converter.readers.marks import Rule
from converter.readers.unruled_columns import Column, Part, cost, matched
from converter.readers.unruled_level import LEVEL, SLACK, below_level, stretches, under_rules
from converter.readers.unruled_runs import parted
from converter.readers.words import SPREAD, Word, is_letter, together

JOIN = 0.45  # lines of one header cell are closer than this share of their height
LOOSE = 0.75  # or than this, where they are else no header
BELOW = 0.2  # a header word that much lower stands on the next level

Level = tuple[tuple[Word, int, int], ...]
"""The groups of one level, each with its first and last column."""
Spans = tuple[Level, ...]


@dataclass(frozen=True)
class Head:
    """A header: its columns, and for each level above their own words the groups with their first and last column."""

    columns: tuple[Column, ...]
    levels: Spans


def boxes(words: Sequence[Word], join: float = JOIN, rules: Sequence[Rule] = ()) -> list[Word]:
    """The header's cells: lines that stand close below each other on one axis are one, but for a rule between them."""
    found: list[Word] = []
    for word in sorted(justified(words), key=lambda word: (word.middle, word.left)):
        above = [box for box in found if is_next_line(box, word, JOIN if word.text.isdecimal() else join)]
        above = [box for box in above if not are_parted(box, word, rules)]
        if above:
            place = found.index(min(above, key=lambda box: abs(box.centre - word.centre)))
            found[place] = together([found[place], word])
        else:
            found.append(word)
    return found


def are_parted(box: Word, word: Word, rules: Sequence[Rule]) -> bool:
    """Whether a rule runs between a header cell and a word below it, over the middle of this."""
    middle = box.glyphs[-1].middle
    return any(middle < rule.at < word.middle and rule.start < word.centre < rule.stop for rule in rules)


def justified(words: Sequence[Word]) -> list[Word]:
    """The words, a last letter that stands apart at the end of its line with the others of its cell's line.

    So it is where a cell's lines are spread over its width: the next line stands in the middle below the whole.
    """
    found: list[Word] = []
    for word in words:
        whole = together([found[-1], word]) if found and is_letter(word) and is_apart(found[-1], word) else None
        if whole is not None and any(ends_below(whole, other) for other in words):
            found[-1] = whole
        else:
            found.append(word)
    return found


def ends_below(line: Word, word: Word) -> bool:
    """Whether a longer word stands in the middle below a line, not at its left."""
    inside = line.left + SLACK < word.left and word.right < line.right - SLACK
    return inside and is_next_line(line, word, JOIN) and abs(line.centre - word.centre) < word.size / 2


def is_apart(word: Word, letter: Word) -> bool:
    """Whether a letter stands on the line of a longer word, to its right and not far."""
    beside = abs(word.middle - letter.middle) < LEVEL * letter.size and len(word.text) > 1
    return beside and 0 < letter.left - word.right < SPREAD * letter.size


def is_next_line(box: Word, word: Word, join: float) -> bool:
    """Whether a word is the next line of a header cell: close below it, centred or flush with it."""
    size = max(box.size, word.size)
    near = -0.3 * size < word.middle - box.glyphs[-1].middle - size < join * size
    flush = min(abs(box.centre - word.centre), abs(box.left - word.left)) < 0.6 * word.size
    return near and flush and box.left < word.right and word.left < box.right


def find_head(words: Sequence[Word], content: Sequence[Part], rules: Sequence[Rule] = ()) -> Head | None:
    """The header of columns whose figures and words reach so far; None when its groups cannot be told.

    `rules` are the level ones in the midst of the header: below a group, as wide as it. Lines further apart are taken
    for those of one cell where the header cannot be told otherwise, or where fewer groups then stand over a single
    column: these are mostly the first lines of wrapped words.
    """
    head = uniquely_named(boxes(words, JOIN, rules), content, rules)
    if head is not None and not lone_groups(head):
        return head
    looser = head_of(boxes(words, LOOSE, rules), content, rules)
    if looser is None or same_named(looser):
        return head
    return looser if head is None or lone_groups(looser) < lone_groups(head) else head


def uniquely_named(cells: Sequence[Word], content: Sequence[Part], rules: Sequence[Rule]) -> Head | None:
    """The header that consists of these cells; all at its top are groups where else columns share a name, or none fit.

    A group may stand over the words of its last column only, where these begin at the left of a wide cell.
    """
    head = head_of(cells, content, rules)
    if head is not None and not same_named(head):
        return head
    top = min((cell.middle for cell in cells), default=0.0)
    groups = groups_of(cells, content) if head else [cell for cell in cells if is_group(cell, cells, content)]
    more = [cell for cell in cells if cell not in groups and abs(cell.middle - top) < LEVEL * cell.size]
    other = head_of(cells, content, rules, [*groups, *more])
    if head is None:
        return None if other is None or not other.levels or lone_groups(other) else other
    return head if other is None or same_named(other) >= same_named(head) else other


def lone_groups(head: Head) -> int:
    """How many groups stand over a single column."""
    return sum(first == last for level in head.levels for _, first, last in level)


def head_of(
    cells: Sequence[Word], content: Sequence[Part], rules: Sequence[Rule], known: Sequence[Word] = ()
) -> Head | None:
    """The header that consists of these cells, some perhaps known to be groups, or None."""
    groups = known or groups_of(cells, content)
    leaves = sorted((box for box in cells if box not in groups), key=lambda box: box.centre)
    columns = matched(leaves, content)
    if any(column.head is None for column in columns) or any(a.reach[1] > b.reach[1] for a, b in pairwise(columns)):
        return None
    levels = by_level(groups)
    first = not stands_on_top(levels, columns)
    found = (spans_of(levels, columns, rules, centred) for centred in (first, not first))
    ways = [spans for spans in found if spans is not None]
    heads = [Head(columns, spans) for spans in ways or spans_below(levels, columns, steps_of(columns))]
    return min(heads, key=same_named, default=None)


def same_named(head: Head) -> int:
    """How many columns are named like another of the table, groups and all: the fewer, the better a reading."""
    groups = [group for level in head.levels for group in level]
    names = [
        (
            *(word.text for word, first, last in groups if first <= place <= last),
            column.head.text if column.head else "",
        )
        for place, column in enumerate(head.columns)
    ]
    return len(names) - len(set(names))


def stands_on_top(levels: Sequence[Sequence[Word]], columns: Sequence[Column]) -> bool:
    """Whether the words stand at the top of their cells: a column's own word does, beside the topmost groups."""
    heads = [column.head for column in columns if column.head is not None]
    top = levels[0][0].middle if levels else 0.0
    return bool(levels) and any(abs(head.middle - top) < LEVEL * head.size for head in heads)


def spans_of(
    levels: Sequence[Sequence[Word]], columns: Sequence[Column], rules: Sequence[Rule], centred: bool
) -> Spans | None:
    """The groups of each level with their columns; None when one stands over none."""
    found: list[Level] = []
    for level in levels:
        last = level is levels[-1]
        free = under_rules(level, columns, rules) or below_level(level, columns, centred, last)
        spans = spread(level, columns, bounds_of(found, columns), free, last)
        if spans is None:
            return None
        found.append(spans)
    return tuple(found)


def spans_below(levels: Sequence[Sequence[Word]], columns: Sequence[Column], steps: Sequence[float]) -> Iterator[Spans]:
    """The groups of each level with their columns, if some of the steps part the words below each level from others."""
    ways: list[list[Level]] = [[]]
    for level in levels:
        below = [[column.head is not None and column.head.middle > step for column in columns] for step in steps]
        last = level is levels[-1]
        tried = [(way, spread(level, columns, bounds_of(way, columns), free, last)) for way in ways for free in below]
        ways = [[*way, spans] for way, spans in tried if spans is not None]
    yield from (tuple(way) for way in ways)


def steps_of(columns: Sequence[Column]) -> list[float]:
    """The heights between the levels on which the columns' own words stand."""
    heads = sorted((column.head for column in columns if column.head is not None), key=lambda head: head.middle)
    return [(a.middle + b.middle) / 2 for a, b in pairwise(heads) if b.middle - a.middle > LEVEL * b.size]


def bounds_of(levels: Sequence[Level], columns: Sequence[Column]) -> set[int]:
    """Where the groups of these levels begin and end."""
    return {0, len(columns), *(edge for level in levels for _, first, last in level for edge in (first, last + 1))}


def groups_of(cells: Sequence[Word], content: Sequence[Part]) -> list[Word]:
    """The header cells that stand over others: over one, or in the middle between two.

    So do those at the top, or on a level with such a cell, without which the others match the columns better.
    """
    groups = [box for box in cells if is_group(box, cells, content)]
    top = min((box.middle for box in cells), default=0.0)
    for box in cells:
        level = any(abs(box.middle - at) < LEVEL * box.size for at in (top, *(group.middle for group in groups)))
        if box not in groups and level and between_beside(box, cells) and not heads_alone(box, cells, content):
            rest = sorted((cell for cell in cells if cell not in groups), key=lambda cell: cell.centre)
            if cost([cell for cell in rest if cell is not box], content) < cost(rest, content):
                groups.append(box)
    return groups


def lower(box: Word, cells: Sequence[Word]) -> list[Word]:
    """The header cells on the levels below one, from the left."""
    return sorted((c for c in cells if c.top - box.bottom > BELOW * box.size), key=lambda cell: cell.centre)


def between_beside(box: Word, cells: Sequence[Word]) -> bool:
    """Whether a cell below between those beside this one is under none of them: else it can be over none."""
    beside = [cell for cell in cells if cell is not box and cell.top < box.bottom and box.top < cell.bottom]
    left = max((cell.right for cell in beside if cell.right <= box.left), default=-inf)
    right = min((cell.left for cell in beside if cell.left >= box.right), default=inf)
    free = [c for c in lower(box, cells) if not any(each.left < c.right and c.left < each.right for each in beside)]
    return any(left < cell.centre < right for cell in free)


def heads_alone(box: Word, cells: Sequence[Word], content: Sequence[Part]) -> bool:
    """Whether a header cell stands over a column of content that no cell below it heads."""
    below = lower(box, cells)
    own = [part for part in content if part[0] <= box.left and box.right <= part[1]]
    return bool(own) and not any(over(cell, part) for part in own for cell in below)


def over(box: Word, part: Part) -> bool:
    return box.left < part[1] and part[0] < box.right


def is_group(box: Word, cells: Sequence[Word], content: Sequence[Part]) -> bool:
    """Whether a header cell stands over others: over one, or in the middle between two."""
    below = lower(box, cells)
    if any(cell.left < box.right and box.left < cell.right for cell in below):
        return True
    before = [cell for cell in below if cell.right <= box.left]
    after = [cell for cell in below if cell.left >= box.right]
    if not before or not after:
        return False
    a, b = before[-1], after[0]
    between = [part for part in content if a.right < (part.left + part.right) / 2 < b.left]
    if any(not over(a, part) and not over(b, part) for part in between):
        return False
    left = min((part[0] for part in content if over(a, part)), default=a.left)
    right = max((part[1] for part in content if over(b, part)), default=b.right)
    middles = sorted(((a.centre + b.centre) / 2, (left + right) / 2))
    return middles[0] - box.size < box.centre < middles[1] + box.size


def by_level(groups: Sequence[Word]) -> list[list[Word]]:
    """The groups of each level, from the top."""
    levels: list[list[Word]] = []
    for group in sorted(groups, key=lambda group: group.middle):
        if levels and group.top < levels[-1][0].bottom:
            levels[-1].append(group)
        else:
            levels.append([group])
    return [sorted(level, key=lambda group: group.centre) for level in levels]


def spread(
    level: Sequence[Word], columns: Sequence[Column], bounds: set[int], free: Sequence[bool], last: bool
) -> Level | None:
    """Each group of a level with its first and last of the free columns; None when one of them stands over nothing."""
    found: list[tuple[Word, int, int]] = []
    for first, stop in stretches(free, bounds):
        left, right = columns[first].reach[0], columns[stop - 1].reach[1]
        own = [group for group in level if left - group.size < group.centre < right + group.size]
        if own:
            parts = parted(own, columns, first, stop, last)
            if parts is None:
                return None
            found += parts
    return tuple(found) if len(found) == len(level) else None
