"""What reading could not settle: notes of the readers, undecided cells, rows and tables that are missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from converter.facts import UNDECIDED, Cell, Note
from converter.notes.withheld import withholds
from converter.relations.sums import Cut
from converter.tables import kind_of_title
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

CONTENTS = re.compile(r"^(?:-\s*)?[一二三四五六七八九十]+、(.{4,40}表)$|^\|\s*(.{4,40}表)\s*\|\s*\d+\s*\|$")
SHOWN = 4

EMPTY = "（空白）"


def reading_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes of the readers, on undecided cells, on tables that are cut off or missing."""
    for order, note in disclosure.notes:
        name = f"{order}.{note.first}.{key(note.detail)[:20]}"
        yield Note(note.rule, ((note.first, note.last),), note.detail or EMPTY, table=order, key=name)
    yield from undecided_notes(disclosure)
    yield from cut_notes(disclosure)
    yield from contents_notes(disclosure)


def undecided_notes(disclosure: Disclosure) -> Iterator[Note]:
    """One note for each table with cells whose column is not proved."""
    tables: dict[int, list[Cell]] = defaultdict(list)
    for cell in disclosure.cell_facts:
        if cell.resolved_by == UNDECIDED:
            tables[cell.table].append(cell)
    for order, cells in tables.items():
        seen = "、".join(f"{cell.row_label or '合计'} {cell.published_value}" for cell in cells[:SHOWN])
        lines = ((cells[0].line_start, cells[-1].line_end),)
        yield Note("undecided-cells", lines, seen, table=order, key=str(order), count=len(cells))


def cut_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Total rows whose rows stop short of them: cut off, withheld or left out."""
    titles = {table.order: table.title for table in disclosure.tables}
    found = [cut for cut in disclosure.sums if isinstance(cut, Cut)]
    cuts = [cut for cut in found if not any(cut.shows(other) for other in found)]
    declared = bool(cuts) and withholds(disclosure)
    for cut in cuts:
        order, line = cut.whole.table, cut.whole.line_start
        rule = "rows-withheld" if declared else "rows-left-out" if is_shared(cut, cuts) else "truncated-table"
        lines = ((line, cut.whole.line_end), last_lines(cut.parts))
        known = "；".join(f"{column} {gap:f}" for column, gap in cut.gaps)
        yield Note(rule, lines, titles[order], order, f"{order}.{line}", known, whole=cut.whole, parts=cut.parts)


def is_shared(cut: Cut, cuts: list[Cut]) -> bool:
    """Whether another table lacks the same amount under the same code."""
    return any(
        (other.whole.row_code, other.missing) == (cut.whole.row_code, cut.missing)
        for other in cuts
        if other.whole.table != cut.whole.table
    )


def last_lines(cells: tuple[Cell, ...]) -> tuple[int, int]:
    return max(((cell.line_start, cell.line_end) for cell in cells), default=(1, 1))


def contents_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Tables that the contents announce and the document does not have."""
    have = {table.kind for table in disclosure.tables}
    first = min(table.first_line for table in disclosure.tables)
    for line in disclosure.document.lines:
        found = CONTENTS.match(line.text.strip())
        if not found or (line.number >= first and not line.text.lstrip().startswith(("-", "|"))):
            continue
        title = found.group(1) or found.group(2)
        kind = kind_of_title(title)
        if kind is not None and kind not in have:
            yield Note("table-missing", ((line.number,) * 2,), title, key=str(line.number), table_kind=kind)
