"""Tables of texts whose columns are kept by blanks, as lines of cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from math import inf

from converter.document import Document, Line
from converter.header import SUBJECT
from converter.kinds import kind_of_title
from converter.readers.spaced_cells import (
    Cell,
    Content,
    cells_of,
    content_of,
    head_cells,
    is_row_of_cells,
    is_wide,
    numbers_columns,
    stretches,
    unspread,
    words_of,
)
from converter.readers.spaced_head import Group, Header, Node, Reading, is_known
from converter.readers.spaced_match import MARGIN, matched
from converter.readers.spaced_rows import Laid, borne_out, holds_two_totals, laid_below
from converter.readers.spaced_torn import is_torn
from converter.titles import MARKER, TABLE_NUMBER, TITLE_END, UNIT_MARK
from converter.words import key, ordinal

LEAST_ROWS = 3  # lines with amounts beside wide gaps, in a text whose columns are kept by blanks
LEAST_SHARE = 0.5  # of its lines of cells with amounts
NOTE = re.compile(r"^[(（]?(?:注|说明|备注)[:：]")
PAGE = re.compile(r"[-—－–]?\s*\d{1,3}\s*[-—－–]?")
YEAR = re.compile(r"20\d\d")
SENTENCE = re.compile(r"[,，。;；《》]")
TOTALS = ("合计", "总计", "小计")
MOST_COST = 4.0  # of a reading, with what each column may cost in addition
PER_COLUMN = 0.25
MOST_BAD = 0.2  # rows that break the sums that a header implies
LEAST_COLUMNS = 2
Paths = tuple[tuple[str, ...], ...]
WORSE = 1.5  # so much worse than the best may another reading of a header's words be
FAR = 0.2  # how much of what speaks against the places of content speaks against a reading of the header
CLOSE = 0.05  # so little better than another that says something else, a reading is none
MISSING = 6.0  # what a reading costs on a page that does not allow it
NOWHERE = -99  # the places of a column without content
BAD = 8.0  # what a reading costs that all rows break
PROVED = 0.5  # what a row that obeys it takes off
RUNNING = 3  # a line on so many pages is a running head
MOST_LINES = 12  # of a header
MOST_CELLS = 80
LONGEST = 30  # letters of a header's word


@dataclass(frozen=True)
class Part:
    """Lines of one page that can be a table: those of the header, those below, and those that number the columns."""

    header: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    numbers: tuple[tuple[Cell, ...], ...] = ()

    @cached_property
    def letters(self) -> Counter[str]:
        """The letters of the header, wherever its lines are parted."""
        return Counter(letter for cells in self.header for cell in cells for letter in key(cell.text))


def in_columns(document: Document) -> Document:
    """The document, its tables whose columns are kept by blanks as lines of cells; another one as it is."""
    words = [words_of(line.text, index) for index, line in enumerate(document.lines)]
    tabbed = any("\t" in line.text or line.merged for line in document.lines)
    rows, wide = (sum(map(test, words)) for test in (is_row_of_cells, is_wide))
    if tabbed or wide < LEAST_ROWS or wide < LEAST_SHARE * rows:
        return document
    lines = list(document.lines)
    for chain in chains(list(parts_of(document.lines, words))):
        for part, table in zip(chain, tables_of(chain), strict=True):
            if table is not None:
                write(lines, part, table)
    return replace(document, lines=tuple(lines))


def chains(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts, those together that print one header page after page, or none below the first."""
    found: list[list[Part]] = []
    for part in parts:
        if found and (not part.header or part.letters == found[-1][0].letters):
            found[-1].append(part)
        else:
            found.append([part])
    return found


def tables_of(chain: Sequence[Part]) -> list[Table | None]:
    """The tables of parts with one header: all by the reading of it that suits them best together."""
    ways = [ways_of(part) for part in chain]
    paths = {paths for way in ways for paths in way}
    costs = {each: sum(way[each][0] if each in way else MISSING for way in ways if way) for each in paths}
    best = min(paths, key=lambda each: (costs[each], each), default=())
    if any(said(each) != said(best) and costs[each] - costs[best] < CLOSE for each in paths):
        best = ()
    found = [way[best][1] if best in way else None for way in ways]
    for place, (part, table) in enumerate(zip(chain, found, strict=True)):
        if table is None:
            found[place] = continued(part, [other for other in found if other is not None])
    return [None if table is None or is_torn(table.laid) else table for table in found]


