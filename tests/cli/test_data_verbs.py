"""The verbs that carry data out and in: export, codes grow, codes import, link."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from click.testing import Result

from ontology.regions import regions
from ontology.wikidata import Asker, Found, LinkError, forms, gather, judge, parse

Run = Callable[..., Result]


# export


@pytest.mark.parametrize("form", ["csvw", "parquet", "fiscal", "cube-link"])
def test_export_writes_a_folder_and_prints_its_path(run: Run, samples_release: Path, form: str) -> None:
    result = run("export", samples_release, "--as", form, "--out", form)
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{form}\n" and any(Path(form).iterdir())
    again = run("export", samples_release, "--as", form, "--out", form)
    assert again.exit_code == 2 and "is there already" in again.stderr


def test_export_of_no_release_is_wrong_use(run: Run, tmp_path: Path) -> None:
    result = run("export", tmp_path, "--as", "csvw", "--out", "out")
    assert result.exit_code == 2
    assert "yusuan convert" in result.stderr and not Path("out").exists()


# codes grow


@pytest.fixture
def strange_release(samples_release: Path, tmp_path: Path) -> Path:
    """A release in which a document prints a listed code under another name."""
    copy = tmp_path / "strange"
    copy.mkdir()
    for name in ("manifest.json", "dump"):
        (copy / name).symlink_to(samples_release / name)
    text = (samples_release / "cells.csv").read_text(encoding="utf-8")
    assert "公务员医疗补助" in text
    (copy / "cells.csv").write_text(text.replace("公务员医疗补助,", "公务员医疗补贴,"), encoding="utf-8")
    return copy


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_grow_proposes_nothing_that_the_lists_have(run: Run, samples_release: Path) -> None:
    result = run("codes", "grow", samples_release)
    assert result.exit_code == 0
    for row in rows(result.stdout):
        assert row["code"] and row["name"] != row["listed_name"] and int(row["documents"]) >= 1


def test_grow_tells_of_another_name(run: Run, strange_release: Path) -> None:
    found = rows(run("codes", "grow", strange_release).stdout)
    (row,) = [row for row in found if row["name"] == "公务员医疗补贴"]
    assert (row["scheme"], row["code"], row["status"]) == ("function", "2101103", "other-name")
    assert row["listed_name"] == "公务员医疗补助" and row["parent"] == "21011"


# codes import

GOOD = """scheme,code,name,years,source
function,2101598,新设科目,2026,2026 年科目
function,23199,新款,,
function,2319901,新项,,
"""


def test_import_takes_codes_in_and_they_are_used(run: Run, tmp_path: Path) -> None:
    Path("book.csv").write_text(GOOD, encoding="utf-8-sig")
    result = run("codes", "import", "book.csv", "--into", "mine")
    assert result.exit_code == 0, result.output
    assert "3 codes of function" in result.stderr and "YUSUAN_CODES=mine" in result.stderr
    code = (
        "from ontology import codes; c = codes.scheme('function')['2101598'];"
        "print(c.label_zh, c.broader, c.level, c.years, c.evidence, codes.scheme('function').path('2319901'))"
    )
    env = os.environ | {"YUSUAN_CODES": "mine", "PYTHONPATH": str(Path(__file__).parents[2])}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert said.stdout.split() == [
        "新设科目", "21015", "项", "('2026',)", "2026", "年科目", "('231',", "'23199',", "'2319901')",
    ]  # fmt: skip


def test_import_again_adds_to_what_is_there(run: Run) -> None:
    Path("a.csv").write_text("scheme,code,name\nfunction,2101598,新设科目\n", encoding="utf-8")
    Path("b.csv").write_bytes("scheme,code,name\nfunction,2101597,另一科目\n".encode("gb18030"))
    assert run("codes", "import", "a.csv", "--into", "mine").exit_code == 0
    assert run("codes", "import", "b.csv", "--into", "mine").exit_code == 0
    found = rows(Path("mine/function.csv").read_text(encoding="utf-8"))
    assert [(row["code"], row["name"]) for row in found] == [("2101597", "另一科目"), ("2101598", "新设科目")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,name\n1,x\n", "has no column scheme"),
        ("scheme,code,name\n", "has no codes"),
        ("scheme,code,name\nfunktion,2101598,x\n", "'funktion' is no list that takes codes"),
        ("scheme,code,name\nfunction,9101598,x\n", "row 2: '9101598' has not the form"),
        ("scheme,code,name\nfunction,total,x\n", "has not the form"),
        ("scheme,code,name\nfunction,2101598,\n", "row 2: the code 2101598 has no name"),
        ("scheme,code,name\nfunction,2980101,x\n", "the code above 2980101 is 29801"),
        (
            "scheme,code,name\nfunction,2101598,x\nfunction,2101598,y\n",
            "row 3: the code 2101598 stands in row 2",
        ),
        ("scheme,code,name\nfunction,2101501,别的名称\n", "--replace changes it"),
        ("scheme,code,name,years\nfunction,2101598,x,26\n", "'26' are no years"),
        ("scheme,code,name\nflow,x,y\n", "'flow' is no list that takes codes"),
    ],
)
def test_import_explains_what_is_wrong_and_writes_nothing(run: Run, text: str, said: str) -> None:
    Path("book.csv").write_text(text, encoding="utf-8")
    result = run("codes", "import", "book.csv", "--into", "mine")
    assert result.exit_code == 2
    assert said in result.stderr and not Path("mine").exists()


def test_import_of_binary_is_refused(run: Run) -> None:
    Path("book.csv").write_bytes(b"\xff\xfe\x00\x81\xff")
    result = run("codes", "import", "book.csv")
    assert result.exit_code == 2 and "CSV in UTF-8" in result.stderr


def test_a_listed_name_can_be_changed_on_purpose(run: Run) -> None:
    Path("book.csv").write_text("scheme,code,name\nfunction,2101501,别的名称\n", encoding="utf-8")
    assert run("codes", "import", "book.csv", "--into", "mine", "--replace").exit_code == 0


# link: a recorded endpoint on this machine

RECORDED = {
    "410703": [("Q1001", "卫滨区", "1788"), ("Q1001", "卫滨", "1788")],
    "41 12": [("Q1002", "三门峡市", "")],
    "130105": [("Q1003", "新华区", ""), ("Q1004", "新华区", "")],  # two items
    "13 02 08": [("Q1005", "别的区", "")],  # another name
}


class Endpoint(BaseHTTPRequestHandler):
    """Answers from RECORDED; the first question is refused with 429."""

    asked: list[str]
    refuse: int

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(text)["query"][0]
        server: Any = self.server
        server.asked.append((self.headers["User-Agent"], query))
        if server.refuse:
            server.refuse -= 1
            self.send_response(429)
            self.send_header("Retry-After", "7")
            self.end_headers()
            return
        found = [binding(code, *row) for code, items in RECORDED.items() if f'"{code}"' in query for row in items]
        body = json.dumps({"head": {"vars": []}, "results": {"bindings": found}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def binding(code: str, item: str, label: str, geonames: str) -> dict[str, dict[str, str]]:
    said = {"item": f"http://www.wikidata.org/entity/{item}", "code": code, "label": label, "geonames": geonames}
    return {name: {"type": "literal", "value": value} for name, value in said.items() if value}


@contextmanager
def recorded(refuse: int = 0) -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.asked, server.refuse = [], refuse
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_link_takes_only_unique_items_of_the_same_name(run: Run) -> None:
    with recorded() as server:
        address = f"http://127.0.0.1:{server.server_port}/sparql"
        result = run("link", "--into", "mine", "--endpoint", address, "--cache", "kept", "--pause", "0")
        assert result.exit_code == 0, result.output
        first = len(server.asked)
        again = run("link", "--into", "mine", "--endpoint", address, "--cache", "kept", "--pause", "0")
        assert again.exit_code == 0 and len(server.asked) == first, "answers are kept"
    assert first == -(-sum(r.current and r.level != "development-zone" for r in regions()) // 100)
    assert all("yusuan" in agent and "w3id.org" in agent for agent, _ in server.asked)
    taken = {row["code"]: row for row in rows(Path("mine/divisions-links.csv").read_text(encoding="utf-8"))}
    assert {row["wikidata_qid"] for row in taken.values() if row["wikidata_qid"]} == {"Q1001", "Q1002"}
    assert taken["410703"]["wikidata_uri"] == "http://www.wikidata.org/entity/Q1001"
    assert taken["410703"]["geonames_id"] == "1788" and taken["410703"]["geonames_match"] == "wikidata"
    refused = {row["code"]: row["reason"] for row in rows(Path("mine/divisions-links-refused.csv").read_text("utf-8"))}
    assert refused["130105"] == "several items have the code: Q1003 Q1004"
    assert refused["130208"] == "Q1005 has another Chinese label: 别的区"
    assert refused["110101"] == "no item has the code"


def test_the_new_links_are_published_with_their_date(run: Run) -> None:
    with recorded() as server:
        run("link", "--into", "mine", "--endpoint", f"http://127.0.0.1:{server.server_port}/", "--pause", "0")
    code = (
        "from ontology.links import link_quads, linksets; s = linksets()[0];"
        "n = sum(q.predicate.value.endswith('sameAs') and q.graph_name.value == s.iri for q in link_quads());"
        'print(s.name, n, s.source_note.startswith("Wikidata\'s query service"))'
    )
    env = os.environ | {"YUSUAN_CODES": "mine", "PYTHONPATH": str(Path(__file__).parents[2])}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert said.stdout.split() == ["wikidata", "2", "True"], said.stderr


def test_a_busy_server_is_asked_again_after_as_long_as_it_wants() -> None:
    waits: list[float] = []
    with recorded(refuse=2) as server:
        asker = Asker(f"http://127.0.0.1:{server.server_port}/", None, 0.5, waits.append)
        assert asker.ask('VALUES ?code { "410703" }')
    assert waits == [7.0, 7.0, 0.5]


def test_a_server_that_stays_busy_is_given_up() -> None:
    with recorded(refuse=99) as server:
        asker = Asker(f"http://127.0.0.1:{server.server_port}/", None, 0, lambda _: None)
        with pytest.raises(LinkError) as raised:
            asker.ask("ASK {}")
    assert "429" in str(raised.value) and raised.value.remedy


@pytest.mark.parametrize("address", ["ftp://example.org/", "file:///etc/passwd", "http://example.org/", "nothing"])
def test_only_https_is_asked(run: Run, address: str) -> None:
    result = run("link", "--endpoint", address)
    assert result.exit_code == 1 and "https" in result.stderr and not Path("yusuan-data").exists()


def test_no_server_is_one_message(run: Run) -> None:
    with recorded() as server:
        port = server.server_port
    result = run("link", "--endpoint", f"http://127.0.0.1:{port}/", "--pause", "0")
    assert result.exit_code == 1 and "cannot be reached" in result.stderr


@pytest.mark.parametrize("data", [b"", b"<html>", b"[]", b'{"results": {}}', b'{"results": {"bindings": [1]}}'])
def test_what_is_no_answer_is_refused(data: bytes) -> None:
    with pytest.raises(LinkError) as raised:
        parse(data)
    assert "no SPARQL result" in str(raised.value)


def test_made_up_identifiers_are_passed_over() -> None:
    wrong = [
        {"item": "http://evil.example/entity/Q1", "code": "410703", "label": "卫滨区"},
        {"item": "http://www.wikidata.org/entity/Q0", "code": "410703", "label": "卫滨区"},
        {"item": "http://www.wikidata.org/entity/Q1", "code": "41070x", "label": "卫滨区"},
    ]
    assert gather(wrong) == {}


def test_codes_are_asked_for_in_every_way_that_they_are_written() -> None:
    assert list(forms("410703")) == ["410703", "41 07 03"]
    assert list(forms("410700")) == ["410700", "41 07 00", "4107", "41 07"]
    assert list(forms("410000")) == ["410000", "41 00 00", "41"]


def test_two_geonames_are_none() -> None:
    region = regions().by_code("410703")
    assert region is not None
    both = Found({"Q1": frozenset({"卫滨区"})}, {"Q1": frozenset({"1", "2"})})
    assert judge(region, both).item == "Q1" and judge(region, both).geonames == ""
