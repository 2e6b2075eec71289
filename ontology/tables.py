"""Rows of the CSV files that lie beside this package."""

import csv
from collections.abc import Iterator
from importlib.resources import files
from io import StringIO


def rows(folder: str, file: str) -> Iterator[dict[str, str]]:
    """Each row of `ontology/{folder}/{file}` as a dict; empty cells are empty strings."""
    text = files("ontology").joinpath(folder, file).read_text(encoding="utf-8")
    yield from csv.DictReader(StringIO(text), restval="", strict=True)
