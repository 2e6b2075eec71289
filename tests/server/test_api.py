"""The JSON API: what it says is what the store says, in the form that its description promises."""

import json
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from server.api.parameters import lists, parameters
from server.engine import rows
from server.json_answers import json_text, money

LISTS = {
    "disclosures": {}, "figures": {}, "comparison": {"item": "three-public", "year": "2025"},
    "series": {"item": "expenditure-total", "region": "410703"}, "findings": {}, "projects": {},
}  # fmt: skip


def get(client: FlaskClient, path: str, **given: str) -> Any:
    response = client.get(f"/api/v1/{path}", query_string=given)
    assert (response.status_code, response.mimetype) == (200, "application/json"), response.data
    return response.json


def schema(client: FlaskClient, path: str) -> dict[str, Any]:
    """The schema that the description gives for a path's answer, with the components where it finds them."""
    said = get(client, "openapi.json")
    found = said["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return {**found, "components": said["components"]}


def test_the_description_is_right(client: FlaskClient) -> None:
    said = get(client, "openapi.json")
    validate(said)
    assert said["openapi"].startswith("3.1")
    assert {f"/api/v1/{name}" for name in lists()} < set(said["paths"])


@pytest.mark.parametrize("name", LISTS)
def test_answers_are_as_described(client: FlaskClient, name: str) -> None:
    said = get(client, name, **LISTS[name])
    Draft202012Validator(schema(client, f"/api/v1/{name}")).validate(said)
    assert said["total"] >= len(said["results"]) > 0
    for each in said["results"]:
        assert client.get(each["page"].removeprefix("http://localhost")).status_code == 200
        for line in each.get("source", []):
            assert client.get(line["page"].removeprefix("http://localhost")).status_code == 200


def test_search_is_as_described(client: FlaskClient) -> None:
    said = client.get("/search?q=救助").json
    Draft202012Validator(schema(client, "/search")).validate(said)
    assert said["results"]


def test_every_list_is_tried_here() -> None:
    assert set(LISTS) == set(lists())
    named = {name for each in lists().values() for name in each.parameters}
    assert named | {"page", "size"} == set(parameters())


def test_figures_are_those_of_the_store(samples_app: Flask) -> None:
    client, store = samples_app.test_client(), samples_app.extensions["yusuan"].store
    asked = """PREFIX ys: <https://w3id.org/yusuan/def#>
        SELECT ?figure ?amount { ?figure a ys:KeyFigure ; ys:amount ?amount }"""
    there = {row["figure"].value: Decimal(row["amount"].value) for row in rows(store, asked)}  # type: ignore[union-attr]
    here = {each["iri"]: Decimal(str(each["amount"])) for each in get(client, "figures", size="500")["results"]}
    assert here == there and len(here) > 20


def test_findings_are_those_of_the_release(samples_app: Flask) -> None:
    client, release = samples_app.test_client(), samples_app.extensions["yusuan"].release
    assert get(client, "findings")["total"] == sum(sum(each.findings.values()) for each in release.disclosures)
    for entry in release.disclosures:
        found = get(client, f"disclosures/{entry.id}")
        assert (found["title"], found["findings"]) == (entry.title, sum(entry.findings.values()))
        assert {each["id"] for each in found["figures"]} == {entry.id}
        with client.get(found["files"]["nquads"].removeprefix("http://localhost")) as response:
            assert response.status_code == 200


def test_comparison_is_in_order_of_amounts(client: FlaskClient) -> None:
    found = get(client, "comparison", item="expenditure-total", year="2025")["results"]
    assert [each["amount"] for each in found] == [34_814_600, 17_407_300]
    assert get(client, "comparison", item="expenditure-total", year="2025", region="410000")["total"] == 1
    assert get(client, "comparison", item="expenditure-total", year="2024")["total"] == 0


def test_lists_are_narrowed(client: FlaskClient) -> None:
    everything = get(client, "disclosures")["total"]
    assert everything == 2
    for name, value, number in (
        ("region", "410703", 1), ("region", "130000", 1), ("region", "130200", 1), ("region", "440000", 0),
        ("department", "309", 2), ("department", "卫滨", 1), ("department", "%", 0), ("year", "2025", 2),
        ("year", "2024", 0), ("type", "healthcare-security", 2), ("type", "education", 0), ("phase", "budget", 2),
    ):  # fmt: skip
        assert get(client, "disclosures", **{name: value})["total"] == number, (name, value)
    assert get(client, "findings", severity="violation", rule="narrative-vs-table")["total"] == 2
    assert get(client, "findings", severity="info")["total"] == 0
    assert get(client, "projects", q="救助")["total"] == 2


def test_pages_join_to_the_whole(client: FlaskClient) -> None:
    whole = [each["iri"] for each in get(client, "figures")["results"]]
    joined: list[str] = []
    address: str | None = "/api/v1/figures?size=1"
    while address:
        said = client.get(address).json
        joined += [each["iri"] for each in said["results"]]
        address = said["links"].get("next", "").removeprefix("http://localhost")
    assert joined == whole and len(set(joined)) == 4


@pytest.mark.parametrize("address", [
    "disclosures?region=4107", "disclosures?year=1", "disclosures?year=20x5", "disclosures?colour=red", "comparison",
    "comparison?item=a", "disclosures?size=0", "disclosures?page=999999999", "disclosures?year=2025&year=2024",
    "disclosures?region=410703%0A", "findings?severity=worst", "projects?q=%00",
])  # fmt: skip
def test_requests_that_are_wrong(client: FlaskClient, address: str) -> None:
    response = client.get(f"/api/v1/{address}")
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    said = response.json
    assert said["status"] == 400 and len(said["detail"]) > 10


def test_what_is_not_there(client: FlaskClient) -> None:
    for address in ("disclosures/none", "nothing"):
        response = client.get(f"/api/v1/{address}", headers={"Accept": "application/json"})
        assert (response.status_code, response.mimetype) == (404, "application/problem+json")
    assert client.post("/api/v1/figures").status_code == 405


def test_an_unchanged_list_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/v1/figures?year=2025")
    again = client.get("/api/v1/figures?year=2025", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/api/v1/figures?year=2024").headers["ETag"] != first.headers["ETag"]


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=2, allow_nan=False))
def test_money_in_json_is_exact(amount: Decimal) -> None:
    written = json.loads(json_text({"amount": money(str(amount))}), parse_float=Decimal, parse_int=Decimal)
    assert written["amount"] == amount


@given(st.sampled_from(sorted(LISTS)), st.dictionaries(st.sampled_from(sorted(parameters())), st.text(max_size=12)))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_parameters_are_answered_or_refused(app: Flask, name: str, asked: dict[str, str]) -> None:
    response = app.test_client().get(f"/api/v1/{name}", query_string=asked)
    assert response.status_code in (200, 400)
    assert response.mimetype == ("application/json" if response.status_code == 200 else "application/problem+json")
