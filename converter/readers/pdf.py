"""Reads a PDF that holds text: the rows of its ruled tables as lines of cells, all else as lines of words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from converter.document import Document, Line
from converter.errors import DocumentError
from converter.readers.marks import DEFAULT, Tolerances
from converter.readers.page import page_rows
from converter.readers.pdfium import read_page

SIGNATURE = b"%PDF-"
SIGNATURE_REACH = 1024
MAX_BYTES = 200_000_000
MAX_PAGES = 2_000
PROTECTED = "the PDF is protected by a password", "save a copy without the password and convert that"
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
        lines = tuple(number_pages(path, source, tolerances))
    finally:
        source.close()
    if not any(not line.blank for line in lines):
        message = "no readable tables: the pages are pictures without text"
        raise DocumentError(path, message, "run text recognition (OCR) on it, or get the file that was scanned")
    return Document(path, data, "application/pdf", lines)


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


def number_pages(path: Path, source: Any, tolerances: Tolerances) -> Iterator[Line]:
    """The lines of all pages, numbered through the document."""
    numbers = count(1)
    for index in range(len(source)):
        try:
            page = read_page(source, index, tolerances)
        except pdfium.PdfiumError as error:
            raise DocumentError(path, f"page {index + 1} of the PDF is damaged", "download it again") from error
        rows = page_rows(page, tolerances)
        yield from (Line(next(numbers), row.text, page.number, row.merged, row.edges) for row in rows)
