"""The contents against the body: titles that differ, numbers that repeat, tables that only the words know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from converter.document import Line
from converter.facts import Note
from converter.kinds import kind_of_title
from converter.words import key, ordinal_value, strip_ordinal

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

ENTRY = re.compile(r"^(?:[-*•]\s*)?(.{4,60}?)[.．·…\s]*\d{0,3}$")
HEAD = re.compile(r"^目(?:录|次)$|目录$")
YEAR = re.compile(r"20\d\d年?(?:度)?")
LEADING = re.compile(r"^(?:表\d+|[(（]?\d+[)）.、]|附表\d+)")
CITED = re.compile(r"《([^《》]{2,40}表)》|([\u4e00-\u9fff“”]{2,14}(?:支出|收支|收入|经费|目标|汇总)表)")
ALIKE = 0.72
LONG = 120


def contents_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on the contents and on tables that the prose cites."""
    listed = entries(disclosure.document.lines)
    yield from numbered(listed)
    yield from titled(disclosure, listed)
    yield from cited(disclosure)


def entries(lines: Sequence[Line]) -> list[Line]:
    """The lines of the contents: from 目录 to the first of its entries that is printed again."""
    begin = next(
        (i for i, line in enumerate(lines) if HEAD.search(key(line.text)) and len(key(line.text)) < LONG), None
    )
    if begin is None or begin > LONG:
        return []
    found: list[Line] = []
    seen: set[str] = set()
    for line in lines[begin + 1 : begin + 1 + LONG]:
        name = entry_name(line)
        if not name:
            continue
        if name in seen or len(key(line.text)) > 60 or key(line.text).endswith(("。", "；", ":")):
            break
        seen.add(name)
        found.append(line)
    return found


def entry_name(line: Line) -> str:
    """The title in a line of the contents, in the form in which it is compared."""
    text = re.sub(r"[|]\s*\d*\s*[|]?\s*$", "", line.text.strip().lstrip("|#- \t")).strip()
    found = ENTRY.match(text.replace("\t", " "))
    return bare(found.group(1)) if found else ""


def bare(title: str) -> str:
    """A title without number, year, leaders and quotes."""
    plain = re.sub(r"[.．·…]+\d*$", "", key(title))
    return YEAR.sub("", LEADING.sub("", strip_ordinal(plain)))


def numbered(listed: Sequence[Line]) -> Iterator[Note]:
    """Entries that bear the number of the entry before them."""
    for before, line in pairwise(listed):
        first, second = (ordinal_value(key(each.text).lstrip("-#")) for each in (before, line))
        if first is not None and first == second and first > 1:
            where = ((before.number,) * 2, (line.number,) * 2)
            yield Note("contents-differ", where, shown(line), key=f"{line.number}", known=shown(before))


def shown(line: Line) -> str:
    return re.sub(r"[.．·…\s|]+\d*[\s|]*$", "", line.text.strip().lstrip("|#- ")).strip()


def titled(disclosure: Disclosure, listed: Sequence[Line]) -> Iterator[Note]:
    """Tables of the contents that bear another title in the body."""
    last = listed[-1].number if listed else 0
    titles = {bare(t.title): t for t in disclosure.tables if t.first_line > last}
    names = {entry_name(line): line for line in listed if entry_name(line).endswith(("表", "表)"))}
    free = {title: table for title, table in titles.items() if title not in names}
    for name, line in names.items():
        kind = kind_of_title(name)
        if name in titles or kind is None:
            continue
        alike = [title for title, table in free.items() if table.kind == kind and likeness(title, name) >= ALIKE]
        if len(alike) == 1 and not (name in alike[0] or alike[0] in name):
            table = free[alike[0]]
            where = ((line.number,) * 2, (table.first_line,) * 2)
            yield Note("contents-differ", where, shown(line), table.order, f"{line.number}", table.title)


def likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def cited(disclosure: Disclosure) -> Iterator[Note]:
    """Tables that the prose speaks of and that the document does not have, each kind once."""
    have = {table.kind for table in disclosure.tables}
    listed = {line.number for line in entries(disclosure.document.lines)}
    told: set[str] = set()
    for found in CITED.finditer(disclosure.prose.text):
        name = found.group(1) or found.group(2)
        kind, line = kind_of_title(name), disclosure.prose.line_at(found.start())
        if kind is None or kind in have or kind in told or line in listed:
            continue
        told.add(kind)
        yield Note("table-cited-missing", ((line, line),), name, key=kind, table_kind=kind)
