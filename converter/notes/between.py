"""What one table has and another, which must have it too, lacks; what is declared to be none and has money."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.facts import Cell, Note
from converter.notes.language import said

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

LEAF = {"function": 7, "deptEconomic": 5}
GROUP = 5  # the digits of a 款
NEARLY = Decimal(200)  # yuan: what two tables may differ by
SUBSETS = (
    ("general_public_expenditure", "expenditure_summary", "function"),
    ("expenditure_summary", "general_public_expenditure", "function"),
    ("basic_expenditure_economic", "economic_classification_summary", "deptEconomic"),
)
HANDED = re.compile(
    r"提前下达.{0,12}(?:中央|省级|上级)|(?:中央|省级|上级).{0,4}(?:专项)?转移支付|中央财政.{0,20}补助资金"
)
UPPER = re.compile(r"上级.{0,4}转移支付")
LATER = re.compile(r"上年|去年|20\d\d年度?决算|上一年度")
Codes = dict[str, Cell]


def between_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on what stands in one place only."""
    yield from missing_rows(disclosure)
    yield from contributions(disclosure)
    yield from declared_none(disclosure)
    yield from filled_though_empty(disclosure)
    yield from blank_transfers(disclosure)


def leaves(disclosure: Disclosure, kind: str, dimension: str) -> Codes:
    """Code → its largest cell, for the most detailed rows of the department's tables of a kind."""
    found: Codes = {}
    for cell in disclosure.cell_facts:
        code = cell.values.get(dimension, "")
        of_row = cell.table_kind == kind and cell.known and cell.role not in {"", "memo"}
        if of_row and len(code) == LEAF[dimension] and cell.amount_yuan > 0:
            best = found.get(code)
            found[code] = cell if best is None or cell.amount_yuan > best.amount_yuan else best
    return found


def total_of(disclosure: Disclosure, rows: Codes) -> Decimal:
    """The largest figure of the total rows of the table that the rows stand in."""
    order = next((cell.table for cell in rows.values()), 0)
    cells = (c for c in disclosure.cell_facts if c.table == order and c.row_sort == "total" and c.known)
    return max((cell.amount_yuan for cell in cells if cell.role not in {"", "memo"}), default=Decimal(0))


def missing_rows(disclosure: Disclosure) -> Iterator[Note]:
    """Subjects of one table that another table with the same total, or a wider one, does not have."""
    for narrow, wide, dimension in SUBSETS:
        have, other = leaves(disclosure, narrow, dimension), leaves(disclosure, wide, dimension)
        totals = total_of(disclosure, have), total_of(disclosure, other)
        same = min(totals) > 0 and abs(totals[0] - totals[1]) <= NEARLY
        if not have or not other or (dimension == "function" and not same) or not set(have) & set(other):
            continue
        title = next(table.title for table in disclosure.tables if table.kind == wide)
        lost = [have[code] for code in sorted(set(have) - set(other))]
        if lost:
            first = next(iter(other.values()))
            lines = (*((c.line_start, c.line_end) for c in lost), (first.line_start, first.line_end))
            seen = "、".join(f"{c.values[dimension]} {c.row_label} {c.published_value}" for c in lost)
            yield Note("row-missing", lines, seen, lost[0].table, f"{narrow}.{wide}", title)


def contributions(disclosure: Disclosure) -> Iterator[Note]:
    """Contributions whose item by economic class is less than half of what their function has, or more than double."""
    items = rows_of(disclosure, "basic_expenditure_economic", "deptEconomic", "")
    functions = rows_of(disclosure, "general_public_expenditure", "function", "basic")
    for rule in said()["contribution"]:
        own, other = items.get(rule["economic"], []), [c for code in rule["functions"] for c in functions.get(code, [])]
        spent, budgeted = (sum((c.amount_yuan for c in cells), Decimal(0)) for cells in (own, other))
        group = any(code.startswith(rule["functions"][0][:GROUP]) for code in functions)
        if own and group and min(spent, budgeted) * 2 < max(spent, budgeted):
            lines = tuple((c.line_start, c.line_end) for c in (*own, *other))
            seen = f"{rule['economic']} {own[0].row_label} {spent / 10000:f}万元"
            known = f"{'、'.join(rule['functions'])} {budgeted / 10000:f}万元"
            yield Note("function-vs-economic", lines, seen, own[0].table, rule["economic"], known)


