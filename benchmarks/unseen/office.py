"""Writes a disclosure as a Word file or a workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

from benchmarks.unseen.disclosure import Made, Section
from benchmarks.unseen.grid import SCALE, STYLES, Cell, Grid, Printed

FORMATS = {
    "wan-grouped": "#,##0.00",
    "wan-plain": "General",
    "wan-four": "0.0000",
    "wan-six": "#,##0.000000",
    "yuan-whole": "General",
    "yuan-grouped": "#,##0.00_ ",
    "thousand": "#,##0.00",
    "wan-one": "#,##0.0",
    "yuan-plain": "0.00",
    "wan-wide": "#,##0.00",
    "wan-spaced": "#,##0.00",
    "wan-loose": "#,##0.00",
    "yuan-mixed": "#,##0.00",
}
NEGATIVE = {"brackets": "{0}_);({0})", "wide-brackets": "{0}_);（{0}）", "triangle": "{0};△{0}"}
ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = ("office", "table", "text")


def docx(made: Made) -> bytes:
    """A Word file."""
    from docx import Document

    document = Document()
    for text in made.front:
        document.add_paragraph(text.replace("\f", ""))
    for section in made.sections:
        for text, _ in section.above:
            document.add_paragraph(text)
        word_table(document, section.table)
        for text in section.below:
            document.add_paragraph(text)
    for text in made.back:
        document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word_table(document: object, printed: Printed) -> None:
    rows = [*printed.head, *printed.body]
    table = document.add_table(len(rows), len(rows[0]))  # type: ignore[attr-defined]
    places = [list(row.cells) for row in table.rows]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                if cell.rows > 1 or cell.columns > 1:
                    places[number][column].merge(places[number + cell.rows - 1][column + cell.columns - 1])
                places[number][column].text = cell.text


def sheets(made: Made) -> Iterator[tuple[str, Grid]]:
    """A sheet of words, then one for each table with what stands above and below it."""
    yield "说明", [[Cell(text.replace("\f", ""))] for text in (*made.front, *made.back)]
    for number, section in enumerate(made.sections, start=1):
        yield f"{number}", sheet_rows(section)


def sheet_rows(section: Section) -> Grid:
    """The rows of a sheet."""
    width = len(section.table.form.columns)

    def wide(text: str, align: str) -> list[Cell | None]:
        if align == "right":
            return [*[None] * (width - 1), Cell(text)]
        return [Cell(text, 1, width), *[None] * (width - 1)]

    above = [wide(text, align) for text, align in section.above]
    return [*above, *section.table.head, *section.table.body, *(wide(text, "left") for text in section.below)]


def format_of(made: Made) -> str:
    """The number format of a workbook's amounts; where zeros are dashes, the format makes them."""
    plain = FORMATS[made.style["number"]]
    if made.style["negative"] in NEGATIVE:
        dash = {"dash": ';"-"', "long-dash": ';"—"'}.get(made.style["zero"], "")
        return NEGATIVE[made.style["negative"]].format(plain) + dash
    dashed = {"dash": ACCOUNTING.replace("#,##0.00", plain.rstrip("_ ")), "long-dash": f'{plain};-{plain};"—"'}
    return dashed.get(made.style["zero"], plain)


def value_of(cell: Cell, made: Made) -> float | None:
    """The number that a workbook stores for a cell; None where it stores text or nothing."""
    if cell.value is None or not cell.text:
        return None
    return float(cell.value / SCALE[STYLES[made.style["number"]][0]])


def xlsx(made: Made) -> bytes:
    """A workbook of today."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets(made):
        page = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row, start=1):
                if cell is None or not cell.text:
                    continue
                value = value_of(cell, made)
                place = page.cell(number, column, cell.text if value is None else value)
                if value is not None:
                    place.number_format = format_of(made)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row, start=1):
                if cell is not None and (cell.rows > 1 or cell.columns > 1):
                    page.merge_cells(None, number, column, number + cell.rows - 1, column + cell.columns - 1)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(made: Made) -> bytes:
    """An old workbook."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    money = xlwt.XFStyle()
    money.num_format_str = format_of(made)
    for name, rows in sheets(made):
        page = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is None or not (cell.text or cell.columns > 1):
                    continue
                value = value_of(cell, made)
                if cell.rows > 1 or cell.columns > 1:
                    page.write_merge(number, number + cell.rows - 1, column, column + cell.columns - 1, cell.text)
                elif value is not None:
                    page.write(number, column, value, money)
                else:
                    page.write(number, column, cell.text)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(made: Made) -> bytes:
    """An OpenDocument workbook."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in NAMES)
    pages = "".join(
        f'<table:table table:name="{name}">{"".join(ods_row(row, made) for row in rows)}</table:table>'
        for name, rows in sheets(made)
    )
    inner = f"<office:body><office:spreadsheet>{pages}</office:spreadsheet></office:body>"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>{inner}</office:document-content>'
    )
    file = io.BytesIO()
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entry}'
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", ODS_TYPE)
        archive.writestr("META-INF/manifest.xml", f"{manifest}</manifest:manifest>")
        archive.writestr("content.xml", content)
    return file.getvalue()


def ods_row(row: list[Cell | None], made: Made) -> str:
    cells = "".join(ods_cell(cell, made) if cell is not None else "<table:table-cell/>" for cell in row)
    return f"<table:table-row>{cells}</table:table-row>"


def ods_cell(cell: Cell, made: Made) -> str:
    spans = f' table:number-rows-spanned="{cell.rows}" table:number-columns-spanned="{cell.columns}"'
    value = value_of(cell, made)
    kind = ' office:value-type="string"' if value is None else f' office:value-type="float" office:value="{value!r}"'
    return f"<table:table-cell{spans}{kind}><text:p>{escape(cell.text)}</text:p></table:table-cell>"


WRITERS: dict[str, Callable[[Made], bytes]] = {"docx": docx, "xlsx": xlsx, "xls": xls, "ods": ods}
