"""Whether names of a table whose columns are kept by blanks were torn, or parts of two put together."""

from __future__ import annotations

import re

from converter.lexicon import key_field
from converter.readers.spaced_cells import WHOLE_CODE, Cell
from converter.readers.spaced_rows import SUBJECTS, Laid, Row
from converter.words import key
from ontology import codes

LEAST = 3  # letters by which a name that is part of a subject's is shorter
PIECE = re.compile(r"[.,]\d")  # what only a torn number begins with
CODE = re.compile(r"\d{3,}")


def is_torn(laid: Laid) -> bool:
    """Whether a row's name cannot be one: then nobody knows whose the amounts are."""
    named = [column for column in range(len(laid.paths)) if column not in laid.money]
    return any(is_odd(row, column, laid) for row in laid.rows for column in named)


def is_odd(row: Row, column: int, laid: Laid) -> bool:
    """Whether a row's cell in a column of names is part of one, or parts of two."""
    cells, text = row.cells.get(column, []), key(row.text(column))
    if PIECE.match(text) or text.count("(") != text.count(")"):
        return True
    if key_field(laid.paths[column][-1]) != "code" and mixes(cells):
        return True
    return any(is_part(text, key(row.text(other))) for other in row.cells if other not in laid.money)


def mixes(cells: list[Cell]) -> bool:
    """Whether a wrapped name has a code among its lines."""
    return any(cell.is_worded for cell in cells) and any(CODE.fullmatch(cell.text) for cell in cells)


def is_part(text: str, code: str) -> bool:
    """Whether a text is only the beginning or end of the name that the lists have for a code, or goes on after it."""
    if not text or not WHOLE_CODE.fullmatch(code) or text == code:
        return False
    names = [key(each.label_zh) for scheme in SUBJECTS if (each := codes.scheme(scheme).get(code))]
    return any(
        abs(len(name) - len(text)) >= LEAST and (name.startswith(text) or name.endswith(text) or text.startswith(name))
        for name in names
    )
