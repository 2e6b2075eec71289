"""What the prose says that money is used for, against the economic items of the table of basic expenditure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from converter.facts import Note
from converter.prose import Prose, join_prose, prose_lines
from converter.statements import prose_words
from converter.words import key
from ontology import codes

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

SUBJECT = r"(?:人员经费|公用经费|机关(?:[(（]机构[)）])?运行(?:行政)?(?:经)?费)"
LISTED = re.compile(
    rf"({SUBJECT})(?!是?指)(?:(?!{SUBJECT})[^。]){{0,60}}?"
    r"(?:主要包括|主要用于|主要保障[^。;；,，]{0,30}的)[:：]?([^。;；]+)"
)
REST = re.compile(r"等[^、，,]{0,20}$|[（(].*?[)）]")
KIND = "basic_expenditure_economic"
LEAF = 5
NEARLY = Decimal("0.01")


def use_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Lists of uses that name items for which the complete table of basic expenditure has no money."""
    spent = spending(disclosure)
    if not spent:
        return
    items = {code for code, _ in spent}
    lines = sorted(line for _, line in spent)
    prose = join_prose(prose_lines(disclosure.document, disclosure.tables))
    for found in LISTED.finditer(prose.text):
        words = re.split(r"[、,，]", REST.sub("", found.group(2)))
        absent = [word for word in words if is_absent(key(word), items)]
        if absent:
            at = place(prose, found)
            where = (at, (lines[0], lines[-1]))
            yield Note("use-not-budgeted", where, "、".join(absent), key=found.group(1), known=found.group(1))


def spending(disclosure: Disclosure) -> dict[tuple[str, int], Decimal]:
    """(economic code, line) → yuan in the table of basic expenditure; empty unless its items make its total."""
    cells = [c for c in disclosure.cell_facts if c.table_kind == KIND and c.known and c.role != "memo"]
    rows: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for cell in cells:
        code = cell.values.get("deptEconomic", "")
        if len(code) == LEAF and cell.amount_yuan:
            rows[code, cell.line_start] = max(rows[code, cell.line_start], cell.amount_yuan)
    total = max((c.amount_yuan for c in cells if c.row_sort == "total"), default=Decimal(0))
    whole = sum(rows.values(), Decimal(0))
    return dict(rows) if total and abs(whole - total) <= NEARLY * total else {}


def is_absent(word: str, spent: set[str]) -> bool:
    """Whether a word names economic items of which none has money; False for words that are no item's name."""
    named = next((items for label, items in uses() if word.removesuffix("支出").endswith(label)), ())
    named = named or next((items for label, items in uses() if word.endswith(label)), ())
    return bool(named) and not any(code in spent for code in named)


@cache
def uses() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(word, codes) of everything that money can be used for, longest word first."""
    found = {
        key(label): (concept.notation,)
        for concept in codes.scheme("economic-department")
        if len(concept.notation) == LEAF
        for label in (concept.label_zh, *concept.alt_zh)
    }
    found |= {key(word): tuple(items) for word, items in prose_words()["use"].items()}
    return tuple(sorted(found.items(), key=lambda entry: -len(entry[0])))


def place(prose: Prose, found: re.Match[str]) -> tuple[int, int]:
    return prose.line_at(found.start(1)), prose.line_at(found.end() - 1)
