"""What the rules around a table without drawn cells say: level ones, and upright ones that begin within its header."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from converter.readers.loose import Loose
from converter.readers.marks import Rule
from converter.readers.ruling import clusters

HEADER_REACH = 20  # heights of a line
MOST_WIDTH = 0.6
FAR = 3.2  # so many heights below a table's rows its last rule may stand
SLACK = 0.5
SNAP = 1.0  # upright rules so near are one
DOT = 3.0  # points: rules no longer, with gaps no wider, are the dots of one


def undotted(level: Sequence[Rule]) -> list[Rule]:
    """The level rules from the top, the dots or dashes of one as the whole that they are."""
    found: list[Rule] = []
    dotted = False
    for rule in (rule for line in clusters(sorted(level), SLACK) for rule in sorted(line, key=lambda rule: rule.start)):
        short = rule.stop - rule.start <= DOT
        if short and dotted and is_next_dot(found[-1], rule):
            found[-1] = Rule(found[-1].at, found[-1].start, rule.stop)
        else:
            found.append(rule)
            dotted = short
    return found


def is_next_dot(rule: Rule, dot: Rule) -> bool:
    """Whether a dot stands on the line of a rule, right behind it."""
    return abs(dot.at - rule.at) <= SLACK and -SLACK <= dot.start - rule.stop <= DOT


def floors_of(
    body: Sequence[Loose], level: Sequence[Rule], share: float = MOST_WIDTH, header: Sequence[Loose] = ()
) -> tuple[float, ...]:
    """The heights of the rules that run over most of the table's width, or another share of it.

    They may stand so far above the body as a header reaches, and as the lines that are taken for its own.
    """
    left = min(word.left for line in body for word in line.words)
    right = max(word.right for line in body for word in line.words)
    size = body[0].size
    highest, lowest = body[0].top - HEADER_REACH * size, body[-1].bottom + FAR * size
    highest = min([highest, *(line.top - 2 * size for line in header)])
    found = []
    for line in clusters(sorted(rule for rule in level if highest < rule.at < lowest), 1.0):
        length = sum(max(0.0, min(rule.stop, right) - max(rule.start, left)) for rule in line)
        if length > share * (right - left):
            found.append(line[0].at)
    return tuple(found)


def inner_rules(header: Sequence[Loose], body: Sequence[Loose], level: Sequence[Rule]) -> tuple[Rule, ...]:
    """The level rules between the lines of a header that leave out columns at one side of the table at least."""
    if len(header) < 2:
        return ()
    words = [word for line in body for word in line.words]
    left, right = min(word.left for word in words), max(word.right for word in words)
    found: list[Rule] = []
    for rule in sorted(rule for rule in level if header[0].top < rule.at < header[-1].bottom):
        if found and rule.at - found[-1].at < SLACK and rule.start - found[-1].stop < SLACK:
            found[-1] = Rule(found[-1].at, found[-1].start, max(found[-1].stop, rule.stop))
        else:
            found.append(rule)
    return tuple(rule for rule in found if rule.start > left + SLACK or rule.stop < right - SLACK)


def begun(header: Sequence[Loose], body: Sequence[Loose], upright: Sequence[Rule]) -> tuple[Rule, ...]:
    """The level rules that a header drawn with upright ones alone leaves out: those that begin in it are below a group.

    Each runs between the next upright rules on both sides that begin higher.
    """
    if len(header) < 2:
        return ()
    top, foot = header[0].top - 2 * header[0].size, body[-1].bottom
    reaching = sorted(rule for rule in upright if top < rule.start < foot or rule.start <= top < rule.stop)
    starts = [(line[0].at, min(rule.start for rule in line)) for line in clusters(reaching, SNAP)]
    found: list[Rule] = []
    for height in sorted({start for _, start in starts if header[0].top < start < header[-1].bottom}):
        for lower, run in groupby(range(len(starts)), key=lambda place: starts[place][1] > height - SNAP):
            places = list(run)
            ends = places[0] - 1, places[-1] + 1
            begins = any(abs(starts[place][1] - height) < SNAP for place in places)
            if lower and begins and ends[0] >= 0 and ends[1] < len(starts):
                found.append(Rule(height, starts[ends[0]][0], starts[ends[1]][0]))
    return tuple(dict.fromkeys(found))
