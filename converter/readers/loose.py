"""A line of words outside all drawn tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from converter.readers.marks import Glyph
from converter.readers.printed import Printed
from converter.readers.words import Word, words_of
from converter.words import key

POINTED = frozenset(".,，0")
DASHES = re.compile(r"[-\u2013\u2212—－─]+")
FURNITURE = re.compile(r"[-—－–·]*(?:[第共总]{0,2}\d{1,3}页?[/，,、|]?){1,2}[-—－–·]*")


@dataclass(frozen=True)
class Loose:
    """A line of words outside all drawn tables, and what is printed where it belongs to no table."""

    page: int
    glyphs: tuple[Glyph, ...]
    printed: Printed

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return words_of(self.glyphs)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @cached_property
    def figures(self) -> int:
        """How many words are figures; none without a point, a comma or a zero."""
        if POINTED.isdisjoint(self.printed.text):
            return 0
        return sum(word.is_figure for word in self.words)

    @cached_property
    def dashes(self) -> int:
        """How many words are dashes where figures would stand; none in the number of a page."""
        count = sum(bool(DASHES.fullmatch(word.text)) for word in self.words)
        return count if count < len(self.words) and not is_furniture(self) else 0

    @cached_property
    def size(self) -> float:
        """How large the letters are, those of dashes aside: these may be lower."""
        return median([word.size for word in self.words if not DASHES.fullmatch(word.text)] or [self.words[0].size])


def is_furniture(line: Loose) -> bool:
    """Whether a line is only the number of a page."""
    return bool(FURNITURE.fullmatch(text_of(line)))


def text_of(line: Loose) -> str:
    return key("".join(word.text for word in line.words))
