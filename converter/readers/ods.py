"""Reads OpenDocument sheets (.ods): the text that each cell shows is stored beside its value."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, parse

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.workbook import MAX_CELLS, Sheet, TooLargeError, cell_line, read_workbook

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
GROUPS = {f"{TABLE}table-row-group", f"{TABLE}table-header-rows", f"{TABLE}table-rows"}
CELLS = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}


def read_ods(path: Path, data: bytes) -> Document:
    """The lines of an OpenDocument workbook with the address of each cell; raises DocumentError."""
    return read_workbook(path, data, MEDIA_TYPE, open_sheets)


def open_sheets(path: Path, data: bytes) -> Iterator[Sheet]:
    """Every sheet of cells; raises DocumentError for a protected workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
            message = "the workbook is protected by a password"
            raise DocumentError(path, message, "save a copy without the password and convert that")
        with archive.open("content.xml") as part:
            root = parse(part).getroot()
    unseen = {
        style.get(f"{STYLE}name") for style in root.iter(f"{STYLE}style")
        if any(each.get(f"{TABLE}display") == "false" for each in style)
    }  # fmt: skip
    yield from (read_sheet(table, unseen) for table in root.iter(f"{TABLE}table"))


def read_sheet(table: Element, unseen: set[str | None]) -> Sheet:
    """One sheet; what it repeats is written out, but for emptiness."""
    style = table.get(f"{TABLE}style-name")
    sheet = Sheet(table.get(f"{TABLE}name") or "", hidden=style is not None and style in unseen)
    number = 1
    for row in rows_of(table):
        again = repeats(row, "rows")
        if row.get(f"{TABLE}visibility", "visible") != "visible":
            sheet.hidden_rows.update(range(number, number + min(again, MAX_CELLS)))
        filled = read_row(sheet, row, number)
        for copy in range(number + 1, number + again if filled else 0):
            read_row(sheet, row, copy)
            if len(sheet.cells) > MAX_CELLS:
                raise TooLargeError
        number += again
    sheet.hidden_columns = set(hidden_columns(table))
    return sheet


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a sheet, those in groups too."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in GROUPS:
            yield from rows_of(child)


def read_row(sheet: Sheet, row: Element, number: int) -> bool:
    """Whether a row holds text, which is added to the sheet."""
    column, filled = 1, False
    for cell in (child for child in row if child.tag in CELLS):
        again, text = repeats(cell, "columns"), ""
        if cell.tag == f"{TABLE}table-cell":
            text = cell_line("\n".join("".join(words(each)) for each in cell if each.tag == f"{TEXT}p"))
        down, across = (int(cell.get(f"{TABLE}number-{of}-spanned", 1)) for of in ("rows", "columns"))
        if down * across > 1:
            sheet.merged[number, column] = (number + down - 1, column + across - 1)
        if text:
            filled = True
            sheet.cells.update(((number, column + copy), text) for copy in range(min(again, 1000)))
        column += again
    return filled


def words(paragraph: Element) -> Iterator[str]:
    """The text of a paragraph; spaces and breaks are elements of their own."""
    yield paragraph.text or ""
    for child in paragraph:
        yield " " if child.tag in (f"{TEXT}s", f"{TEXT}tab") else "\n" if child.tag == f"{TEXT}line-break" else ""
        yield from words(child)
        yield child.tail or ""


def repeats(element: Element, of: str) -> int:
    return int(element.get(f"{TABLE}number-{of}-repeated", 1))


def hidden_columns(table: Element) -> Iterator[int]:
    """The numbers of columns that are not shown."""
    number = 1
    for column in table.iter(f"{TABLE}table-column"):
        again = repeats(column, "columns")
        if column.get(f"{TABLE}visibility", "visible") != "visible":
            yield from range(number, number + min(again, 1000))
        number += again
