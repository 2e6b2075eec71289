"""Numbers whose groups of three are parted by blanks: these are marked, so that none is taken for two numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from converter.document import Document, Line
from converter.words import GROUP_BLANK

BLANKS = re.compile(r"[-(△▲]?\d{1,3}(?: \d{3})+\.\d+\)?")
OTHERS = re.compile(r"[-(△▲]?(?:\d{4,}\.\d+|\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?)\)?")
LEAST = 3


def with_groups(document: Document) -> Document:
    """The document; if cells of its drawn tables group the digits of amounts by blanks, with these marked.

    `15 360.85` may be two numbers. It is one where several cells are filled by such numbers, and no cell prints an
    amount of a thousand or more in another way.
    """
    cells = [cell for line in document.lines if line.merged for cell in line.text.split("\t")]
    if sum(bool(BLANKS.fullmatch(cell)) for cell in cells) < LEAST or any(map(OTHERS.fullmatch, cells)):
        return document
    return replace(document, lines=tuple(marked(document.lines)))


def marked(lines: Iterable[Line]) -> Iterable[Line]:
    """The lines, with the blanks within numbers marked."""
    for line in lines:
        cells = line.text.split("\t") if line.merged else []
        if any(map(BLANKS.fullmatch, cells)):
            text = "\t".join(cell.replace(" ", GROUP_BLANK) if BLANKS.fullmatch(cell) else cell for cell in cells)
            yield replace(line, text=text)
        else:
            yield line