def rows_of(disclosure: Disclosure, kind: str, dimension: str, wanted: str) -> dict[str, list[Cell]]:
    """Code → one cell for each of its rows in the first table of a kind: the wanted expenditure, else the whole."""
    lines: dict[tuple[str, int], list[Cell]] = defaultdict(list)
    first = next((table.order for table in disclosure.tables if table.kind == kind), 0)
    for cell in (c for c in disclosure.cell_facts if c.table == first and c.known and c.role not in {"", "memo"}):
        code = cell.values.get(dimension, "")
        if len(code) == LEAF[dimension]:
            lines[code, cell.line_start].append(cell)
    found: dict[str, list[Cell]] = defaultdict(list)
    for (code, _), cells in lines.items():
        narrow = [c for c in cells if wanted and c.values.get("expenditureKind") == wanted]
        found[code].append(max(narrow or cells, key=lambda each: each.amount_yuan))
    return found


def declared_none(disclosure: Disclosure) -> Iterator[Note]:
    """What the prose says there is none of, and a table has money for."""
    text = disclosure.prose.text
    for rule in said()["none"]:
        money = [c for c in disclosure.cell_facts if c.table_kind == rule["kind"] and c.known and c.amount_yuan > 0]
        money = [c for c in money if c.role not in {"", "memo"} and "fiscalYear" not in c.values]
        for found in re.finditer(rule["said"], text) if money else ():
            if LATER.search(text[text.rfind("。", 0, found.start()) + 1 : found.start()]):
                continue
            cell = max(money, key=lambda each: each.amount_yuan)
            lines = ((disclosure.prose.line_at(found.start()),) * 2, (cell.line_start, cell.line_end))
            known = f"《{cell.table_title}》有{cell.amount_yuan / 10000:f}万元"
            yield Note("declared-none", lines, found.group(0), cell.table, rule["kind"], known)
            break


def filled_though_empty(disclosure: Disclosure) -> Iterator[Note]:
    """Tables that say that they are empty, and hold money."""
    for table in disclosure.tables:
        cells = [
            c for c in disclosure.cell_facts if c.table == table.order and c.known and c.role and c.amount_yuan > 0
        ]
        if table.declared_empty and cells:
            cell = max(cells, key=lambda each: each.amount_yuan)
            lines = ((table.notes[0].number,) * 2, (cell.line_start, cell.line_end))
            known = f"{cell.row_label} {cell.published_value}"
            yield Note("declared-none", lines, f"《{table.title}》空表", table.order, f"empty.{table.order}", known)


def blank_transfers(disclosure: Disclosure) -> Iterator[Note]:
    """Columns for money handed down from above that are blank, beside projects whose names say they are paid so."""
    handed = [p for p in disclosure.project_facts if HANDED.search(p.name) and p.amount_yuan]
    for block in disclosure.blocks if handed else ():
        paths = ["/".join(path) for path in block.columns.paths] if block.columns else []
        for path in (path for path in paths if UPPER.search(path)):
            filled = any(c.table == block.table.order and c.column_path == path for c in disclosure.cell_facts)
            if not filled and block.rows and all(row.placed for row in block.rows):
                first = block.rows[0].keyed.row
                lines = ((first.first, first.last), *((p.line_start, p.line_end) for p in handed))
                name = f"column.{block.table.order}"
                yield Note("transfers-declared-none", lines, path, block.table.order, name, handed[0].name)
