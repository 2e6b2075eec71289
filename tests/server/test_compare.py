"""Comparison: every measure's values are those of the documents, or not there."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.engine import rows
from server.measures import measure, values
from server.overview import RATIOS, overview
from server.settings import Settings
from server.site import site
from server.terms import decimal, text
from server.wholes import Sums, sums


def table(client: FlaskClient, query: str) -> list[dict[str, str]]:
    text = client.get(f"/compare.csv?{query}").get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    "query, yuan",
    [
        ("", ["34814600", "17407300"]),
        ("of=project", ["32220200", "16110100"]),
        ("code=2101301", ["32220200", "16110100"]),
        ("of=2101501", ["2594400", "1297200"]),
        ("of=210", ["34814600", "17407300"]),
        ("of=item/three-public", ["40000", "20000"]),
        ("of=total&province=410000", ["17407300"]),
        ("of=total&q=丰润", ["34814600"]),
        ("of=total&phase=final-account", []),
        ("of=total&year=1999", []),
    ],
)
def test_values_are_those_of_the_documents(client: FlaskClient, query: str, yuan: list[str]) -> None:
    assert [row["value"] for row in table(client, query)] == yuan
    assert client.get(f"/compare?{query}").status_code == 200


def test_ratios_are_percentages_of_exact_figures(client: FlaskClient) -> None:
    assert [row["value"] for row in table(client, "of=project_share")] == ["92.5480", "92.5480"]
    assert {row["unit"] for row in table(client, "of=project_share")} == {"percent"}
    for name in RATIOS:
        assert client.get(f"/compare?of={name}").status_code == 200


def test_an_item_is_there_only_when_it_is_printed_once_for_all(client: FlaskClient) -> None:
    assert [row["value"] for row in table(client, "of=item/reception")] == ["40000", "20000"]
    assert table(client, "of=item/overseas-trips") == []


@pytest.mark.parametrize("key", ["x", "2", "99", "21013010", "item/total", "item/", "二一〇", "../x", "2a", "<script>"])
def test_what_is_no_measure_is_refused_with_a_remedy(client: FlaskClient, key: str) -> None:
    assert measure(key) is None
    for address in ("/compare", "/compare.csv", "/compare.svg"):
        answer = client.get(address, query_string={"of": key, "lang": "en"}, headers={"Accept": "text/html"})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 400 and "Choose one from the list" in page and "<script>x" not in page


def test_the_drawing_is_svg_of_the_same_values(client: FlaskClient) -> None:
    answer = client.get("/compare.svg?of=total&lang=zh")
    text = answer.get_data(as_text=True)
    assert answer.mimetype == "image/svg+xml" and text.count("<rect") == 3 and "3,481.46" in text
    assert "style=" not in text and "<script" not in text


def test_a_table_that_does_not_make_its_total_is_not_added_up(
    make_release: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make_release(cut=("2101301",))
    app = create_app(Settings(release=folder, store=tmp_path / "store"))
    client = app.test_client()
    with app.test_request_context("/"):
        tables = [sums(site().index, each.iri) for each in site().release.disclosures]
        assert tables[0] and not any(each.whole for found in tables for each in found.values())
    assert table(client, "code=2101501") == [] and len(table(client, "of=total")) == 2
    page = client.get("/page/id/disclosure/410703/309/2025/budget?lang=en").get_data(as_text=True)
    assert "They do not make the total of" in page and 'class="cell ' not in page


def test_sums_agree_but_for_rounding() -> None:
    assert Sums(Decimal("99.5"), Decimal(100)).whole and Sums(Decimal(100), Decimal(100)).whole
    assert not Sums(Decimal(98), Decimal(100)).whole and not Sums(Decimal(0), Decimal(0)).whole
    assert not Sums(Decimal(200), Decimal(100)).whole


def test_every_code_of_the_samples_sums_to_what_the_documents_print(samples_app: Flask) -> None:
    """Over all classes of functions, the details of the tables that were read whole make their total."""
    with samples_app.test_request_context("/"):
        every = overview()
        sums: dict[str, Decimal] = {}
        for number in range(201, 235):
            chosen = measure(str(number))
            assert chosen is not None
            for iri, amount in values(chosen, every).items():
                sums[iri] = sums.get(iri, Decimal(0)) + amount
        assert len(sums) == 5
        for iri, amount in sums.items():
            total = every.by_iri[iri].amounts["total"]
            assert total is not None and abs(amount - total) <= total / 1000


CODES = ("208", "2080505", "210", "21013", "2101301", "301", "30101", "302", "501", "50101", "item/reception")


@pytest.mark.parametrize("key", CODES)
def test_the_sums_of_the_index_are_those_of_the_query_that_is_shown(samples_app: Flask, key: str) -> None:
    """Every value stands among those that the query of the page gives for the same disclosure."""
    with samples_app.test_request_context("/"):
        chosen = measure(key)
        assert chosen is not None
        asked: dict[str, set[Decimal | None]] = {}
        for row in rows(site().store, chosen.query):
            asked.setdefault(text(row["disclosure"]), set()).add(decimal(row["amount" if "/" in key else "yuan"]))
        found = values(chosen, overview())
    assert found and all(amount in asked[iri] for iri, amount in found.items())


def test_a_code_that_nobody_uses_has_no_values(samples_app: Flask) -> None:
    with samples_app.test_request_context("/"):
        for key in ("299", "2990", "309"):
            chosen = measure(key)
            assert chosen is not None and values(chosen, overview()) == {}


def test_places_and_median_are_those_of_all_when_only_one_is_looked_for(client: FlaskClient) -> None:
    page = client.get("/compare?of=total&q=卫滨&lang=en").get_data(as_text=True)
    assert page.count('<th scope="row">') == 1 and '<td class="number rank">2</td>' in page
    assert "those of all 2" in page and "2,611.10" in page
    assert "those of all" not in client.get("/compare?of=total&lang=en").get_data(as_text=True)


def test_departments_are_narrowed_to_a_level_of_government(client: FlaskClient) -> None:
    assert len(table(client, "of=total&level=county")) == 2 and table(client, "of=total&level=province") == []
