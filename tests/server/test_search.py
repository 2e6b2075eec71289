"""Search by name, by number, by initials of pinyin."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from server.pinyin import initials


def results(client: FlaskClient, words: str, **more: str) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/search", query_string={"q": words, **more}).get_json()
    assert answer["query"] == words and answer["total"] >= len(answer["results"])
    return answer["results"]  # type: ignore[no-any-return]


def test_a_hit_says_what_it_is_and_where(client: FlaskClient) -> None:
    first = results(client, "卫滨区医疗保障局")[0]
    assert first["type"] == "department" and first["path"] == "/page/id/org/410703/309"
    assert first["iri"].endswith("/id/org/410703/309") and first["label"] == {"zh": "卫滨区医疗保障局"}
    assert first["detail"] == "卫滨区"


@pytest.mark.parametrize(
    "words, kind, end",
    [
        ("卫滨", "region", "region/410703"),
        ("410703", "region", "region/410703"),
        ("河南省", "region", "region/410000"),
        ("wbq", "region", "region/410703"),
        ("城乡医疗救助", "code", "function/2101301"),
        ("2101301", "code", "function/2101301"),
        ("公务接待", "code", "economic-department/30217"),
        ("reception", "code", "item/reception"),
        ("城乡医疗救助中央", "project", ""),
        ("医疗 丰润", "department", "org/130208/309"),
    ],
)
def test_things_are_found_by_what_people_type(client: FlaskClient, words: str, kind: str, end: str) -> None:
    first = results(client, words)[0]
    assert first["type"] == kind and first["iri"].endswith(end)


@pytest.mark.parametrize("words", ["没有这个名字", "", " ", "?", "%", "'\"<script>", "a" * 5000, "\x00"])
def test_what_is_not_there_is_not_found(client: FlaskClient, words: str) -> None:
    answer = client.get("/api/v1/search", query_string={"q": words})
    assert answer.status_code == 200 and answer.get_json()["results"] == []
    assert client.get("/search", query_string={"q": words}).status_code == 200


def test_types_and_limits_are_kept(client: FlaskClient) -> None:
    assert {each["type"] for each in results(client, "医疗", type="department")} == {"department"}
    assert len(results(client, "医", limit="3")) == 3
    assert client.get("/api/v1/search?q=医&limit=x").status_code == 200


def test_the_page_lists_and_escapes(client: FlaskClient) -> None:
    page = client.get("/search?q=信息化").get_data(as_text=True)
    assert "信息化 &lt;script&gt;" in page and "<script>alert" not in page
    assert 'href="/page/id/project/' in page


def test_initials() -> None:
    assert initials("医疗保障局") == "ylbzj" and initials("新乡市卫滨区") == "xxswbq"
    assert initials("ABC 12") == "abc12" and initials("〇圳") == "??" and initials("") == ""
