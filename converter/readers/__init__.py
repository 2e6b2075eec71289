"""Readers: each makes a Document out of one kind of file, recognised by its bytes."""

from __future__ import annotations

from pathlib import Path

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.archived import is_archived, read_archived
from converter.readers.blank_groups import with_groups
from converter.readers.html import is_html, read_html
from converter.readers.office import is_office, read_office
from converter.readers.pdf import is_pdf, read_pdf
from converter.readers.spaced import in_columns
from converter.readers.text import read_text
from converter.readers.traditional import in_simplified

MAX_BYTES = 200_000_000
OCR = "no readable tables: this is a picture", "run text recognition (OCR) on it and save the result as a PDF"
UNPACK = "unpack it and convert what is in it"
SIGNATURES = {
    b"\x89PNG": OCR,
    b"\xff\xd8\xff": OCR,
    b"GIF8": OCR,
    b"II*\0": OCR,
    b"MM\0*": OCR,
    b"\x1f\x8b": ("this is a compressed file", UNPACK),
    b"Rar!": ("this is a RAR archive", UNPACK),
    b"7z\xbc\xaf": ("this is a 7z archive", UNPACK),
    b"PK\x05\x06": ("this is an empty ZIP archive", "download it again or leave it out"),
    b"{\\rtf": ("this is rich text (.rtf), which is not read", "save it as .docx or PDF and convert that"),
    b"AT&TFORM": OCR,
}
REACH = 4096
XML_MARKS = {
    b"urn:schemas-microsoft-com:office:spreadsheet": "an Excel file of 2003 in XML",
    b"http://schemas.microsoft.com/office/word/2003/wordml": "a Word file of 2003 in XML",
}


def read_document(path: Path) -> Document:
    """The document at `path`; raises DocumentError for what cannot be read."""
    document = in_simplified(with_groups(read_by_kind(path)))
    return in_columns(document) if document.media_type == "text/plain" else document


def read_by_kind(path: Path) -> Document:
    """The document as the reader of its kind of file finds it."""
    data = read_bytes(path)
    if not data.strip():
        raise DocumentError(path, "the file is empty", "download it again or leave it out")
    for signature, (problem, remedy) in SIGNATURES.items():
        if data.startswith(signature):
            raise DocumentError(path, problem, remedy)
    if is_office(data):
        return read_office(path, data)
    if is_pdf(data):
        return read_pdf(path, data)
    if is_archived(data):
        return read_archived(path, data)
    if is_html(data):
        return read_html(path, data)
    for mark, name in XML_MARKS.items():
        if mark in data[:REACH]:
            raise DocumentError(path, f"this is {name}, which is not read", "save it as .xlsx, .docx or PDF")
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
