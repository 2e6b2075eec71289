"""What a reader returns: the lines of a document, each with its place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from converter.words import LOOSE_BLANK


@dataclass(frozen=True)
class Line:
    """One line of the source: its number (from 1), its text, and its page where the source has pages.

    `merged` says of each place in a line of drawn cells what stands there: `.` a cell begins, `<` the cell to the left
    goes on, `^` the cell above goes on, and `-` no cell. It is empty where the source does not draw its cells.

    `places` says where each of its cells stands in the source, or the one place of the whole line; it is empty
    where the source is text. A place is written as a fragment of its kind of file: `page=3&xywh=72,110,48,9` (points
    from the upper left corner), `Sheet1!B7`, `table=2&row=5&column=3`.
    `edges` are the lines between the places, in points from the left, where the source has them.
    `aligned` says that the cells are not drawn, but told by where the words stand.
    """

    number: int
    text: str
    page: int | None = None
    merged: str = ""
    places: tuple[str, ...] = field(default=(), compare=False)
    edges: tuple[float, ...] = ()
    aligned: bool = False

    def place(self, text: str, column: int | None = None) -> str:
        """Where a printed value stands: in the cell of that number, else in the only one that prints it; or ""."""
        cells = self.text.split("\t")
        if len(self.places) != len(cells):
            return ""
        if column is not None and column < len(cells) and text in cells[column]:
            return self.places[column]
        found = self.places_of(text)
        return found[0] if len(found) == 1 else ""

    def places_of(self, text: str) -> list[str]:
        """The places of all cells that print a value."""
        cells = self.text.split("\t")
        if len(self.places) != len(cells):
            return []
        return [place for cell, place in zip(cells, self.places, strict=True) if text in LOOSE_BLANK.split(cell)]

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True)
class Part:
    """One file of a document that was joined from several, and the lines that are its own."""

    file: str
    sha256: str
    media_type: str
    bytes: int
    first_line: int
    last_line: int


@dataclass(frozen=True)
class Document:
    """A source document as read: its bytes' identity and its lines in reading order.

    `remarks` says what of it was left unread: hidden sheets, pages without text. `parts` are the files of a document
    that was joined from several; `path` and `data` are then those of the main one. `extent` says which pages or lines
    of its file a document is that shares it with others; it is empty for one that fills its file.
    """

    path: Path
    data: bytes
    media_type: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    extent: str = ""

    @property
    def name(self) -> str:
        """The name of the file, and which part of it the document is."""
        return f"{self.path.name} ({self.extent})" if self.extent else self.path.name

    @cached_property
    def sha256(self) -> str:
        """The hash of the file; of several, that of their hashes."""
        if self.parts:
            return hashlib.sha256("".join(part.sha256 for part in self.parts).encode()).hexdigest()
        return hashlib.sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        """The size in bytes, of all parts together."""
        return sum(part.bytes for part in self.parts) if self.parts else len(self.data)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def line(self, number: int) -> Line:
        """The line with this number; numbers start at 1."""
        return self.lines[number - 1]
