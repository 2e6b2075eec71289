"""The same server over another SPARQL server, which runs as a program of its own."""

import contextlib
import http.client
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Triple

import server.remote
from server.app import create_app
from server.client import run_query
from server.engine import open_store
from server.errors import QueryError, ServerError
from server.remote import ask_remote, holds, known, remote_at, send_release
from server.settings import Settings, place_of
from server.site import open_current, open_site
from server.store import load

OTHER = "https://data.example.org/"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def program() -> str | None:
    """The server's program, from the package `oxigraph`: beside the Python that runs the tests, or on the path."""
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.exists() else shutil.which("oxigraph")


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[str]:
    found = program()
    if found is None:
        pytest.skip("the package oxigraph is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [found, "serve", "--location", str(tmp_path / "other"), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        try:
            yield f"oxigraph+http://127.0.0.1:{port}"
        finally:
            process.kill()


def settings(release: Path, tmp_path: Path, endpoint: str) -> Settings:
    return Settings(release=release, store=tmp_path / "beside", endpoint=endpoint, page_size=20)


def test_pages_queries_and_apis_over_another_server(
    release_folder: Path, client: FlaskClient, tmp_path: Path, endpoint: str
) -> None:
    chosen = settings(release_folder, tmp_path, endpoint)
    other = create_app(chosen, open_site(chosen)).test_client()
    for path in (
        "/", "/page/id/disclosure/410703/309/2025/budget", "/page/id/org/410703/309", "/def", "/search?q=医疗",
        "/api/v1/figures", "/reconcile/suggest/entity?prefix=医疗", "/data/id/org/410703/309.nt",
        "/sparql?format=csv&query=SELECT+%3Fd+%7B+%3Fd+a+%3Chttps%3A%2F%2Fw3id.org%2Fyusuan%2Fdef%23Disclosure%3E+%7D",
        "/fragments?predicate=http://www.w3.org/2000/01/rdf-schema%23label&format=nt", "/.well-known/void?format=nt",
    ):  # fmt: skip
        here, there = client.get(path), other.get(path)
        assert (there.status_code, there.mimetype) == (200, here.mimetype), path
        if here.mimetype not in ("text/html", "application/n-triples"):
            assert sorted(there.data.splitlines()) == sorted(here.data.splitlines()), path
    assert other.get("/healthz").json["status"] == "ok"
    assert not load(release_folder, tmp_path / "beside", endpoint=endpoint).loaded
    embedded = client.application.extensions["yusuan"].settings.store
    assert run_query(endpoint, COUNT).rows == run_query(embedded, COUNT).rows


def test_a_wrong_query_is_refused_as_here(release_folder: Path, tmp_path: Path, endpoint: str) -> None:
    chosen = settings(release_folder, tmp_path, endpoint)
    other = create_app(chosen, open_site(chosen)).test_client()
    assert other.get("/sparql?query=SELECT+*+%7B").status_code == 400
    assert other.get("/sparql?query=SELECT+*+%7B+SERVICE+%3Ca:b%3E+%7B%7D+%7D").status_code == 403
    assert other.get("/sparql?query=CLEAR+ALL").status_code == 403
    assert other.get("/sparql?query=ASK+%7B%7D&default-graph-uri=no+iri").status_code == 400


def test_a_new_release_replaces_the_old_one_there(
    make_release: Callable[..., Path], tmp_path: Path, endpoint: str
) -> None:
    address = endpoint.partition("+")[2] + "/store?graph=http%3A%2F%2Fexample.org%2Fmine"
    kind = {"Content-Type": "application/n-triples"}
    mine = urllib.request.Request(address, b"<a:b> <a:c> <a:d> .", kind, method="PUT")
    urllib.request.urlopen(mine).close()
    first, second = make_release("one"), make_release("two", base=OTHER)
    load(first, tmp_path / "beside", endpoint=endpoint)
    result = load(second, tmp_path / "beside", endpoint=endpoint)
    assert result.loaded and run_query(endpoint, COUNT).rows == ((result.triples,),)
    graphs = {row[0] for row in run_query(endpoint, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows}
    assert "http://example.org/mine" in graphs, "graphs of others stay"
    assert not any(str(each).startswith("https://w3id.org/yusuan/id/") for each in graphs)
    assert any(str(each).startswith(OTHER) for each in graphs)


def test_a_failed_load_there_leaves_the_old_release(
    make_release: Callable[..., Path], tmp_path: Path, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_release("one"), make_release("two", base=OTHER)
    old = load(first, tmp_path / "beside", endpoint=endpoint)

    def failing(*_: object) -> None:
        raise ServerError("the check failed", "")

    monkeypatch.setattr(server.remote, "_check", failing)
    with pytest.raises(ServerError):
        load(second, tmp_path / "beside", endpoint=endpoint)
    assert run_query(endpoint, COUNT).rows == ((old.triples,),)
    chosen = settings(second, tmp_path, endpoint)
    assert open_current(chosen).release.digest == old.release


def test_a_graph_that_stands_for_the_default_graph(
    make_release: Callable[..., Path], tmp_path: Path, endpoint: str
) -> None:
    """For servers whose own union repeats a triple for each graph that has it."""
    load(make_release("one"), tmp_path / "store")
    there = replace(remote_at(endpoint), merged="http://example.org/merged")
    send_release(there, open_store(tmp_path / "store"), "digest")
    assert holds(there, "digest") and not holds(there, "other") and not holds(remote_at(endpoint), "digest")
    here = open_store(tmp_path / "store").query(COUNT)
    assert [row["n"] for row in ask_remote(there, COUNT, 20)] == [row["n"] for row in here]  # type: ignore[union-attr]
    named = "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/yusuan/def> { ?s ?p ?o }"
    assert ask_remote(there, named, 20) != ask_remote(there, COUNT, 20), "what a query names itself counts"
    assert bool(ask_remote(there, "ASK { ?s ?p ?o . GRAPH <https://w3id.org/yusuan/def> { ?a ?b ?c } }", 20))
    send_release(there, open_store(tmp_path / "store"), "digest")
    assert bool(ask_remote(there, "ASK {}", 20)) and holds(there, "digest"), "loading again keeps the graph"


def test_graphs_are_sent_with_their_length_and_come_back_as_triples(endpoint: str) -> None:
    there, seen = remote_at(endpoint), []
    sent = http.client.HTTPConnection.request

    def request(self: http.client.HTTPConnection, *given: Any, **more: Any) -> None:
        seen.append(dict(given[3]))
        sent(self, *given, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http.client.HTTPConnection, "request", request)
        triple = Triple(NamedNode("a:b"), NamedNode("a:c"), NamedNode("a:d"))
        server.remote._put(there, {"graph": "a:g"}, iter([triple]))
        assert ask_remote(there, "CONSTRUCT { ?s ?p ?o } { GRAPH <a:g> { ?s ?p ?o } }", 20) == [triple]
    assert seen[0]["Content-Length"] == str(len("<a:b> <a:c> <a:d> .\n"))
    assert seen[1]["Accept"] == "application/n-triples", "no second format to choose from"


def test_a_server_that_is_away(release_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ServerError) as caught:
        load(release_folder, tmp_path / "beside", endpoint="oxigraph+http://127.0.0.1:9")
    assert "cannot be reached" in str(caught.value) and not (tmp_path / "beside" / "current").exists()
    with pytest.raises(QueryError) as refused:
        ask_remote(remote_at("http://127.0.0.1:9/sparql"), "ASK {}", 2)
    assert refused.value.status == 503


def test_addresses_of_servers() -> None:
    fuseki = remote_at("fuseki+https://me:p%40ss@example.org:3030/ds/")
    assert (fuseki.query, fuseki.graphs) == ("https://example.org:3030/ds/query", "https://example.org:3030/ds/data")
    assert fuseki.headers["Authorization"].startswith("Basic ") and "p%40ss" not in fuseki.name
    assert remote_at("http://example.org/sparql").graphs is None
    assert remote_at("virtuoso+http://example.org").merged and not fuseki.merged
    assert {"oxigraph", "fuseki", "graphdb", "virtuoso", "qlever"} < set(known())
    for wrong in ("ftp://example.org/", "nothing+http://example.org/", "http://"):
        with pytest.raises(ServerError):
            remote_at(wrong)
    assert place_of("some/folder") == (Path("some/folder"), "")
    assert place_of("http://example.org/sparql")[1] == "http://example.org/sparql"
