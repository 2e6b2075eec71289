"""Reads a PDF that holds text: the rows of its ruled tables as lines of cells, all else as lines of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from converter.document import Document, Line
from converter.errors import DocumentError
from converter.readers.marks import DEFAULT, Notice, Page, Tolerances
from converter.readers.mending import STRANGE
from converter.readers.mending import UNKNOWN as MASK
from converter.readers.pages import pages_lines
from converter.readers.pdfium import read_page
from converter.readers.printed import numbered

SIGNATURE = b"%PDF-"
SIGNATURE_REACH = 1024
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MAX_BYTES = 200_000_000
MAX_PAGES = 2_000
LEAST_TEXT = 12  # characters for each page
MOST_NAMED = 12  # pages or characters in a remark
FEW_PAGES = 3  # fewer may hold little text and be no scan
PROTECTED = "the PDF is protected by a password", "save a copy without the password and convert that"
UNKNOWN = (
    "no readable text: its fonts do not tell which characters they draw",
    "run text recognition (OCR) on it, or get the file that it was made from",
)
DAMAGED = "the PDF is damaged and cannot be opened", "download it again"


def is_pdf(data: bytes) -> bool:
    """Whether these are a PDF's bytes: its signature stands within the first 1,024."""
    return SIGNATURE in data[:SIGNATURE_REACH]


def read_pdf(path: Path, data: bytes, tolerances: Tolerances = DEFAULT) -> Document:
    """The lines of a PDF with their pages; raises DocumentError when there is no text to be had."""
    if len(data) > MAX_BYTES:
        raise DocumentError(path, f"the PDF has more than {MAX_BYTES:,} bytes", "split it into one file per disclosure")
    source = open_pdf(path, data)
    try:
        if len(source) > MAX_PAGES:
            raise DocumentError(path, f"the PDF has more than {MAX_PAGES:,} pages", "split it by disclosure")
        pages = len(source)
        notices: list[tuple[int, Notice]] = []
        lines = tuple(numbered(pages_lines(page_by_page(path, source, tolerances, notices), tolerances)))
    finally:
        source.close()
    if is_unknown(lines):
        raise DocumentError(path, *UNKNOWN)
    if is_scan(lines, pages):
        message = "no readable tables: the pages are pictures " + ("with hardly any text" if lines else "without text")
        raise DocumentError(path, message, "run text recognition (OCR) on it, or get the file that was scanned")
    return Document(path, data, "application/pdf", lines, remarks=(*empty_pages(lines, pages), *told(notices, pages)))


def is_unknown(lines: Sequence[Line]) -> bool:
    """Whether the fonts of most characters do not tell which they are, or name most Chinese ones wrongly.

    Figures often have a font of their own that is right: they do not make up for names that cannot be read. Nor does
    readable prose make up for the tables.
    """
    text = "".join(line.text for line in lines)
    rows = "".join(line.text for line in lines if "\t" in line.text)
    return 2 * text.count(MASK) > len(text) - text.count("\t") or is_misnamed(text) or is_misnamed(rows)


def is_misnamed(text: str) -> bool:
    """Whether a text has more characters that are masked, or of alphabets that no disclosure has, than Chinese ones."""
    return text.count(MASK) + len(STRANGE.findall(text)) > len(CHINESE.findall(text))


def is_scan(lines: Sequence[Line], pages: int) -> bool:
    """Whether pages have no table and no text but what stands on a scan: page numbers, a stamp."""
    if any("\t" in line.text for line in lines) or (lines and pages < FEW_PAGES):
        return False
    return sum(len(line.text) for line in lines) < LEAST_TEXT * pages


def empty_pages(lines: Sequence[Line], pages: int) -> Iterator[str]:
    """What to say of pages that hold no text."""
    silent = sorted(set(range(1, pages + 1)) - {line.page for line in lines if not line.blank})
    silent = [page for page in silent if not has_cells(lines, page)]
    if silent:
        named = ", ".join(map(str, silent[:MOST_NAMED])) + " …" * (len(silent) > MOST_NAMED)
        yield f"no text on {len(silent)} of {pages} pages: {named}"


def has_cells(lines: Sequence[Line], page: int) -> bool:
    """Whether a page holds the right columns of a table that begins on another page."""
    return any(place.startswith(f"page={page}&") for line in lines for place in line.places)


def told(notices: Sequence[tuple[int, Notice]], pages: int) -> Iterator[str]:
    """What to say of odd text, once for all pages that have it."""
    for what in dict.fromkeys(notice.what for _, notice in notices):
        found = [(page, notice.text) for page, notice in notices if notice.what == what]
        named = ", ".join(str(page) for page, _ in found[:MOST_NAMED]) + " …" * (len(found) > MOST_NAMED)
        sample = found[0][1][:MOST_NAMED].strip("\ufffd")
        yield f"{what} on {len(found)} of {pages} pages: {named}" + (f" ({sample})" if sample else "")


def open_pdf(path: Path, data: bytes) -> Any:
    """PDFium's document; raises DocumentError for one that is protected, damaged or without pages."""
    try:
        source = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        protected = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise DocumentError(path, *(PROTECTED if protected else DAMAGED)) from error
    if not len(source):
        source.close()
        raise DocumentError(path, "the PDF has no pages", "download it again or leave it out")
    return source


def page_by_page(path: Path, source: Any, tolerances: Tolerances, notices: list[tuple[int, Notice]]) -> Iterator[Page]:
    """The marks of all pages in order; what is odd about their texts is put with `notices`."""
    for index in range(len(source)):
        try:
            page = read_page(source, index, tolerances)
        except pdfium.PdfiumError as error:
            raise DocumentError(path, f"page {index + 1} of the PDF is damaged", "download it again") from error
        notices.extend((page.number, notice) for notice in page.notices)
        yield page
