"""Limits that hold: of time, of memory, of queries at the same time; and what is left after each was reached."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from server.bounds import Bounds, client
from server.engine import FirstRows, InProcess, Query, Result, Spool
from server.errors import QueryError
from server.formats import GRAPHS, HTML, RESULTS
from server.settings import Settings
from server.store import load

if sys.platform != "linux":
    pytest.skip("limits need Linux", allow_module_level=True)

from server.pool import Pool, Worker

ROOT = Path(__file__).resolve().parents[2]
START = """import sys; from pathlib import Path; from server.run import serve
serve(Path(sys.argv[1]), Path(sys.argv[2]), port=0, seconds=2, memory=256, workers=2, wait=1, queries=4,
      client_queries=3, query_depth=60_000)"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?b"
SECONDS, SLACK = 2, 1.5


# a server with small limits


@dataclass(frozen=True)
class Answer:
    """What a server answered, and after how many seconds."""

    status: int
    headers: dict[str, str]
    text: str
    seconds: float


@dataclass(frozen=True)
class Server:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    port: int

    def ask(self, query: str, source: str = "127.0.0.1") -> Answer:
        start = time.monotonic()
        with contextlib.closing(self.connected(query, source)) as connection:
            response = connection.getresponse()
            text = response.read().decode()
            return Answer(response.status, dict(response.getheaders()), text, time.monotonic() - start)

    def connected(self, query: str, source: str = "127.0.0.1") -> http.client.HTTPConnection:
        """A connection over which a query was sent."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(source, 0))
        connection.request("GET", "/sparql?" + urlencode({"query": query}))
        return connection

    def nursery(self) -> int:
        (found,) = children(self.process.pid)
        return found

    def workers(self) -> set[int]:
        return set(children(self.nursery()))


def children(parent: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def processor_time(process: int) -> int:
    """How many ticks a process has used."""
    return sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]))


def soon(true: Callable[[], bool], seconds: float = 3) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()


@contextlib.contextmanager
def started(release: Path, store: Path) -> Iterator[Server]:
    command = [sys.executable, "-c", START, str(release), str(store)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "http://127.0.0.1:" in said, said
        yield Server(process, int(said.split("http://127.0.0.1:")[1].split("/")[0]))
        process.kill()


@pytest.fixture(scope="module")
def store_folder(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("limits") / "store"
    load(release_folder, folder)
    return folder


@pytest.fixture(scope="module")
def server(release_folder: Path, store_folder: Path) -> Iterator[Server]:
    with started(release_folder, store_folder) as found:
        yield found


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as executor:
        yield executor


def running(server: Server, crowd: ThreadPoolExecutor, *sources: str) -> list[Future[Answer]]:
    """Runaway queries from these addresses, of which two are at work."""
    time.sleep(0.3)  # for the places of earlier queries to be free, and new workers to be still
    idle = {each: processor_time(each) for each in server.workers()}
    started = [crowd.submit(server.ask, RUNAWAY, source) for source in sources]
    busy = min(2, len(sources))
    assert soon(lambda: sum(processor_time(each) > before + 3 for each, before in idle.items()) == busy)
    time.sleep(0.2)  # for those that wait to have come, too
    return started


# time and memory


def test_a_runaway_query_is_stopped_in_time_while_others_are_answered(
    server: Server, crowd: ThreadPoolExecutor
) -> None:
    before = server.workers()
    (runaway,) = running(server, crowd, "127.0.0.1")
    meanwhile = [server.ask("ASK {}") for _ in range(5)]
    assert not runaway.done()
    assert all(each.status == 200 and each.seconds < 1 for each in meanwhile)
    stopped = runaway.result()
    assert (stopped.status, stopped.headers["Content-Type"]) == (504, "text/plain; charset=utf-8")
    assert SECONDS - 0.1 < stopped.seconds < SECONDS + SLACK
    assert "2 seconds" in stopped.text and "LIMIT" in stopped.text and "Retry-After" not in stopped.headers
    (gone,) = before - server.workers()
    assert not alive(gone)
    after = server.workers()
    used = [processor_time(each) for each in after]
    time.sleep(0.3)
    assert len(after) == 2 and [processor_time(each) for each in after] == used
    assert all(server.ask("ASK {}").status == 200 for _ in range(4))


def test_a_query_that_eats_memory_is_stopped(server: Server) -> None:
    greedy = server.ask(GREEDY)
    assert (greedy.status, greedy.headers["Content-Type"]) == (500, "text/plain; charset=utf-8")
    assert "256 MB of memory" in greedy.text
    assert server.ask("ASK {}").status == 200 and len(server.workers()) == 2


HOSTILE = {
    "braces": "SELECT * {" + "{" * 30_000 + "}" * 30_000 + "}",
    "brackets": "SELECT * { FILTER" + "(" * 30_000 + "1" + ")" * 30_000 + "}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_its_worker_at_most(server: Server, name: str) -> None:
    """The guard, which keeps deep nesting from the engine, is as good as switched off here. See also test_run."""
    nursery = server.nursery()
    assert server.ask(HOSTILE[name]).status in (200, 400, 500, 504)
    assert server.ask("ASK {}").status == 200
    assert server.nursery() == nursery and len(server.workers()) == 2


def test_the_query_of_a_client_that_left_is_stopped(server: Server) -> None:
    before = server.workers()
    connection = server.connected(RUNAWAY)
    time.sleep(0.3)
    connection.close()
    assert soon(lambda: len(before & server.workers()) == 1, SECONDS - 0.7)
    assert soon(lambda: len(server.workers()) == 2)


# how many


def test_too_many_queries_in_all(server: Server, crowd: ThreadPoolExecutor) -> None:
    asked = running(server, crowd, "127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")
    refused = server.ask("ASK {}", "127.0.0.5")
    assert (refused.status, refused.headers["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert int(refused.headers["Retry-After"]) > 0 and "busy" in refused.text and refused.seconds < 0.5
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)) as pages:
        pages.request("GET", "/")
        assert pages.getresponse().status == 200
    answers = [each.result() for each in asked]
    assert sorted(each.status for each in answers) == [503, 503, 504, 504]
    assert all("Retry-After" in each.headers for each in answers if each.status == 503)
    assert server.ask("ASK {}").status == 200


def test_too_many_queries_of_one_client(server: Server, crowd: ThreadPoolExecutor) -> None:
    asked = running(server, crowd, *["127.0.0.1"] * 3)
    refused = server.ask("ASK {}")
    assert (refused.status, refused.headers["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert int(refused.headers["Retry-After"]) > 0
    assert server.ask("ASK {}", "127.0.0.2").status == 503  # not refused for the client, but no worker is free
    for each in asked:
        each.result()
    assert server.ask("ASK {}").status == 200


def test_bounds_count_what_is_at_work() -> None:
    bounds = Bounds(2, 1)
    for _ in range(3):
        with bounds.place("a"), bounds.place("b"):
            for name, status in (("a", 429), ("c", 503)):
                with pytest.raises(QueryError) as caught, bounds.place(name):
                    pass
                assert caught.value.status == status


def test_a_client_is_an_address_or_a_network_of_ipv6() -> None:
    assert client("192.0.2.1") == "192.0.2.1"
    assert client("2001:db8::1") == client("2001:db8::ffff:2%eth0") != client("2001:db8:0:1::1")
    assert client(None) == client("") == ""


# what is left


@pytest.mark.parametrize(
    ("sign", "seconds"),
    [(signal.SIGTERM, SECONDS - 0.7), (signal.SIGKILL, SECONDS - 0.7), (signal.SIGINT, SECONDS + SLACK)],
)
def test_a_server_that_ends_leaves_no_process(
    release_folder: Path, store_folder: Path, sign: signal.Signals, seconds: float
) -> None:
    """Interrupted, the web server waits up to five seconds for what runs; ended otherwise, it is gone at once."""
    with started(release_folder, store_folder) as server, contextlib.closing(server.connected(RUNAWAY)):
        processes = [server.nursery(), *server.workers()]
        assert len(processes) == 3
        time.sleep(0.3)
        server.process.send_signal(sign)
        assert soon(lambda: not any(map(alive, processes)), seconds)
        server.process.wait(timeout=5)


# the pool itself


def never() -> bool:
    return False


def settings(release: Path, store: Path, **given: int) -> Settings:
    return Settings(release=release, store=store, **{"workers": 1, "seconds": 5, **given})


@pytest.fixture(scope="module")
def pool(release_folder: Path, store_folder: Path, app: Flask) -> Iterator[Pool]:
    digest = app.extensions["yusuan"].release.digest
    with contextlib.closing(Pool(settings(release_folder, store_folder), digest)) as found:
        yield found


def the_worker(pool: Pool) -> Worker:
    worker = pool._places.get()
    pool._places.put(worker)
    assert worker is not None
    return worker


def test_a_worker_answers_as_the_engine_does(pool: Pool, app: Flask) -> None:
    here = InProcess(app.extensions["yusuan"].store)
    every = "SELECT * { ?s a ?o }"
    for text, form in ((every, RESULTS[0]), (every, RESULTS[2]), ("CONSTRUCT WHERE { ?s a ?o }", GRAPHS[1])):
        files = [each.ask(Query(text), Spool(form, 10**8, 20), never) for each in (here, pool)]
        texts = [sorted(file.read().splitlines()) for file in files]
        assert texts[0] == texts[1] and len(texts[0]) > 0
        for file in files:
            file.close()
    for text in (every, "ASK {}", "CONSTRUCT WHERE { ?s a ?o }"):
        tables = [each.ask(Query(text), FirstRows(50), never) for each in (here, pool)]
        assert tables[0] == tables[1]


def test_a_result_on_the_disk_comes_as_a_whole(pool: Pool) -> None:
    query = Query("SELECT (CONCAT(STR(?s), STR(?x)) AS ?y) { { ?s a ?a } { ?x a ?o } } LIMIT 60000")
    with pool.ask(query, Spool(RESULTS[2], 10**8, 20), never) as file:
        data = file.read()
    assert len(data) > 4 * 1024 * 1024 and data.count(b"\n") == 60_001
    with pytest.raises(QueryError) as caught:
        pool.ask(query, Spool(RESULTS[2], 10**6, 20), never)
    assert caught.value.status == 400 and "1,000,000 bytes" in caught.value.message


def test_rows_too_long_for_a_page_are_refused(pool: Pool) -> None:
    double = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(25))
    with pytest.raises(QueryError) as caught:
        pool.ask(Query(f"SELECT ?x25 {{ BIND('x' AS ?x0) {double} }}"), FirstRows(10), never)
    assert caught.value.status == 400 and "too large" in caught.value.message


@pytest.mark.parametrize("opening, closing", ["{}", "()"])
def test_an_engine_that_crashes_takes_its_worker_only(pool: Pool, opening: str, closing: str) -> None:
    """Nothing but the guard is between such a query and the stack of the engine's parser."""
    start, inner = ("SELECT * {", "") if opening == "{" else ("SELECT * { FILTER", "1")
    text = start + opening * 400_000 + inner + closing * 400_000 + "}"
    with pytest.raises(QueryError) as caught:
        pool.ask(Query(text), FirstRows(1), never)
    assert caught.value.status == 500 and "engine" in caught.value.message
    assert pool.ask(Query("ASK {}"), FirstRows(1), never).complete


