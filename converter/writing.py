"""Writes the tables of disclosures as a web page that any program, this one too, reads again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape

from converter.disclosure import Disclosure
from converter.document import Line
from converter.graph.document import title_of
from converter.statements import is_of_year
from converter.tables import RawTable, is_markdown
from converter.words import LEFT_OUT
from ontology import codes

HEAD = '<!DOCTYPE html>\n<html lang="zh">\n<meta charset="utf-8">\n<title>{title}</title>\n'
STYLE = "<style>table {border-collapse: collapse} td {border: 1px solid} .n {text-align: right}</style>\n"
NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?$")
SENTENCE = re.compile("[。；！？]")
FORMS = {"project_performance", "overall_performance", "other"}  # where goals and targets stand in words
PROJECT = re.compile(r"^[\dA-Z]{12,}-\D|(?:项目|经费|资金|补助)$")  # names of projects may be long
LONG, CLAUSE = 40, 24  # in a form more characters are no label; fewer, where a comma stands in it
Cut = Callable[[str], str]


def html_page(disclosures: Iterable[Disclosure], prose: bool = True) -> Iterator[str]:
    """The page in pieces; without `prose`, long texts are left out, and figures of the narrative are short lines."""
    yield HEAD.format(title="部门预算表格") + STYLE
    for disclosure in disclosures:
        yield f"<h1>{escape(title_of(disclosure.identity))}</h1>\n"
        yield from narrative(disclosure) if not prose else ()
        for table in disclosure.tables:
            yield from table_html(table, prose)


def narrative(disclosure: Disclosure) -> Iterator[str]:
    """A line for each thing of which the narrative states exactly one amount of the budget year."""
    told: dict[tuple[str, str], dict[Decimal, str]] = {}
    projects = {project.key: project.name for project in disclosure.project_facts}
    for stated in disclosure.statement_facts:
        if stated.measure == "amount" and is_of_year(stated, disclosure.identity.year):
            amounts = told.setdefault((stated.scheme, stated.item), {})
            amounts.setdefault(stated.value, stated.published_value + stated.unit)
    for (scheme, item), amounts in told.items():
        if len(amounts) == 1:
            name = projects[item] if scheme == "project" else codes.scheme(scheme)[item].label_zh
            yield f"<p>{escape(name)}{escape(next(iter(amounts.values())))}。</p>\n"


def table_html(table: RawTable, prose: bool) -> Iterator[str]:
    """One table: its title and head, its rows, its notes."""
    cut: Cut = str if prose else cut_form if table.kind in FORMS else cut_sentences
    yield f"<h2>{escape(table.title)}</h2>\n"
    yield from (words(line, cut) for line in table.head[1:] if not line.blank)
    rows = [line for line in table.body if not line.blank]
    if table.form == "bare":
        yield from (words(line, cut) for line in rows)
    else:
        yield "<table>\n" + "".join(row_html(rows, index, cut) for index in range(len(rows))) + "</table>\n"
    yield from (words(line, cut) for line in table.notes if not line.blank)


def cut_sentences(text: str) -> str:
    """The text, or a sign in place of sentences."""
    return LEFT_OUT if SENTENCE.search(text) else text


def cut_form(text: str) -> str:
    """The text, or a sign in place of sentences and of what is too long for a label."""
    long = len(text) > LONG or (len(text) > CLAUSE and "，" in text)
    return LEFT_OUT if long and not PROJECT.search(text) else cut_sentences(text)


def words(line: Line, cut: Cut) -> str:
    """A line outside the rows; cells that stand in it keep their distance."""
    text = "　".join(cut(part.strip()) for part in line.text.strip("# ").split("\t") if part.strip())
    return f"<p>{escape(text)}</p>\n"


def row_html(rows: Sequence[Line], index: int, cut: Cut) -> str:
    """One row of cells, merged cells as they are merged; nothing for a line of words between the rows."""
    line = rows[index]
    if "\t" not in line.text and not is_markdown(line.text):
        return ""
    cells = line.text.strip().strip("|").split("|") if is_markdown(line.text) else line.text.split("\t")
    if all(re.fullmatch(r"[\s:-]*", cell) for cell in cells):
        return ""
    marks = line.merged or "." * len(cells)
    own = [j for j in range(len(cells)) if marks[j : j + 1] not in ("<", "^")]
    return f"<tr>{''.join(cell_html(rows, index, j, cut(cells[j].strip())) for j in own)}</tr>\n"


def cell_html(rows: Sequence[Line], index: int, column: int, text: str) -> str:
    """One cell with the rows and columns that it spans."""
    line = rows[index]
    width = len(re.match(r"<*", line.merged[column + 1 :]).group())  # type: ignore[union-attr]
    height = 0
    if line.merged:
        for below in rows[index + 1 :]:
            if below.merged[column : column + 1] != "^":
                break
            height += 1
    spans = (f" colspan={width + 1}" if width else "") + (f" rowspan={height + 1}" if height else "")
    align = " class=n" if NUMBER.fullmatch(text) else ""
    return f"<td{align}{spans}>{escape(text)}"
