"""Finds the tables of a document: where each begins and ends, its title, kind and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from converter.amounts import UNITS, unit_of
from converter.anew import before_another
from converter.document import Document, Line
from converter.kinds import KindRule, kind_of_title, kind_rules, scope_of_kind
from converter.titles import (
    FORMS,
    REACH,
    TABLE_NUMBER,
    is_cells,
    is_heading,
    is_markdown,
    is_marker,
    is_tabbed,
    is_title,
    table_starts,
    title_text,
)
from converter.words import key, tidy

__all__ = [
    "FORMS",
    "REACH",
    "KindRule",
    "RawTable",
    "find_tables",
    "is_markdown",
    "is_tabbed",
    "is_title",
    "kind_of_title",
    "kind_rules",
    "scope_of_kind",
]  # fmt: skip

PAGE_HEAD = re.compile(r"单位:|预算年度:|截止时间:|部门名称:")
SECTION = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分.*|附件|名词解释"
    r"|[一二三四五六七八九十]+、\S{2,}(?:情况|说明|解释|信息|目标|说明的事项|情况说明|变化原因))$"
)
NOTE = re.compile(r"^[(（]?(?:注|说明|备注)[:：]")
EMPTY = re.compile(r"空表列示|(?:本|此|故)表(?:无数据|为空)|表无数据|无此项(?:支出|收入|内容)|空表公开")
FIGURE = re.compile(r"\d\.\d|\d,\d{3}")
PAGE_WORDS = 8
TARGETS = "一级指标"
NAMELESS = "未命名表"
NOTHING = re.compile(
    r"(?:没有|未)(?:使用|安排)?[^,。;]{0,24}(?:支出|收入|收支|预算|拨款)|不涉及|为空|(?<!应)公开空表|[系是以]空表"
    r"|(?:[本我](?:部门|单位|级|院|校|局|厅|委)|年度?)无(?![形法])"
)
PAGE_NUMBER = re.compile(r"^[-—]?[1-9]\d{0,2}[-—]?$")


@dataclass(frozen=True)
class RawTable:
    """A table as it stands in the document, before its cells are read."""

    kind: str
    title: str
    unit: str | None
    order: int
    head: tuple[Line, ...]
    body: tuple[Line, ...]
    notes: tuple[Line, ...]
    stated: bool = True  # whether the table itself states its unit

    @property
    def first_line(self) -> int:
        return self.head[0].number

    @cached_property
    def last_line(self) -> int:
        return max(line.number for line in (*self.head, *self.body, *self.notes) if not line.blank)

    @property
    def declared_empty(self) -> bool:
        text = key("".join(line.text for line in self.notes))
        filled = any(FIGURE.search(line.text) for line in self.body)
        return bool(EMPTY.search(text) or (NOTHING.search(text) and not filled))

    @property
    def form(self) -> str:
        """`markdown` or `tabs` for tables whose cells are marked, `bare` for lines of words."""
        lines = [line.text for line in self.body if not line.blank]
        for form, test in (("markdown", is_markdown), ("tabs", is_tabbed)):
            if lines and sum(map(test, lines)) * 2 >= len(lines):
                return form
        return "bare"


def find_tables(document: Document) -> tuple[RawTable, ...]:
    """The tables of a document in their order; contents lists and prose are no tables."""
    starts = list(table_starts(document.lines))
    ends = [*starts, len(document.lines)][1:]
    titled = [cut(document.lines[a:b]) for a, b in zip(starts, ends, strict=True)]
    found = [table for table in titled if table.body or table.notes]
    found += untitled(document.lines, found)
    found.sort(key=lambda table: table.first_line)
    return tuple(replace(table, order=order) for order, table in enumerate(found, start=1))


def untitled(lines: Sequence[Line], found: Sequence[RawTable]) -> Iterator[RawTable]:
    """The drawn tables that stand among prose, without a title of their own; the line before them names them."""
    inside = {line.number for table in found for line in (*table.head, *table.body, *table.notes)}
    run: list[Line] = []
    before: Line | None = None
    for line in (*lines, Line(0, "")):
        drawn = bool(line.merged) and (is_cells(line) or goes_on(run, line)) and line.number not in inside
        if drawn:
            run.append(line)
        elif run and (key(line.text) or not line.number):
            if any(FIGURE.search(cell.text) for cell in run):
                yield nameless(run, before)
            run = []
        if not drawn and key(line.text) and not PAGE_NUMBER.match(key(line.text)):
            before = line if line.number not in inside else None


def goes_on(run: Sequence[Line], line: Line) -> bool:
    """Whether a row with a single text is one of the rows before it: it has their cells (合计 without figures)."""
    return bool(run) and bool(line.edges) and line.edges == run[-1].edges and "<" not in line.merged


def nameless(run: Sequence[Line], before: Line | None) -> RawTable:
    """A table of no kind, or with targets a form, which the line before it names if it is a heading."""
    kind = "project_performance" if any(TARGETS in map(key, line.text.split("\t")) for line in run) else "other"
    head = before if before is not None and is_heading(before) else Line(run[0].number, "", run[0].page)
    return RawTable(kind, tidy(head.text) or NAMELESS, unit_in(run[:3]), 0, (head,), tuple(run), ())


def cut(lines: Sequence[Line]) -> RawTable:
    """The table that begins at the first of `lines` and ends where prose or the next table begins."""
    size = head_size(lines)
    title = tidy(title_text(lines, 0).lstrip("# "))
    kind = kind_of_title(title) or "other"
    head, rest = lines[:size], upto_section(lines[size:])
    rest = rest if kind in FORMS else before_another(upto_prose(rest))
    body, notes = split_notes(drop_table_number(rest), {key(line.text) for line in head})
    if kind not in FORMS and any(line.merged for line in body):
        body = [line for line in body if line.merged]
    return RawTable(kind, title, unit_in((*head, *body[:12])), 0, tuple(head), tuple(body), tuple(notes))


def head_size(lines: Sequence[Line]) -> int:
    """How many lines belong to the head: the title and the marker lines below it."""
    size, seen = 1, 0
    for index, line in enumerate(lines[1:], start=1):
        if line.blank:
            continue
        seen += 1
        plain = key(line.text)
        if is_markdown(line.text) or seen > REACH:
            break
        if is_marker(line) or plain in UNITS:
            size = index + 1
        elif is_tabbed(line.text.strip()):
            break
    return size


def unit_in(lines: Sequence[Line]) -> str | None:
    """The unit that the head announces, also when it is broken over two lines."""
    return unit_of("".join(line.text for line in lines))


def upto_section(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines before the first heading of prose."""
    for index, line in enumerate(lines):
        plain = key(line.text)
        if SECTION.match(plain) and not is_tabbed(line.text) and not is_markdown(line.text):
            return lines[:index]
    return lines


