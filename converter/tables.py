"""Finds the tables of a document: where each begins and ends, its title, kind and unit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from converter.amounts import UNITS, unit_of
from converter.document import Document, Line
from converter.words import key, ordinal, tidy

MARKER = re.compile(
    r"单位[:：]|部门名称[:：]|部门\(单位\)名称[:：]|单位名称[:：]|预算年度[:：]|截止时间[:：]|^\(20\d\d年度\)$|编制(?:单位|部门)|^部门[:：]"
)
PAGE_HEAD = re.compile(r"单位:|预算年度:|截止时间:|部门名称:")
SENTENCE = re.compile(r"[,，。;；《》]|说明$|情况说明")
SECTION = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分.*|附件|名词解释"
    r"|[一二三四五六七八九十]+、\S{2,}(?:情况|说明|解释|信息|目标|说明的事项|情况说明|变化原因))$"
)
NOTE = re.compile(r"^(?:注[:：]|说明[:：]|备注[:：])")
EMPTY = re.compile(r"空表列示|(?:本|此|故)表(?:无数据|为空)|表无数据|无此项(?:支出|收入|内容)|空表公开")
TABLE_NUMBER = re.compile(r"^(?:预算|公开|附)?表0*\d{1,2}$|^(?:预算|公开|附)0*\d{1,2}表$")
PAGE_NUMBER = re.compile(r"^[-—]?[1-9]\d{0,2}[-—]?$")
TITLE_END = re.compile(r"表(?:\(.*\))?$|经费$|预算$")
FORMS = {"project_performance", "overall_performance"}  # forms of several projects may share their title
REACH = 6
MAX_TITLE = 48


@dataclass(frozen=True)
class KindRule:
    """One rule of kinds.toml: the words that a title must, may and must not hold."""

    name: str
    all: tuple[str, ...]
    any: tuple[str, ...]
    none: tuple[str, ...]
    scope: dict[str, str]

    def fits(self, title: str) -> bool:
        return (
            all(word in title for word in self.all)
            and (not self.any or any(word in title for word in self.any))
            and not any(word in title for word in self.none)
        )


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

    @property
    def last_line(self) -> int:
        return max(line.number for line in (*self.head, *self.body, *self.notes) if not line.blank)

    @property
    def declared_empty(self) -> bool:
        return any(EMPTY.search(key(line.text)) for line in self.notes)

    @property
    def form(self) -> str:
        """`markdown` or `tabs` for tables whose cells are marked, `bare` for lines of words."""
        lines = [line.text for line in self.body if not line.blank]
        for form, test in (("markdown", is_markdown), ("tabs", is_tabbed)):
            if lines and sum(map(test, lines)) * 2 >= len(lines):
                return form
        return "bare"


@cache
def kind_rules() -> tuple[KindRule, ...]:
    """The rules of kinds.toml in their order."""
    data = tomllib.loads((files("converter") / "layouts" / "kinds.toml").read_text("utf-8"))
    return tuple(
        KindRule(
            name=entry["name"],
            all=tuple(entry.get("all", ())),
            any=tuple(entry.get("any", ())),
            none=tuple(entry.get("none", ())),
            scope=entry.get("scope", {}),
        )
        for entry in data["kind"]
    )


def kind_of_title(title: str) -> str | None:
    """The table kind that a title names, or None."""
    plain = key(title)
    return next((rule.name for rule in kind_rules() if rule.fits(plain)), None)


def scope_of_kind(kind: str) -> dict[str, str]:
    """What every figure of a kind is about, as dimension → notation."""
    return next((rule.scope for rule in kind_rules() if rule.name == kind), {})


def is_markdown(text: str) -> bool:
    return text.lstrip().startswith("|")


def is_tabbed(text: str) -> bool:
    return "\t" in text


def is_title(line: Line) -> bool:
    """Whether a line can be the title of a table."""
    plain = key(line.text)
    limit = 2 * MAX_TITLE if plain.endswith("绩效目标表") else MAX_TITLE
    if not 4 <= len(plain) <= limit or is_tabbed(line.text.strip()) or is_markdown(line.text):
        return False
    if SENTENCE.search(plain) or line.text.lstrip().startswith("- ") or not TITLE_END.search(plain):
        return False
    return (plain.endswith("表") or not ordinal(plain)) and kind_of_title(plain) is not None


def find_tables(document: Document) -> tuple[RawTable, ...]:
    """The tables of a document in their order; contents lists and prose are no tables."""
    starts = list(table_starts(document.lines))
    ends = [*starts, len(document.lines)][1:]
    found = [cut(document.lines[a:b], order) for order, (a, b) in enumerate(zip(starts, ends, strict=True), start=1)]
    return tuple(table for table in found if table.body or table.notes)


def table_starts(lines: Sequence[Line]) -> Iterator[int]:
    """The indexes of title lines that a marker (unit, department, year) follows before the next title.

    A title that is printed again on the next page goes on with the same table.
    """
    last = ""
    for index, line in enumerate(lines):
        if is_title(line) and marker_follows(lines, index):
            again = key(line.text) == last and kind_of_title(last) not in FORMS
            if not again:
                yield index
            last = key(line.text)


def marker_follows(lines: Sequence[Line], index: int) -> bool:
    seen = 0
    for line in lines[index + 1 :]:
        if line.blank or not key(line.text):
            continue
        seen += 1
        if is_marker(line) or (seen == 1 and (is_tabbed(line.text.strip()) or is_markdown(line.text))):
            return True
        if seen >= REACH or is_title(line):
            return False
    return False


def cut(lines: Sequence[Line], order: int) -> RawTable:
    """The table that begins at the first of `lines` and ends where prose or the next table begins."""
    size = head_size(lines)
    head, rest = lines[:size], upto_section(lines[size:])
    body, notes = split_notes(drop_table_number(rest), {key(line.text) for line in head})
    title = tidy(head[0].text.lstrip("# "))
    kind = kind_of_title(title) or "other"
    return RawTable(kind, title, unit_in((*head, *body[:12])), order, tuple(head), tuple(body), tuple(notes))


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


def is_marker(line: Line) -> bool:
    """Whether a line names the department, the unit or the year: alone, or in a row with hardly another cell."""
    if not MARKER.search(key(line.text)) and not any(MARKER.search(key(cell)) for cell in line.text.split("\t")):
        return False
    return line.text.count("\t") < 2 or sum(bool(cell.strip()) for cell in line.text.split("\t")) <= 3


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


def drop_table_number(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without a trailing 预算 02 表, which heads the next table."""
    filled = [index for index, line in enumerate(lines) if not line.blank]
    while filled and is_tail(lines[filled[-1]]):
        filled.pop()
    return lines[: filled[-1] + 1] if filled else ()


def is_tail(line: Line) -> bool:
    """Whether a line at the end of a table's lines is none of its own: the next table's number, or a page number."""
    plain = key(line.text)
    return bool(TABLE_NUMBER.match(plain) or PAGE_NUMBER.match(plain)) or is_announcement(line)


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
    if is_tabbed(line.text):
        return plain in heads and is_marker(line)
    return plain in heads or bool(PAGE_HEAD.search(plain))


def drop_page_number(body: list[Line]) -> None:
    """Removes a lone page number that stands before a repeated page head."""
    filled = [index for index, line in enumerate(body) if not line.blank]
    if filled and PAGE_NUMBER.match(key(body[filled[-1]].text)):
        del body[filled[-1] :]
