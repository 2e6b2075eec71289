"""The units that a document lists in words: names, and nature, rank and funding where a list gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from converter.document import Document, Line
from converter.facts import Institution
from converter.prose import prose_lines
from converter.tables import RawTable, is_markdown, is_tabbed
from converter.words import key, tidy

COLUMNS = ("单位名称", "单位性质", "单位规格", "经费保障形式")
ENDS = "局|中心|院|所|站|馆|处|办公室|委员会|本级|学校|大队|支队"
LISTED = re.compile(rf"^(?:\d{{1,2}}[.、．]|[（(][一二三四五六七八九十]+[)）])?(\S{{4,30}}?(?:{ENDS}))[；;]$")
LAST = re.compile(rf"^(?:\d{{1,2}}[.、．]|[（(][一二三四五六七八九十]+[)）])(\S{{4,30}}?(?:{ENDS}))[。；;]$")


def read_institutions(document: Document, tables: Sequence[RawTable]) -> Iterator[Institution]:
    """The institutions of the list 机构设置 (with its columns), then those of plain lists of units."""
    seen: set[str] = set()
    for found in (*table_rows(document.lines), *listed_names(prose_lines(document, tables))):
        if key(found.name) not in seen:
            seen.add(key(found.name))
            yield found


def table_rows(lines: Sequence[Line]) -> Iterator[Institution]:
    """The rows below a header 单位名称, 单位性质, 单位规格, 经费保障形式, until a row of another shape."""
    inside = False
    for line in lines:
        cells = words_of(line)
        if tuple(map(key, cells)) == COLUMNS:
            inside = True
        elif inside and len(cells) == len(COLUMNS):
            yield Institution(cells[0], cells[1], cells[2], cells[3], line.number)
        elif inside and cells:
            inside = False


def words_of(line: Line) -> list[str]:
    """The filled cells of a line; Markdown rules are none."""
    if is_markdown(line.text):
        cells = line.text.strip().strip("|").split("|")
    else:
        cells = line.text.split("\t") if is_tabbed(line.text) else line.text.split()
    return [tidy(cell) for cell in cells if cell.strip() and not re.fullmatch(r":?-+:?", cell.strip())]


def listed_names(lines: Sequence[Line]) -> Iterator[Institution]:
    """Names that stand alone on a line of a list (1. …；  （一）…。)."""
    for line in lines:
        plain = re.sub(r"\s+", "", line.text)
        found = LISTED.match(plain) or LAST.match(plain)
        if found:
            yield Institution(found.group(1), "", "", "", line.number)
