"""How many units the prose counts, and which the lists and tables have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.facts import Note, Statement
from converter.words import key, strip_ordinal

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

INCLUDED = re.compile(
    r"(?:本级|机关)[^，。；]{0,8}(?:和|及|与)(?:其)?(?:所属|下属)(?:事业|预算|二级)?单位[^，。；]{0,8}(?:在内|包含|汇总)"
    r"|[(（](?:含|包括)(?:所属|下属)单位[)）]|机关及所属(?:事业)?单位的收支包含"
)
OFFICES = re.compile(r"内设(?:机构|科室)(?:\d+个|[一二三四五六七八九十]+个)?[：:]([^。；]+)")
WITHOUT = re.compile(r"(?:没有|无)(?:所属|下属)")
PARTIAL = re.compile(r"(?:行政|事业|参公)单位共?\d")
BELOW = re.compile(r"(?:下设|下属|所属)[^。]{0,30}?(?:中心|站|所|队|院|馆)")
OWN = re.compile(r"(?:本级|机关|局机关本级)[)）]?$")
NEAR = 12
SUMMARY = ("revenue_summary", "expenditure_summary")
OFFICE = ("局", "委员会", "厅", "办公室")
INSTITUTION = "事业运行"


def scope_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on numbers of units, and on units that are said to be included and stand nowhere."""
    rows = unit_rows(disclosure)
    counts = [s for s in disclosure.statement_facts if s.measure == "count" and not PARTIAL.search(s.quote[-12:])]
    for item in ("budget-units", "subordinate-units"):
        if told := [stated for stated in counts if stated.item == item]:
            for stated in {stated.value: stated for stated in reversed(told)}.values():
                yield from counted(disclosure, stated, rows)
            break
    yield from offices(disclosure)
    if only_itself(disclosure, rows):
        yield from included(disclosure)
        yield from institution(disclosure)


def counted(disclosure: Disclosure, stated: Statement, rows: dict[str, tuple[int, int]]) -> Iterator[Note]:
    """A stated number against the names listed right behind it, and against the rows of the tables."""
    below = [i for i in disclosure.institution_facts if 0 <= i.line - stated.line_start <= NEAR]
    own = sum(bool(OWN.search(key(i.name))) for i in below) if stated.item == "subordinate-units" else 0
    lines = (stated.line_start, stated.line_end)
    printed = strip_ordinal(re.split(r"[，。；：,;:]", stated.quote)[-1].lstrip("）)"))
    right = {Decimal(len(below) - own), *([Decimal(len(below))] if own else [])}
    if len(below) > 1 and stated.value not in right:
        where = (lines, (below[0].line, below[-1].line))
        yield Note("count-differs", where, printed, key=f"listed.{lines[0]}", code="names", count=len(below) - own)
    here = len(rows) - (1 if stated.item == "subordinate-units" else 0)
    if len(rows) > 1 and Decimal(here) != stated.value:
        yield Note("count-differs", (lines, *rows.values()), printed, key=f"rows.{lines[0]}", code="rows", count=here)


def offices(disclosure: Disclosure) -> Iterator[Note]:
    """Bodies that stand both among the offices within the department and among its units."""
    names = {key(i.name): i for i in disclosure.institution_facts}
    for found in OFFICES.finditer(disclosure.prose.text):
        line = disclosure.prose.line_at(found.start(1))
        for name in (key(word) for word in re.split(r"[、，,]", found.group(1))):
            unit = names.get(name)
            if unit is not None and not OWN.search(name):
                lines = ((line, line), (unit.line, unit.line))
                yield Note("scope-differs", lines, name, None, f"office.{name}", name, "office")


def unit_rows(disclosure: Disclosure) -> dict[str, tuple[int, int]]:
    """The units of the first table that lists any, with their lines: without the department as a whole."""
    for kind in SUMMARY:
        rows: dict[str, tuple[int, int]] = {}
        for cell in disclosure.cell_facts:
            if cell.table_kind == kind and cell.row_sort == "unit" and "budgetUnit" in cell.values:
                rows.setdefault(cell.values["budgetUnit"], (cell.line_start, cell.line_end))
        if rows:
            return rows
    return {}


def only_itself(disclosure: Disclosure, rows: dict[str, tuple[int, int]]) -> bool:
    """Whether nothing but the department itself is listed, in words or in tables, and something is."""
    org = disclosure.identity.organisation
    other = [i for i in disclosure.institution_facts if not is_itself(key(i.name), key(org.name))]
    units = {code for code in org.units if code != org.code}
    return not other and len(rows) <= 1 and len(units) <= 1 and bool(disclosure.institution_facts or rows or units)


def is_itself(name: str, own: str) -> bool:
    bare = OWN.sub("", name).rstrip("(")
    return bare in own or own in bare


def included(disclosure: Disclosure) -> Iterator[Note]:
    """Sentences that count units in of which none is listed."""
    text = disclosure.prose.text
    if WITHOUT.search(text):
        return
    for found in INCLUDED.finditer(text):
        lines = (disclosure.prose.line_at(found.start()), disclosure.prose.line_at(found.end() - 1))
        name = disclosure.identity.organisation.name
        yield Note("scope-differs", (lines,), found.group(0), None, f"{lines[0]}", name, "units")


def institution(disclosure: Disclosure) -> Iterator[Note]:
    """Money for running institutions in the disclosure of an office that lists no institution."""
    org = disclosure.identity.organisation
    name = re.sub(r"[(（].*", "", key(org.name))
    told = name.endswith(OFFICE) and BELOW.search(disclosure.prose.text)
    for cell in disclosure.cell_facts if told else ():
        is_row = cell.row_sort == "function" and cell.table_kind == "expenditure_summary" and cell.role == "total"
        if is_row and key(cell.row_label) == INSTITUTION and cell.amount_yuan and cell.known:
            seen = f"{cell.row_code} {cell.row_label} {cell.published_value}"
            lines = ((cell.line_start, cell.line_end),)
            yield Note("scope-differs", lines, seen, cell.table, cell.row_code, org.name, "units")
            return
