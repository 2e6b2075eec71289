"""Fiscal Data Packages: one for each disclosure, and one for the whole, that OpenSpending's tools can load.

A package has the detail lines of one table of expenditure and one of revenue, so that amounts can be added.
`fiscal.csv` says which columns there are, with their types in the budget taxonomy (1.0) and their place in the model
(0.3).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

from converter.catalog.about import LICENCE
from converter.exports.source import Line, Node, Source
from ontology import codes
from ontology.links import function_division
from ontology.namespaces import PREFIXES

# The tables that hold all expenditure and all revenue; of several the first that a disclosure has.
TABLES = {
    "expenditure": ("expenditure_summary", "general_public_expenditure"),
    "revenue": ("revenue_summary",),
}
PHASES = {"budget": "approved", "adjusted": "adjusted", "execution": "executed", "final-account": "executed"}
LABEL = PREFIXES["rdfs"] + "label"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of `budget.csv`: its type, its column type, and its place in a dimension of the model."""

    name: str
    type: str
    column_type: str
    dimension: str
    kind: str
    label_of: str
    parent: str
    title: str


@cache
def fields() -> tuple[Field, ...]:
    """The columns of a package, in order."""
    text = (files("converter") / "exports" / "fiscal.csv").read_text(encoding="utf-8")
    return tuple(Field(**row) for row in csv.DictReader(StringIO(text)))


def write_packages(source: Source, out: Path) -> None:
    """A package for the whole in `out`, and one for each disclosure in a folder of its own."""
    everything: list[Row] = []
    for entry in source.entries:
        rows = list(package_rows(source, entry))
        if rows:
            write_package(out / "disclosures" / entry["id"], [entry], source, rows)
            everything += rows
    write_package(out, source.entries, source, everything)


def package_rows(source: Source, entry: dict[str, Any]) -> Iterator[Row]:
    """The rows of one disclosure: the details of its table of expenditure and of its table of revenue."""
    nodes, lines = source.nodes(entry), [line for line in source.lines(entry) if line.role == "detail"]
    for direction, kinds in TABLES.items():
        kind = next((kind for kind in kinds if any(line.kind == kind for line in lines)), None)
        first = first_table(line for line in lines if line.kind == kind)
        yield from (row_of(line, direction, nodes) for line in lines if line.data_set == first)


def first_table(lines: Iterable[Line]) -> str | None:
    """The data set of the first of several tables of a kind: a second one would repeat its money."""
    return min((line.data_set for line in lines), key=lambda iri: (len(iri), iri), default=None)


def row_of(line: Line, direction: str, nodes: dict[str, Node]) -> Row:
    """One line as a row of a package."""
    entry, phase = line.entry, line.code("budgetPhase")
    return {
        "line": line.iri,
        "fiscal_year": line.code("fiscalYear"),
        "phase": PHASES[phase],
        "phase_label": codes.scheme("phase")[phase].label_zh,
        "direction": direction,
        "region_code": entry["region"],
        "region": entry["region_name"],
        "currency": "CNY",
        "table_kind": line.kind,
        "amount": line.code("amount"),
        **organisation(line, "department", "department", nodes),
        **organisation(line, "budgetUnit", "unit", nodes),
        **functions(line, nodes),
        **coded(line, "expenditureKind", "expenditure-kind", "expenditure_type"),
        **coded(line, "fundSource", "fund-source", "fund"),
    }


def organisation(line: Line, term: str, name: str, nodes: dict[str, Node]) -> Row:
    """Code and name of a department or unit: the last two parts of its IRI are its code everywhere."""
    value = line.values.get(term, line.values["department"]).value
    labels = nodes.get(value, {}).get(LABEL, [])
    return {f"{name}_code": "/".join(value.split("/")[-2:]), name: labels[0].value if labels else ""}


