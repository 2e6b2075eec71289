"""The sums that a disclosure carries: every detail line stands in one of them, and nothing else does."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pyoxigraph as ox
import pytest

import converter
from converter.computed_sums import computed_sums, definitions, top_of
from converter.facts import UNDECIDED
from converter.graph import build
from converter.key_figures import key_figures

SUMS = """PREFIX ys: <https://w3id.org/yusuan/def#>
SELECT ?sum ?amount (SUM(?each) AS ?added) WHERE { ?sum ys:computedAmount ?amount ; ys:computedFrom ?line .
  ?line ys:amount ?each } GROUP BY ?sum ?amount"""
LINES = """PREFIX ys: <https://w3id.org/yusuan/def#> PREFIX qb: <http://purl.org/linked-data/cube#>
SELECT ?line WHERE { ?line a ys:DetailLine ; qb:dataSet/ys:tableKind <https://w3id.org/yusuan/code/table-kind/KIND> }"""
ADDED = """PREFIX ys: <https://w3id.org/yusuan/def#>
SELECT ?line WHERE { ?sum ys:tableKind <https://w3id.org/yusuan/code/table-kind/KIND> ; ys:computedFrom ?line }"""


@pytest.fixture(scope="module")
def stores(readings: dict[str, converter.Disclosure]) -> list[ox.Store]:
    found = []
    for reading in readings.values():
        store = ox.Store()
        store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in build(reading))
        found.append(store)
    return found


def test_each_sum_is_what_its_lines_make(stores: list[ox.Store]) -> None:
    rows = [row for store in stores for row in store.query(SUMS)]  # type: ignore[union-attr]
    assert len(rows) > 50
    assert all(Decimal(row["amount"].value) == Decimal(row["added"].value) for row in rows)


@pytest.mark.parametrize("kind", sorted({each["kind"] for each in definitions()}))
def test_every_detail_line_stands_in_one_sum_and_no_other_line_in_any(stores: list[ox.Store], kind: str) -> None:
    for store in stores:
        lines = Counter(row["line"].value for row in store.query(LINES.replace("KIND", kind)))  # type: ignore[union-attr]
        added = Counter(row["line"].value for row in store.query(ADDED.replace("KIND", kind)))  # type: ignore[union-attr]
        assert lines == added


def test_cells_that_are_not_decided_are_in_no_sum(readings: dict[str, converter.Disclosure]) -> None:
    undecided = 0
    for reading in readings.values():
        cells = {id(cell) for each in computed_sums(reading) for cell in each.cells}
        left = [cell for cell in reading.cell_facts if cell.resolved_by == UNDECIDED or cell.role != "detail"]
        assert cells.isdisjoint(map(id, left))
        undecided += sum(cell.resolved_by == UNDECIDED for cell in left)
    assert undecided, "a sample has such cells"


def test_the_class_of_a_code() -> None:
    assert top_of("deptEconomic", "30101") == "301"
    assert top_of("expenditureKind", "wages") == "basic"
    assert top_of("function", "total") == "total"


def test_the_three_public_expenses_are_key_figures_by_item(readings: dict[str, converter.Disclosure]) -> None:
    for reading in readings.values():
        found = {each.term: each.amount for each in key_figures(reading)}
        if {"officialVehicles", "vehiclePurchase", "vehicleOperation"} <= found.keys():
            assert found["officialVehicles"] == found["vehiclePurchase"] + found["vehicleOperation"]
    assert any(each.term == "officialReception" for r in readings.values() for each in key_figures(r))
