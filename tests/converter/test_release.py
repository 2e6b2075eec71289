"""The release folder: whole, hashed, readable by others, the same again from the same input."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

import converter
from converter.graph import build
from ontology.terms import YS


@pytest.fixture(scope="module")
def manifest(samples_release: Path) -> dict:
    return json.loads((samples_release / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def store(samples_release: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(gzip.decompress((samples_release / "dump/all.nq.gz").read_bytes()), format=ox.RdfFormat.N_QUADS)
    return store


def rows(store: ox.Store, query: str) -> Iterator[tuple[str, ...]]:
    prefixes = "PREFIX ys: <https://w3id.org/yusuan/def#> PREFIX qb: <http://purl.org/linked-data/cube#> "
    prefixes += "PREFIX prov: <http://www.w3.org/ns/prov#> "
    for row in store.query(prefixes + query, use_default_graph_as_union=True):
        yield tuple(term.value if term else "" for term in row)


def test_the_release_conforms(manifest: dict) -> None:
    assert manifest["conforms"] is True
    assert len(manifest["disclosures"]) == 5
    assert manifest["rejected"] == []


def test_every_file_is_listed_with_its_hash(samples_release: Path, manifest: dict) -> None:
    listed = {entry["path"]: entry for entry in manifest["files"]}
    there = {p.relative_to(samples_release).as_posix() for p in samples_release.rglob("*") if p.is_file()}
    assert set(listed) == there - {"manifest.json"}
    for path, entry in listed.items():
        data = (samples_release / path).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_turtle_and_nquads_say_the_same(samples_release: Path, manifest: dict) -> None:
    for entry in manifest["disclosures"]:
        turtle = ox.parse((samples_release / entry["files"]["turtle"]).read_bytes(), format=ox.RdfFormat.TURTLE)
        packed = gzip.decompress((samples_release / entry["files"]["nquads"]).read_bytes())
        quads = list(ox.parse(packed, format=ox.RdfFormat.N_QUADS))
        report = [q for q in quads if q.graph_name.value == f"{entry['version']}/quality"]
        quads = [q for q in quads if q not in set(report)]
        assert {q.graph_name.value for q in quads} == {entry["version"]}
        quality = ox.parse((samples_release / entry["files"]["report"]).read_bytes(), format=ox.RdfFormat.TURTLE)
        assert {str(t) for t in quality} == {f"{q.subject} {q.predicate} {q.object}" for q in report}
        assert {(t.subject, t.predicate, t.object) for t in turtle} == {
            (q.subject, q.predicate, q.object) for q in quads
        }
        assert len(quads) == entry["triples"]


def test_the_report_of_a_disclosure_says_what_its_findings_say(store: ox.Store, manifest: dict) -> None:
    results = set(
        rows(store, "SELECT ?n ?r { GRAPH ?g { ?n a <http://www.w3.org/ns/shacl#ValidationResult> ; ys:rule ?r } }")
    )
    findings = set(rows(store, "SELECT ?n ?r { GRAPH ?g { ?n a ys:Finding ; ys:rule ?r } }"))
    assert sorted(rule for _, rule in results) == sorted(rule for _, rule in findings) != []
    for entry in manifest["disclosures"]:
        told = entry["quality"]
        assert told["violations"] == 0 and told["verdict"] in {"contradictions", "unreadable", "rounding", "clean"}
        assert told["contradictions"] + told["unreadable"] + told["remarks"] == sum(entry["findings"].values())


def test_every_disclosure_has_a_page_and_a_badge(samples_release: Path, manifest: dict) -> None:
    for entry in manifest["disclosures"]:
        page = (samples_release / entry["files"]["page"]).read_text(encoding="utf-8")
        assert entry["id"] in page and "实为 found" in page
        assert entry["quality"]["verdict"] in (samples_release / entry["files"]["badge"]).read_text(encoding="utf-8")


def test_no_blank_nodes(store: ox.Store) -> None:
    assert not any(isinstance(term, ox.BlankNode) for q in store for term in (q.subject, q.object))


def test_the_text_is_the_document_line_by_line(samples: list[Path], samples_release: Path, manifest: dict) -> None:
    by_name = {path.name: path for path in samples}
    for entry in manifest["disclosures"]:
        text = (samples_release / entry["files"]["text"]).read_text(encoding="utf-8").split("\n")
        assert (
            text[: entry["source"]["lines"]]
            == by_name[entry["source"]["file"]].read_text(encoding="utf-8").split("\n")[: entry["source"]["lines"]]
        )


def test_every_observation_leads_to_a_line_that_prints_it(
    store: ox.Store, samples_release: Path, manifest: dict
) -> None:
    texts = {
        entry["version"]: (samples_release / entry["files"]["text"]).read_text(encoding="utf-8").split("\n")
        for entry in manifest["disclosures"]
    }
    found = list(rows(store, "SELECT ?v ?l { ?o a qb:Observation ; ys:publishedValue ?v ; prov:wasDerivedFrom ?l }"))
    assert len(found) > 1200
    for value, line in found:
        version, _, fragment = line.partition("/source#L")
        assert value in texts[version][int(fragment.split("-")[0]) - 1]


def test_details_of_one_table_add_up_to_the_total(store: ox.Store) -> None:
    """The rule for researchers: one table, DetailLine, sum."""
    query = """SELECT ?d ?total (SUM(?a) AS ?sum) {
      ?set ys:tableKind <https://w3id.org/yusuan/code/table-kind/expenditure_summary> ; ys:disclosure ?d .
      ?o qb:dataSet ?set ; a ys:DetailLine ; ys:amount ?a . ?d ys:totalExpenditure ?total } GROUP BY ?d ?total"""
    found = list(rows(store, query))
    assert len(found) == 5
    for _, total, sum_ in found:
        assert abs(Decimal(total) - Decimal(sum_)) <= 1000


def test_each_line_is_unique_in_its_dimensions(store: ox.Store) -> None:
    """IC-12 of the Data Cube specification: no two observations of a data set have the same dimension values."""
    seen: dict[tuple, str] = {}
    dimensions = {str(t) for t in YS} & {
        str(q.subject.value)
        for q in store.quads_for_pattern(
            None,
            ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            ox.NamedNode("http://purl.org/linked-data/cube#DimensionProperty"),
            None,
        )
    }
    lines: dict[str, list[tuple[str, str]]] = {}
    for q in store:
        if "/o/" in str(q.subject) and (q.predicate.value in dimensions or q.predicate.value.endswith("dataSet")):
            lines.setdefault(q.subject.value, []).append((q.predicate.value, q.object.value))
    assert len(lines) > 1200
    for line, values in lines.items():
        first = seen.setdefault(tuple(sorted(values)), line)
        assert first == line


def test_tables_are_the_same_as_extract_gives(samples_release: Path, readings: dict[str, converter.Disclosure]) -> None:
    with (samples_release / "cells.csv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file))
    assert len(cells) == sum(len(reading.cell_facts) for reading in readings.values())
    assert {cell["document"] for cell in cells} == set(readings)


def test_the_same_input_gives_the_same_graph(readings: dict[str, converter.Disclosure], samples: list[Path]) -> None:
    for path in samples[:2]:
        assert list(map(str, build(converter.read(path)))) == list(map(str, build(readings[path.name])))


def test_several_processes_give_the_same_files(samples: list[Path], samples_release: Path, tmp_path: Path) -> None:
    other = converter.convert(samples, tmp_path / "release", jobs=2, progress=False).path
    for path in sorted((samples_release / "dump").glob("*.nq.gz")):
        assert (other / "dump" / path.name).read_bytes() == path.read_bytes()


def test_another_base_moves_data_but_not_words(samples: list[Path], tmp_path: Path) -> None:
    release = converter.convert(samples[:1], tmp_path / "release", progress=False, base="http://example.org/budget/")
    entry = release.disclosures[0].entry
    assert entry["iri"].startswith("http://example.org/budget/id/disclosure/")
    text = (release.path / entry["files"]["turtle"]).read_text(encoding="utf-8")
    assert "https://w3id.org/yusuan/def#" in text
    assert "https://w3id.org/yusuan/id/" not in text
