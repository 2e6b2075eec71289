"""Connections that are lent to workers: answered there without the server, and never lost, whatever a worker does."""

import contextlib
import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lenders import Server, ask, holder, sent, started
from processes import alive, soon

from server.store import load

if sys.platform != "linux":
    pytest.skip("lending needs Linux", allow_module_level=True)

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
CRASH = "SELECT * {" + "{" * 30_000 + "}" * 30_000 + "}"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?b"
ITS_OWN = {"Date", "Server", "Connection", "Via", "ETag", "Last-Modified", "Content-Length"}
MANY = f"SELECT * {{ VALUES ?x {{ {' '.join(map(str, range(900)))} }} }}"


# quick queries


def test_a_worker_answers_alone(server: Server, connection: http.client.HTTPConnection) -> None:
    with stopped(server.process.pid):
        answers = [ask(connection, f"SELECT ({number} AS ?x) {{}}") for number in range(5)]
    assert [(status, text.split()) for status, _, text in answers] == [(200, ["x", str(n)]) for n in range(5)]


@pytest.mark.parametrize("query", [MANY, "ASK {}",
                                   "CONSTRUCT { <urn:a> <urn:b> 1 } {}", "SELECT (RAND()*0 AS ?x) {}"])  # fmt: skip
@pytest.mark.parametrize("accepted", ["identity", "gzip", "zstd"])
def test_it_says_what_the_application_says(
    connection: http.client.HTTPConnection, client: FlaskClient, query: str, accepted: str
) -> None:
    path = f"/sparql?query={quote(query)}"
    connection.request("GET", path, headers={"Accept-Encoding": accepted})
    response = connection.getresponse()
    data, expected = response.read(), client.get(path, headers={"Accept-Encoding": accepted})
    ours = {key: value for key, value in response.getheaders() if key not in ITS_OWN}
    theirs = {key: value for key, value in expected.headers.items() if key not in ITS_OWN}
    for each in (ours, theirs):
        each["Vary"] = ", ".join(sorted(each["Vary"].split(", ")))
    assert (response.status, ours) == (200, theirs)
    assert data == expected.data or accepted != "identity"
    assert ("ETag" in dict(response.getheaders())) == ("ETag" in expected.headers)


def test_what_it_answers_is_counted_and_has_its_line(server: Server, connection: http.client.HTTPConnection) -> None:
    def counted() -> float:
        with contextlib.closing(server.connected()) as other:
            other.request("GET", "/metrics")
            lines = other.getresponse().read().decode().splitlines()
        found = [
            each for each in lines if each.startswith('yusuan_requests_total{method="GET",route="sparql.endpoint"')
        ]
        return sum(float(each.rpartition(" ")[2]) for each in found)

    time.sleep(0.5)  # for what was answered before to be told
    before = counted()
    for _ in range(5):
        assert ask(connection, "SELECT ?line {}")[0] == 200
    assert soon(lambda: counted() == before + 5)
    line = json.loads([each for each in server.lines if "sparql.endpoint" in each][-1])
    assert (line["route"], line["status"], line["cached"], len(line["query"])) == ("sparql.endpoint", 200, False, 16)


def test_what_was_asked_before_is_kept(connection: http.client.HTTPConnection) -> None:
    tags = []
    for _ in range(3):
        connection.request("GET", "/sparql?query=ASK%7B%7D%23kept", headers={"Accept": "text/csv"})
        response = connection.getresponse()
        tags.append(response.headers["ETag"])
        assert response.read() == b"true"
    assert tags[0] and len(set(tags)) == 1
    connection.request(
        "GET", "/sparql?query=ASK%7B%7D%23kept", headers={"Accept": "text/csv", "If-None-Match": tags[0]}
    )
    response = connection.getresponse()
    assert (response.status, response.read()) == (304, b"")
    connection.request("HEAD", "/sparql?query=ASK%7B%7D%23kept", headers={"Accept": "text/csv"})
    response = connection.getresponse()
    assert (response.status, response.headers["ETag"], response.read()) == (200, tags[0], b"")


def again(connection: http.client.HTTPConnection, query: str) -> tuple[str | None, bytes]:
    """Tag and text of the answer to a question that is asked word for word."""
    connection.request("GET", f"/sparql?query={quote(query)}", headers={"Accept": "text/csv"})
    response = connection.getresponse()
    return response.headers["ETag"], response.read()


