"""Limits that hold: of time, of memory, of queries at the same time; and what is left after each was reached."""

import contextlib
import http.client
import itertools
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from processes import alive, children, processor_time, soon

from server.bounds import Bounds, client
from server.errors import QueryError
from server.settings import Settings

if sys.platform != "linux":
    pytest.skip("limits need Linux", allow_module_level=True)


ROOT = Path(__file__).resolve().parents[2]
START = """import sys; from pathlib import Path; from server.run import serve
serve(Path(sys.argv[1]), Path(sys.argv[2]), port=0, warm=False, seconds=int(sys.argv[3]), memory=256, workers=2, wait=1,
      queries=4, long_queries=0, client_queries=3, query_depth=60_000)"""
DEAF = """import signal
for each in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD): signal.signal(each, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
"""
STUCK = """import os, time, server.pool, server.signals
os.environ["YUSUAN_DRAIN"], server.signals.ENDING = "0", 0.5
server.pool.Pool.close = lambda self: time.sleep(60)
"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?b"
SECONDS, SLACK = 2, 1.5
DRAIN = Settings(Path(), Path()).drain
COUNT = itertools.count()


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
        """A connection over which a query was sent that was never sent before, so that no kept answer is given."""
        query = f"{query} # {next(COUNT)}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(source, 0))
        connection.request("GET", "/sparql?" + urlencode({"query": query}))
        return connection

    def nursery(self) -> int:
        (found,) = children(self.process.pid)
        return found

    def workers(self) -> set[int]:
        return set(children(self.nursery()))


@contextlib.contextmanager
def started(release: Path, store: Path, first: str = "", seconds: int = SECONDS) -> Iterator[Server]:
    command = [sys.executable, "-c", first + START, str(release), str(store), str(seconds)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "http://127.0.0.1:" in said, said
        try:
            yield Server(process, int(said.split("http://127.0.0.1:")[1].split("/")[0]))
        finally:
            process.kill()


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


def test_a_query_that_eats_memory_is_stopped(release_folder: Path, store_folder: Path) -> None:
    with started(release_folder, store_folder, seconds=60) as server:
        greedy = server.ask(GREEDY)
        assert (greedy.status, greedy.headers["Content-Type"]) == (500, "text/plain; charset=utf-8")
        assert "256 MB of memory" in greedy.text
        assert server.ask("ASK {}").status == 200 and soon(lambda: len(server.workers()) == 2)


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


@pytest.mark.parametrize(("sign", "seconds"), [("SIGTERM", SECONDS), ("SIGINT", SECONDS), ("SIGKILL", 60)])
def test_a_server_that_ends_leaves_no_process(
    release_folder: Path, store_folder: Path, sign: str, seconds: int
) -> None:
    """Told to stop, the server lets queries come to their end; killed, it is gone at once with all its workers."""
    with (
        started(release_folder, store_folder, seconds=seconds) as server,
        contextlib.closing(server.connected(RUNAWAY)) as connection,
    ):
        processes = [server.nursery(), *server.workers()]
        assert len(processes) == 3
        # far more than beginning takes a worker: the query is under way
        assert soon(lambda: sum(processor_time(each) > 25 for each in server.workers()) == 1, 20)
        server.process.send_signal(getattr(signal, sign))
        if sign != "SIGKILL":
            assert connection.getresponse().status == 504
        assert soon(lambda: not any(map(alive, processes)), DRAIN - 2)
        server.process.wait(timeout=5)


def test_a_server_that_was_started_deaf_hears(release_folder: Path, store_folder: Path) -> None:
    """Shells have what runs behind them ignore signals, and others block them; limits and the end need signals."""
    with started(release_folder, store_folder, DEAF) as server:
        processes = [server.nursery(), *server.workers()]
        stopped = server.ask(RUNAWAY)
        assert stopped.status == 504 and stopped.seconds < SECONDS + SLACK
        assert soon(lambda: len(server.workers()) == 2) and server.nursery() == processes[0]
        processes.extend(server.workers())
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(10) == 0 and soon(lambda: not any(map(alive, processes)))


def test_a_server_that_cannot_end_is_ended(release_folder: Path, store_folder: Path) -> None:
    """The kernel ends it, whatever it waits for, and the workers go with it."""
    with started(release_folder, store_folder, STUCK) as server:
        processes = [server.nursery(), *server.workers()]
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) == -signal.SIGALRM
        assert soon(lambda: not any(map(alive, processes)))


def test_a_server_that_is_told_three_times_ends_at_once(release_folder: Path, store_folder: Path) -> None:
    with started(release_folder, store_folder, STUCK.replace("0.5", "50")) as server:
        processes = [server.nursery(), *server.workers()]

        def ended() -> bool:
            server.process.send_signal(signal.SIGTERM)
            return server.process.poll() is not None

        assert soon(ended) and server.process.returncode == -signal.SIGTERM
        assert soon(lambda: not any(map(alive, processes)))
