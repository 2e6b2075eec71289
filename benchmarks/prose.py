"""How many of the figures that the prose prints are read as statements: money and percentages, by line and value."""

from __future__ import annotations

import re

from benchmarks.closing import Share
from converter import Disclosure
from converter.prose import join_prose, prose_lines

FIGURE = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)(?:亿元|万元|元|%)(?!以上|[（(]含|及以上)")


def stated_figures(disclosure: Disclosure) -> Share:
    """The amounts and percentages of the prose outside tables that a statement has; thresholds (以上) are none."""
    prose = join_prose(prose_lines(disclosure.document, disclosure.tables))
    read = {
        (line, stated.published_value)
        for stated in disclosure.statement_facts
        for line in (stated.line_start, stated.line_end)
    }
    found = [(prose.line_at(each.end() - 1), each.group(1)) for each in FIGURE.finditer(prose.text)]
    return Share(sum(figure in read for figure in found), len(found))
