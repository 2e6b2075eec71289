"""What reading could not settle, codes and names against the lists, tables that are missing or empty."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from converter.facts import UNDECIDED, Cell, Finding
from converter.findings.message import make
from converter.performance import is_sheet
from converter.rows import same_name
from converter.tables import RawTable, kind_of_title
from converter.words import key, strip_ordinal
from ontology import codes

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

SCHEMES = {"function": "function", "deptEconomic": "economic-department"}
CONTENTS = re.compile(r"^(?:-\s*)?[一二三四五六七八九十]+、(.{4,40}表)$|^\|\s*(.{4,40}表)\s*\|\s*\d+\s*\|$")
ORGANISATION_ENDS = ("局", "中心", "委员会", "办公室")


def reading_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Findings about reading, codes, names and missing tables."""
    yield from note_findings(disclosure)
    yield from undecided_findings(disclosure)
    yield from code_findings(disclosure)
    yield from name_findings(disclosure)
    yield from empty_findings(disclosure)
    yield from contents_findings(disclosure)


def note_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """The notes of the readers."""
    titles = {table.order: table.title for table in disclosure.tables}
    for order, note in disclosure.notes:
        count = note.detail
        yield make(
            note.rule,
            [(note.first, note.last)],
            fault="extraction",
            table=order,
            key=f"{order}.{note.first}.{key(note.detail)[:20]}",
            title=titles[order],
            sample=note.detail,
            detail=note.detail,
            count=1 if count else 0,
        )


def undecided_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """One finding for each table with cells whose column is not proved."""
    tables: dict[int, list[Cell]] = defaultdict(list)
    for cell in disclosure.cell_facts:
        if cell.resolved_by == UNDECIDED:
            tables[cell.table].append(cell)
    for order, cells in tables.items():
        sample = "、".join(f"{cell.row_label or '合计'} {cell.published_value}" for cell in cells[:4])
        yield make(
            "undecided-cells",
            [(cells[0].line_start, cells[-1].line_end)],
            fault="extraction",
            table=order,
            key=str(order),
            title=cells[0].table_title,
            count=len(cells),
            sample=sample,
        )


def code_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Subject codes that the list does not have, or has under another name; each once."""
    seen: set[tuple[str, str, str]] = set()
    for cell in disclosure.cell_facts:
        for dimension, scheme in SCHEMES.items():
            code = cell.values.get(dimension, "total")
            label = strip_ordinal(cell.row_label)
            printed = cell.row_code.split("/")[0] == code and (scheme, code, key(label)) not in seen
            if code == "total" or not printed:
                continue
            seen.add((scheme, code, key(label)))
            yield from one_code(cell, scheme, code, label)


def one_code(cell: Cell, scheme: str, code: str, label: str) -> Iterator[Finding]:
    concept = codes.scheme(scheme).get(code)
    line = [(cell.line_start, cell.line_end)]
    if concept is None:
        yield make("code-unknown", line, table=cell.table, key=f"{code}.{cell.line_start}", code=code, label=label)
    elif label and not is_known_name(scheme, code, label):
        yield make(
            "code-name",
            line,
            table=cell.table,
            key=f"{code}.{cell.line_start}",
            code=code,
            label=label,
            known=concept.label_zh,
        )


def is_known_name(scheme: str, code: str, label: str) -> bool:
    concept = codes.scheme(scheme)[code]
    return any(same_name(name, label) or same_name(label, name) for name in (concept.label_zh, *concept.alt_zh))


def name_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Units of projects whose name differs by a character or two from a unit of the department."""
    known = {
        key(name): name
        for name in (disclosure.identity.organisation.name, *disclosure.identity.organisation.units.values())
    }
    near: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for project in disclosure.project_facts:
        plain = key(project.unit).removesuffix("本级")
        if not plain or plain in known or not plain.endswith(ORGANISATION_ENDS):
            continue
        alike = [name for other, name in known.items() if len(other) == len(plain) and differences(other, plain) <= 2]
        if alike:
            near[project.unit, alike[0]].append((project.line_start, project.line_end))
    for (unit, name), lines in near.items():
        yield make("name-differs", lines, key=key(unit), found_name=unit, known=name)


def differences(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))


def empty_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Tables without any figure that do not say so; money tables without a unit."""
    filled = {cell.table for cell in disclosure.cell_facts}
    for table in disclosure.tables:
        lines = [(table.first_line, table.last_line)]
        if table.order not in filled and not table.declared_empty:
            yield make("empty-table-undeclared", lines, table=table.order, key=str(table.order), title=table.title)
        form = is_performance(table.kind) or is_sheet(table)
        if table.order in filled and not (table.stated and table.unit) and not form:
            yield unit_missing(table)


def unit_missing(table: RawTable) -> Finding:
    """The finding for a money table that states no unit."""
    zh, en = f"按其他各表的{table.unit}读取", f"it was read in the {table.unit} of the other tables"
    if not table.unit:
        zh, en = "各表单位不一，未予读取", "the other tables differ, so its figures are undecided"
    lines = [(table.first_line, table.last_line)]
    name = str(table.order)
    return make("unit-missing", lines, table=table.order, key=name, title=table.title, unit=zh, unit_en=en)


def is_performance(kind: str) -> bool:
    return kind in {"overall_performance", "project_performance"}


def contents_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Tables that the contents announce and the document does not have."""
    have = {table.kind for table in disclosure.tables}
    first = min(table.first_line for table in disclosure.tables)
    for line in disclosure.document.lines:
        found = CONTENTS.match(line.text.strip())
        if not found or (line.number >= first and not line.text.lstrip().startswith(("-", "|"))):
            continue
        title = found.group(1) or found.group(2)
        kind = kind_of_title(title)
        if kind is not None and kind not in have:
            yield make("table-missing", [(line.number, line.number)], key=str(line.number), title=title)
