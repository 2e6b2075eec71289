"""Rows of the CSV files that lie beside this package, and of a user's own files that add to them.

The folder named by YUSUAN_CODES may hold files of the names in ADDED: a row there takes the place of the row with the
same key, or is a further one. A file of REPLACED takes the place of ours as a whole.
"""

import csv
import os
from collections.abc import Iterator
from importlib.resources import files
from io import StringIO
from pathlib import Path

CODES_VARIABLE = "YUSUAN_CODES"
ADDED = {
    "function.csv": ("code",),
    "economic-department.csv": ("code",),
    "economic-government.csv": ("code",),
    "procurement.csv": ("code",),
    "economic-correspondence.csv": ("dept_code", "gov_code", "unit_kind"),
    "linksets.csv": ("name",),
}
REPLACED = ("divisions-links.csv",)


def rows(folder: str, file: str) -> Iterator[dict[str, str]]:
    """Each row of `ontology/{folder}/{file}` as a dict, with the user's own; empty cells are empty strings."""
    own = _own_file(file) if folder == "codelists" else None
    text = files("ontology").joinpath(folder, file).read_text(encoding="utf-8")
    if own is None:
        yield from _parse(text)
    elif file in REPLACED:
        yield from _parse(own.read_text(encoding="utf-8"))
    else:
        key = ADDED[file]
        merged = {tuple(row[name] for name in key): row for row in _parse(text)}
        for row in _parse(own.read_text(encoding="utf-8")):
            place = tuple(row[name] for name in key)
            merged[place] = merged.get(place, {}) | row
        yield from merged.values()


def own_files() -> list[Path]:
    """The user's files that are read."""
    return [path for file in (*ADDED, *REPLACED) if (path := _own_file(file))]


def _own_file(file: str) -> Path | None:
    folder = os.environ.get(CODES_VARIABLE)
    path = Path(folder) / file if folder and (file in ADDED or file in REPLACED) else None
    return path if path and path.is_file() else None


def _parse(text: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(StringIO(text), restval="", strict=True)
