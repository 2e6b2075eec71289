"""Tables in rows and columns: every line of the graph is in a cell."""

from decimal import Decimal

import pytest
from flask import Flask
from pyoxigraph import Store

from ontology.namespaces import PREFIXES
from server.pivot import Line, grids
from server.tables import Tables, tables

CODE = "https://w3id.org/yusuan/code/"


def line(row: str, kind: str, place: int, amount: int = 1, **more: str) -> Line:
    values = {"function": f"{CODE}function/{row}", "expenditureKind": f"{CODE}expenditure-kind/{kind}", **more}
    source = f"source#L{place}"
    return Line(f"{row}.{kind}.{place}", values, Decimal(amount), None, "", "detail", (source,), (place,))


def test_what_varies_within_a_printed_line_heads_columns() -> None:
    (grid,) = grids(
        [line("total", "total", 1), line("total", "project", 1), line("total", "basic", 1), line("208", "total", 2)]
    )
    assert grid.column_dimensions == ("expenditureKind",)
    assert grid.row_dimensions == ("function",)
    assert [key[0].rpartition("/")[2] for key in grid.rows] == ["total", "208"]
    assert [key[0].rpartition("/")[2] for key in grid.columns] == ["total", "basic", "project"]


def test_revenue_and_expenditure_are_two_blocks() -> None:
    flows = (f"{CODE}flow/revenue", f"{CODE}flow/expenditure")
    found = grids([line("208", "total", 1, flow=flows[0]), line("210", "total", 1, flow=flows[1])])
    assert [grid.block for grid in found] == list(flows)


def test_a_line_printed_twice_keeps_both_values() -> None:
    (grid,) = grids([line("208", "total", 1), line("208", "total", 5, amount=2)])
    assert [len(cell) for cell in grid.cells.values()] == [2]


def test_no_lines_make_no_grid() -> None:
    assert grids([]) == ()


def cells(found: Tables) -> int:
    """How many lines stand in the grids, which is what the tables say of themselves."""
    for each in found.tables:
        assert each.cells == sum(len(lines) for grid in each.grids for lines in grid.cells.values())
    return sum(table.cells for table in found.tables)


def test_tables_of_a_disclosure(app: Flask, store: Store) -> None:
    with app.test_request_context("/"):
        entry = app.extensions["yusuan"].release.disclosures[0]
        found = tables(store, entry.version, "zh")
    assert len(found.tables) == 6
    assert cells(found) == entry.cells
    assert [table.declared_empty for table in found.tables] == [False] * 4 + [True, False]
    assert found.tables[0].kind_label == "支出总表"


def test_only_the_first_table_comes_with_its_lines_and_only_when_it_is_small(app: Flask, store: Store) -> None:
    with app.test_request_context("/"):
        entry = app.extensions["yusuan"].release.disclosures[0]
        first = tables(store, entry.version, "zh", most=300)
        none = tables(store, entry.version, "zh", most=2)
    assert [bool(each.grids) for each in first.tables] == [True] + [False] * 5
    assert not any(each.grids for each in none.tables)
    assert [each.cells for each in none.tables] == [each.cells for each in first.tables] and first.tables[1].cells


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_of_the_samples_is_in_a_cell(samples_app: Flask, language: str) -> None:
    site = samples_app.extensions["yusuan"]
    with samples_app.test_request_context("/"):
        for entry in site.release.disclosures:
            found = tables(site.store, entry.version, language)
            lines = f"GRAPH <{entry.version}> {{ ?l a <{PREFIXES['qb']}Observation> }}"
            asked = f"SELECT (COUNT(*) AS ?n) {{ {lines} }}"
            assert cells(found) == int(next(site.store.query(asked))["n"].value) > 100
            assert max(len(grid.columns) for table in found.tables for grid in table.grids) < 25


def test_every_page_of_the_samples_is_there(samples_app: Flask) -> None:
    client = samples_app.test_client()
    for entry in samples_app.extensions["yusuan"].release.disclosures:
        path = entry.iri.removeprefix("https://w3id.org/yusuan/")
        for language in ("zh", "en"):
            page = client.get(f"/page/{path}?lang={language}").get_data(as_text=True)
            assert entry.title in page and f"/source/{entry.id}?l=" in page