def forbidden(_: Result) -> list[str]:
    """What a worker cannot do; runs in one."""
    tries = {"socket": socket.socket, "program": lambda: os.execv("/bin/true", ["true"])}
    found = []
    for name, attempt in tries.items():
        try:
            attempt()
        except PermissionError:
            found.append(name)
    return found


def test_a_worker_opens_no_socket_and_no_program(pool: Pool) -> None:
    assert pool.ask(Query("ASK {}"), forbidden, never) == ["socket", "program"]


def test_a_worker_that_has_grown_is_replaced_after_its_answer(pool: Pool) -> None:
    before = the_worker(pool).process
    fill = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?x ?p { { ?s a ?a } { ?x ?p ?o } } LIMIT 500000 } }"
    assert pool.ask(Query("ASK {}"), FirstRows(1), never).complete
    assert the_worker(pool).process == before
    assert pool.ask(Query("ASK {}"), grown, never) == 300_000_000
    assert the_worker(pool).process != before and not alive(before)
    assert pool.ask(Query(fill), FirstRows(1), never).complete


def grown(_: Result) -> int:
    return len(bytearray(b"x") * 300_000_000)


class Unreadable:
    def __reduce__(self) -> tuple[object, ...]:
        return int, ("x",)


def broken(_: Result) -> Unreadable:
    """A reply that the server cannot read."""
    return Unreadable()


