"""What a reader returns: the lines of a document, each with its place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One line of the source: its number (from 1), its text, and its page where the source has pages.

    `merged` says of each place in a line of drawn cells what stands there: `.` a cell begins, `<` the cell to the left
    goes on, `^` the cell above goes on, and `-` no cell. It is empty where the source does not draw its cells.
    `edges` are the lines between the places, in points from the left, where the source has them.
    """

    number: int
    text: str
    page: int | None = None
    merged: str = ""
    edges: tuple[float, ...] = ()

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True)
class Document:
    """A source document as read: its bytes' identity and its lines in reading order."""

    path: Path
    data: bytes
    media_type: str
    lines: tuple[Line, ...]

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def line(self, number: int) -> Line:
        """The line with this number; numbers start at 1."""
        return self.lines[number - 1]
