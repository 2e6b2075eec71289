"""Health, counts and log lines, for those who run the server."""

import json
import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.answers import LARGEST, Answers, key_of
from server.engine import Query
from server.errors import QueryError
from server.settings import table

ROOT = Path(__file__).resolve().parents[2]
SECRET = "SELECT ('a private question' AS ?x) {}"


def test_health(app: Flask, client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200 and response.headers["Cache-Control"] == "no-store"
    site = app.extensions["yusuan"]
    assert response.json == {
        "status": "ok", "problem": "", "release": site.release.digest, "loaded": site.meta.at, "triples": site.triples,
    }  # fmt: skip


def test_ill_health(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def ask(self, *_: object) -> None:
            raise QueryError("no worker", status=503)

    monkeypatch.setitem(app.extensions, "yusuan", replace(app.extensions["yusuan"], engine=Broken()))
    response = client.get("/healthz")
    assert (response.status_code, response.json["status"]) == (503, "failing")


def test_metrics_count_requests(client: FlaskClient) -> None:
    def counted() -> float:
        lines = client.get("/metrics").get_data(as_text=True).splitlines()
        mine = [line for line in lines if line.startswith("yusuan_requests_total")]
        found = [line for line in mine if 'route="sparql.endpoint"' in line]
        return sum(float(line.rpartition(" ")[2]) for line in found)

    before = counted()
    client.get("/sparql?query=ASK%20%7B%7D")
    client.get("/sparql?query=ASK")
    assert counted() == before + 2
    text = client.get("/metrics").get_data(as_text=True)
    for name in ("yusuan_triples", "yusuan_answers_hits", "yusuan_queries_at_work", "yusuan_request_seconds_bucket"):
        assert name in text


def test_metrics_do_not_grow_with_addresses(client: FlaskClient) -> None:
    client.get("/metrics")
    before = len(client.get("/metrics").data.splitlines())
    for number in range(30):
        client.get(f"/nothing/{number}")
        client.open("/sparql", method=f"X{number}")
    assert len(client.get("/metrics").data.splitlines()) < before + 80


def test_log_lines_have_a_hash_and_no_query(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = app.extensions["yusuan"]
    monkeypatch.setitem(app.extensions, "yusuan", replace(site, settings=replace(site.settings, log="json")))
    for _ in range(2):
        with client.get("/sparql", query_string={"query": SECRET}) as response:
            assert response.status_code == 200
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["route"] for line in lines] == ["sparql.endpoint"] * 2
    assert lines[0]["query"] == lines[1]["query"] and len(lines[0]["query"]) == 16
    assert [line["cached"] for line in lines] == [False, True]
    assert all(line["status"] == 200 and line["milliseconds"] >= 0 and line["bytes"] > 0 for line in lines)
    assert "private" not in json.dumps(lines) and "127.0.0.1" not in json.dumps(lines)


def test_without_a_setting_there_are_no_lines(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with client.get("/sparql", query_string={"query": SECRET}):
        pass
    assert capsys.readouterr().err == ""


def test_answers_make_room() -> None:
    answers = Answers(3000)
    for number in range(10):
        answers.keep(str(number), bytes(200))
    assert answers.size <= 3000
    assert answers.get("9") is not None and answers.get("0") is None
    answers.keep("large", bytes(900))
    assert answers.get("large") is None and answers.size <= 3000
    answers.keep("9", bytes(10))
    assert answers.get("9") == bytes(10)


def test_an_answer_is_kept_only_when_it_was_sent_to_the_end() -> None:
    answers = Answers(10**9)
    parts = answers.kept_while_sent("a", iter([b"1", b"2"]))
    next(parts)
    parts.close()  # type: ignore[attr-defined]
    assert answers.get("a") is None
    assert b"".join(answers.kept_while_sent("a", iter([b"1", b"2"]))) == b"12"
    assert answers.get("a") == b"12"
    assert sum(map(len, answers.kept_while_sent("b", iter([bytes(LARGEST), b"1"])))) == LARGEST + 1
    assert answers.get("b") is None


NEW = ["ASK { FILTER(rand() > 1) }", "ASK { FILTER(NOW#\n() > 1) }", "SELECT (struuid  () AS ?预) {}"]
OLD = ["ASK { ?now ?p 'RAND()' }", "ASK { ?now ?p '预 RAND()' }", "ASK {} # UUID()"]


@pytest.mark.parametrize("text", [*NEW, *OLD])
def test_what_is_new_each_time_has_no_key(text: str) -> None:
    assert (key_of("1", Query(text), "csv") is None) == (text in NEW)


def test_keys_tell_everything_apart() -> None:
    keys = {
        key_of(release, Query(text, graphs), form)
        for release in ("1", "2") for text in ("ASK {}", "ASK { }") for form in ("csv", "json")
        for graphs in (None, (), ("a:b",))
    }  # fmt: skip
    assert len(keys) == 24 and None not in keys


def test_deployment_names_settings_that_there_are() -> None:
    files = [each for each in (ROOT / "deploy").iterdir() if each.is_file()]
    named = {name for each in files for name in re.findall(r"YUSUAN_[A-Z_]+", each.read_text("utf-8"))}
    assert len(files) >= 3 and named and named <= {each.variable for each in table()}


def test_deployment_names_commands_that_there_are() -> None:
    text = "".join(each.read_text("utf-8") for each in (ROOT / "deploy").iterdir())
    verbs = set(re.findall(r"\byusuan (serve|load|up|run|start)\b", text))
    assert verbs == {"serve", "load"} and 'CMD ["up"' in text
