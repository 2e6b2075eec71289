"""Printed codes and names held against the code lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from converter.editions import DIMENSIONS, is_known_name, speaks_for
from converter.facts import Cell, Note
from converter.lexicon import label_forms
from converter.words import key, strip_ordinal
from ontology import codes

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

SAME_SUBJECT = 1
# Tables whose rows are things with names of their own; the code says only under which subject they fall.
UNNAMED = {"procurement", "project_expenditure", "project_performance"}


def code_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Subject codes that the list does not have, or has under another name; each once.

    Names are compared only for the years that the lists speak for.
    """
    seen: set[tuple[str, str, str]] = set()
    labels = defaultdict[tuple[int, str], set[str]](set)
    for cell in disclosure.cell_facts:
        labels[cell.table, cell.row_code].add(key(cell.row_label))
    for cell in disclosure.cell_facts:
        if cell.table_kind in UNNAMED or len(labels[cell.table, cell.row_code]) > SAME_SUBJECT:
            continue  # the rows of one code have names of their own: units, projects, purchases
        for dimension in DIMENSIONS:
            scheme = codes.list_of(dimension)
            code = cell.values.get(dimension, "total")
            label = strip_ordinal(cell.row_label)
            printed = cell.row_code.split("/")[0] == code and (scheme, code, key(label)) not in seen
            if code != "total" and printed:
                seen.add((scheme, code, key(label)))
                yield from one_code(cell, scheme, code, label, disclosure.identity.year)


def one_code(cell: Cell, scheme: str, code: str, label: str, year: int) -> Iterator[Note]:
    concept = codes.scheme(scheme).get(code)
    forms = (label, *label_forms(label))  # 按项目管理的其他支出 is 其他支出
    lines = ((cell.line_start, cell.line_end),)
    name = f"{code}.{cell.line_start}"
    if concept is None:
        yield Note("code-unknown", lines, label or code, cell.table, name, code=code)
    elif label and speaks_for(scheme, year) and not any(is_known_name(scheme, code, form) for form in forms):
        yield Note("code-name", lines, label, cell.table, name, known=concept.label_zh, code=code)
