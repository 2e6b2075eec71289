"""Words that run over a rule of their cell, to its right, left or foot: they stay whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from converter.readers.filling import Filling, Place, is_right_of
from converter.readers.glyphs import NUMERIC
from converter.readers.marks import Glyph

TIGHT = 0.12  # a gap of this share of the glyphs' height is none
WORD_SIZE = 3  # so many glyphs in a cell are a text that may run on over its rule
MOST_LED = 2  # so many glyphs of a text may stand before the left rule of its cell
CROSSED = 0.1  # so much of its height must a glyph reach over a rule

HUNG = 0.2  # so much of its height must a line of a text reach over the rule at the foot of its cell
PITCH = 0.98, 1.8  # heights of the letters from one line of a text to the next, at least and at most
ALIKE = 0.25  # of the height of the letters may the words of one line stand apart

Placed = tuple[Place, list[Glyph]]


def kept_whole(pairs: Sequence[Placed], filling: Filling) -> Iterator[Placed]:
    """The runs with their places; words that run over a rule of their cell without a break stay in it whole."""
    return ended_over(led_over(hung_over(pairs, filling), filling))


def hung_over(pairs: Sequence[Placed], filling: Filling) -> list[Placed]:
    """The runs; the lower lines of a text that is higher than its cell go to that cell.

    Such a line stands closely below one of the cell above, over the rule between, and higher than the words of its row.
    """
    found, rows = list(pairs), middles(pairs)
    began: dict[Place, Place] = {}
    lowest: dict[Place, list[Glyph]] = {}
    for place, line in text_lines(pairs):
        glyphs = [glyph for index in line for glyph in pairs[index][1]]
        upper = place
        if place.cell is not None and (place in began or over_rule(place, glyphs, filling)):
            uppers = [began[place]] if place in began else [other for other in lowest if is_below(place, other)]
            if len(uppers) == 1 and hangs(lowest[uppers[0]], glyphs) and stands_higher(place, glyphs, rows):
                upper = began[place] = uppers[0]
                for index in line:
                    found[index] = upper, found[index][1]
        lowest[upper] = glyphs
    return found


def text_lines(pairs: Sequence[Placed]) -> list[tuple[Place, list[int]]]:
    """The lines of all cells from the top of the page down: the place of each and the numbers of its runs."""
    lines: dict[Place, list[list[int]]] = {}
    for index, (place, run) in enumerate(pairs):
        own = lines.setdefault(place, [])
        line = next((line for line in own if level(run[0], pairs[line[0]][1][0])), None)
        if line is None:
            own.append([index])
        else:
            line.append(index)
    found = [(place, line) for place, own in lines.items() if place.cell is not None for line in own]
    return sorted(found, key=lambda each: pairs[each[1][0]][1][0].middle)


def level(one: Glyph, other: Glyph) -> bool:
    """Whether two glyphs stand at one height."""
    return abs(one.middle - other.middle) <= ALIKE * max(one.size, other.size)


def middles(pairs: Sequence[Placed]) -> dict[tuple[int, int], list[float]]:
    """How high the numbers of each row of the tables stand; where it has none, all that its cells hold."""
    found: dict[bool, dict[tuple[int, int], list[float]]] = {False: {}, True: {}}
    for place, run in pairs:
        if place.cell is not None and place.cell.rows == 1:
            found[run[0].text in NUMERIC].setdefault((place.table, place.cell.row), []).append(run[0].middle)
    return found[False] | found[True]


def is_below(place: Place, upper: Place) -> bool:
    """Whether a place is a cell right below another of the same table."""
    cell, top = place.cell, upper.cell
    if place.table != upper.table or cell is None or top is None or cell.row != top.row + top.rows:
        return False
    return cell.column < top.column + top.columns and top.column < cell.column + cell.columns


def hangs(above: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    """Whether a line of words stands closely below another of the same size."""
    first, last = line[0], above[-1]
    words = not any(glyph.text in NUMERIC for glyph in line)
    least, most = (times * last.size for times in PITCH)
    alike = abs(first.size - last.size) <= TIGHT * last.size and least <= first.middle - last.middle <= most
    return words and alike and first.left < last.right and line[-1].right > above[0].left


def over_rule(place: Place, line: Sequence[Glyph], filling: Filling) -> bool:
    """Whether a line reaches over the rule above its cell."""
    assert place.cell is not None
    return line[0].top + HUNG * line[0].size < filling.tables[place.table][0].ys[place.cell.row]


def stands_higher(place: Place, line: Sequence[Glyph], rows: Mapping[tuple[int, int], Sequence[float]]) -> bool:
    """Whether a line stands higher than most words of its row."""
    assert place.cell is not None
    return line[0].middle < median(rows.get((place.table, place.cell.row), [0.0])) - ALIKE * line[0].size


def led_over(pairs: Sequence[Placed], filling: Filling) -> list[Placed]:
    """The runs; the first glyphs of words that begin before the left rule of their cell go to that cell."""
    found = list(pairs)
    for index in range(1, len(found)):
        place, before = found[index][0], found[index - 1][0]
        if place is before or not is_right_of(place, before) or not crosses(found, index, filling):
            continue
        first = index - 1
        while first and found[first - 1][0] is before and runs_on(found[first - 1][1][-1], found[first][1][0]):
            first -= 1
        if index - first <= MOST_LED and is_word(found[index : index + WORD_SIZE]):
            found[first:index] = [(place, run) for _, run in found[first:index]]
    return found


def crosses(pairs: Sequence[Placed], index: int, filling: Filling) -> bool:
    """Whether words go on from one cell to the next without a gap, and one of their glyphs lies over the rule."""
    (_, before), (place, run) = pairs[index - 1], pairs[index]
    last, first = before[-1], run[0]
    if place.cell is None or {last.text, first.text} & NUMERIC or not runs_on(last, first):
        return False
    rule, reach = filling.tables[place.table][0].xs[place.cell.column], CROSSED * first.size
    return last.right > rule + reach or first.left < rule - reach


def is_word(pairs: Sequence[Placed]) -> bool:
    """Whether runs are words of some length without a gap in one cell."""
    gapless = all(runs_on(one[-1], other[0]) for (_, one), (_, other) in pairwise(pairs))
    return len(pairs) == WORD_SIZE and gapless and all(place is pairs[0][0] for place, _ in pairs)


def ended_over(pairs: Iterable[Placed]) -> Iterator[Placed]:
    """The runs; words that run over the right rule of their cell stay in it whole."""
    own: Place | None = None
    before: list[list[Glyph]] = []
    for place, run in pairs:
        if place is not own and not (own and is_right_of(place, own) and goes_on(before, run)):
            own, before = place, []
        before.append(run)
        yield own, run


def goes_on(before: Sequence[Sequence[Glyph]], run: Sequence[Glyph]) -> bool:
    """Whether a run goes on without a gap with words of some length; these are the last of the runs before it."""
    first, count = run[0], 0
    if first.text in NUMERIC or before[-1][-1].text in NUMERIC:
        return False
    for part in reversed(before):
        if count >= WORD_SIZE or not runs_on(part[-1], first):
            break
        first, count = part[0], count + len(part)
    return count >= WORD_SIZE


def runs_on(before: Glyph, after: Glyph) -> bool:
    """Whether two glyphs stand on one line without the gap that the sides of two cells leave."""
    size = max(before.size, after.size)
    return abs(after.middle - before.middle) < size / 4 and abs(after.left - before.right) <= TIGHT * size
