"""Long queries make way: others are answered beside them, and before those who are known for long ones."""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import soon

from server import loops
from server.engine import FirstRows, Query
from server.errors import QueryError
from server.places import home
from server.settings import Settings
from server.shares import DEBT, HALF_LIFE, KNOWN, TRUST, Shares

if sys.platform != "linux":
    pytest.skip("limits need Linux", allow_module_level=True)

from server.pool import Pool
from server.worker import STILL

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def pool(release_folder: Path, store_folder: Path) -> Iterator[Pool]:
    """One worker, and room for two long queries beside it."""
    settings = Settings(release=release_folder, store=store_folder, workers=1, seconds=30, wait=20, long_queries=2)
    with contextlib.closing(Pool(settings, home(store_folder))) as found:
        yield found


class Runaway(threading.Thread):
    """A client that asks a query without end."""

    def __init__(self, pool: Pool, name: str) -> None:
        super().__init__(daemon=True)
        self.pool, self.client, self.status, self.left = pool, name, 0, False
        self.start()

    def run(self) -> None:
        try:
            self.pool.ask(Query(RUNAWAY), FirstRows(1), lambda: self.left, self.client)
        except QueryError as error:
            self.status = error.status


def test_others_are_answered_beside_long_queries(pool: Pool) -> None:
    runaways = [Runaway(pool, f"r{number}") for number in range(2)]
    assert soon(lambda: sum(each.set_back for each in tuple(pool._crew.busy)) == 2, 20)
    assert all(pool.ask(Query("ASK {}"), FirstRows(1), lambda: False, "someone").complete for _ in range(3))
    assert all(each.is_alive() for each in runaways)
    for each in runaways:
        each.left = True
    for each in runaways:
        each.join(10)
    assert all(each.status == 503 for each in runaways)


def test_a_long_query_too_many_is_refused_when_a_stranger_waits(pool: Pool) -> None:
    runaways = [Runaway(pool, f"r{number}") for number in range(3)]
    assert soon(lambda: sum(each.long for each in tuple(pool._crew.busy)) == 3, 20)
    start = time.monotonic()
    assert pool.ask(Query("ASK {}"), FirstRows(1), lambda: False, "someone").complete
    assert time.monotonic() - start < 15
    assert soon(lambda: sum(each.is_alive() for each in runaways) == 2)
    assert [each.status for each in runaways if not each.is_alive()] == [503]
    for each in runaways:
        each.left = True


def test_who_is_known_for_long_queries_leaves_the_last_worker_to_others(pool: Pool) -> None:
    first = [Runaway(pool, f"r{number}") for number in range(2)]
    assert soon(lambda: sum(each.set_back for each in tuple(pool._crew.busy)) == 2 and len(pool.idle()) == 1, 20)
    assert soon(lambda: pool._shares.of("r0", time.monotonic()) > KNOWN, 20)
    third = Runaway(pool, "r0")
    assert soon(lambda: any(each.tried for each in pool._waiting), 20)
    assert soon(lambda: len(pool.idle()) == 1) and third.is_alive()
    time.sleep(0.5)
    assert len(pool.idle()) == 1 and third.is_alive() and all(each.is_alive() for each in first)
    assert pool.ask(Query("ASK {}"), FirstRows(1), lambda: False, "someone").complete
    for each in (*first, third):
        each.left = True


def known(pool: Pool, client: str) -> str:
    """A client who had long queries just now."""
    loops.within(lambda: pool._shares.charge(client, DEBT))
    return client


def test_short_queries_of_who_is_known_are_answered_beside_runaways(pool: Pool) -> None:
    """There is no end of the runaways before that of the wait."""
    first = [Runaway(pool, f"r{number}") for number in range(2)]
    assert soon(lambda: sum(each.set_back for each in tuple(pool._crew.busy)) == 2, 20)
    for _ in range(3):
        assert pool.ask(Query("ASK {}"), FirstRows(1), lambda: False, known(pool, "someone")).complete
    assert all(each.is_alive() for each in first)
    for each in first:
        each.left = True


def test_they_are_answered_where_runaways_have_all_workers(pool: Pool) -> None:
    runaways = [Runaway(pool, f"r{number}") for number in range(3)]
    assert soon(lambda: sum(each.long for each in tuple(pool._crew.busy)) == 3, 20)
    assert pool.ask(Query("ASK {}"), FirstRows(1), lambda: False, known(pool, "someone")).complete
    assert soon(lambda: sum(each.is_alive() for each in runaways) == 2)
    assert [each.status for each in runaways if not each.is_alive()] == [503]
    for each in runaways:
        each.left = True


def test_time_is_forgiven() -> None:
    shares = Shares()
    shares.charge("a", 2.0, now=100.0)
    assert shares.of("a", 100.0) == 2.0 and shares.of("b", 100.0) == 0.0
    assert shares.of("a", 100.0 + HALF_LIFE) == pytest.approx(1.0)


def test_who_asked_much_for_long_owes_no_more_than_who_asked_one_long_query() -> None:
    shares, now = Shares(), time.monotonic()
    for _ in range(100):
        shares.charge("busy", 5.0, now)
    shares.charge("once", DEBT, now)
    assert shares.of("busy", now) == shares.of("once", now) == DEBT
    assert shares.of("busy", now + HALF_LIFE) == pytest.approx(DEBT / 2)


def test_trust_has_a_bound_and_few_are_remembered() -> None:
    shares = Shares()
    for _ in range(100):
        shares.trust("good")
    assert TRUST <= shares.of("good", time.monotonic()) < 0
    for number in range(10_000):
        shares.charge(f"c{number}", number / 10_000)
    assert len(shares._had) <= 4_096 and shares.of("c9999", time.monotonic()) > 0.9


def test_the_place_of_a_worker_is_taken_by_the_one_in_reserve(pool: Pool) -> None:
    assert soon(lambda: pool._crew._reserve is not None)
    reserve, worker = pool._crew._reserve, pool.idle()[0]
    assert reserve and reserve.process != worker.process
    loops.within(pool._crew.end, worker, None)
    assert [each.process for each in pool.idle()] == [reserve.process], "nobody waits for a fork"
    assert soon(lambda: pool._crew._reserve is not None)
    os.kill(pool._crew._reserve.process, signal.SIGKILL)  # type: ignore[union-attr]
    assert soon(lambda: pool._crew._reserve is None)
    loops.within(pool._crew.end, reserve, None)
    assert soon(lambda: len(pool.idle()) == 1 and pool._crew._reserve is not None)
    assert pool.ask(Query("ASK {}"), FirstRows(1), lambda: False, "someone").complete


def test_workers_that_end_slowly_keep_nobody_waiting(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their ends are looked for again and again, and a query whose worker is not gone yet is told when it is."""
    looks: list[int] = []
    end = pool._crew.nursery.end

    def slowly(process: int) -> int | None:
        looks.append(process)
        return STILL if looks.count(process) < 4 else end(process)

    monkeypatch.setattr(pool._crew.nursery, "end", slowly)
    runaway = Runaway(pool, "r0")
    assert soon(lambda: len(pool._crew.busy) == 1)
    runaway.left = True
    runaway.join(10)
    assert runaway.status == 503 and len(looks) == 4
    assert pool.ask(Query("ASK {}"), FirstRows(1), lambda: False, "someone").complete
