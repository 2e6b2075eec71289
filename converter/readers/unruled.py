"""Finds tables without drawn cells on a page: runs of lines with figures below lines of header words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from converter.readers.loose import DASHES, Loose, is_furniture, text_of
from converter.readers.marks import Rule
from converter.readers.unruled_rules import begun, floors_of, inner_rules
from converter.readers.words import Word

STOP = re.compile(r"[。；;]|单位[:：]|部门[:：]|^注[:：]|表(?:[(（].*[)）]?)?$|[:：]$")
PROSE = re.compile(r"[，,][^\d]|[。；：]")
NUMBERS = re.compile(
    r"[栏行]次?|次|类|款|项|合计|\*+|[—-]+|[甲乙丙丁A-Z]|[(（]?\d{1,2}[)）]?|[\d（(]+[=＝][\d+\-*/()（）＝=%×÷]+"
)  # what a row that numbers the columns holds
MOST_HEADER = 20  # lines
LARGER = 1.15
WHOLE_WIDTH = 0.95
TITLE_GAP = 1.2
SLACK = 0.5
ASIDE = 4  # so many heights beside the middle of a table stands no title
LEAST_HEADS = 3  # words of a header's line that is larger than the rows below it
HANGS = 0.45  # so many heights below a row may the rest of its names stand
WRAPPED = 1.75  # and the middles of lines of one name are at most so many apart
LEAST_DASHES = 2  # of a row without figures
LEAST_CODE = 2  # digits
NEAR = 4  # lines in which the first row's columns are told
FAR = 3.2  # so many heights of a line without text part a table from what stands above it
FURTHER = 4.5  # so many part it from a line of several words
REACH = 6  # so many lines may stand on a page before a table whose header was torn off


@dataclass(frozen=True)
class Draft:
    """The lines of one page that are a table, or go on with one: where they begin and end among the page's lines.

    Where the header was torn off, the table comes before what the page repeats above it. `inner` are the level rules in
    the midst of the header that do not run over the whole table.
    """

    page: int
    first: int
    last: int
    header: tuple[Loose, ...]
    body: tuple[Loose, ...]
    floors: tuple[float, ...] = field(default=())
    torn: bool = False
    inner: tuple[Rule, ...] = field(default=())

    @property
    def words(self) -> list[Word]:
        return [word for line in self.body for word in line.words]


def drafts(lines: Sequence[Loose], level: Sequence[Rule], upright: Sequence[Rule] = ()) -> Iterator[Draft]:
    """The tables among the loose lines of one page, from the top; `level` and `upright` are its rules."""
    start = 0
    while (first := next((i for i in range(start, len(lines)) if is_row(lines[i])), None)) is not None:
        last = last_row(lines, first)
        draft = cut(lines, start, first, last, level)
        if not level:
            draft = replace(draft, inner=begun(draft.header, draft.body, upright))
        if is_table(draft):
            yield draft
        start = max(draft.last, last) + 1


def is_row(line: Loose) -> bool:
    """Whether a line has a figure, or dashes for several, beside another word, and is no sentence."""
    if not line.figures and line.dashes < LEAST_DASHES:
        return False
    return len(line.words) > 1 and not any(PROSE.search(word.text) for word in line.words)


def last_row(lines: Sequence[Loose], first: int) -> int:
    """The last line with figures, or dashes for none, before something that ends the table."""
    last = first
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if ends(line, lines[first:index]):
            break
        if line.top - lines[index - 1].bottom > FAR * 2 * line.size and not goes_below(line, lines[first : last + 1]):
            break
        if line.figures or line.dashes:
            last = index
    return last


def goes_below(line: Loose, rows: Sequence[Loose]) -> bool:
    """Whether several figures of a line, all of them, end where figures of a table's rows do: below its empty rows."""
    edges = [word.right for row in rows for word in row.words if word.is_figure]
    own = [word.right for word in line.words if word.is_figure]
    return len(own) > 1 and all(any(abs(right - edge) < SLACK + 1 for edge in edges) for right in own)


def ends(line: Loose, rows: Sequence[Loose]) -> bool:
    """Whether a line is no part of a table's body: a title, a note, a line with the unit, a sentence.

    A title is larger than all words of the rows: figures are lower than these.
    """
    if line.size > LARGER * max(word.size for row in rows for word in row.words):
        return True
    text = text_of(line)
    return bool(STOP.search(text)) and not line.figures


def is_above_header(line: Loose, below: Loose, row: Loose) -> bool:
    """Whether a line above a table's rows is no part of its header, which may be larger than they, all of it."""
    if line.size <= LARGER * max(row.size, *(word.size for word in below.words)) or len(line.words) >= LEAST_HEADS:
        return bool(STOP.search(text_of(line))) and not line.figures
    return True


