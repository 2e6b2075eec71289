"""Reads the money of performance forms whose cells are drawn: amounts beside labels, and small tables of tasks.

A number is money when the words beside or above it say so (资金, 金额, 预算 …); targets have their own reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from converter.aligning import aligned
from converter.amounts import looks_printed, parse
from converter.facts import Cell
from converter.grid import grid_rows
from converter.header import GridRow
from converter.lexicon import headers, row_word
from converter.organisation import Organisation
from converter.performance import Performance, money_cell
from converter.tables import RawTable
from converter.titles import FORMS
from converter.words import key, tidy

TARGETS = {"一级指标", "二级指标", "三级指标", "指标名称", "绩效指标"}
LEADING = 3  # a list of projects has the names of its targets' columns in its first rows, a form further down


@dataclass
class Heads:
    """The words above the cells of a form: the rows without figures right above, by column."""

    words: dict[int, list[str]] = field(default_factory=dict)
    fresh: bool = False
    of_targets: bool = False

    def add(self, row: GridRow) -> None:
        """Takes a row of words; a first one after figures begins anew."""
        if not self.fresh:
            self.words = {}
        self.fresh, self.of_targets = True, False
        for place in range(len(row.cells)):
            if text := row.cells[row.owner(place)]:
                self.words.setdefault(place, []).append(tidy(text))

    def has_below(self, row: GridRow) -> bool:
        """Whether a row of words is a target: it names its level, or goes on with a cell that began above it."""
        return any(cell.endswith("指标") for cell in row.filled) or (self.of_targets and row.merged.startswith("^"))

    def above(self, column: int) -> list[str]:
        return [word for word in self.words.get(column, []) if len(word) <= 30]


def is_drawn_form(table: RawTable) -> bool:
    """Whether a performance table is a form with drawn cells, not a list of projects with a header above."""
    if table.kind not in FORMS or not any(line.merged for line in table.body):
        return False
    rows = [row for row in aligned(grid_rows(table)) if len(row.filled) > 1]
    targets = any(TARGETS & set(row.filled) for row in rows[:LEADING])
    return table.kind == "overall_performance" or not (targets or is_plain_list(rows))


def is_plain_list(rows: Sequence[GridRow]) -> bool:
    """Whether rows list projects with their money, their goals in words: a header, then only figures below money.

    A form has figures below other things too, and targets further down.
    """
    size = next((i for i, row in enumerate(rows) if any(looks_printed(cell) for cell in row.cells)), 0)
    if not 0 < size <= LEADING or any(TARGETS & set(row.filled) for row in rows):
        return False
    return any(is_column_of_money(rows[:size], rows[size:], j) for j in range(1, len(rows[0].cells)))


def is_column_of_money(header: Sequence[GridRow], body: Sequence[GridRow], column: int) -> bool:
    """Whether a column has a head of money, and a figure in each of most rows and nothing else."""
    cells = [cell for row in body if (cell := row.cells[column])]
    heads = [row.cells[row.owner(column)] for row in header]
    return is_money(heads) and len(cells) * 2 > len(body) and all(looks_printed(cell) for cell in cells)


def read_drawn_form(table: RawTable, org: Organisation, found: Performance) -> None:
    """Adds the money cells of a form that no other reader has taken."""
    taken = {(cell.line_start, cell.published_value) for cell in found.cells if cell.table == table.order}
    found.cells += [cell for cell in form_cells(table, org) if (cell.line_start, cell.published_value) not in taken]


def form_cells(table: RawTable, org: Organisation) -> Iterator[Cell]:
    """The money cells of a form, row by row, up to its targets."""
    name, heads = "", Heads()
    for row in aligned(grid_rows(table)):
        figures = [j for j, cell in enumerate(row.cells) if cell and is_figure(cell, row, j)]
        if TARGETS & set(row.filled):
            heads = Heads({j: ["指标"] for j in range(len(row.cells))}, of_targets=True)
        name = after_name(row) or name
        for j in figures:
            label = label_of(row, j)
            words = [*heads.above(j), *([label] if label else [])]
            cell = money(table, org, row, j, name, label, words) if is_money(words) else None
            if cell is not None:
                yield cell
        if figures:
            heads.fresh = False
        elif len(row.filled) > 1 and not heads.has_below(row) and not names_something(row):
            heads.add(row)


def names_something(row: GridRow) -> bool:
    """Whether a row gives names beside their labels (主管部门, 实施单位), not words above columns."""
    return any(re.search(str(headers()["form"]["labels"]), cell) for cell in row.filled[:1])  # type: ignore[index]


def is_figure(cell: str, row: GridRow, column: int) -> bool:
    """Whether a cell is a number with decimals or groups, or a whole one right of the first column."""
    return looks_printed(cell) or (column > 0 and parse(cell, row.line) is not None)


def after_name(row: GridRow) -> str:
    """The project that a row names, or empty."""
    filled = [cell for cell in row.cells if cell]
    return next((tidy(b) for a, b in pairwise(filled) if key(a) in {"项目名称", "项目"}), "")


def label_of(row: GridRow, column: int) -> str:
    """The nearest words to the left of a cell."""
    return next((tidy(c) for c in reversed(row.cells[:column]) if c and parse(c, row.line) is None), "")[:40]


def is_money(words: Sequence[str]) -> bool:
    """Whether words beside and above a figure say that it is money, and none that it is a share or a score."""
    text = key("".join(words))
    form = headers()["form"]
    return bool(re.search(form["money"], text)) and not re.search(form["other"], text)  # type: ignore[index]


def money(
    table: RawTable, org: Organisation, row: GridRow, column: int, name: str, label: str, words: Sequence[str]
) -> Cell | None:
    """The cell of one amount: of the project that the form names, else of the label beside it."""
    amount = parse(row.cells[column], row.line)
    if amount is None or table.unit is None:
        return None
    values = {**({"project": name} if name else {}), **row_word(words[-1], {"fundSource": "fund-source"})}
    whole = "总额" in words[-1] or key(words[-1]) in {"项目总额", "合计"}
    return money_cell(
        table, org, name or label, "/".join(words), row.cells[column], row.line, values=values,
        known=bool(name) and len(words) == 1 and whole, sort="project" if name else "item",
        role="memo" if key(words[-1]).startswith("其中") else "detail",
    )  # fmt: skip
