"""Slips of wording: words printed twice in a row, sections that a heading announces and nothing follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from converter.document import Line
from converter.facts import Note
from converter.prose import prose_lines
from converter.words import key, ordinal_value, strip_ordinal

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

TWICE = re.compile(r"([\u4e00-\u9fff]{2,})\1|([，。；：、])\2")
SENTENCE = re.compile(r"[，。；]")
HEADING = re.compile(r"^[一二三四五六七八九十]+、[^\d。；]{2,40}$")


def wording_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on slips of wording."""
    yield from repeated_notes(disclosure)
    yield from empty_sections(disclosure)


def repeated_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Words that stand twice in a row: in a line of prose, in the name of a project or target."""
    named = [(p.name, p.line_start, p.line_end) for p in disclosure.project_facts]
    named += [(i.level3, i.line_start, i.line_end) for i in disclosure.indicator_facts]
    prose = prose_lines(disclosure.document, disclosure.tables)
    sentences = [(line.text, line.number, line.number) for line in prose if SENTENCE.search(line.text)]
    for text, first, last in [*sentences, *named]:
        for found in TWICE.finditer(key(text)):
            yield Note("text-repeated", ((first, last),), found.group(0), key=found.group(0))


def empty_sections(disclosure: Disclosure) -> Iterator[Note]:
    """Sections whose heading stands between the end of one section and the next heading."""
    lines = [line for line in disclosure.document.lines if not line.blank]
    prose = {line.number for line in prose_lines(disclosure.document, disclosure.tables) if is_heading(line)}
    for before, heading, following, after in zip(lines, lines[1:], lines[2:], lines[3:], strict=False):
        alone = {heading.number, following.number} <= prose and follows(heading, following)
        if alone and ends_section(before) and not is_heading(after):
            yield Note("section-empty", ((heading.number, heading.number),), key(heading.text), key=title(heading))


def ends_section(line: Line) -> bool:
    """Whether a line is the end of a section's text or table, not a heading or an entry of the contents."""
    return line.text.rstrip().endswith(("。", "；", "|")) or "\t" in line.text.strip()


def follows(one: Line, other: Line) -> bool:
    first, second = ordinal_value(key(one.text)), ordinal_value(key(other.text))
    return first is not None and second == first + 1


def is_heading(line: Line) -> bool:
    return bool(HEADING.match(key(line.text)))


def title(line: Line) -> str:
    return strip_ordinal(key(line.text))
