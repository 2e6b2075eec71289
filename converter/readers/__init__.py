"""Readers: each makes a Document out of one kind of file, recognised by its bytes."""

from __future__ import annotations

from pathlib import Path

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.html import is_html, read_html
from converter.readers.pdf import is_pdf, read_pdf
from converter.readers.text import read_text

MAX_BYTES = 200_000_000
SIGNATURES = {
    b"PK\x03\x04": "a Word, Excel or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}


def read_document(path: Path) -> Document:
    """The document at `path`; raises DocumentError for what cannot be read."""
    data = read_bytes(path)
    if not data.strip():
        raise DocumentError(path, "the file is empty", "download it again or leave it out")
    for signature, name in SIGNATURES.items():
        if data.startswith(signature):
            raise DocumentError(
                path, f"this is {name}, not text", "save it as a PDF or as text (.txt, .md) and convert that"
            )
    if is_pdf(data):
        return read_pdf(path, data)
    if is_html(data):
        return read_html(path, data)
    return read_text(path, data)


def read_bytes(path: Path) -> bytes:
    """The bytes of `path`; raises DocumentError when they are too many or the system does not let us read them."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(path, f"the file has more than {MAX_BYTES:,} bytes", "split it by disclosure")
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DocumentError(path, f"cannot be read ({reason})", "check the path and its permissions") from error
