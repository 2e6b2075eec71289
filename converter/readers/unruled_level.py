"""Which columns of a table without drawn cells stand below the groups of a level of its header."""

from __future__ import annotations

from collections.abc import Sequence

from converter.readers.marks import Rule
from converter.readers.unruled_columns import Column
from converter.readers.words import Word

LEVEL = 0.3  # header words whose middles are closer stand on one level
SLACK = 1.0


def under_rules(level: Sequence[Word], columns: Sequence[Column], rules: Sequence[Rule]) -> list[bool]:
    """Which columns' own words stand below the rule right below a level; nothing where there is no such rule.

    Columns without a group have no rule in the midst of their head.
    """
    middle = max(group.middle for group in level)
    below = [rule for rule in rules if middle < rule.at < middle + 2 * level[0].size]
    height = min((rule.at for rule in below), default=0.0)
    own = [rule for rule in below if rule.at - height < SLACK]
    found = [column.head is not None and is_over(own, column.head) for column in columns]
    return found if any(found) else []


def is_over(rules: Sequence[Rule], head: Word) -> bool:
    """Whether one of the rules runs above a word, over its middle."""
    return any(rule.at < head.middle and rule.start < head.centre < rule.stop for rule in rules)


def below_level(level: Sequence[Word], columns: Sequence[Column], centred: bool, last: bool = False) -> list[bool]:
    """Which columns' own words stand below a level: lower than the middle of all that is left of the header.

    Below the last level they stand on one height if all others do on another: a header's rows may differ in height.

    The word of a column without a group stands in that middle, for its cell reaches from the top to the bottom; where
    words are not centred in their cells, it stands beside the groups.
    """
    heads = [column.head for column in columns if column.head is not None]
    if centred and last and (lowest := lowest_of(heads)):
        return [column.head in lowest for column in columns]
    top = min(group.top for group in level)
    middle = (top + max(head.bottom for head in heads)) / 2
    bottom = max(group.bottom for group in level)
    return [
        c.head is not None
        and c.head.top > bottom - SLACK
        and (not centred or c.head.middle > middle + LEVEL * c.head.size)
        for c in columns
    ]


def lowest_of(heads: Sequence[Word]) -> list[Word]:
    """The words of a header that stand lowest, on one height, where all others do on another; none where they do not.

    One of the others has as many lines as one of these: else all may stand at the foot of their cells.
    """
    down = max(head.middle for head in heads)
    lowest = [head for head in heads if down - head.middle < SLACK]
    others = [head for head in heads if head not in lowest]
    if not others or max(o.middle for o in others) - min(o.middle for o in others) > SLACK:
        return []
    apart = down - others[0].middle > LEVEL * others[0].size
    tall = {round((head.bottom - head.top) / head.size) for head in lowest}
    return lowest if apart and any(round((o.bottom - o.top) / o.size) in tall for o in others) else []


def stretches(free: Sequence[bool], bounds: set[int]) -> list[tuple[int, int]]:
    """The runs of free columns, parted at the bounds of the groups above."""
    found: list[tuple[int, int]] = []
    for place, is_free in enumerate(free):
        if is_free and found and found[-1][1] == place and place not in bounds:
            found[-1] = (found[-1][0], place + 1)
        elif is_free:
            found.append((place, place + 1))
    return found