def functions(line: Line, nodes: dict[str, Node]) -> Row:
    """类, 款 and 项 of a line with their names as printed, and the division of COFOG that they fall in."""
    notation = line.code("function")
    if notation in ("", codes.TOTAL):
        return {}
    found: Row = {}
    for depth, size in enumerate((3, 5, 7), start=1):
        if len(notation) >= size:
            found[f"function{depth}_code"] = notation[:size]
            found[f"function{depth}"] = function_name(notation[:size], line, nodes)
    division = function_division(notation)
    if division:
        found |= {"cofog_code": division, "cofog": codes.scheme("cofog")[division].label_en}
    return found


def function_name(notation: str, line: Line, nodes: dict[str, Node]) -> str:
    """The name of a function as the disclosure's graph has it, else as the list has it."""
    iri = f"{line.values['function'].value.rpartition('/')[0]}/{notation}"
    said = [each for each in nodes.get(iri, {}).get(PREFIXES["skos"] + "prefLabel", ()) if is_chinese(each)]
    known = codes.scheme("function").get(notation)
    return said[0].value if said else known.label_zh if known else notation


def is_chinese(value: object) -> bool:
    """Whether a literal is tagged as Chinese."""
    return getattr(value, "language", None) == "zh"


def coded(line: Line, term: str, scheme: str, name: str) -> Row:
    """Notation and Chinese label of a code."""
    notation = line.code(term)
    known = codes.scheme(scheme).get(notation) if notation else None
    return {f"{name}_code": notation, name: known.label_zh if known else ""}


def write_package(folder: Path, entries: Sequence[dict[str, Any]], source: Source, rows: Sequence[Row]) -> None:
    """`budget.csv` and `datapackage.json` of one package."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "budget.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields()], restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    text = json.dumps(descriptor(entries, source, folder / "budget.csv"), ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def descriptor(entries: Sequence[dict[str, Any]], source: Source, data: Path) -> dict[str, Any]:
    """`datapackage.json`: the package, its one resource, and the model of its columns."""
    alone = entries[0] if len(entries) == 1 else None
    years = sorted(int(entry["year"]) for entry in entries)
    return {
        "profile": "fiscal-data-package",
        "name": name_of(alone["id"]) if alone else "budget-disclosures",
        "title": alone["title"] if alone else "Budget disclosures of Chinese government departments",
        "description": "Detail lines of one table of expenditure and one of revenue; amounts in yuan. 明细，以元计。",
        "homepage": source.base,
        "version": source.created,
        "created": f"{source.created}T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": "CC BY 4.0"}],
        "countryCode": "CN",
        "granularity": "aggregated",
        "fiscalPeriod": {"start": f"{years[0]}-01-01", "end": f"{years[-1]}-12-31"},
        "resources": [resource(data)],
        "model": model(),
    }


def name_of(text: str) -> str:
    """A package name: small letters, digits, dots and dashes; Chinese becomes its code points."""
    return "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else f"-{ord(c):x}" for c in text.lower())


def resource(data: Path) -> dict[str, Any]:
    """The description of `budget.csv`."""
    described = [
        {"name": field.name, "type": field.type, "title": field.title, "columnType": field.column_type}
        for field in fields()
    ]
    return {
        "profile": "tabular-data-resource",
        "name": "budget",
        "path": data.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": data.stat().st_size,
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\r\n"},
        "schema": {"fields": described, "primaryKey": ["line"], "missingValues": [""]},
    }


def model() -> dict[str, Any]:
    """Measures and dimensions: which column is what."""
    dimensions: dict[str, Any] = {}
    for field in fields():
        if field.dimension:
            known = dimensions.setdefault(field.dimension, {"dimensionType": field.kind, "attributes": {}})
            known["attributes"][field.name] = attribute(field)
            known.setdefault("primaryKey", []).extend([] if field.label_of else [field.name])
    for name, classification in (
        ("function", "functional"),
        ("cofog", "functional"),
        ("administration", "administrative"),
    ):
        dimensions[name]["classificationType"] = classification
    return {"measures": {"amount": {"source": "amount", "currency": "CNY", "factor": 1}}, "dimensions": dimensions}


def attribute(field: Field) -> dict[str, str]:
    """A column in its dimension: what it labels, and what stands above it."""
    links = {"labelfor": field.label_of, "parent": field.parent}
    return {"source": field.name, **{key: value for key, value in links.items() if value}}
