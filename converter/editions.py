"""Which budget years the code lists speak for (layouts/editions.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files

from converter.facts import Cell
from converter.rows import same_name
from converter.words import strip_ordinal
from ontology import codes

DIMENSIONS = ("function", "deptEconomic")  # those of which documents print code and name


@cache
def editions() -> dict[str, dict[str, int]]:
    return tomllib.loads((files("converter") / "layouts" / "editions.toml").read_text("utf-8"))


def speaks_for(scheme: str, year: int) -> bool:
    """Whether the names of a list can be held against what a budget of this year prints."""
    return year >= editions()[scheme]["since"]


def is_known_name(scheme: str, code: str, label: str) -> bool:
    """Whether a printed name is the list's name of a code, or one of its other names."""
    concept = codes.scheme(scheme)[code]
    return any(same_name(name, label) or same_name(label, name) for name in (concept.label_zh, *concept.alt_zh))


def in_edition(cell: Cell, year: int) -> Cell:
    """The cell, not understood where its code stood for another subject in the edition of its year."""
    for dimension in DIMENSIONS:
        scheme = codes.list_of(dimension)
        code, label = cell.values.get(dimension, ""), strip_ordinal(cell.row_label)
        if speaks_for(scheme, year) or not editions()[scheme]["reused"] or not label:
            continue
        if cell.row_code.split("/")[0] == code and code in codes.scheme(scheme):
            return cell if is_known_name(scheme, code, label) else replace(cell, known=False)
    return cell
