"""Documents printed in traditional characters, read in the simplified ones that all our words are written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from converter.document import Document

# Characters that every disclosure has, in the two forms.
TRADITIONAL, SIMPLIFIED = "預決財總務無經費門單項類", "预决财总务无经费门单项类"
REMARK = "printed in traditional characters; labels are given in simplified ones"


def in_simplified(document: Document) -> Document:
    """The document; with its lines in simplified characters where most of it is printed in traditional ones."""
    if not is_traditional(document.text):
        return document
    convert = converter()
    lines = tuple(replace(line, text=convert(line.text)) for line in document.lines)
    return replace(document, lines=lines, remarks=(*document.remarks, REMARK))


def is_traditional(text: str) -> bool:
    """Whether a text is printed in traditional characters: it has more of them than of the simplified."""
    return sum(map(text.count, TRADITIONAL)) > sum(map(text.count, SIMPLIFIED))


@cache
def converter() -> Callable[[str], str]:
    """What turns a text into simplified characters."""
    from opencc import OpenCC  # 0.2 s to load, and few documents need it

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