def cut(lines: Sequence[Loose], start: int, first: int, last: int, level: Sequence[Rule]) -> Draft:
    """The table whose rows with figures run from `first` to `last`, with its header and the ends of wrapped names."""
    row = lines[first]
    floors = floors_of(lines[first : last + 1], level)
    gap = lines[first + 1].top - row.bottom if last > first else 0.0
    top = first
    while top > max(start, first - MOST_HEADER) and not is_above_header(lines[top - 1], lines[top], row):
        far = FURTHER if len(lines[top - 1].words) >= LEAST_HEADS else FAR
        if lines[top].top - lines[top - 1].bottom > max(far * row.size, 2 * gap):
            break
        top -= 1
    whole = floors_of(lines[first : last + 1], level, WHOLE_WIDTH, lines[top:first])
    top = below_top_floor(lines, top, first, whole)
    top = without_title(lines, top, first, floors, level)
    first = next((i for i in range(top, first) if is_numbers(lines[i])), first)
    first = without_name(lines, top, first)
    while last + 1 < len(lines) and hangs(lines[last + 1], lines[last], row):
        last += 1
    header, body = tuple(lines[top:first]), tuple(lines[first : last + 1])
    return Draft(row.page, top, last, header, body, floors, inner=inner_rules(header, body, level))


def without_name(lines: Sequence[Loose], top: int, first: int) -> int:
    """Where the body begins: lines above the first figures that stand over no figures begin a wrapped name."""
    while first - 1 > top and stands_aside(lines[first - 1], lines[first : first + NEAR]):
        above, below = lines[first - 1].top - lines[first - 2].bottom, lines[first].top - lines[first - 1].bottom
        if below >= above:
            break
        first -= 1
    return first


def stands_aside(line: Loose, rows: Sequence[Loose]) -> bool:
    """Whether each word of a line stands in a column of words of some rows, and over no figure."""
    words = [word for row in rows for word in row.words]
    return are_aside(line.words, [word for word in words if not word.is_numeral or is_code(word)], words)


def is_like(line: Loose, rows: Sequence[Loose]) -> bool:
    """Whether a line can be a row without figures beside others: as `stands_aside`, with its number and dashes."""
    words = [word for row in rows for word in row.words]
    told = [word for word in line.words if not DASHES.fullmatch(word.text)]
    names = [word for word in words if not word.is_numeral or word.text.isdecimal()]
    return bool(told) and are_aside(told, names, words)


