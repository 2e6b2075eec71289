"""Exports: each says in its own form what the release says, and passes the rules of that form."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Literal, URIRef

from converter.errors import InputError
from converter.exports import FORMS, export
from converter.exports.fiscal import fields
from converter.exports.source import open_release
from ontology.namespaces import DEF
from ontology.terms import YS

CUBE = "https://cube.link/"


@pytest.fixture(scope="module")
def made(samples_release: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every export of the samples."""
    folder = tmp_path_factory.mktemp("exports")
    for form in FORMS:
        assert export(samples_release, form, folder / form)
    return {form: folder / form for form in FORMS}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# CSV on the Web


def schema(folder: Path, table: str) -> dict[str, Any]:
    metadata = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
    found = next(each for each in metadata["tables"] if each["url"] == f"{table}.csv")
    return dict(found["tableSchema"])


DATATYPES = {
    "decimal": r"-?\d+(\.\d+)?", "integer": r"\d+", "gYear": r"\d{4}", "date": r"\d{4}-\d\d-\d\d",
    "anyURI": r"https://\S+", "string": r"(?s).*",
}  # fmt: skip


@pytest.mark.parametrize("table", ["disclosures", "lines", "cells"])
def test_csv_is_as_the_metadata_describe_it(made: dict[str, Path], table: str) -> None:
    described, found = schema(made["csvw"], table), rows(made["csvw"] / f"{table}.csv")
    columns = [column for column in described["columns"] if not column.get("virtual")]
    assert found and list(found[0]) == [column["name"] for column in columns] == [c["titles"] for c in columns]
    for column in columns:
        values = [row[column["name"]] for row in found]
        assert not column["required"] or all(values)
        parts = [part for value in values if value for part in value.split(column.get("separator"))]
        if column["datatype"] != "string":
            assert [part for part in parts if not re.fullmatch(DATATYPES[column["datatype"]], part)] == []
    keys = [tuple(row[name] for name in described["primaryKey"]) for row in found]
    assert len(set(keys)) == len(keys)
    if table != "disclosures":
        known = {row["id"] for row in rows(made["csvw"] / "disclosures.csv")}
        assert {row["disclosure_id"] for row in found} == known


def filled(template: str, row: dict[str, str]) -> str:
    return re.sub(r"\{\+?(\w+)\}", lambda match: row[match[1]], template)


def triples(described: dict[str, Any], row: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """The triples that a converter of CSV on the Web makes of a row; literals by their text."""
    for column in described["columns"]:
        if column.get("suppressOutput"):
            continue
        property_ = column["propertyUrl"].replace("rdf:", str(RDF))
        value = row.get(column["name"], "")
        values = value.split(column["separator"]) if "separator" in column else [value]
        for one in values if column.get("virtual") or value else []:
            template = column.get("valueUrl")
            yield (
                filled(described["aboutUrl"], row),
                property_,
                filled(template, row | {column["name"]: one}) if template else one,
            )


def test_lines_say_what_the_graph_says(made: dict[str, Path], samples_release: Path) -> None:
    graph = Graph()
    for path in samples_release.glob("dump/*-budget-*.ttl"):
        graph.parse(path)
    said = {(str(s), str(p), str(o)) for s, p, o in graph}
    described = schema(made["csvw"], "lines")
    for row in rows(made["csvw"] / "lines.csv"):
        assert [triple for triple in triples(described, row) if triple not in said] == []


def test_cells_are_those_of_the_release(made: dict[str, Path], samples_release: Path) -> None:
    assert len(rows(made["csvw"] / "cells.csv")) == len(rows(samples_release / "cells.csv"))


def test_parquet_has_the_same_rows_with_exact_money(made: dict[str, Path]) -> None:
    for table in ("disclosures", "lines", "cells"):
        expected = rows(made["csvw"] / f"{table}.csv")
        found = duckdb.read_parquet(str(made["parquet"] / f"{table}.parquet"))
        assert found.columns == list(expected[0])
        assert len(found.fetchall()) == len(expected)
    money = duckdb.read_parquet(str(made["parquet"] / "lines.parquet")).aggregate("sum(amount)").fetchall()[0][0]
    assert money == sum(Decimal(row["amount"]) for row in rows(made["csvw"] / "lines.csv"))
    titles = duckdb.read_parquet(str(made["parquet"] / "disclosures.parquet")).project("title").fetchall()
    assert sorted(each[0] for each in titles) == sorted(row["title"] for row in rows(made["csvw"] / "disclosures.csv"))


# Fiscal Data Package


def packages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("datapackage.json"))


def test_there_is_a_package_for_each_disclosure_and_one_for_all(made: dict[str, Path], samples_release: Path) -> None:
    found = packages(made["fiscal"])
    assert len(found) == 1 + len(open_release(samples_release).entries)
    whole = rows(made["fiscal"] / "budget.csv")
    parts = [row for path in found if path.parent != made["fiscal"] for row in rows(path.parent / "budget.csv")]
    assert sorted(row["line"] for row in whole) == sorted(row["line"] for row in parts)


