"""The marks of a PDF's pages, as PDFium gives them: characters with boxes, and rules from paths."""

from __future__ import annotations

from typing import Any

from converter.readers.marks import Box, Page, Tolerances
from converter.readers.pdfium_items import read_items
from converter.readers.pdfium_rules import read_rules
from converter.readers.pdfium_text import read_text
from converter.readers.tall import cut_down
from converter.readers.turning import turned_boxes


def read_page(document: Any, index: int, tolerances: Tolerances) -> Page:
    """The marks of the page with this index, from 0; raises PdfiumError for a page that cannot be loaded."""
    page = document[index]
    text = page.get_textpage()
    try:
        items = read_items(page.raw)
        turn, glyphs, notices = read_text(text, items)
        cut_down(glyphs)
        rules = read_rules(items.paths, turn, glyphs, tolerances)
        left, low, right, high = page.get_bbox()
    finally:
        text.close()
        page.close()
    [sheet] = turned_boxes([Box(left, right, low, high)], turn)
    return Page(index + 1, sheet, glyphs, *rules, notices)
