"""The pool of workers: it answers as the engine does, and a worker that is lost or spoiled is replaced."""

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from processes import alive, children, soon

from server.engine import FirstRows, InProcess, Query, Result, Spool
from server.errors import QueryError
from server.formats import GRAPHS, HTML, RESULTS
from server.places import home
from server.settings import Settings
from server.store import load

if sys.platform != "linux":
    pytest.skip("limits need Linux", allow_module_level=True)

from server.jobs import Growing
from server.pool import Pool, Worker


def never() -> bool:
    return False


def settings(release: Path, store: Path, **given: int) -> Settings:
    return Settings(release=release, store=store, **{"workers": 1, "seconds": 60, **given})


@pytest.fixture(scope="module")
def pool(release_folder: Path, store_folder: Path, app: Flask) -> Iterator[Pool]:
    with contextlib.closing(Pool(settings(release_folder, store_folder), home(store_folder))) as found:
        yield found


def the_worker(pool: Pool) -> Worker:
    """The one worker, when it has nothing to do; one in the place of a lost one may need a moment."""
    assert soon(lambda: len(pool.idle()) == 1)
    return pool.idle()[0]


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
        pool.ask(query, Spool(RESULTS[2], 10**6, 20), never).read()
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
    assert the_worker(pool).process != before and soon(lambda: not alive(before))
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
    assert the_worker(pool).process != before and soon(lambda: not alive(before))
    assert pool.ask(Query("ASK {}"), FirstRows(1), never).complete


def test_a_worker_or_all_of_them_may_be_lost(pool: Pool) -> None:
    lost = the_worker(pool).process
    os.kill(lost, signal.SIGKILL)
    assert soon(lambda: lost not in [each.process for each in pool.idle()])
    assert pool.ask(Query("ASK {}"), FirstRows(1), never).complete
    assert pool._crew.nursery._process is not None
    lost = the_worker(pool).process
    os.kill(pool._crew.nursery._process.pid, signal.SIGKILL)
    assert soon(lambda: lost not in [each.process for each in pool.idle()])
    assert pool.ask(Query("ASK {}"), FirstRows(1), never).complete


def test_a_query_whose_worker_went_with_the_nursery_has_a_second_try(pool: Pool) -> None:
    worker = the_worker(pool).process
    assert pool._crew.nursery._process is not None
    with ThreadPoolExecutor(1) as executor:
        asked = executor.submit(pool.ask, Query("ASK {}"), sleepy, never)
        assert soon(lambda: worker not in [each.process for each in pool.idle()])
        time.sleep(0.1)
        os.kill(pool._crew.nursery._process.pid, signal.SIGKILL)
        assert asked.result(30) == "slept"


def sleepy(_: Result) -> str:
    time.sleep(0.5)
    return "slept"


def test_workers_never_mix_releases(make_release: Callable[..., Path], tmp_path: Path) -> None:
    """A store that was loaded anew while the server runs would give figures that its pages do not have."""
    first, store = make_release("first"), tmp_path / "store"
    old = load(first, store)
    with contextlib.closing(Pool(settings(first, store), home(store))) as pool:
        load(make_release("second", base="https://data.example.org/"), store)
        lost = the_worker(pool).process
        os.kill(lost, signal.SIGKILL)
        assert soon(lambda: lost not in [each.process for each in pool.idle()])
        table = pool.ask(Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), FirstRows(1), never)
        assert getattr(table.rows[0][0], "value", "") == str(old.triples)


class Keeping:
    """Who asks for workers of its own."""

    def joined(self, worker: Worker | None) -> None: ...
    def heard(self, worker: Worker, said: object) -> None: ...
    def freed(self, worker: Worker) -> None: ...
    def lost(self, worker: Worker) -> None: ...


@pytest.mark.parametrize("stopped", [False, True])
def test_a_pool_closes_while_workers_are_to_come(release_folder: Path, store_folder: Path, stopped: bool) -> None:
    """Nobody waits for the rest of them, nor for a parent of theirs that says nothing."""
    found = Pool(settings(release_folder, store_folder), home(store_folder))
    assert found._crew.nursery._process is not None
    nursery = found._crew.nursery._process.pid
    workers = children(nursery)
    if stopped:
        os.kill(nursery, signal.SIGSTOP)
    for _ in range(200):
        found.hire(Keeping())
    start = time.monotonic()
    found.close()
    assert time.monotonic() - start < 15
    assert soon(lambda: not any(map(alive, [nursery, *workers])))


MANY = "SELECT * { ?a ?b ?c . ?d a ?f } LIMIT 60000"


def test_a_large_result_comes_while_it_is_written(pool: Pool) -> None:
    with pool.ask(Query(MANY), Spool(RESULTS[2], 10**9, 20), never) as file:
        assert isinstance(file, Growing)
        first = file.read(1000)
        assert 0 < len(first) <= 1000
        rest = file.readall()
    assert (first + rest).count(b"\r\n") == 60_001
    assert the_worker(pool).idle


def test_a_large_result_that_nobody_reads_frees_its_worker(pool: Pool) -> None:
    runaway = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    before = the_worker(pool).process
    file = pool.ask(Query(runaway), Spool(RESULTS[2], 10**9, 20), never)
    assert before not in [each.process for each in pool.idle()]
    file.close()
    assert the_worker(pool).process != before
    assert pool.ask(Query("ASK {}"), FirstRows(1), never).complete


def test_a_large_result_that_breaks_off_is_an_error(pool: Pool) -> None:
    with pool.ask(Query(MANY), Spool(RESULTS[2], 1_000_000, 20), never) as file:
        with pytest.raises(QueryError) as caught:
            while file.read(100_000):
                pass
        assert "1,000,000 bytes" in str(caught.value)
    assert pool.ask(Query("ASK {}"), FirstRows(1), never).complete


def test_formats_travel_by_name() -> None:
    import pickle

    for each in (*RESULTS, *GRAPHS, HTML):
        assert pickle.loads(pickle.dumps(each)) is each
