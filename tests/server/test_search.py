"""Search finds names by any two characters, by one, by code, by the letters of their pinyin; the index is exact."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.find.grams import chars, grams, normal, phrases, tokens
from server.find.search import alike, likeness, search
from server.site import Site

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)


def found(client: FlaskClient, words: str, **more: str) -> list[str]:
    response = client.get("/search", query_string={"q": words, "size": "100", **more})
    assert response.status_code == 200
    return [each["label"] for each in json.loads(response.data)["results"]]


@pytest.mark.parametrize(("words", "label"), [
    ("救助", "城乡医疗救助中央财政补助资金"), ("中央", "城乡医疗救助中央财政补助资金"),
    ("医疗 补助", "城乡医疗救助中央财政补助资金"),
    ("2101501", "行政运行"), ("21015", "行政运行"), ("行政运行", "行政运行"), ("xzyx", "行政运行"), ("医保", ""),
    ("卫", "卫滨区"), ("人次", "救助人次"), ("Ｗbq", ""), ("administrative", ""),
])  # fmt: skip
def test_words_find_names(client: FlaskClient, words: str, label: str) -> None:
    assert not label or label in found(client, words)


def test_the_very_name_comes_first(client: FlaskClient) -> None:
    assert found(client, "卫滨区")[0] == "卫滨区"
    assert found(client, "行政运行")[0] == "行政运行"


def test_words_that_stand_nowhere_find_nothing(client: FlaskClient) -> None:
    for words in ("月球", "球月的词", "zzzzzz", "!!!", '"', "*", "NEAR(月", "kind:department"):
        assert found(client, words) == []
    assert found(client, "") == []


def test_kinds_keep_to_themselves(client: FlaskClient) -> None:
    assert set(found(client, "医疗", kind="department")) == {"卫滨区医疗保障局", "丰润区医疗保障局"}
    assert client.get("/search?q=医疗&kind=none").status_code == 400


def test_pages_of_results(client: FlaskClient) -> None:
    first = client.get("/search?q=支出&size=3").json
    second = client.get(first["links"]["next"].removeprefix("http://localhost")).json
    assert len(first["results"]) == 3 and first["total"] > 3
    assert {each["iri"] for each in first["results"]}.isdisjoint(each["iri"] for each in second["results"])
    for wrong in ("page=0", "page=x", "size=0", "size=501", "size=٣", "page=-1"):
        assert client.get(f"/search?q=支出&{wrong}").status_code == 400


def test_search_as_a_page(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": "信息化"}, headers={"Accept": "text/html"})
    text = page.get_data(as_text=True)
    assert page.mimetype == "text/html" and "信息化" in text and "<script>alert" not in text
    assert client.get("/search?q=a&format=pdf").status_code == 406


def test_every_name_is_found_by_each_pair_of_its_characters(app: Flask) -> None:
    """A scan over all names says the same as the index."""
    site: Site = app.extensions["yusuan"]
    names = [row["text"] for row in site.index._connection().execute("SELECT DISTINCT text FROM name")]
    for word in ("医疗", "支出", "工资", "区医", "管理", "2025"):
        scanned = {name for name in names if word in normal(name)}
        hits = search(site.index, word, limit=5000).results
        assert {each["matched"] for each in hits} <= scanned
        assert scanned and {each["iri"] for each in hits}
        counted = site.index._connection().execute(
            "SELECT COUNT(DISTINCT entity) FROM name WHERE instr(text, ?) > 0", (word,)
        )
        assert len(hits) == counted.fetchone()[0]


@given(st.text(max_size=30))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_words_are_a_right_question(app: Flask, words: str) -> None:
    site: Site = app.extensions["yusuan"]
    assert search(site.index, words).total >= 0
    assert len(alike(site.index, words)) <= 5


@given(HAN, HAN)
def test_pairs_find_what_holds_them(before: str, word: str) -> None:
    text = before + word
    if len(word) > 1:
        assert f" {grams(word)} " in f" {grams(text)} "
    assert set(chars(word).split()) <= set(chars(text).split())
    assert (phrases(word) is None) == (not tokens(word))


@given(HAN)
def test_likeness_is_whole_for_the_same(name: str) -> None:
    assert likeness(name, name) == 1.0
    assert 0 <= likeness(name, "完全不同") <= 1


def test_short_forms_are_like_their_names() -> None:
    assert likeness("三门峡市医保局", "三门峡市医疗保障局") > 0.8
    assert likeness("医保局", "卫生健康委员会") == 0
    assert likeness("局保医", "医疗保障局") < 0.5


def test_a_short_form_finds_the_name_where_nothing_has_the_words(client: FlaskClient) -> None:
    """卫滨医保 leaves characters out of 卫滨区医疗保障局, and changes no order."""
    labels = found(client, "卫滨医保")
    assert labels and all("卫滨" in each and "医疗保障" in each for each in labels)
    assert found(client, "医保卫滨") == [] and found(client, "卫滨月球") == []
    assert found(client, "卫滨医保", kind="region") == []


def test_what_is_aimed_at_comes_after_what_has_money(client: FlaskClient) -> None:
    labels = found(client, "救助")
    assert labels.index("救助人次") > labels.index("城乡医疗救助中央财政补助资金")


def test_an_iri_is_no_code(app: Flask) -> None:
    site = app.extensions["yusuan"]
    assert not any("://" in str(each["notation"]) for each in search(site.index, "预算").results)
