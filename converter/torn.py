"""Rows that a page break tore: the rest of a name or code at the top of a page belongs to the row before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from converter.amounts import looks_printed
from converter.header import GridRow
from converter.lexicon import ROW_SCHEMES, is_total_word, row_word
from converter.words import key, ordinal, strip_ordinal
from ontology import codes

LEAST_ROWS = 3  # so many rows must show what the rows of a table fill
LISTS = ("function", "economic-department", "economic-government")


def mended(rows: Sequence[GridRow], pages: Mapping[int, int | None]) -> list[GridRow]:
    """The rows, each that a page break tore as one; `pages` gives the page of each line.

    They are joined only where something proves it: a list of subjects or of the items of tables (the torn text is
    none, both parts together are a subject's name, its code, or both, or an item), or the table itself, every other row
    of which has figures and fills a column that the rest leaves empty, or the number of its line.
    """
    out: list[GridRow] = []
    for index, row in enumerate(rows):
        before = out[-1] if out and is_next_page(pages.get(out[-1].line), pages.get(row.line)) else None
        if before is not None and (is_rest(before, row) or is_rest_of_name(rows, index) or is_unnumbered(rows, index)):
            out[-1] = with_rest(before, row)
        else:
            out.append(row)
    return out


def is_next_page(before: int | None, after: int | None) -> bool:
    return before is not None and after == before + 1


def is_rest(before: GridRow, row: GridRow) -> bool:
    """Whether a row holds nothing but the rest of texts of the row before."""
    places = [j for j, cell in enumerate(row.cells) if cell]
    if len(before.cells) != len(row.cells) or any(looks_printed(row.cells[j]) for j in places):
        return False
    whole = with_rest(before, row)
    names = [key(strip_ordinal(cell)) for cell in (*before.cells, *whole.cells)]
    torn, joined = names[: len(before.cells)], names[len(before.cells) :]
    proven = [j for j in places if torn[j] and is_named(joined, j, row.cells[j]) and not is_named(torn, j)]
    return bool(proven) and all(j in proven or goes_on(before, row, j) for j in places)


def is_named(cells: Sequence[str], place: int, rest: str = "") -> bool:
    """Whether a cell names a subject, or an item of a table that its own `rest` does not name alone."""
    item = row_word(cells[place], ROW_SCHEMES) and not row_word(rest, ROW_SCHEMES)
    return bool(item) or is_subject(cells, place)


def goes_on(before: GridRow, row: GridRow, place: int) -> bool:
    """Whether the words of a cell can go on with those of the cell above."""
    above = before.cells[place]
    return bool(above) and not looks_printed(above) and not is_total_word(above) and is_name(row.cells[place])


def is_unnumbered(rows: Sequence[GridRow], index: int) -> bool:
    """Whether a row of words at the top of a page alone has no number, where a column numbers the lines (行次)."""
    before, row = rows[index - 1 : index + 1]
    places = [j for j, cell in enumerate(row.cells) if cell]
    if len(rows) < LEAST_ROWS or any(len(other.cells) != len(row.cells) for other in rows):
        return False
    return all(goes_on(before, row, j) for j in places) and any(numbers(rows, j, places) for j in range(len(row.cells)))


def numbers(rows: Sequence[GridRow], column: int, words: Sequence[int]) -> bool:
    """Whether a column holds the numbers of all lines, in order, but of those that fill none but the given columns."""
    found = [row.cells[column] for row in rows if any(cell for j, cell in enumerate(row.cells) if j not in words)]
    if column in words or len(found) < LEAST_ROWS or not all(cell.isdecimal() for cell in found):
        return False
    return all(int(after) == int(before) + 1 for before, after in pairwise(found))


def is_rest_of_name(rows: Sequence[GridRow], index: int) -> bool:
    """Whether a row at the top of a page can only go on with names of the row before, and is no heading of its own.

    All rows around it have figures, and left of its words stands a column that all of them fill but the total's.
    """
    before, row = rows[index - 1 : index + 1]
    others = [other for other in (*rows[:index], *rows[index + 1 :]) if not is_total_row(other)]
    places = [j for j, cell in enumerate(row.cells) if cell]
    if len(others) < LEAST_ROWS or has_figures(row) or not all(has_figures(other) for other in others):
        return False
    if any(len(other.cells) != len(row.cells) for other in others):
        return False
    names = all(is_name(before.cells[j]) and is_name(row.cells[j]) for j in places)
    return names and any(all(other.cells[j] for other in others) for j in range(places[0]))


def is_name(cell: str) -> bool:
    """Whether a cell can hold a part of a name: words that are no amount, no total and no item of a list."""
    return bool(cell) and not looks_printed(cell) and not is_total_word(cell) and ordinal(key(cell)) is None


def has_figures(row: GridRow) -> bool:
    """Whether a row prints an amount."""
    return any(looks_printed(cell) for cell in row.cells)


def is_total_row(row: GridRow) -> bool:
    """Whether a row is the total of a table."""
    return any(is_total_word(cell) for cell in row.cells if cell)


def with_rest(before: GridRow, row: GridRow) -> GridRow:
    """A row with what the next page prints of its cells."""
    return replace(before, cells=tuple(a + b for a, b in zip(before.cells, row.cells, strict=True)))


def is_subject(cells: Sequence[str], place: int) -> bool:
    """Whether a cell is the name of a subject, or the code of one that a cell names; both, where it holds both."""
    text = cells[place]
    code = text.lstrip("[【").split("]")[0].split("】")[0].split("-")[0]
    found = [subject for name in LISTS if (subject := codes.scheme(name).get(code)) is not None]
    if text == code:
        named = any(key(subject.label_zh) in cells for subject in found)
        return named or any(codes.scheme(name).candidates(text) for name in LISTS)
    return any(key(subject.label_zh) == text.partition(code)[2].lstrip("]】-") for subject in found)