def said(paths: Paths) -> tuple[str, ...]:
    """What the header says of each column; a year over it says nothing."""
    return tuple("/".join(word for word in path if not YEAR.search(word)) for path in paths)


def parts_of(lines: Sequence[Line], words: Sequence[list[Cell]]) -> Iterator[Part]:
    """The runs of lines that can be tables, page by page."""
    times = Counter(key(line.text) for line in lines)
    for _, page in groupby(range(len(lines)), key=lambda index: lines[index].page):
        run: list[list[Cell]] = []
        for index in [*page, -1]:
            if index >= 0 and not is_break(lines[index], words[index], times):
                run += [words[index]] if words[index] else []
                continue
            if any(map(is_row_of_cells, run)):
                yield part_of(run)
            run = []


def is_break(line: Line, words: Sequence[Cell], times: Counter[str]) -> bool:
    """Whether a line is none of a table's header or body: a title, the unit, a note, a page's number, a sentence."""
    plain = key(line.text)
    if not plain:
        return False
    if MARKER.search(plain) or UNIT_MARK.search(plain) or TABLE_NUMBER.match(plain) or NOTE.match(plain):
        return True
    if is_row_of_cells(words):
        return False
    if PAGE.fullmatch(line.text.strip()):
        return True
    alone = all(b.start - a.stop < 2 for a, b in pairwise(words))
    if not alone:
        return False
    title = TITLE_END.search(plain) and kind_of_title(plain) is not None and plain.endswith("表")
    running = times[plain] >= RUNNING and words[0].start < 4 and len(plain) > 8 and "年" in plain
    return bool(title or running or SENTENCE.search(line.text))


def part_of(run: Sequence[Sequence[Cell]]) -> Part:
    """The header and the body among lines."""
    size = next(i for i, words in enumerate(run) if begins_body(words))
    size -= lines_of_name(run, size)
    filled = stretches(word for words in run[size:] for word in words)
    lines = [tuple(unspread(cells_of(words, filled), TOTALS)) for words in run[size:]]
    body = tuple(cells for cells in lines if not numbers_columns(cells))
    numbers = tuple(cells for cells in lines if numbers_columns(cells))
    header = tuple(tuple(unspread(head_cells(words))) for words in run[:size])
    return Part(header, body, numbers)


def lines_of_name(run: Sequence[Sequence[Cell]], size: int) -> int:
    """How many lines above the first row hold the upper part of its name, which the line of its amounts lacks."""
    if any(word.is_worded for word in run[size]):
        return 0
    first = min((word.start for word in run[size] if not word.text.isdigit()), default=0)
    above = [index for index in range(size) if not is_lone_name(run[index], first)]
    return size - 1 - above[-1] if above and run[size][0].line - run[size - 1][0].line == 1 else 0


def is_lone_name(words: Sequence[Cell], first: int) -> bool:
    """Whether a line is nothing but words left of the amounts, none of them a header's."""
    return all(word.is_worded and word.stop <= first and not is_known(word.text) for word in words)


def begins_body(words: Sequence[Cell]) -> bool:
    """Whether a line is the first below a header."""
    first = words[0].text
    code = (SUBJECT.match(key(first)) and not first.startswith("20")) or re.fullmatch(r"2\d{2}(?:\d{2}){0,2}", first)
    return is_row_of_cells(words) or bool(code) or ordinal(first) is not None or numbers_columns(words)


@dataclass(frozen=True)
class Table:
    """A table of a page, its header as it was read, and the columns with content."""

    laid: Laid
    parts: tuple[Node, ...]
    filled: tuple[int, ...]
    headed: bool = True


def ways_of(part: Part) -> dict[Paths, tuple[float, Table]]:
    """The ways to read a part by its header: for the paths of its columns what they cost, and the table."""
    found = ways_with(part, content_of(part.body))
    return found or ways_with(part, content_of(part.body, totals=True))


def ways_with(part: Part, content: Sequence[Content]) -> dict[Paths, tuple[float, Table]]:
    """The ways to read a part whose body fills these places."""
    found: dict[Paths, tuple[float, Table]] = {}
    if not part.header or not is_short(part.header) or len(content) < LEAST_COLUMNS:
        return found
    readings = Header([cell for cells in part.header for cell in cells]).readings()
    for reading in readings:
        if reading.cost > readings[0].cost + WORSE:
            break
        rates: list[tuple[float, float, Table]] = []
        for off, places in matched(reading.columns, content):
            laid = laid_below(reading.paths, spans_of(reading.columns, content, places), part.body)
            rates.append((rated(reading, laid), off, Table(laid, reading.parts, places)))
        for cost, table in decided(rates):
            if cost < min(found.get(reading.paths, (inf,))[0], MOST_COST + PER_COLUMN * len(reading.columns)):
                found[reading.paths] = cost, table
    return found


