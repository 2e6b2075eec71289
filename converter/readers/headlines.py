"""Puts the lines of a title together that a page breaks for want of room."""

from __future__ import annotations

import re
from collections.abc import Sequence

from converter.readers.loose import Loose
from converter.readers.marks import Box
from converter.readers.printed import Printed, box_place
from converter.readers.words import CHINESE, Word, together
from converter.words import key

TITLE = re.compile(r".*表(?:\([^)]*\))?(?:\(?(?:金额)?单位:.*)?")
LAST = re.compile(rf"{TITLE.pattern}|[^()]*\)")
NUMBER = re.compile(r"^附?[表件][\d一二三四五六七八九十-]{1,5}:")
SENTENCE = re.compile(r"[。;]|(?<![表)]\(单位)(?<![表)]\(金额单位):(?!$)")
OPEN = re.compile(r"[“‘《(（][^”’》)）]*$|[、及和与]$")
CLOSES = re.compile(r"[、”’》)）]|[^“‘《(（]{1,12}[”’》)）]")
END = re.compile(r"[总况细览单]?表(?:\([^)]*\))?")  # the end of a title: 表, 总表, 况表 of 情况表
MOST_LINES = 3
ALIKE = 0.15  # of their height the letters of two lines may differ
CLOSE = 1.2  # heights between two lines
FULL = 0.85  # of the width that is printed on


def joined_titles(lines: Sequence[Loose], sheet: Box, width: float) -> list[Loose]:
    """The lines, those of one title as one line; `width` is that of all that the page prints."""
    found: list[Loose] = []
    for line in lines:
        parts = [*first_lines(found, line, width), line]
        if len(parts) > 1 and TITLE.fullmatch(key("".join(part.printed.text for part in parts))):
            found[1 - len(parts) :] = [as_one(parts, sheet)]
        else:
            found.append(line)
    return found


def first_lines(before: Sequence[Loose], line: Loose, width: float) -> list[Loose]:
    """The lines before a line that may be the last of a title which it goes on with."""
    found: list[Loose] = []
    if not LAST.fullmatch(key(line.printed.text)):
        return found
    for above in reversed(before[1 - MOST_LINES :]):
        if not goes_on(above, found[0] if found else line, width):
            break
        found.insert(0, above)
    return found


def goes_on(above: Loose, line: Loose, width: float) -> bool:
    """Whether a title that begins above goes on in this line: torn apart in the midst, or broken at the full width."""
    one, two = together(above.words), together(line.words)
    text, torn = key(above.printed.text), bool(OPEN.search(above.printed.text.strip()))
    if SENTENCE.search(NUMBER.sub("", text)) or (TITLE.fullmatch(text) and not torn) or not is_near(one, two):
        return False
    if torn or CLOSES.match(line.printed.text.strip()) or END.fullmatch(key(line.printed.text)):
        return True
    centred = abs(one.centre - two.centre) <= two.size
    return centred and one.right - one.left >= FULL * width and len(above.words) == 1


def is_near(one: Word, two: Word) -> bool:
    """Whether two lines stand close below each other in letters of one size."""
    alike = abs(one.size - two.size) <= ALIKE * two.size or not CHINESE.search(two.text)
    return alike and two.top - one.bottom <= CLOSE * one.size


def as_one(lines: Sequence[Loose], sheet: Box) -> Loose:
    """The lines as one."""
    glyphs = tuple(glyph for line in lines for glyph in line.glyphs)
    text = "".join(line.printed.text.strip() for line in lines)
    return Loose(lines[0].page, glyphs, Printed(text, places=(box_place(lines[0].page, sheet, glyphs),)))