def upto_prose(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a drawn table before a page of prose: more lines of words than heads, feet and notes have."""
    last, plain = 0, 0
    for index, line in enumerate(lines):
        if line.merged:
            last, plain = index, 0
        elif key(line.text) and not NOTE.match(key(line.text)):
            plain += 1
        if last and plain > PAGE_WORDS:
            return lines[: index - plain + 1]
    return lines


def drop_table_number(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without a trailing 预算 02 表, which heads the next table.

    So does a line that says that a table is empty, unless these lines hold no figure: then it speaks of theirs.
    """
    filled = [index for index, line in enumerate(lines) if not line.blank]
    figures = any(FIGURE.search(line.text) for line in lines)
    while filled and is_tail(lines[filled[-1]]) and (figures or not is_announcement(lines[filled[-1]])):
        filled.pop()
    return lines[: filled[-1] + 1] if filled else ()


def is_tail(line: Line) -> bool:
    """Whether a line at the end of a table's lines is none of its own: the next table's number or a page number.

    So is a cell over all columns that is no note: the next table's title goes on below it.
    """
    plain = key(line.text)
    return bool(TABLE_NUMBER.match(plain) or PAGE_NUMBER.match(plain)) or is_banner(line) or is_announcement(line)


def is_banner(line: Line) -> bool:
    """Whether a line is one cell over all columns, and neither a note nor a sentence."""
    plain = key(line.text)
    said = NOTE.match(plain) or EMPTY.search(plain) or NOTHING.search(plain) or "。" in plain
    return line.merged.strip("<") == "." and len(line.merged) > 1 and not said


def is_announcement(line: Line) -> bool:
    """Whether a line says, ahead of the next title, that its table is empty."""
    plain = key(line.text)
    return plain.startswith("说明:") and bool(EMPTY.search(plain))


def split_notes(lines: Sequence[Line], heads: set[str]) -> tuple[list[Line], list[Line]]:
    """Body lines and note lines; page heads that repeat inside the body are dropped."""
    body: list[Line] = []
    notes: list[Line] = []
    in_notes = False
    for line in lines:
        plain = key(line.text)
        if NOTE.match(plain) or EMPTY.search(plain):
            in_notes = True
        elif is_page_head(line, heads):
            in_notes = False
            drop_page_number(body)
            continue
        elif in_notes and (is_tabbed(line.text) or is_markdown(line.text)):
            in_notes = False
        (notes if in_notes else body).append(line)
    return body, notes


def is_page_head(line: Line, heads: set[str]) -> bool:
    plain = key(line.text)
    if not plain or is_markdown(line.text):
        return False
    if TABLE_NUMBER.match(plain) and not is_cells(line):
        return True
    if is_tabbed(line.text):
        return plain in heads and (is_marker(line) or not is_cells(line))
    return plain in heads or bool(PAGE_HEAD.search(plain))


def drop_page_number(body: list[Line]) -> None:
    """Removes a lone page number that stands before a repeated page head."""
    filled = [index for index, line in enumerate(body) if not line.blank]
    if filled and PAGE_NUMBER.match(key(body[filled[-1]].text)):
        del body[filled[-1] :]
