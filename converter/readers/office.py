"""Reads office files: which kind it is stands in the container, whatever the name says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.docx import read_docx
from converter.readers.ods import read_ods
from converter.readers.xls import read_xls
from converter.readers.xlsx import read_xlsx

Reader = Callable[[Path, bytes], Document]
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_UNPACKED = 1_000_000_000
AS_PDF = "save it as a PDF with the program that made it and convert that"
PARTS: dict[str, Reader] = {
    "word/document.xml": read_docx,
    "xl/workbook.xml": read_xlsx,
}
OTHER_PARTS = {
    "xl/workbook.bin": ("a binary Excel workbook (.xlsb)", "save it as .xlsx and convert that"),
    "ppt/presentation.xml": ("a PowerPoint file", AS_PDF),
    "OFD.xml": ("an OFD document", AS_PDF),
}
OTHER_STREAMS = {
    "WordDocument": (
        "an old Word document (.doc)",
        "save it as .docx or PDF in Word or WPS, convert that",
    ),
    "PowerPoint Document": ("an old PowerPoint file", AS_PDF),
    "__nameid_version1.0": ("an e-mail", "save what is attached to it and convert that"),
}
PROTECTED = "the file is protected by a password", "save a copy without the password and convert that"


def is_office(data: bytes) -> bool:
    """Whether these bytes begin a container of office files (or another ZIP file)."""
    return data.startswith((ZIP, OLE))


def read_office(path: Path, data: bytes) -> Document:
    """The lines of an office file; raises DocumentError for one that is damaged, protected or of another kind."""
    return read_zip(path, data) if data.startswith(ZIP) else read_ole(path, data)


def read_zip(path: Path, data: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename: info.file_size for info in archive.infolist()}
            kind = archive.read("mimetype").decode("ascii", "replace") if names.get("mimetype", 999) < 200 else ""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise DocumentError(path, "the file is a damaged ZIP or office file", "download it again") from error
    if sum(names.values()) > MAX_UNPACKED:
        raise DocumentError(path, f"unpacked, the file has more than {MAX_UNPACKED:,} bytes", "split it by disclosure")
    if kind.endswith("opendocument.spreadsheet"):
        return read_ods(path, data)
    if reader := next((PARTS[name] for name in PARTS if name in names), None):
        return reader(path, data)
    raise DocumentError(path, *other_zip(set(names), kind))


def other_zip(names: set[str], kind: str) -> tuple[str, str]:
    """What a ZIP file is that no reader takes, and what to do."""
    found = next((OTHER_PARTS[name] for name in OTHER_PARTS if name in names), None)
    if "opendocument" in kind:
        found = "an OpenDocument text or drawing", "save it as .docx or PDF and convert that"
    if found:
        return f"this is {found[0]}, which is not read", found[1]
    return f"this is a ZIP archive of {len(names)} files", "unpack it and convert what is in it"


def read_ole(path: Path, data: bytes) -> Document:
    """An old office file: its streams are named in UTF-16 in the directory of the container."""
    if has_stream(data, "EncryptedPackage"):
        raise DocumentError(path, *PROTECTED)
    if has_stream(data, "Workbook") or (has_stream(data, "Book") and not has_stream(data, "WordDocument")):
        return read_xls(path, data)
    found = next((OTHER_STREAMS[name] for name in OTHER_STREAMS if has_stream(data, name)), None)
    if found:
        raise DocumentError(path, f"this is {found[0]}, which is not read", found[1])
    raise DocumentError(path, "this is an old office file of a kind that is not read", AS_PDF)


def has_stream(data: bytes, name: str) -> bool:
    """Whether the container's directory names a stream: an entry of 64 bytes, then the length of the name."""
    text = name.encode("utf-16-le")
    size = (len(text) + 2).to_bytes(2, "little")
    return text.ljust(64, b"\0") + size in data
