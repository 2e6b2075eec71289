"""Writes a disclosure as a web page: as Word saves one, or as the pages of governments nest them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from benchmarks.unseen.disclosure import Made
from benchmarks.unseen.grid import Cell, Printed


def write(made: Made) -> bytes:
    """The page."""
    word = made.style["format"] == "html-word"
    body = "".join(parts(made, word))
    if word:
        head = '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="gb2312"></head>'
        return f"{head}<body><div class=Section1>{body}</div></body></html>".encode("gb18030")
    frame = '<table width="100%"><tr><td><div class="TRS_Editor">{}</div></td></tr></table>'
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>部门预算</title></head>'
    nav = "<ul><li><a href='/'>首页</a></li><li>政务公开</li></ul>"
    return f"{head}<body>{nav}{frame.format(body)}</body></html>".encode()


def parts(made: Made, word: bool) -> Iterator[str]:
    yield from (paragraph(text) for text in made.front)
    for section in made.sections:
        yield from (paragraph(text) for text, _ in section.above)
        yield table(section.table, word)
        yield from (paragraph(text) for text in section.below)
    yield from (paragraph(text) for text in made.back)


def paragraph(text: str) -> str:
    return f'<p class="MsoNormal"><span>{escape(text.strip())}</span></p>' if text.strip() else ""


def table(printed: Printed, word: bool) -> str:
    rows = "".join(
        f"<tr>{''.join(cell(one, word) for one in row if one is not None)}</tr>"
        for row in (*printed.head, *printed.body)
    )
    return f'<table border="1" class="MsoNormalTable"><tbody>{rows}</tbody></table>'


def cell(one: Cell, word: bool) -> str:
    spans = (f' rowspan="{one.rows}"' if one.rows > 1 else "") + (
        f' colspan="{one.columns}"' if one.columns > 1 else ""
    )
    text = escape(one.text).replace("　", "&nbsp;&nbsp;") or "&nbsp;"
    inner = f'<p class="MsoNormal" align="{one.align}"><span lang="EN-US">{text}</span></p>' if word else text
    return f"<td{spans}>{inner}</td>"