@contextlib.contextmanager
def stopped(process: int) -> Iterator[None]:
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def test_who_asks_for_what_is_kept_is_lent_with_the_answer(server: Server) -> None:
    """A worker that had not got it would give the connection back."""
    assert soon(lambda: not server.holders())
    with contextlib.closing(server.connected()) as asking:
        first = again(asking, MANY)
        assert soon(lambda: again(asking, MANY) == first and bool(server.holders()), 60)
        with stopped(server.process.pid):
            assert all(again(asking, MANY) == first for _ in range(5))


def test_an_answer_that_the_server_has_is_brought_to_a_worker_once(
    server: Server, connection: http.client.HTTPConnection
) -> None:
    query = f"{MANY} # brought"
    with contextlib.closing(server.connected()) as other:
        first = again(other, query)  # the first over a connection is worked out beside the worker that has the other
    assert again(connection, query) == first
    server.lend(connection)
    with stopped(server.process.pid):
        assert again(connection, query) == again(connection, query) == first


def test_everything_else_is_answered_over_the_same_connection(
    server: Server, connection: http.client.HTTPConnection
) -> None:
    many = "SELECT * { ?s ?p ?o . ?a a ?b } LIMIT 6000"
    for query, status, size in (
        ("ASK", 400, 10),
        (many, 200, 500_000),
        ("SELECT * { ?s ?p ?o } LIMIT 9000", 200, 9_000),
    ):
        found = ask(connection, query)
        assert found[0] == status and len(found[2]) > size
        server.lend(connection)
    for path in ("/", "/healthz", "/sparql", "/nothing"):
        connection.request("GET", path)
        assert len(connection.getresponse().read()) > 10
    assert ask(connection)[2] == "true"


def test_requests_in_one_piece(server: Server, connection: http.client.HTTPConnection) -> None:
    parts = [
        f"GET /sparql?query={quote(f'SELECT ({n} AS ?x) {{}}')}&format=csv HTTP/1.1\r\nHost: a\r\n" for n in range(4)
    ]
    line = connection.sock
    line.sendall("\r\n".join(parts).encode() + b"Connection: close\r\n\r\n")
    said = b""
    while data := line.recv(65_536):
        said += data
    found = [each.split(b"\r\n\r\n")[1].split()[1] for each in said.split(b"HTTP/1.1 200")[1:]]
    assert found == [b"0", b"1", b"2", b"3"]


def test_a_request_in_two_pieces(connection: http.client.HTTPConnection) -> None:
    request = b"GET /sparql?query=ASK%7B%7D&format=csv HTTP/1.1\r\nHost: a\r\n\r\n"
    connection.sock.sendall(request[:30])
    time.sleep(0.1)
    connection.sock.sendall(request[30:])
    assert connection.sock.recv(65_536).endswith(b"true")


# slow ones


def test_others_are_answered_beside_a_runaway_query_and_it_ends(
    server: Server, two: tuple[http.client.HTTPConnection, http.client.HTTPConnection]
) -> None:
    runaway, other = two
    worker, start = holder(server), time.monotonic()
    sent(runaway, RUNAWAY)
    assert all(ask(other)[0] == 200 for _ in range(20))
    assert alive(worker)
    response = runaway.getresponse()
    assert (response.status, response.headers["Content-Type"]) == (504, "text/plain; charset=utf-8")
    assert "3 seconds" in response.read().decode() and time.monotonic() - start < 7
    assert soon(lambda: not alive(worker))
    assert ask(runaway)[0] == ask(other)[0] == 200


def test_a_query_that_takes_a_while_is_answered(server: Server, connection: http.client.HTTPConnection) -> None:
    for limit in (200_000, 250_000):
        status, _, text = ask(
            connection, f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {limit} }} }}"
        )
        assert (status, text.split()) == (200, ["n", str(limit)])
    server.lend(connection)


def test_the_query_of_a_client_that_left_is_stopped(server: Server, connection: http.client.HTTPConnection) -> None:
    worker = holder(server)
    sent(connection, RUNAWAY)
    time.sleep(0.3)
    assert alive(worker)
    connection.close()
    assert soon(lambda: not alive(worker), 1.5)


def test_a_client_has_no_more_slow_queries_than_it_may(server: Server) -> None:
    with contextlib.ExitStack() as stack:
        many = [stack.enter_context(contextlib.closing(server.connected())) for _ in range(6)]
        server.lend(*many[:4])
        for each in many:
            sent(each, RUNAWAY)
        found = sorted(each.getresponse().status for each in many)
        assert found.count(429) == 2 and set(found) <= {429, 503, 504}
        assert sum(server.holders().values()) == 0


# workers that end


