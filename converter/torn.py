"""Rows that a page break tore: the rest of a name or code at the top of a page belongs to the row before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from converter.amounts import looks_printed
from converter.header import GridRow
from converter.words import key, strip_ordinal
from ontology import codes

LISTS = ("function", "economic-department", "economic-government")


def mended(rows: Sequence[GridRow], pages: Mapping[int, int | None]) -> list[GridRow]:
    """The rows, each that a page break tore as one; `pages` gives the page of each line.

    They are joined only where a list of subjects proves it: the torn text is none, both parts together are a subject's
    name, its code, or both.
    """
    out: list[GridRow] = []
    for row in rows:
        before = out[-1] if out else None
        if before is not None and is_next_page(pages.get(before.line), pages.get(row.line)) and is_rest(before, row):
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
    return bool(places) and all(torn[j] and is_subject(joined, j) and not is_subject(torn, j) for j in places)


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
