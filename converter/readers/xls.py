"""Reads old Excel workbooks (.xls, .et): the values as their formats show them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.number_format import shown, shown_date
from converter.readers.workbook import Sheet, cell_line, read_workbook

MEDIA_TYPE = "application/vnd.ms-excel"


def read_xls(path: Path, data: bytes) -> Document:
    """The lines of an old workbook with the address of each cell; raises DocumentError when it cannot be read."""
    return read_workbook(path, data, MEDIA_TYPE, open_sheets)


def open_sheets(path: Path, data: bytes) -> Iterator[Sheet]:
    """Every sheet of cells; raises DocumentError for a protected workbook."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            message = "the workbook is protected by a password"
            raise DocumentError(path, message, "save a copy without the password and convert that") from error
        raise
    yield from (read_sheet(book, page) for page in book.sheets())


def read_sheet(book: Any, page: Any) -> Sheet:
    """One sheet of xlrd's, whose rows and columns start at 0."""
    sheet = Sheet(page.name, hidden=page.visibility != 0)
    for row in range(page.nrows):
        for column, cell in enumerate(page.row(row)):
            if text := shown_value(book, cell):
                sheet.cells[row + 1, column + 1] = text
    for top, bottom, left, right in page.merged_cells:
        sheet.merged[top + 1, left + 1] = (bottom, right)
    sheet.hidden_rows = {row + 1 for row, info in page.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column + 1 for column, info in page.colinfo_map.items() if info.hidden}
    return sheet


def shown_value(book: Any, cell: Any) -> str:
    """A stored value as its cell shows it."""
    import xlrd

    number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return shown(cell.value, number_format)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return shown_date(xlrd.xldate_as_datetime(cell.value, book.datemode), number_format)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    return cell_line(str(cell.value))
