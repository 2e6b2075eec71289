"""The reconciliation service as OpenRefine and the specification (0.2) want it."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from server.reconcile.things import properties
from tests.server.made_up import SCRIPT, Draft

DEPARTMENT = "https://w3id.org/yusuan/def#Department"
REGION = "https://w3id.org/yusuan/def#Region"
ENTITY = {
    "type": "object", "required": ["id", "name"],
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "description": {"type": "string"}},
}  # fmt: skip
# The shapes that the specification gives its answers, in our own words.
MANIFEST = {
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"type": "array", "contains": {"const": "0.2"}},
        "defaultTypes": {"type": "array", "minItems": 1, "items": ENTITY},
        "view": {"type": "object", "required": ["url"], "properties": {"url": {"pattern": r"\{\{id\}\}"}}},
        "preview": {
            "type": "object", "required": ["url", "width", "height"],
            "properties": {"url": {"pattern": r"\{\{id\}\}"}, "width": {"type": "integer"}},
        },
        "suggest": {
            "type": "object", "required": ["entity", "property", "type"],
            "additionalProperties": {
                "type": "object", "required": ["service_url", "service_path", "flyout_service_path"],
                "properties": {"flyout_service_path": {"pattern": r"\$\{id\}"}},
            },
        },
        "extend": {
            "type": "object", "required": ["propose_properties"],
            "properties": {"propose_properties": {"type": "object", "required": ["service_url", "service_path"]}},
        },
    },
}  # fmt: skip
BATCH = {
    "type": "object",
    "additionalProperties": {
        "type": "object", "required": ["result"],
        "properties": {"result": {"type": "array", "items": {
            "type": "object", "required": ["id", "name", "score", "match", "type"],
            "properties": {
                **ENTITY["properties"], "score": {"type": "number", "minimum": 0, "maximum": 100},  # type: ignore[dict-item]
                "match": {"type": "boolean"}, "type": {"type": "array", "items": ENTITY},
                "features": {"type": "array", "items": {"type": "object", "required": ["id", "value"]}},
            },
        }}},
    },
}  # fmt: skip
EXTENSION = {
    "type": "object", "required": ["meta", "rows"],
    "properties": {
        "meta": {"type": "array", "items": ENTITY},
        "rows": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": {
            "type": "array", "items": {"type": "object", "minProperties": 1},
        }}},
    },
}  # fmt: skip


def right(said: Any, schema: dict[str, Any]) -> Any:
    Draft202012Validator(schema).validate(said)
    return said


def ask(client: FlaskClient, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.data
    return {key: each["result"] for key, each in right(response.json, BATCH).items()}


def test_manifest(client: FlaskClient) -> None:
    for path in ("/reconcile", "/reconcile/"):
        response = client.get(path)
        assert (response.status_code, response.mimetype) == (200, "application/json")
        said = right(response.json, MANIFEST)
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {DEPARTMENT, REGION} < {each["id"] for each in said["defaultTypes"]}


def test_get_and_post_say_the_same(client: FlaskClient) -> None:
    queries = json.dumps({"q0": {"query": "卫滨区"}})
    answers = [
        client.get("/reconcile", query_string={"queries": queries}),
        client.get("/reconcile/", query_string={"queries": queries}),
        client.post("/reconcile", data={"queries": queries}),
        client.post("/reconcile/", data={"queries": queries}),
    ]
    assert [each.status_code for each in answers] == [200] * 4
    assert len({each.data for each in answers}) == 1


def test_names_codes_and_short_forms(client: FlaskClient) -> None:
    found = ask(
        client, name={"query": "卫滨区医疗保障局", "type": DEPARTMENT},
        short={"query": "卫滨区医保局", "type": [DEPARTMENT]}, code={"query": "2101501"},
        region={"query": "410703", "type": REGION}, nothing={"query": "月球基地"},
    )  # fmt: skip
    assert (found["name"][0]["id"], found["name"][0]["match"]) == ("id/org/410703/309", True)
    assert found["short"][0]["id"] == "id/org/410703/309" and found["short"][0]["score"] < 100
    assert found["code"][0]["id"] == "code/function/2101501" and found["code"][0]["match"]
    assert found["region"][0]["name"] == "卫滨区"
    assert not any(each["match"] for each in found["nothing"])


def test_types_keep_to_themselves(client: FlaskClient) -> None:
    wanted = {"both": None, "one": DEPARTMENT, "none": "x"}
    found = ask(client, **{key: {"query": "卫滨区", "type": kind} for key, kind in wanted.items()})
    assert {each["id"] for each in found["both"][0]["type"]} == {REGION}
    assert {kind["id"] for each in found["one"] for kind in each["type"]} == {DEPARTMENT}
    assert found["none"] == []


def test_of_equals_none_is_a_match(client: FlaskClient) -> None:
    """Two departments have the code 309: which is meant only a property tells."""
    found = ask(client, bare={"query": "309", "type": DEPARTMENT}, with_region={
        "query": "309", "type": DEPARTMENT, "properties": [{"pid": "region", "v": "丰润区"}],
    })  # fmt: skip
    assert len(found["bare"]) == 2 and not any(each["match"] for each in found["bare"])
    best, other = found["with_region"]
    assert (best["id"], best["match"], other["match"]) == ("id/org/130208/309", True, False)
    assert best["score"] > other["score"]
    by_id = {"query": "309", "type": DEPARTMENT, "properties": [{"pid": "region", "v": {"id": "id/region/130208"}}]}
    assert ask(client, q=by_id)["q"][0]["id"] == "id/org/130208/309"


def test_limits_and_orders(client: FlaskClient) -> None:
    found = ask(client, q={"query": "支出", "limit": 2})["q"]
    assert len(found) == 2 and found[0]["score"] >= found[1]["score"]
    many = {f"q{n}": {"query": "支出"} for n in range(101)}
    assert client.post("/reconcile", data={"queries": json.dumps(many)}).status_code == 413


@pytest.mark.parametrize("queries", [
    "no json", "[]", '{"q0": 1}', '{"q0": {"query": 1}}', '{"q0": {"query": "a", "limit": 0}}', "{" * 5000,
    '{"q0": {"query": "a", "limit": true}}', '{"q0": {"query": "a", "type": 5}}', "[" * 50_000,
    '{"q0": {"query": "a", "properties": "x"}}', '{"q0": {"query": "a", "properties": [{}]}}',
])  # fmt: skip
def test_queries_that_are_none(client: FlaskClient, queries: str) -> None:
    response = client.post("/reconcile", data={"queries": queries})
    assert response.status_code == 400 and "Traceback" not in response.get_data(as_text=True)


def test_the_way_of_version_0_1(client: FlaskClient) -> None:
    assert client.get("/reconcile", query_string={"query": "卫滨区"}).json["result"][0]["name"] == "卫滨区"
    one = json.dumps({"query": "卫滨区", "limit": 1})
    assert len(client.get("/reconcile", query_string={"query": one}).json["result"]) == 1


def test_jsonp(client: FlaskClient) -> None:
    response = client.get("/reconcile", query_string={"callback": "jQuery.cb_1"})
    assert response.mimetype == "text/javascript"
    text = response.get_data(as_text=True)
    assert text.startswith("/**/jQuery.cb_1({") and text.endswith("});")
    for wrong in ("alert(1)", "a b", "</script>", "a.b.c.d.e.f", "", "1a"):
        assert client.get("/reconcile", query_string={"callback": wrong}).status_code == 400


# suggest, preview, extend


def test_suggest(client: FlaskClient) -> None:
    shape = {"type": "object", "required": ["result"], "properties": {"result": {"type": "array", "items": ENTITY}}}
    for kind, prefix, wanted in (
        ("entity", "卫滨", "id/region/410703"), ("type", "部门", DEPARTMENT), ("property", "地区", "region"),
    ):  # fmt: skip
        response = client.get(f"/reconcile/suggest/{kind}", query_string={"prefix": prefix})
        assert wanted in {each["id"] for each in right(response.json, shape)["result"]}
        flyout = client.get(f"/reconcile/flyout/{kind}", query_string={"id": wanted}).json
        assert flyout["id"] == wanted and flyout["html"].startswith("<p>")
        assert client.get(f"/reconcile/flyout/{kind}", query_string={"id": "no"}).status_code == 404
    first = client.get("/reconcile/suggest/entity?prefix=支出").json["result"]
    more = client.get("/reconcile/suggest/entity?prefix=支出&cursor=5").json["result"]
    assert first[5]["id"] == more[0]["id"]
    for kind in ("type", "property"):
        first = client.get(f"/reconcile/suggest/{kind}").json["result"]
        assert client.get(f"/reconcile/suggest/{kind}?cursor=2").json["result"] == first[2:] != first
        assert client.get(f"/reconcile/suggest/{kind}?cursor=x").status_code == 400


def test_preview_may_stand_in_another_page(client: FlaskClient) -> None:
    response = client.get("/reconcile/preview?id=id/org/410703/309")
    assert response.status_code == 200 and "卫滨区医疗保障局" in response.get_data(as_text=True)
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers and "script" not in response.headers["Content-Security-Policy"]
    assert client.get("/reconcile/preview").status_code == 404
    assert client.get("/", headers={"Accept": "text/html"}).headers["X-Frame-Options"] == "DENY"


def test_the_view_of_a_thing_is_a_page(client: FlaskClient) -> None:
    view = client.get("/reconcile").json["view"]["url"].removeprefix("http://localhost")
    for name in ("id/org/410703/309", "code/function/2101501", "id/region/410703"):
        assert client.get(view.replace("{{id}}", name)).status_code == 200


def test_extend(client: FlaskClient, drafts: list[Draft]) -> None:
    asked = {"ids": ["id/org/410703/309", "id/none"], "properties": [{"id": "region"}, {"id": "code"}, {"id": "no"}]}
    for response in (
        client.post("/reconcile", data={"extend": json.dumps(asked)}),
        client.get("/reconcile", query_string={"extend": json.dumps(asked)}),
    ):
        said = right(response.json, EXTENSION)
        assert [each["id"] for each in said["meta"]] == ["region", "code", "no"]
        assert said["rows"]["id/org/410703/309"] == {
            "region": [{"id": "id/region/410703", "name": "卫滨区"}], "code": [{"str": "309"}], "no": [],
        }  # fmt: skip
        assert said["rows"]["id/none"] == {"region": [], "code": [], "no": []}


def test_extend_with_money(client: FlaskClient) -> None:
    found = ask(client, q={"query": "城乡医疗救助中央财政补助资金"})["q"]
    names = [each["id"] for each in found if each["score"] == 100]
    asked = {"ids": names, "properties": [{"id": "amount"}]}
    said = client.post("/reconcile", data={"extend": json.dumps(asked)}).json
    amounts = [value["float"] for row in said["rows"].values() for value in row["amount"]]
    assert sorted(amounts) == [15_000_000, 30_000_000]


@pytest.mark.parametrize("asked", [
    "x", "[]", "{}", '{"ids": "a", "properties": []}', '{"ids": [], "properties": [{}]}',
    '{"ids": [1], "properties": []}', json.dumps({"ids": ["a"] * 501, "properties": []}),
])  # fmt: skip
def test_extensions_that_are_none(client: FlaskClient, asked: str) -> None:
    assert client.post("/reconcile", data={"extend": asked}).status_code == 400


def test_ids_that_are_no_iris(client: FlaskClient) -> None:
    asked = {"ids": ["a b", "<x>", "id/<script>", "", '"'], "properties": [{"id": "code"}]}
    said = client.post("/reconcile", data={"extend": json.dumps(asked)}).json
    assert all(row == {"code": []} for row in said["rows"].values())


def test_proposed_properties(client: FlaskClient) -> None:
    said = client.get("/reconcile/properties", query_string={"type": DEPARTMENT, "limit": "2"}).json
    assert (said["limit"], said["type"], len(said["properties"])) == (2, DEPARTMENT, 2)
    assert client.get("/reconcile/properties?type=none").json["properties"] == []
    assert client.get("/reconcile/properties?limit=x").status_code == 400


def test_every_property_has_a_type_and_a_name() -> None:
    assert len(properties()) > 10
    assert all(each.iri.startswith("http") and each.type.startswith("http") and each.name for each in properties())


def test_markup_in_names_is_written_as_text(client: FlaskClient) -> None:
    found = next(each for each in ask(client, q={"query": f"信息化 {SCRIPT}"})["q"] if SCRIPT in each["name"])
    for path in (f"/reconcile/flyout/entity?id={found['id']}", f"/reconcile/preview?id={found['id']}"):
        text = client.get(path.replace("&", "%26").replace("<", "%3C")).get_data(as_text=True)
        assert "<script>" not in text