def are_aside(told: Sequence[Word], names: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether each word stands in a column of names, and over no figure among all words."""
    figures = [word for word in words if word.is_figure]
    return all(meets(word, names) and not meets(word, figures) for word in told)


def is_bare_row(line: Loose, draft: Draft) -> bool:
    """Whether a line below a table's figures can be a row without any, or the beginning of one."""
    if is_furniture(line) or ends(line, draft.body) or any(PROSE.search(word.text) for word in line.words):
        return False
    return not line.figures and is_like(line, draft.body)


def is_code(word: Word) -> bool:
    return len(word.text) > LEAST_CODE and word.text.isdecimal()


def meets(word: Word, others: Sequence[Word]) -> bool:
    return any(word.left < other.right and other.left < word.right for other in others)


def is_numbers(line: Loose) -> bool:
    """Whether a line only numbers the columns."""
    texts = [word.text for word in line.words]
    least = 1 if "".join(texts).startswith("栏次") else 2
    return sum(text.isdecimal() for text in texts) >= least and all(NUMBERS.fullmatch(text) for text in texts)


def below_top_floor(lines: Sequence[Loose], top: int, first: int, floors: Sequence[float]) -> int:
    """The first header line: one above the table's topmost rule, if that stands above the rows, is none.

    But where all lines stand above it, those that number the columns aside: then it closes the header of a table
    without a rule at its top. So does one right below a line of groups.
    """
    above = [floor for floor in floors if floor < lines[first].top]
    own = top
    while above and own < first and lines[own].bottom < min(above) + 1:
        own += 1
    if all(is_numbers(line) for line in lines[own:first]):
        return top
    grouped = own > top and holds_groups(lines[own - 1], lines[own : first + 1], min(above))
    return own - 1 if grouped else own


def holds_groups(line: Loose, below: Sequence[Loose], floor: float) -> bool:
    """Whether a line right above a rule can be of groups: several words, apart and none at a side of the table."""
    left, right = min(each.words[0].left for each in below), max(each.words[-1].right for each in below)
    aside = line.words[0].left - left > line.size and right - line.words[-1].right > line.size
    apart = all(b.left - a.right > ASIDE * line.size for a, b in pairwise(line.words))
    return len(line.words) > 1 and aside and apart and floor - line.bottom < line.size


def without_title(
    lines: Sequence[Loose], top: int, first: int, floors: Sequence[float], level: Sequence[Rule]
) -> int:
    """The first header line: a lone word above all lines of several words, at some distance, is a title.

    It is none where it stands over some columns of the table only, close between two of the table's rules, or anywhere
    below one of these and right above a rule of any width.
    """
    several = next((i for i in range(top, first) if len(lines[i].words) > 1), first)
    left = min(word.left for line in lines[first : first + NEAR] for word in line.words)
    right = max(word.right for line in lines[first : first + NEAR] for word in line.words)
    while top < several and lines[top + 1].top - lines[top].bottom > TITLE_GAP * lines[top].size:
        if over_some(lines[top], lines[first], left, right) or is_between(floors, lines[top], lines[top + 1]):
            break
        if any(floor < lines[top].top for floor in floors) and over_rule(lines[top], lines[top + 1], level):
            break
        top += 1
    return top


def over_rule(line: Loose, below: Loose, level: Sequence[Rule]) -> bool:
    """Whether a level rule runs below a line's word and above the next line."""
    word = line.words[0]
    return any(word.middle < rule.at < below.bottom and rule.start < word.centre < rule.stop for rule in level)


def is_between(floors: Sequence[float], line: Loose, below: Loose) -> bool:
    """Whether a rule runs close above a line and another one between it and the next."""
    above = any(0 <= line.top + SLACK - floor < TITLE_GAP * line.size for floor in floors)
    return above and any(line.bottom - SLACK < floor < below.top + SLACK for floor in floors)


def over_some(line: Loose, row: Loose, left: float, right: float) -> bool:
    """Whether a lone word, no larger than a row's, stands over some columns only: not at the sides or in the middle."""
    word, aside = line.words[0], ASIDE * line.size
    if line.size > row.size + SLACK or word.left - left < aside or right - word.right < aside:
        return False
    return abs(word.centre - (left + right) / 2) > aside


def hangs(line: Loose, above: Loose, row: Loose) -> bool:
    """Whether a line below the last figures is the end of wrapped names: close, and no wider than a cell.

    It may be further where each of its words begins right below a longer one of the line above.
    """
    if ends(line, (row, above)) or line.figures:
        return False
    rests = all(any(is_rest(word, name) for name in above.words) for word in line.words)
    if not rests and line.top - above.bottom > HANGS * row.size:
        return False
    return all(not PROSE.search(word.text) for word in line.words) and line.size > 0.8 * row.size


def is_rest(word: Word, name: Word) -> bool:
    """Whether a word begins right below a longer one, a name."""
    below = abs(word.left - name.left) < SLACK and word.middle - name.middle <= WRAPPED * name.size
    return below and word.right < name.right + SLACK and not name.is_numeral


def is_table(draft: Draft) -> bool:
    """Whether there are enough figures for a table: two rows of them, or one row of three, or of two below a header.

    Dashes for nothing are as good, but for a table without a header, which must have a figure.
    """
    rows = [line.figures + line.dashes for line in draft.body if line.figures or line.dashes]
    headed = any(len(line.words) >= 3 for line in draft.header)
    if not headed and not any(line.figures for line in draft.body):
        return False
    return len(rows) >= 2 or sum(rows) >= (2 if headed else 3)


def goes_on(before: Draft, after: Draft) -> Draft | None:
    """The draft at the head of a page if it continues the one at the foot of the page before, its header taken off."""
    known = {text_of(line) for line in before.header}
    size = next((i for i, line in enumerate(after.header) if text_of(line) not in known), len(after.header))
    rest = after.header[size:]
    if any(not is_like(line, before.body) for line in rest):
        return None
    return replace(after, header=after.header[:size], body=(*rest, *after.body))


def is_headless(draft: Draft) -> bool:
    """Whether a draft begins a page without a header: no line above its figures but the beginnings of names."""
    return draft.first < REACH and all(stands_aside(line, draft.body) for line in draft.header)


def headed_before(before: Sequence[Loose], draft: Draft, above: Sequence[Loose]) -> Draft:
    """The draft at the head of a page with the header that the page before ends with, if it was torn off there.

    `above` are the lines above the draft.
    """
    lines = list(before)
    while lines and is_furniture(lines[-1]):
        lines.pop()
    size, below = 0, [draft.body[0]]
    while size < min(len(lines), MOST_HEADER) and not is_above_header(lines[-1 - size], below[-1], draft.body[0]):
        below.append(lines[-1 - size])
        size += 1
    header = lines[len(lines) - size :]
    several = next((i for i, line in enumerate(header) if len(line.words) > 1), len(header))
    if several == len(header):
        return draft
    first = several
    while first and header[first].top - header[first - 1].bottom <= TITLE_GAP * header[first].size:
        first -= 1
    known = {text_of(line) for line in before}
    torn = all(is_furniture(line) or text_of(line) in known for line in above)
    return replace(draft, header=tuple(header[first:]), body=(*draft.header, *draft.body), torn=torn)
