"""The prose of a document: the lines outside tables as one text, in which every place knows its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.document import Document, Line
from converter.tables import RawTable, is_markdown, is_tabbed

BREAK = re.compile(r"[，。；：、,;:（()）\n]")
ASIDE = re.compile(r"[（(](?:境|护|机构|减少|一般)[)）]")
PAGE_NUMBER = re.compile(r"[\s\-—–]*\d{1,4}[\s\-—–]*")
HEADING = re.compile(r"^.{2,40}(?:说明|情况|概况|解释)$")


@dataclass(frozen=True)
class Prose:
    """Paragraphs as one string, with the line of each character."""

    text: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]

    def line_at(self, offset: int) -> int:
        return self.numbers[bisect_right(self.starts, offset) - 1]


def prose_lines(document: Document, tables: Sequence[RawTable]) -> list[Line]:
    """The lines that belong to no table."""
    inside: set[int] = set()
    for table in tables:
        inside |= set(range(table.first_line, table.last_line + 1))
    return [
        line
        for line in document.lines
        if line.number not in inside and not is_tabbed(line.text) and not is_markdown(line.text)
    ]


def join_prose(lines: Sequence[Line]) -> Prose:
    """The lines without spaces, joined, so that a sentence broken over lines is whole."""
    parts: list[str] = []
    starts: list[int] = []
    numbers: list[int] = []
    offset = 0
    for line in without_page_numbers(lines):
        plain = ASIDE.sub("", re.sub(r"[\s*“”]+", "", line.text)).replace("％", "%").replace("收、支", "收支")
        if HEADING.search(plain):
            plain += "。"
        if plain:
            starts.append(offset)
            numbers.append(line.number)
            parts.append(plain)
            offset += len(plain)
    return Prose("".join(parts), tuple(starts), tuple(numbers))


def without_page_numbers(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines but for a number alone at the top or the foot of a page."""
    for index, line in enumerate(lines):
        beside = (lines[index - 1] if index else None, lines[index + 1] if index + 1 < len(lines) else None)
        at_edge = line.page is not None and any(other is None or other.page != line.page for other in beside)
        if not (at_edge and PAGE_NUMBER.fullmatch(line.text)):
            yield line


def clause_before(text: str, end: int) -> str:
    """The words between the last break and the number."""
    begin = max((m.end() for m in BREAK.finditer(text, max(0, end - 60), end)), default=max(0, end - 60))
    return text[begin:end]


def sentence_before(text: str, end: int) -> str:
    """The words between the last full stop and the number, at most 40."""
    return text[max(end - 40, text.rfind("。", 0, end) + 1) : end]
