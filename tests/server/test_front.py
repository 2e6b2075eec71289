"""The front: plain requests are answered there just as the application would, everything else goes on as it came."""

import contextlib
import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from server.front.plain import Plain, may_become_plain, read

if sys.platform != "linux":
    pytest.skip("the front needs workers, and those need Linux", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
START = """import sys; from pathlib import Path; from server.run import serve
serve(Path(sys.argv[1]), Path(sys.argv[2]), port=0, warm=False, workers=1, proxy=sys.argv[3], client_queries=2)"""
HEAD = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\n"
ROWS = "SELECT ?s ?p { ?s ?p ?o } ORDER BY ?s ?p LIMIT 300"
ITS_OWN = {"Date", "Server", "Connection", "Via"}


@contextlib.contextmanager
def started(release: Path, store: Path, proxy: str = "") -> Iterator[int]:
    command = [sys.executable, "-c", START, str(release), str(store), proxy]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "http://127.0.0.1:" in said, said
        try:
            yield int(said.split("http://127.0.0.1:")[1].split("/")[0])
        finally:
            process.kill()


@pytest.fixture(scope="module")
def port(release_folder: Path, store_folder: Path) -> Iterator[int]:
    with started(release_folder, store_folder) as found:
        yield found


def asked(
    port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, path, body, headers={key.replace("_", "-"): each for key, each in headers.items()})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()


# reading requests


def test_a_plain_request_is_read() -> None:
    found = read(HEAD + b"Accept: text/csv\r\nConnection: close\r\n\r\n", 10)
    assert isinstance(found, Plain)
    assert (found.method, found.query_string, found.head.accept) == ("GET", b"query=ASK%7B%7D", "text/csv")
    assert found.head.closes and found.raw.startswith(HEAD)
    form = read(b"POST /sparql HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\na=b", 10)
    assert isinstance(form, Plain) and (form.body, form.head.closes) == (b"a=b", False)


@pytest.mark.parametrize("rest", [
    b"Host: b\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n", b"Expect: 100-continue\r\n\r\n",
    b"If-None-Match: *\r\n\r\n",
    b"Content-Length: 3\r\n\r\nabc", b" folded: x\r\n\r\n", b"A : b\r\n\r\n", b"A: b\n\r\n\r\n", b"A: \x00\r\n\r\n",
    b"Upgrade: h2c\r\n\r\n", b"\r\nGET / HTTP/1.1\r\n", b"Connection: upgrade\r\n\r\n", b"Range: bytes=0-1\r\n\r\n",
])  # fmt: skip
def test_what_can_be_read_in_two_ways_or_asks_for_more_is_not_plain(rest: bytes) -> None:
    assert read(HEAD + rest, 100) is False


@pytest.mark.parametrize("data", [
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"HEAD /sparql?query=a HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /sparql?query=a HTTP/1.0\r\nHost: a\r\n\r\n", b"GET /sparql?query=a HTTP/1.1\r\n\r\n",
    b"GET /sparqlx HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /sparql?a#b HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
    b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n",
])  # fmt: skip
def test_other_requests_are_not_plain(data: bytes) -> None:
    assert read(data, 100) is False


def test_a_beginning_is_waited_for() -> None:
    whole = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
    assert all(read(whole[:size], 10) is True for size in range(len(whole)))
    assert may_become_plain(b"") and not may_become_plain(b"PUT")


@given(st.binary(max_size=80), st.binary(max_size=20))
def test_reading_never_fails(middle: bytes, body: bytes) -> None:
    found = read(HEAD + middle + b"\r\n\r\n" + body, 10)
    assert isinstance(found, bool) or found.query_string == b"query=ASK%7B%7D"


def test_the_client_behind_a_proxy() -> None:
    found = read(HEAD + b"X-Forwarded-For: 192.0.2.9, 192.0.2.7\r\n\r\n", 10)
    assert isinstance(found, Plain)
    assert found.client("127.0.0.1", "127.0.0.1") == found.client("10.0.0.1", "*") == "192.0.2.7"
    assert found.client("127.0.0.1", "") == found.client("127.0.0.1", "10.0.0.1") == "127.0.0.1"
    odd = read(HEAD + b"X-Forwarded-For: unknown\r\n\r\n", 10)
    assert isinstance(odd, Plain) and odd.client("127.0.0.1", "*") is None


# the same answers as from the application


@pytest.mark.parametrize("query", [ROWS, "ASK {}", "CONSTRUCT { <urn:a> <urn:b> 1 } {}", "SELECT (RAND()*0 AS ?x) {}"])
@pytest.mark.parametrize("accepted", ["", "gzip", "zstd"])
def test_the_front_says_what_the_application_says(port: int, client: FlaskClient, query: str, accepted: str) -> None:
    headers = {"Accept_Encoding": accepted or "identity"}
    path = f"/sparql?query={quote(query)}"
    status, said, data = asked(port, path, **headers)
    expected = client.get(path, headers={"Accept-Encoding": headers["Accept_Encoding"]})
    ours = {key: value for key, value in said.items() if key not in ITS_OWN}
    theirs = {key: value for key, value in expected.headers.items() if key not in ITS_OWN}
    for each in (ours, theirs):
        each["Vary"] = ", ".join(sorted(each["Vary"].split(", ")))
        each.pop("ETag", None), each.pop("Last-Modified", None)  # two stores were loaded at two times
        each.pop("Content-Length", None)
    assert (status, ours) == (200, theirs)
    assert data == expected.data or accepted


@pytest.mark.parametrize(("path", "method", "status"), [
    ("/sparql?query=ASK", "GET", 400), ("/sparql?query=ASK%7B%7D", "HEAD", 200), ("/sparql", "GET", 200),
    ("/sparql?query=ASK%7B%7D&format=pdf", "GET", 406), ("/", "GET", 200), ("/nothing", "GET", 404),
    ("/sparql?query=ASK%7B%7D", "DELETE", 405), ("/sparql?query=%FF", "GET", 400), ("/healthz", "GET", 200),
])  # fmt: skip
def test_what_is_not_plain_is_answered_behind(port: int, path: str, method: str, status: int) -> None:
    assert asked(port, path, method)[0] == status


def test_one_connection_goes_to_and_fro(port: int) -> None:
    """Pages, plain queries, refusals and large results over one connection, in turn."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        for number in range(3):
            many = quote(f"SELECT * {{ ?s ?p ?o . ?a a ?b }} LIMIT 30000 # {number}")
            for path, size in ((f"/sparql?query=ASK%7B%7D%23{number}", 1), ("/", 1), ("/sparql?query=ASK", 1),
                               (f"/sparql?format=csv&query={many}", 500_000)):  # fmt: skip
                connection.request("GET", path)
                assert len(connection.getresponse().read()) >= size


def test_requests_in_one_piece_are_answered_in_order(port: int) -> None:
    parts = [
        f"GET /sparql?query={quote(f'SELECT ({n} AS ?x) {{}}')}&format=csv HTTP/1.1\r\nHost: a\r\n" for n in range(4)
    ]
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        connection.sendall("\r\n".join(parts).encode() + b"Connection: close\r\n\r\n")
        said = b""
        while data := connection.recv(65_536):
            said += data
    assert [part.split(b"\r\n\r\n")[1].split()[1] for part in said.split(b"HTTP/1.1 200")[1:]] == [
        b"0",
        b"1",
        b"2",
        b"3",
    ]


def test_a_body_in_pieces_and_in_chunks(port: int) -> None:
    body = urlencode({"query": "ASK {}", "format": "csv"}).encode()
    form = "application/x-www-form-urlencoded"
    head = f"POST /sparql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {form}\r\n".encode()
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    sized = f"Content-Length: {len(body)}\r\n\r\n".encode()
    for start, rest in ((sized, body), (b"Transfer-Encoding: chunked\r\n\r\n", chunks)):
        with socket.create_connection(("127.0.0.1", port), 30) as connection:
            for each in (head + start, rest[:5], rest[5:]):
                connection.sendall(each)
            assert connection.makefile("rb").read().endswith(b"true")


def test_clients_behind_a_proxy_are_told_apart(release_folder: Path, store_folder: Path) -> None:
    runaway = f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }')}"
    with started(release_folder, store_folder, "127.0.0.1") as port, contextlib.ExitStack() as stack:
        for number in range(2):
            connection = stack.enter_context(contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)))
            connection.request("GET", f"{runaway}%23{number}", headers={"X-Forwarded-For": "192.0.2.1"})
        assert asked(port, "/healthz")[0] == 200
        assert asked(port, "/sparql?query=ASK%7B%7D", X_Forwarded_For="192.0.2.1")[0] == 429
        assert asked(port, "/sparql?query=ASK%7B%7D", X_Forwarded_For="192.0.2.2")[0] == 200
