"""Requests that are odd, and some that mean harm: what a picky client or a hostile one sends, and what it is told."""

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from processes import soon

from server.checks import LONGEST
from server.front.plain import read
from server.question import Query, lone, parameters, query_of

if sys.platform != "linux":
    pytest.skip("the front needs workers, and those need Linux", allow_module_level=True)

from server.front.door import FULL, YOURS, Door

ASK = "/sparql?query=ASK%7B%7D"
ROOT = Path(__file__).resolve().parents[2]
START = """import sys; from pathlib import Path; import server.run as run
run.CONNECTIONS, run.OF_ONE = 8, 4
run.serve(Path(sys.argv[1]), Path(sys.argv[2]), port=0, warm=False, workers=1, long_queries=0)"""


# headers that take long to weigh


@pytest.mark.parametrize("name", ["Accept", "Accept-Language", "Accept-Encoding"])
@pytest.mark.parametrize("path", [ASK, "/", "/nothing", "/id/org/410703/309"])
def test_headers_too_long_to_be_weighed_are_refused(client: FlaskClient, name: str, path: str) -> None:
    long = client.get(path, headers={name: "a/b;q=0.1," * (LONGEST // 10 + 1)})
    assert long.status_code == 431 and name in long.get_data(as_text=True)
    short = client.get(path, headers={name: "text/html;q=0.1, " * (LONGEST // 20)})
    assert short.status_code != 431


def test_the_front_leaves_such_headers_to_the_application() -> None:
    def head(accept: int, host: bytes = b"a") -> bytes:
        return b"GET " + ASK.encode() + b" HTTP/1.1\r\nHost: " + host + b"\r\nAccept: " + b"a" * accept + b"\r\n\r\n"

    assert read(head(LONGEST), 100) and read(head(LONGEST + 1), 100) is False
    assert read(head(1, b"<script>"), 100) is False and read(head(1, b"[::1]:80"), 100)


# to whom a request is sent


@pytest.mark.parametrize(("host", "status"), [
    ("example.org", 200), ("example.org:8080", 200), ("[::1]:80", 200), ("xn--fiqs8s", 200), ("a_b.c", 200),
    ("", 400), ("a, b", 400), ("<script>alert(1)</script>", 400), ("a/b", 400), ("a b", 400), ("a@b", 400),
])  # fmt: skip
def test_a_request_names_one_host(client: FlaskClient, host: str, status: int) -> None:
    for path in ("/", ASK):
        response = client.get(path, environ_overrides={"HTTP_HOST": host})
        assert response.status_code == status, host
        assert b"<script>alert" not in response.get_data()


# queries


MARK = "\ufeff"


def test_the_mark_before_a_text_is_no_part_of_the_query(client: FlaskClient) -> None:
    kind = {"content_type": "application/sparql-query"}
    for text, status in ((f"{MARK}ASK {{}}", 200), (f"{MARK}{MARK}ASK {{}}", 400), (f"ASK {{}}{MARK}", 400)):
        assert client.get(f"/sparql?query={quote(text)}").status_code == status
        assert client.post("/sparql", data={"query": text}).status_code == status
        assert client.post("/sparql", data=text.encode(), **kind).status_code == status


@given(st.text(max_size=20))
def test_both_ways_read_the_same_query(text: str) -> None:
    encoded = b"query=" + quote(text, safe="", errors="surrogatepass").encode()
    with contextlib.suppress(Exception):
        assert lone(encoded) == query_of(parameters("GET", encoded, "", b""))
    assert lone(b"query=%EF%BB%BFASK%7B%7D") == Query("ASK{}")


# parts of files


@pytest.mark.parametrize(("asked", "status"), [
    ("bytes=0-1,4-5", 200), ("bytes=" + ",".join(f"{n}-{n}" for n in range(2000)), 200), ("bytes=2-5", 206),
    ("bytes=-3", 206), ("bytes=99999999999999999999-", 416), ("lines=1-2", 416),
])  # fmt: skip
def test_who_asks_for_several_parts_gets_the_whole(client: FlaskClient, asked: str, status: int) -> None:
    with client.get("/dump/cells.csv") as whole, client.get("/dump/cells.csv", headers={"Range": asked}) as part:
        assert part.status_code == status
        assert (part.data == whole.data) == (status == 200)


# connections


@pytest.fixture(scope="module")
def port(release_folder: Path, store_folder: Path) -> Iterator[int]:
    """A server that takes eight connections, four of each client."""
    command = [sys.executable, "-c", START, str(release_folder), str(store_folder)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            yield int(process.stderr.readline().split("http://127.0.0.1:")[1].split("/")[0])
        finally:
            process.kill()


def said(port: int, request: bytes, source: str = "127.0.0.1") -> bytes:
    with socket.create_connection(("127.0.0.1", port), 30, (source, 0)) as connection:
        connection.sendall(request)
        return connection.makefile("rb").read()


def is_refused(port: int, source: str) -> bool:
    """Whether there are too many; those that are just passed on are in nobody's hand for a moment."""
    with socket.create_connection(("127.0.0.1", port), 1, (source, 0)) as connection, contextlib.suppress(TimeoutError):
        return connection.recv(65_536).startswith(b"HTTP/1.1 429 ")
    return False


def test_an_address_with_letters_as_they_are(port: int) -> None:
    """As it is typed, or copied from a browser; every other byte of it stays as it was."""
    head = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    found = said(port, f"GET /sparql?format=csv&query=SELECT('预算%2B\xe9'AS?x){{}}{head}".encode())
    assert found.startswith(b"HTTP/1.1 200 ") and found.endswith("x\r\n预算+\xe9\r\n".encode())
    wrong = said(port, b"GET /sparql?query=ASK{\xff}" + head.encode())
    assert wrong.startswith(b"HTTP/1.1 400 ") and b"UTF-8" in wrong


@pytest.mark.parametrize("lines", ["", "Host: a\r\nHost: b\r\n", "Host: a\r\nHost: a\r\n"])
def test_a_request_without_one_host_is_refused(port: int, lines: str) -> None:
    for path in (ASK, "/"):
        request = f"GET {path} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n"
        assert said(port, request.encode()).startswith(b"HTTP/1.1 400 ")
    assert said(port, f"GET {ASK} HTTP/1.0\r\n\r\n".encode()).startswith(b"HTTP/1.0 200 ")


@pytest.mark.parametrize("beginning", [b"", b"GET /sparql?query=", b"GET / HTTP/1.1\r\nHost: a\r\nX: "])
def test_a_client_with_too_many_connections_keeps_nobody_out(port: int, beginning: bytes) -> None:
    """Wherever they are: at the front, or behind it."""
    request = f"GET {ASK} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
    with contextlib.ExitStack() as stack:
        for _ in range(4):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 30, ("127.0.0.2", 0)))
            connection.sendall(beginning)
        assert soon(lambda: is_refused(port, "127.0.0.2"))
        assert said(port, request).startswith(b"HTTP/1.1 200 ")


def test_whose_connections_are_too_many() -> None:
    def door(proxy: str, *peers: str) -> Door:
        found = Door(cast(Any, SimpleNamespace(proxy=proxy)), 8, 3, 60)
        found.connections = cast(Any, [SimpleNamespace(peer=each) for each in peers[1:]])
        found.elsewhere = lambda: list(peers[:1])
        return found

    four = ("192.0.2.1",) * 4
    assert door("", *four).refusal("192.0.2.1") == YOURS
    assert door("", *four).refusal("192.0.2.2") is None
    assert door("", *four[1:]).refusal("192.0.2.1") is None
    assert door("192.0.2.1", *four).refusal("192.0.2.1") is None, "a proxy has those of all"
    assert door("*", *four).refusal("192.0.2.1") is None
    network = [f"2001:db8::{number}" for number in range(4)]
    assert door("", *network).refusal("2001:db8::9") == YOURS
    assert door("", *(f"192.0.2.{number}" for number in range(9))).refusal("192.0.2.1") == FULL


# numbers of many digits


@pytest.mark.parametrize("path", [
    "/source/x/page/{}", "/source/x/page/{}.png", "/?page={}", "/fragments?page={}", "/api/v1/figures?page={}",
    "/api/v1/figures?year={}", "/search?q=a&page={}", "/reconcile/suggest/entity?prefix=a&cursor={}",
    "/id/org/410703/309/{}", "/findings?page={}", "/source/x/page/1.png?part={}", "/id/x/source%23L{}",
])  # fmt: skip
def test_numbers_of_more_digits_than_there_are_numbers(client: FlaskClient, path: str) -> None:
    for digit in "9٩":
        response = client.get(path.format(digit * 5_000))
        assert response.status_code in (200, 303, 400, 404), path
