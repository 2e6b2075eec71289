"""Hostile clients over connections that are lent: they are told what all are told, and hurt themselves at most."""

import contextlib
import http.client
import re
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from lenders import Server, ask, holder

if sys.platform != "linux":
    pytest.skip("lending needs Linux", allow_module_level=True)

GOOD = b"GET /sparql?query=ASK%7B%7D&format=csv HTTP/1.1\r\nHost: a\r\n"
HIDDEN = b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"
CHUNKED = b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
HOSTILE = {
    "two lengths": GOOD + b"Content-Length: 0\r\nContent-Length: 38\r\n\r\n" + HIDDEN,
    "length and chunks": CHUNKED + b"Content-Length: 5\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a body of a GET": GOOD + b"Content-Length: 38\r\n\r\n" + HIDDEN,
    "a space before the colon": GOOD + b"Content-Length : 38\r\n\r\n" + HIDDEN,
    "no request": b"\x16\x03\x01\x02\x00" * 50 + b"\r\n\r\n",
}


def heard(line: socket.socket, request: bytes) -> list[bytes]:
    """The first lines of what comes back until the connection is closed or there is no more for a while."""
    said = b""
    line.settimeout(1.5)
    with contextlib.suppress(OSError):
        line.sendall(request)
        while data := line.recv(65_536):
            said += data
    return re.findall(rb"^HTTP/1.\d \d+|text/plain; version", said, re.MULTILINE)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_request_is_read_as_over_any_connection(
    server: Server, two: tuple[http.client.HTTPConnection, http.client.HTTPConnection], name: str
) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as usual, ThreadPoolExecutor(2) as both:
        lines = (two[0].sock, usual)
        found, expected = both.map(lambda line: heard(line, HOSTILE[name]), lines)
    assert found == expected
    assert ask(two[1])[0] == 200


def test_large_headers_are_refused(
    server: Server, two: tuple[http.client.HTTPConnection, http.client.HTTPConnection]
) -> None:
    """The refusal itself may be lost, where the connection is closed before all of the request was read."""
    request = GOOD + b"X: " + b"x" * 300_000 + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as usual:
        for line in (two[0].sock, usual):
            assert heard(line, request) in ([b"HTTP/1.0 431"], [])
    assert ask(two[1])[0] == 200


def test_who_does_not_read_holds_up_nobody(
    server: Server, two: tuple[http.client.HTTPConnection, http.client.HTTPConnection]
) -> None:
    large = quote("SELECT * { ?s ?p ?o } LIMIT 900")
    request = f"GET /sparql?query={large}&format=csv HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    two[0].sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    for _ in range(60):
        two[0].sock.sendall(request)
        assert ask(two[1])[0] == 200
    two[0].sock.settimeout(20)
    data = b""
    while data.count(b"HTTP/1.1 200 OK") < 60:
        more = two[0].sock.recv(1 << 20)
        assert more
        data += more


def confined(process: int) -> list[str]:
    """What the kernel says of the limits of a process; the data that it may have depends on what it began with."""
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    limits = Path(f"/proc/{process}/limits").read_text().splitlines()
    found = [each for each in status if each.startswith(("Seccomp:", "NoNewPrivs:"))]
    found += [" ".join(each.split()) for each in limits if each.startswith("Max core file size")]
    return found + [str("unlimited" in each) for each in limits if each.startswith("Max data size")]


def test_a_worker_with_connections_is_confined_like_all(server: Server, connection: http.client.HTTPConnection) -> None:
    expected = ["NoNewPrivs:\t1", "Seccomp:\t2", "Max core file size 0 0 bytes", "False"]
    assert sorted(confined(holder(server))) == sorted(expected)
