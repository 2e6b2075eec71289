"""Three tables of a release (disclosures, lines of the graph, printed cells) as CSV on the Web and as Parquet.

`columns.csv` says what columns there are. Of the lines the metadata tells enough to make the observations of the graph
again: each has its IRI, and each value its property and code.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

from converter.catalog.about import LICENCE
from converter.exports.source import Line, Source
from ontology import iris
from ontology.namespaces import DEF, PREFIXES

KEYS = {"disclosures": ["id"], "lines": ["line"], "cells": ["disclosure_id", "cell"]}
TITLES = {
    "disclosures": ("公开", "Disclosures"),
    "lines": ("数额行", "Lines of tables"),
    "cells": ("印出的数字", "Printed money cells"),
}
ABOUT = {"disclosures": "{+disclosure}", "lines": "{+line}"}
PROPERTIES = {"dataSet": PREFIXES["qb"] + "dataSet", "wasDerivedFrom": PREFIXES["prov"] + "wasDerivedFrom"}
# What is repeated in one cell, and by what it is divided there.
SEPARATORS = {("lines", "source"): " "}
PARQUET = {"decimal": "DECIMAL(24,6)", "integer": "BIGINT", "gYear": "SMALLINT", "date": "DATE"}
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its datatype, and the term of the vocabulary and the code list of its values."""

    table: str
    name: str
    datatype: str
    term: str
    scheme: str
    title_zh: str
    title_en: str


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    text = (files("converter") / "exports" / "columns.csv").read_text(encoding="utf-8")
    return tuple(Column(**row) for row in csv.DictReader(StringIO(text)) if row["table"] == table)


def disclosure_rows(source: Source) -> Iterator[Row]:
    """One row per disclosure."""
    for entry in source.entries:
        more = {"disclosure": entry["iri"], "sha256": entry["source"]["sha256"]}
        row = {**entry, **more}
        yield {column.name: str(row[column.name]) for column in columns("disclosures")}


def line_rows(source: Source) -> Iterator[Row]:
    """One row per line of every graph."""
    return (line_row(line) for entry in source.entries for line in source.lines(entry))


def line_row(line: Line) -> Row:
    """A line as a row: coded values by their notation."""
    own = {
        "line": line.iri,
        "disclosure_id": str(line.entry["id"]),
        "table_kind": line.kind,
        "role": line.role,
        "data_set": line.data_set,
        "source": " ".join(line.sources),
    }
    return {column.name: own.get(column.name) or value_of(line, column) for column in columns("lines")}


def value_of(line: Line, column: Column) -> str:
    """The value in a column: a notation where it has a code list, else the IRI or text itself."""
    value = line.values.get(column.term)
    return "" if value is None else line.code(column.term) if column.scheme else value.value


def cell_rows(source: Source) -> Iterator[Row]:
    """One row per printed money cell, numbered in each disclosure."""
    count: Counter[str] = Counter()
    for row in source.rows("cells"):
        known = source.by_file[row["document"]]["id"]
        count[known] += 1
        yield {"disclosure_id": known, "cell": str(count[known]), **row}


ROWS: dict[str, Callable[[Source], Iterator[Row]]] = {
    "disclosures": disclosure_rows,
    "lines": line_rows,
    "cells": cell_rows,
}


def write_csvw(source: Source, out: Path) -> None:
    """The three tables as CSV, and `csv-metadata.json` about all of them."""
    write_tables(source, out)
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@id": iris.whole(source.base),
        "dc:title": "Budget disclosures",
        "dc:license": {"@id": LICENCE},
        "dc:created": source.created,
        "tables": [table_metadata(table) for table in ROWS],
    }
    text = json.dumps(metadata, ensure_ascii=False, indent=1) + "\n"
    (out / "csv-metadata.json").write_text(text, encoding="utf-8")


def write_tables(source: Source, out: Path) -> None:
    """The tables as CSV files."""
    for table, rows in ROWS.items():
        with (out / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            names = [column.name for column in columns(table)]
            writer = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows(source))


def table_metadata(table: str) -> dict[str, Any]:
    """What the metadata say of one table."""
    described: list[dict[str, Any]] = [column_metadata(column) for column in columns(table)]
    described += list(class_columns(table))
    schema: dict[str, Any] = {"columns": described, "primaryKey": KEYS[table]}
    if table in ABOUT:
        schema["aboutUrl"] = ABOUT[table]
    if table != "disclosures":
        reference = {"resource": "disclosures.csv", "columnReference": "id"}
        schema["foreignKeys"] = [{"columnReference": "disclosure_id", "reference": reference}]
    chinese, english = TITLES[table]
    about: dict[str, Any] = {"url": f"{table}.csv", "dc:title": [_in("zh", chinese), _in("en", english)]}
    if table not in ABOUT:
        about["suppressOutput"] = True
    return {**about, "tableSchema": schema}


def _in(language: str, text: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def column_metadata(column: Column) -> dict[str, Any]:
    """One column: its name, titles, datatype, and what its values are in the graph."""
    said: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:title": [_in("zh", column.title_zh), _in("en", column.title_en)],
        "datatype": column.datatype,
        "required": column.name in KEYS[column.table],
    }
    separator = SEPARATORS.get((column.table, column.name))
    if separator:
        said["separator"] = separator
    if not column.term:
        return {**said, "suppressOutput": True}
    said["propertyUrl"] = PROPERTIES.get(column.term, DEF + column.term)
    if column.scheme:
        said["valueUrl"] = f"{iris.scheme(column.scheme)}/{{{column.name}}}"
    elif column.datatype == "anyURI":
        said["valueUrl"] = f"{{+{column.name}}}"
    return said


def class_columns(table: str) -> Iterator[dict[str, Any]]:
    """Columns that are in no file and say the class of each row."""
    classes = {"lines": PREFIXES["qb"] + "Observation", "disclosures": DEF + "Disclosure"}
    if table in classes:
        yield {"name": "class", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": classes[table]}


def write_parquet(source: Source, out: Path) -> None:
    """The three tables as Parquet: money exact, numbers as numbers, empty as null."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_tables(source, work)
        for table in ROWS:
            to_parquet(table, work / f"{table}.csv", out / f"{table}.parquet")


def to_parquet(table: str, csv_file: Path, goal: Path) -> None:
    """One table from CSV to Parquet."""
    import duckdb

    types = {column.name: PARQUET.get(column.datatype, "VARCHAR") for column in columns(table)}
    with duckdb.connect(":memory:") as database:
        read = database.read_csv(str(csv_file), header=True, dtype=types, quotechar='"', escapechar='"')
        read.write_parquet(str(goal), compression="zstd")
