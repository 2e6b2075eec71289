"""Reads a disclosure that somebody has turned into text: bare lines, tabs or Markdown."""

from __future__ import annotations

from pathlib import Path

from converter.document import Document, Line
from converter.errors import DocumentError
from converter.readers.alike import unified

ENCODINGS = ("utf-8-sig", "gb18030")
MAX_BYTES = 32_000_000


def read_text(path: Path, data: bytes) -> Document:
    """The lines of a text file in UTF-8 or GB 18030; a form feed starts a new page."""
    if len(data) > MAX_BYTES:
        raise DocumentError(
            path, f"the file has more than {MAX_BYTES:,} bytes", "split it into one file per disclosure"
        )
    text = decode(path, data).replace("\r\n", "\n").replace("\r", "\n")
    if text.endswith("\n"):
        text = text[:-1]
    return Document(path, data, "text/plain", tuple(number_lines(unified(text))))


def decode(path: Path, data: bytes) -> str:
    """The text of `data`; bytes that are no text raise DocumentError."""
    if b"\x00" in data:
        raise DocumentError(path, "this is a binary file, not text", "give a text, Markdown or tab-separated file")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError(path, "the text is neither UTF-8 nor GB 18030", "save it as UTF-8 and try again")


def number_lines(text: str) -> list[Line]:
    """The lines with their numbers; pages are counted only where the text has form feeds."""
    paged = "\f" in text
    page, lines = 1, []
    for number, line in enumerate(text.split("\n"), start=1):
        page += line.count("\f")
        lines.append(Line(number, line.replace("\f", ""), page if paged else None))
    return lines