def test_a_worker_is_not_used_again_after_anything_went_wrong(pool: Pool) -> None:
    before = the_worker(pool).process
    with pytest.raises(ValueError):
        pool.ask(Query("ASK {}"), broken, never)
    assert the_worker(pool).process != before and not alive(before)
    assert pool.ask(Query("ASK {}"), FirstRows(1), never).complete


def test_a_worker_or_all_of_them_may_be_lost(pool: Pool) -> None:
    lost = the_worker(pool).process
    os.kill(lost, signal.SIGKILL)
    assert soon(lambda: not the_worker(pool).idle)
    assert pool.ask(Query("ASK {}"), FirstRows(1), never).complete
    assert pool._nursery._process is not None
    os.kill(pool._nursery._process.pid, signal.SIGKILL)
    assert soon(lambda: not the_worker(pool).idle)
    assert pool.ask(Query("ASK {}"), FirstRows(1), never).complete


def test_workers_never_mix_releases(
    make_release: Callable[..., Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A store that was replaced while the server runs would give figures that its pages do not have."""
    first, store = make_release("first"), tmp_path / "store"
    digest = load(first, store).release
    with contextlib.closing(Pool(settings(first, store), digest)) as pool:
        load(make_release("second", base="https://data.example.org/"), store)
        count = Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        assert pool.ask(count, FirstRows(1), never).complete
        os.kill(the_worker(pool).process, signal.SIGKILL)
        assert soon(lambda: not the_worker(pool).idle)
        with pytest.raises(QueryError) as caught:
            pool.ask(count, FirstRows(1), never)
        assert (caught.value.status, caught.value.retry_after is not None) == (503, True)
        assert "another release" in caplog.text


def test_formats_travel_by_name() -> None:
    import pickle

    for each in (*RESULTS, *GRAPHS, HTML):
        assert pickle.loads(pickle.dumps(each)) is each
