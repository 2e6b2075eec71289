"""Reads a web page: the rows of its tables as lines of cells, all other text as lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import reduce
from itertools import count, groupby
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.html_tables import is_data_table, table_rows
from converter.readers.joining import joined
from converter.readers.merged import TooWideError
from converter.readers.pages import pages_lines
from converter.readers.positioned import is_sheet, sheet_page
from converter.readers.printed import Printed, numbered
from converter.words import tidy

MAX_BYTES = 200_000_000
REACH = 4096
OPENING = re.compile(r"\s*(?:<[?!].*?>\s*)*<(?:html|head|body|table|meta|title)\b", re.I | re.S)
DOCTYPE = re.compile(r"\s*(?:<\?.*?\?>\s*)?<!doctype\s+html\b", re.I | re.S)
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.I)
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CHINESE = {"gb2312", "gbk", "gb_2312-80", "x-gbk"}
UNSEEN = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea"}
BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 - a list of forty strings is no easier to read
)


def is_html(data: bytes) -> bool:
    """Whether these bytes begin a web page, whatever the file is called."""
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    start = data[:REACH].decode(MARKS.get(mark, "latin-1"), errors="ignore")
    return bool(DOCTYPE.match(start) or OPENING.match(start))


def read_html(path: Path, data: bytes) -> Document:
    """The lines of a web page; raises DocumentError when there is no text to be had."""
    if len(data) > MAX_BYTES:
        raise DocumentError(path, f"the page has more than {MAX_BYTES:,} bytes", "split it into one per disclosure")
    root = LexborHTMLParser(html_text(path, data)).root
    try:
        lines = tuple(numbered(printed_lines(root))) if root is not None else ()
    except TooWideError as error:
        raise DocumentError(path, "a table of the page spans too many cells", "save the page's text instead") from error
    if not any(not line.blank for line in lines):
        raise DocumentError(path, "the page holds no text", "save it as a browser shows it, or the file it links to")
    return Document(path, data, "text/html", lines)


def html_text(path: Path, data: bytes) -> str:
    """The page's text in the encoding that it marks or names, else in UTF-8 or GB 18030."""
    for encoding in encodings(data):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise DocumentError(path, "the page is neither UTF-8 nor GB 18030", "save it as UTF-8 and try again")


def encodings(data: bytes) -> Iterator[str]:
    """The encodings to try, the likeliest first."""
    yield from (name for mark, name in MARKS.items() if data.startswith(mark))
    named = CHARSET.search(data[:REACH])
    if named is not None:
        name = named.group(1).decode("ascii", errors="ignore").lower()
        yield "gb18030" if name in CHINESE else name
    yield from ("utf-8", "gb18030")


def printed_lines(root: LexborNode) -> Iterator[tuple[Printed, int | None]]:
    """The lines of a web page, those of printed pages in it with their numbers."""
    sheets, tables = count(1), count(1)
    for printed, items in groupby(blocks(root), key=is_printed):
        if printed:
            yield from pages_lines(sheet_page(item, next(sheets)) for item in items if not isinstance(item, str))
            continue
        for item in items:
            lines = (Printed(item),) if isinstance(item, str) else table_lines(item, next(tables))
            yield from ((line, None) for line in lines)


def is_printed(item: str | LexborNode) -> bool:
    """Whether something that a page shows is a printed page in it."""
    return not isinstance(item, str) and item.tag != "table"


def table_lines(table: LexborNode, number: int) -> Iterator[Printed]:
    """The caption of a table and its rows."""
    yield from (Printed(text) for text in caption(table))
    yield from table_rows(table, cell_text, number)


def blocks(root: LexborNode) -> Iterator[str | LexborNode]:
    """The text of each block, each table of data and each printed page, in order."""
    words: list[str] = []
    for item in (*walk(root), None):
        if isinstance(item, str):
            words.append(item)
            continue
        if text := tidy("".join(words)):
            yield text
        words.clear()
        if item is not None:
            yield item


def walk(root: LexborNode) -> Iterator[str | LexborNode | None]:
    """What a page shows, in order: text, tables of data, printed pages, and None where a block begins or ends."""
    stack: list[LexborNode | None] = [root]
    while stack:
        node = stack.pop()
        tag = node.tag if node is not None else None
        if node is None or tag in BLOCKS:
            yield None
        if node is None or tag in UNSEEN:
            continue
        if node.is_text_node:
            yield node.text_content or ""
        elif (tag == "table" and is_data_table(node)) or is_sheet(node):
            yield node
        else:
            stack.extend([None] if tag in BLOCKS else [])
            stack.extend(reversed(list(node.iter(include_text=True))))


def caption(table: LexborNode) -> Iterator[str]:
    """The line above a table, where it has one."""
    found = table.css_first("caption")
    if found is not None and (text := cell_text(found)):
        yield text


def cell_text(cell: LexborNode) -> str:
    """The text of a cell in one line."""
    pieces = [""]
    for item in walk(cell):
        if isinstance(item, str):
            pieces[-1] += item
        else:
            pieces.append("")
    return tidy(reduce(joined, (text for piece in pieces if (text := tidy(piece))), ""))