def decided(rates: Sequence[tuple[float, float, Table]]) -> Iterator[tuple[float, Table]]:
    """The best of some ways to put content below columns, and what it costs; none where another is nearly as good."""
    ordered = sorted(rates, key=lambda rate: rate[0] + rate[1])
    if len(ordered) == 1 or (ordered and ordered[1][0] + ordered[1][1] - ordered[0][0] - ordered[0][1] >= MARGIN):
        yield ordered[0][0] + FAR * ordered[0][1], ordered[0][2]


def spans_of(
    columns: Sequence[object], content: Sequence[Content], places: Sequence[int]
) -> list[tuple[int, int]]:
    """The places of each column: those of its content, or none."""
    spans = {place: (each.start, each.stop) for place, each in zip(places, content, strict=True)}
    return [spans.get(place, (NOWHERE, NOWHERE)) for place in range(len(columns))]


def is_short(header: Sequence[Sequence[Cell]]) -> bool:
    """Whether lines can be a header: few, of short words."""
    cells = [cell for line in header for cell in line]
    return len(header) <= MOST_LINES and len(cells) <= MOST_CELLS and all(len(cell.text) <= LONGEST for cell in cells)


def rated(reading: Reading, laid: Laid) -> float:
    """What speaks against a reading: its words, and rows that break the sums that it implies."""
    good, bad = borne_out(laid)
    share = bad / (good + bad) if good + bad else 0.0
    if share > MOST_BAD or len(reading.columns) < LEAST_COLUMNS or holds_two_totals(laid):
        return inf
    return reading.cost + BAD * share - (PROVED if good else 0.0)


def continued(part: Part, others: Sequence[Table]) -> Table | None:
    """The lines as a part of a table of other pages, if as many columns have content as on one of these."""
    content = content_of(part.body)
    found = {other.filled: other for other in others if len(other.filled) == len(content)}
    if len(found) != 1:
        return None
    (before,) = found.values()
    laid = laid_below(before.laid.paths, spans_of(before.laid.paths, content, before.filled), part.body)
    good, bad = borne_out(laid)
    if holds_two_totals(laid) or not laid.money <= before.laid.money or bad > MOST_BAD * (good + bad):
        return None
    return replace(before, laid=laid, headed=bool(part.header))


def write(lines: list[Line], part: Part, table: Table) -> None:
    """Puts the lines of cells of a table in the place of its lines."""
    for cells in (*part.header, *part.numbers, *part.body):
        lines[cells[0].line] = replace(lines[cells[0].line], text="")
    width = len(table.laid.paths)
    if table.headed:
        levels = head_lines(table.parts, width)
        for cells, (texts, marks) in zip(part.header[-len(levels) :], levels, strict=True):
            put(lines, cells[0].line, texts, marks)
    for row in table.laid.rows:
        put(lines, row.line, [row.text(column) for column in range(width)], "." * width)


def put(lines: list[Line], index: int, texts: Sequence[str], marks: str) -> None:
    """Makes a line one of cells."""
    lines[index] = replace(lines[index], text="\t".join(texts), merged=marks, aligned=True)


def head_lines(parts: Sequence[Node], width: int) -> list[tuple[list[str], str]]:
    """The rows of a header: a group over its columns, a column's own word below its last group."""
    depth = max(map(depth_of, parts))
    texts = [[""] * width for _ in range(depth)]
    marks = [["."] * width for _ in range(depth)]
    fill(parts, 0, 0, texts, marks)
    return [(row, "".join(mark)) for row, mark in zip(texts, marks, strict=True)]


def depth_of(part: Node) -> int:
    """How many rows a part of a header has."""
    return 1 + max(map(depth_of, part.parts)) if isinstance(part, Group) else 1


def fill(parts: Sequence[Node], level: int, first: int, texts: list[list[str]], marks: list[list[str]]) -> None:
    """Writes parts side by side into the rows of a header, from a level and a column on."""
    for part in parts:
        texts[level][first] = part.text
        if isinstance(part, Group):
            size = len(part.columns)
            marks[level][first : first + size] = "." + "<" * (size - 1)
            fill(part.parts, level + 1, first, texts, marks)
            first += size
            continue
        for below in marks[level + 1 :]:
            below[first] = "^"
        first += 1