def test_a_worker_that_is_killed_takes_no_connection_with_it(
    server: Server, two: tuple[http.client.HTTPConnection, http.client.HTTPConnection]
) -> None:
    worker = holder(server)
    os.kill(worker, signal.SIGSTOP)
    sent(two[0])
    os.kill(worker, signal.SIGKILL)
    response = two[0].getresponse()
    assert (response.status, response.read()) == (200, b"true")
    assert ask(two[1])[0] == 200 and soon(lambda: not alive(worker))
    server.lend(two[1])


@pytest.mark.parametrize(("query", "statuses"), [(CRASH, (200, 400, 414, 500, 504)), (GREEDY, (500, 504))])
def test_a_query_that_ends_its_worker_is_an_error_of_one(
    two: tuple[http.client.HTTPConnection, http.client.HTTPConnection], query: str, statuses: tuple[int, ...]
) -> None:
    assert ask(two[0], query)[0] in statuses
    assert ask(two[0])[0] == ask(two[1])[0] == 200


def test_all_workers_may_be_lost(server: Server, connection: http.client.HTTPConnection) -> None:
    lost = holder(server)
    os.kill(server.nurseries()[0], signal.SIGKILL)
    assert soon(lambda: not alive(lost))
    assert soon(lambda: ask(connection)[0] == 200, 10), (ask(connection), server.lines[-9:])
    server.lend(connection)


def test_a_silent_connection_goes_back_and_is_closed_when_its_client_leaves(
    server: Server, connection: http.client.HTTPConnection
) -> None:
    connection.close()
    assert soon(lambda: not server.holders())
    with contextlib.closing(server.connected()) as silent:
        server.lend(silent)
        assert soon(lambda: not server.holders(), 15)
        assert ask(silent)[0] == 200


# the server


def test_a_new_release_is_told_over_connections_that_are_lent(
    make_release: Callable[..., Path], tmp_path: Path
) -> None:
    bases = "SELECT DISTINCT ?b { ?d a <https://w3id.org/yusuan/def#Disclosure> BIND(SUBSTR(STR(?d), 1, 20) AS ?b) }"
    store = tmp_path / "store"
    with started(make_release("one"), store, watch=0.1) as server, contextlib.closing(server.connected()) as connection:
        server.lend(connection)
        assert "w3id" in ask(connection, bases)[2]
        kept = [again(connection, bases) for _ in range(5)]
        assert len(set(kept)) == 1 and b"w3id" in kept[0][1] and server.holders()
        load(make_release("two", base="https://data.example.org/"), store)
        assert soon(lambda: "data.example" in ask(connection, bases)[2], 20)
        anew = [again(connection, bases) for _ in range(5)]
        assert len(set(anew)) == 1 and b"data.example" in anew[0][1] and anew[0][0] != kept[0][0]
        server.lend(connection)
        assert "data.example" in ask(connection, bases)[2]
        assert {again(connection, bases) for _ in range(5)} == set(anew)


def test_a_server_that_stops_lets_go_of_what_is_lent(release_folder: Path, store_folder: Path) -> None:
    with started(release_folder, store_folder) as server, contextlib.closing(server.connected()) as connection:
        server.lend(connection)
        processes = [*server.workers(), server.process.pid]
        start = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert connection.sock.recv(10) == b""
        assert server.process.wait(10) is not None and time.monotonic() - start < 8
        assert not any(map(alive, processes[:-1]))


def test_behind_a_proxy_clients_are_told_apart(release_folder: Path, store_folder: Path) -> None:
    with started(release_folder, store_folder, proxy="127.0.0.1", client_queries=1) as server:
        one, other = server.connected(), server.connected()
        with contextlib.closing(one), contextlib.closing(other):
            for number, each in enumerate((one, other)):
                name = {"X-Forwarded-For": f"192.0.2.{number}"}
                assert soon(lambda: ask(each, **name)[0] == 200 and sum(server.holders().values()) > number, 60)  # noqa: B023
            sent(one, RUNAWAY, **{"X-Forwarded-For": "192.0.2.0"})
            time.sleep(0.3)
            assert ask(other, **{"X-Forwarded-For": "192.0.2.0"})[0] == 429
            assert ask(other, **{"X-Forwarded-For": "192.0.2.1"})[0] == 200


def test_a_lent_connection_is_the_same_line(server: Server, connection: http.client.HTTPConnection) -> None:
    """Nothing is sent twice and nothing too much."""
    connection.sock.settimeout(0.3)
    for _ in range(5):
        assert ask(connection)[2] == "true"
    with pytest.raises(socket.timeout):
        connection.sock.recv(1)
