"""Writes a disclosure as a web page: as Word saves one, or as the pages of governments nest them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from benchmarks.unseen.disclosure import Made
from benchmarks.unseen.grid import Cell, Printed

CSS = """
@page wide {size: A4 landscape} .wide {page: wide} .each {break-before: page} p {margin: 2pt 0}
body {font: 10pt serif} table {border-collapse: collapse; width: 100%; font-size: 8pt} td {padding: 2pt 3pt}
.centre {text-align: center} .right {text-align: right} .money {white-space: nowrap} p.centre {font-size: 14pt}
"""
RULES = {
    "full": "td {border: 0.5pt solid black}",
    "level": "td {border-top: 0.5pt solid black; border-bottom: 0.5pt solid black}",
    "none": "",
    "head": "thead, tbody {border-top: 0.5pt solid black; border-bottom: 0.5pt solid black}",
    "outer": "table {border: 0.5pt solid black} thead {border-bottom: 0.5pt solid black}",
}


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


def printable(made: Made) -> bytes:
    """The page as it is sent to a printer: sheets, rules and repeated heads as the style has them."""
    wide = made.style["sheet"] in ("landscape", "turned")
    body = "".join(sheets(made))
    css = f"@page {{size: A4 {'landscape' if wide else 'portrait'}; margin: 1.5cm}} {CSS} {RULES[made.style['rules']]}"
    head = f'<!DOCTYPE html><html><head><meta charset="utf-8"><style>{css}</style></head>'
    return f"{head}<body>{body}</body></html>".encode()


def sheets(made: Made) -> Iterator[str]:
    """What is printed: the words before and after, and each table with what stands above and below it."""
    yield from (paragraph(text) for text in made.front)
    for section in made.sections:
        wide = made.style["sheet"] == "mixed" and len(section.table.form.columns) >= 8
        sort = "each" if made.style["flow"] != "running" or wide else "running"
        yield f'<div class="{sort}{" wide" * wide}">'
        yield from (f'<p class="{align}">{escape(text)}</p>' for text, align in section.above)
        yield printed_table(section.table, made.style["heads"] != "once")
        yield from (paragraph(text) for text in section.below)
        yield "</div>"
    yield '<div class="each">' + "".join(paragraph(text) for text in made.back) + "</div>"


def printed_table(printed: Printed, repeated: bool) -> str:
    """A table; the browser prints its head again on each page if it is marked as one."""
    rows = ["".join(printed_cell(one) for one in row if one is not None) for row in (*printed.head, *printed.body)]
    rows = [f"<tr>{row}</tr>" for row in rows]
    size = len(printed.head) if repeated else 0
    return f"<table><thead>{''.join(rows[:size])}</thead><tbody>{''.join(rows[size:])}</tbody></table>"


def printed_cell(one: Cell) -> str:
    spans = f' rowspan="{one.rows}" colspan="{one.columns}"'
    return f'<td{spans} class="{one.align}{" money" * (one.value is not None)}">{escape(one.text)}</td>'


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
