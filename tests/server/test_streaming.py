"""Large results over HTTP: they begin early, never end in silence, and a client that leaves stops its query."""

import contextlib
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from processes import children, soon

if sys.platform != "linux":
    pytest.skip("limits need Linux", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
START = """import sys; from pathlib import Path; from server.run import serve
serve(Path(sys.argv[1]), Path(sys.argv[2]), port=0, warm=False, seconds=30, workers=2, wait=1,
      result_bytes=25_000_000, log="json")"""
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MANY = "SELECT * { ?a ?b ?c . ?d a ?f } LIMIT 100000"


@pytest.fixture(scope="module")
def server(release_folder: Path, store_folder: Path) -> Iterator[tuple[int, int]]:
    """The port and the process of a server that takes results of 25 MB."""
    command = [sys.executable, "-c", START, str(release_folder), str(store_folder)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        try:
            yield int(said.split("http://127.0.0.1:")[1].split("/")[0]), process.pid
        finally:
            process.kill()


def workers(process: int) -> set[int]:
    (nursery,) = children(process)
    return set(children(nursery))


def asked(port: int, query: str, **headers: str) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sparql?" + urlencode({"query": query, "format": "csv"}), headers=headers)
    return connection


def test_a_large_result_comes_in_chunks_and_whole(server: tuple[int, int]) -> None:
    for _ in range(2):
        with contextlib.closing(asked(server[0], MANY)) as connection:
            response = connection.getresponse()
            assert response.status == 200
            assert response.read().count(b"\r\n") == 100_001


def test_a_result_that_grows_too_large_is_a_broken_transfer(server: tuple[int, int]) -> None:
    with contextlib.closing(asked(server[0], ENDLESS)) as connection:
        response = connection.getresponse()
        assert response.status == 200 and response.headers["Transfer-Encoding"] == "chunked"
        assert "Content-Length" not in response.headers
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            response.read()
    assert soon(lambda: len(workers(server[1])) == 3)  # one is in reserve


def test_a_compressed_result_breaks_off_as_well(server: tuple[int, int]) -> None:
    with contextlib.closing(asked(server[0], ENDLESS, **{"Accept-Encoding": "gzip"})) as connection:
        response = connection.getresponse()
        assert response.headers["Content-Encoding"] == "gzip"
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            response.read()


def test_old_clients_get_a_status_that_is_true(server: tuple[int, int]) -> None:
    """In HTTP/1.0 nothing marks the end: a result is sent when it is whole, or an error instead."""
    with socket.create_connection(("127.0.0.1", server[0]), 30) as connection:
        path = "/sparql?" + urlencode({"query": ENDLESS, "format": "csv"})
        connection.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        assert b" 400 " in connection.recv(100).partition(b"\r\n")[0]


def test_a_client_that_leaves_in_the_middle_stops_the_query(server: tuple[int, int]) -> None:
    before = workers(server[1])
    connection = asked(server[0], "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } # leaving")
    connection.getresponse().read(1000)
    connection.sock.close() if connection.sock else None
    connection.close()
    assert soon(lambda: len(before & workers(server[1])) == 2, 3.5)
    assert soon(lambda: len(workers(server[1])) == 3)  # one is in reserve


def test_a_slow_client_keeps_no_worker_busy(server: tuple[int, int]) -> None:
    """The result waits on the disk: the worker is free long before the client has read it."""
    with contextlib.closing(asked(server[0], MANY + " # slowly")) as slow:
        response = slow.getresponse()
        first = response.read(100)
        time.sleep(1.5)
        start = time.monotonic()
        for number in range(4):
            with contextlib.closing(asked(server[0], f"ASK {{}} # {number}")) as quick:
                assert quick.getresponse().status == 200
        assert time.monotonic() - start < 3
        assert (first + response.read()).count(b"\r\n") == 100_001
