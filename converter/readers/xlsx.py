"""Reads Excel workbooks of today (.xlsx, .xlsm): the values as their formats show them, formulas by their results."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.number_format import shown, shown_date
from converter.readers.workbook import MAX_CELLS, Sheet, TooLargeError, cell_line, read_workbook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
UNSOLVED = "open it in Excel, WPS or LibreOffice, save it (which stores the results) and convert that"


def read_xlsx(path: Path, data: bytes) -> Document:
    """The lines of a workbook with the address of each cell; raises DocumentError when it cannot be read."""
    return read_workbook(path, data, MEDIA_TYPE, open_sheets)


def open_sheets(path: Path, data: bytes) -> Iterator[Sheet]:
    """Every sheet of cells; raises DocumentError when a formula has no result stored."""
    from openpyxl import load_workbook

    check_parts(path, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts that are not read here: styles, rules, pictures
        book = load_workbook(io.BytesIO(data), data_only=True)
    yield from map(read_sheet, book.worksheets)


def check_parts(path: Path, data: bytes) -> None:
    """Raises for sheets with more places than can be right, and for formulas that were never worked out."""
    unsolved: list[str] = []
    places = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in filter(SHEET_PART.fullmatch, archive.namelist()):
            with archive.open(name) as part:
                for _, element in iterparse(part):
                    places += claimed(element)
                    if is_unsolved(element):
                        unsolved.append(element.get("r", "?"))
                    if places > MAX_CELLS:
                        raise TooLargeError
                    if local(element) == "row":
                        element.clear()
    if unsolved:
        message = f"{len(unsolved)} formulas of the workbook have no stored result, the first in {unsolved[0]}"
        raise DocumentError(path, message, UNSOLVED)


def claimed(element: Element) -> int:
    """How many places an element takes in memory."""
    if local(element) == "c":
        return 1
    found = RANGE.fullmatch(element.get("ref", "")) if local(element) == "mergeCell" else None
    if found is None:
        return 0
    left, top, right, bottom = found.groups()
    return (column_number(right) - column_number(left) + 1) * (int(bottom) - int(top) + 1)


def column_number(letters: str) -> int:
    """1 for A, 27 for AA …"""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def is_unsolved(element: Element) -> bool:
    """Whether a cell has a formula and no result; that of a formula for text may be empty."""
    if local(element) != "c" or not any(local(child) == "f" for child in element):
        return False
    return element.get("t") != "str" and not any(child.text for child in element if local(child) == "v")


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def read_sheet(page: Any) -> Sheet:
    """One sheet of openpyxl's."""
    sheet = Sheet(page.title, hidden=page.sheet_state != "visible")
    for row in page.iter_rows():
        for cell in row:
            if cell.value is not None and (text := shown_value(cell.value, cell.number_format)):
                sheet.cells[cell.row, cell.column] = text
    for area in page.merged_cells.ranges:
        sheet.merged[area.min_row, area.min_col] = (area.max_row, area.max_col)
    sheet.hidden_rows = {number for number, row in page.row_dimensions.items() if row.hidden}
    for columns in page.column_dimensions.values():
        if columns.hidden:
            sheet.hidden_columns.update(range(columns.min, min(columns.max, columns.min + 1000) + 1))
    return sheet


def shown_value(value: Any, number_format: str) -> str:
    """A stored value as its cell shows it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return shown(value, number_format)
    if isinstance(value, (datetime, date, time)):
        return shown_date(value, number_format)
    return cell_line(str(value))
