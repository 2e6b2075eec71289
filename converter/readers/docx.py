"""Reads Word documents of today (.docx): the rows of tables as lines of cells, paragraphs as lines of words.

The XML is walked here, since text that was tracked, boxed or put under content control counts as well. Numbers that
Word itself sets before paragraphs are not stored, and so not read.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial, reduce
from itertools import count
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, parse

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.joining import joined
from converter.readers.merged import Spanning, TooWideError, merged_rows
from converter.readers.printed import Printed, numbered, table_place
from converter.words import tidy

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DELETED = {"del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr"}
MARKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
DAMAGED = "the document is damaged and cannot be opened", "open and save it in Word, or download it again"


def read_docx(path: Path, data: bytes) -> Document:
    """The lines of a Word document; raises DocumentError when it cannot be read."""
    try:
        lines = tuple(numbered((line, None) for line in printed_lines(main_part(data))))
    except (zipfile.BadZipFile, KeyError, ParseError, ValueError, RecursionError, zlib.error) as error:
        if isinstance(error, TooWideError):
            raise DocumentError(path, "a table spans too many cells", "save it as a PDF and convert that") from error
        raise DocumentError(path, *DAMAGED) from error
    if not any(not line.blank for line in lines):
        message = "no readable tables: the document holds no text"
        raise DocumentError(path, message, "if it shows pictures, run text recognition (OCR) on them")
    return Document(path, data, MEDIA_TYPE, lines)


def main_part(data: bytes) -> Element:
    """The document's body."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as part:
        root = parse(part).getroot()
    return next((child for child in root if local(child) == "body"), root)


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute's value, in whatever name space; "" without one."""
    return next((value for full, value in element.attrib.items() if full.rpartition("}")[2] == name), "")


def printed_lines(body: Element) -> Iterator[Printed]:
    """The lines of a document: paragraphs, and the rows of tables that hold data."""
    tables = count(1)
    for block in blocks(body):
        if local(block) == "tbl":
            yield from merged_rows(list(table_rows(block)), partial(table_place, next(tables)))
        else:
            yield from (Printed(text) for piece in paragraph(block).split("\n") if (text := tidy(piece)))


def blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and data tables below an element, in order, those in text boxes behind their paragraph."""
    for child in shown(parent):
        name = local(child)
        if name == "p":
            yield child
            for box in boxes(child):
                yield from blocks(box)
        elif name == "tbl" and is_data_table(child):
            yield child
        else:
            yield from blocks(child)


def shown(parent: Element) -> Iterator[Element]:
    """The children that a reader sees; of alternatives the first."""
    for child in parent:
        if local(child) == "AlternateContent":
            yield from list(child)[:1]
        elif local(child) not in DELETED:
            yield child


def boxes(paragraph: Element) -> Iterator[Element]:
    """The text boxes that hang on a paragraph."""
    for child in shown(paragraph):
        if local(child) == "txbxContent":
            yield child
        else:
            yield from boxes(child)


def is_data_table(table: Element) -> bool:
    """Whether a table holds data: no table within it, and a row of more than one cell; others only lay out a page."""
    rows = list(inner(table, "tr"))
    nested = any(local(each) == "tbl" for row in rows for each in row.iter())
    return not nested and any(sum(1 for _ in inner(row, "tc")) > 1 for row in rows)


def inner(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those under content control or tracked changes too."""
    for child in shown(parent):
        if local(child) == name:
            yield child
        elif local(child) not in {"tbl", "tr", "tc", "p"}:
            yield from inner(child, name)


def table_rows(table: Element) -> Iterator[list[Spanning]]:
    """The cells of each row. A cell that goes on from above spans no row, so it is empty there."""
    for row in inner(table, "tr"):
        if not any(local(each) == "del" for each in properties(row, "trPr")):
            yield [*skipped(row), *map(spanning, inner(row, "tc"))]


def properties(element: Element, name: str) -> list[Element]:
    return [each for child in element if local(child) == name for each in child]


def setting(element: Element, properties_name: str, name: str) -> Element | None:
    return next((each for each in properties(element, properties_name) if local(each) == name), None)


def skipped(row: Element) -> Iterator[Spanning]:
    """The columns that a row leaves out at its left."""
    before = setting(row, "trPr", "gridBefore")
    if before is not None and (width := span(attribute(before, "val"))):
        yield Spanning("", columns=width)


def spanning(cell: Element) -> Spanning:
    """A cell as it stands in its row."""
    width, below = setting(cell, "tcPr", "gridSpan"), setting(cell, "tcPr", "vMerge")
    goes_on = below is not None and attribute(below, "val") in {"", "continue"}
    columns = span(attribute(width, "val")) if width is not None else 1
    return Spanning("" if goes_on else cell_text(cell), columns=max(1, columns), goes_on=goes_on)


def span(value: str) -> int:
    return int(value[:6]) if value.isdecimal() else 0


def cell_text(cell: Element) -> str:
    """The text of a cell in one line."""
    pieces = "\n".join(paragraph(block) for block in blocks(cell)).split("\n")
    return tidy(reduce(joined, (text for piece in pieces if (text := tidy(piece))), ""))


def paragraph(element: Element) -> str:
    """The text of a paragraph without that of its text boxes; breaks stay breaks."""
    return "".join(words(element))


def words(element: Element) -> Iterator[str]:
    for child in shown(element):
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in MARKS:
            yield MARKS[name]
        elif name != "txbxContent" and not is_hidden(child):
            yield from words(child)


def is_hidden(run: Element) -> bool:
    """Whether a run is set as hidden text."""
    vanish = setting(run, "rPr", "vanish") if local(run) == "r" else None
    return vanish is not None and attribute(vanish, "val") not in {"0", "false", "off"}