def test_packages_describe_their_columns(made: dict[str, Path]) -> None:
    for path in packages(made["fiscal"]):
        package = json.loads(path.read_text(encoding="utf-8"))
        assert re.fullmatch(r"[a-z0-9._-]+", package["name"]) and package["profile"] == "fiscal-data-package"
        (resource,) = package["resources"]
        data = path.parent / resource["path"]
        assert resource["bytes"] == data.stat().st_size
        names = [field["name"] for field in resource["schema"]["fields"]]
        found = rows(data)
        assert found and list(found[0]) == names
        for row in found:
            Decimal(row["amount"])
            assert row["fiscal_year"].isdigit() and row["direction"] in ("expenditure", "revenue")
            assert row["phase"] in ("approved", "adjusted", "executed") and row["currency"] == "CNY"
        model = package["model"]
        assert {m["source"] for m in model["measures"].values()} == {"amount"}
        for dimension in model["dimensions"].values():
            assert set(dimension["primaryKey"]) <= set(dimension["attributes"])
            for attribute in dimension["attributes"].values():
                assert {
                    attribute["source"],
                    attribute.get("labelfor", "amount"),
                    attribute.get("parent", "amount"),
                } <= set(names)


def test_column_types_are_used_once(made: dict[str, Path]) -> None:
    counted = Counter(field.column_type for field in fields())
    assert set(counted.values()) == {1} and {"value", "date:fiscal-year", "direction", "phase:id"} <= set(counted)


def test_expenditure_adds_up_to_the_printed_total(made: dict[str, Path], samples_release: Path) -> None:
    """The rule of one table, detail lines only."""
    added: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows(made["fiscal"] / "budget.csv"):
        if row["direction"] == "expenditure":
            added[row["line"].partition("/v/")[0]] += Decimal(row["amount"])
    source = open_release(samples_release)
    for entry in source.entries:
        printed = source.nodes(entry)[entry["iri"]][DEF + "totalExpenditure"][0].value
        assert abs(added[entry["iri"]] - Decimal(printed)) <= 100, entry["title"]


# cube.link


def cube_shapes() -> Graph:
    return Graph().parse(Path(__file__).parent / "cube-link.ttl")


def test_cubes_pass_the_profile_and_their_own_constraints(made: dict[str, Path]) -> None:
    paths = sorted(made["cube-link"].glob("*.ttl"))
    assert len(paths) > 10
    for path in paths:
        graph = Graph().parse(path)
        conforms, _, text = validate(graph, shacl_graph=cube_shapes(), inference="none")
        assert conforms, f"{path.name}\n{text}"
        constraint = next(iter(graph.subjects(RDF.type, URIRef(CUBE + "Constraint"))))
        own = Graph() + graph
        own.add((constraint, URIRef("http://www.w3.org/ns/shacl#targetClass"), URIRef(CUBE + "Observation")))
        conforms, _, text = validate(own, shacl_graph=own, inference="none")
        assert conforms, f"{path.name}\n{text}"


def test_a_broken_cube_does_not_pass(made: dict[str, Path]) -> None:
    graph = Graph().parse(made["cube-link"] / "three_public.ttl")
    for predicate in ("observedBy", "observationConstraint"):
        broken = Graph() + graph
        broken.remove((None, URIRef(CUBE + predicate), None))
        assert not validate(broken, shacl_graph=cube_shapes(), inference="none")[0]
    lost = Graph() + graph
    lost.remove((None, YS.amount, None))
    constraint = next(iter(lost.subjects(RDF.type, URIRef(CUBE + "Constraint"))))
    lost.add((constraint, URIRef("http://www.w3.org/ns/shacl#targetClass"), URIRef(CUBE + "Observation")))
    assert not validate(lost, shacl_graph=lost, inference="none")[0]


def test_cubes_hold_every_detail_line_and_no_other(made: dict[str, Path]) -> None:
    details = [row for row in rows(made["csvw"] / "lines.csv") if row["role"] == "detail"]
    for path in made["cube-link"].glob("*.ttl"):
        graph = Graph().parse(path)
        observed = {str(each) for each in graph.subjects(RDF.type, URIRef(CUBE + "Observation"))}
        assert observed == {row["line"] for row in details if row["table_kind"] == path.stem}
        amounts = sum(Decimal(str(o)) for o in graph.objects(None, YS.amount) if isinstance(o, Literal))
        assert amounts == sum(Decimal(row["amount"]) for row in details if row["table_kind"] == path.stem)


# wrong use


def test_what_is_no_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        export(tmp_path, "csvw", tmp_path / "out")
    assert "yusuan convert" in raised.value.remedy
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_over(samples_release: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError) as raised:
        export(samples_release, "csvw", tmp_path)
    assert "is there already" in str(raised.value)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_failure_leaves_nothing(samples_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: object, out: Path) -> None:
        (out / "half.csv").write_text("half")
        raise OSError("disk full")

    monkeypatch.setitem(FORMS, "csvw", fail)
    with pytest.raises(OSError, match="disk full"):
        export(samples_release, "csvw", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
