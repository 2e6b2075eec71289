"""Whose turn it is, by a clock of our own: who asks short queries does not wait long, and asking more gains nothing."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.engine import Query
from server.jobs import Job
from server.shares import DEBT, KNOWN, Shares
from server.turns import CROWDED, EVERY, LONGEST, PATIENT, TRIAL, Turns

TICK = 0.05  # how often one looks; the place of a worker is taken at once (server.crew)


class Clock:
    """One worker that is left, and the queries that wait for it; all times are of this clock."""

    def __init__(self) -> None:
        self.now, self.shares = 100.0, Shares()
        self.turns = Turns(self.shares)
        self.answered: dict[str, float] = {}

    def ask(self, client: str, debt: float = 0.0) -> Job:
        if debt:
            self.shares.charge(client, debt, self.now)
        job = Job(Query(""), lambda _: None, client, lambda _: None, since=self.now)
        self.turns.add(job)
        return job

    def run(self, seconds: float, takes: Callable[[Job], float] = lambda _: 0.02) -> None:
        """Have the worker answer for so long; a query takes as long as told."""
        end = self.now + seconds
        while self.now < end:
            found = self.turns.take(True, self.now) if self.turns else None
            if found is None:
                self.now += TICK
                continue
            job, on_trial = found
            if on_trial and takes(job) > TRIAL:
                self.now += LONGEST + TICK
                self.shares.charge(job.client, TRIAL, self.now)
                self.turns.put_back(job, self.now)
            else:
                self.now += takes(job)
                self.answered[job.client] = self.now - job.since


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_who_had_least_is_next_and_then_who_waits_longest(clock: Clock) -> None:
    asked = [clock.ask("some", 0.1), clock.ask("none"), clock.ask("more", KNOWN), clock.ask("none")]
    order = [clock.turns.take(False, clock.now) for _ in asked]
    assert order == [(asked[1], False), (asked[3], False), (asked[0], False), (asked[2], False)]
    assert not clock.turns


def test_the_last_worker_is_left_to_others_but_for_trials(clock: Clock) -> None:
    known = clock.ask("known", DEBT)
    assert clock.turns.take(True, clock.now) is None
    other = clock.ask("other")
    assert clock.turns.take(True, clock.now) == (other, False)
    assert clock.turns.take(True, clock.now + PATIENT) == (known, True)


def test_a_query_has_one_trial(clock: Clock) -> None:
    known = clock.ask("known", DEBT)
    known.tried = True
    assert clock.turns.take(True, clock.now + 10) is None
    assert known in clock.turns


def test_who_was_tried_for_nothing_comes_after_all_others(clock: Clock) -> None:
    for name in ("r1", "r2"):
        job = clock.ask(name, DEBT)
        clock.turns.remove(job)
        clock.turns.put_back(job, clock.now)
        clock.now += 1
    jobs = [clock.ask(name, debt) for name, debt in (("r2", 0.3), ("r1", 0.3), ("someone", DEBT))]
    clock.now += PATIENT
    order = []
    for _ in jobs:
        clock.now += EVERY * 1.1
        found = clock.turns.take(True, clock.now)
        order.append(found and found[0])
    assert order == jobs[::-1]


def test_between_trials_there_is_time_for_others(clock: Clock) -> None:
    for number in range(3):
        clock.ask(f"k{number}", DEBT)
    assert clock.turns.take(True, clock.now + PATIENT)
    other = clock.ask("other")
    assert clock.turns.take(True, clock.now + PATIENT) == (other, False)
    assert clock.turns.take(True, clock.now + PATIENT + EVERY * 0.9) is None
    found = clock.turns.take(True, clock.now + PATIENT + EVERY * 1.1)
    assert found and found[1]


def runs_away(job: Job) -> float:
    return 20.0 if job.client.startswith("r") else 0.02


@given(st.lists(st.floats(KNOWN * 1.2, DEBT), min_size=0, max_size=5), st.floats(0, DEBT))
def test_a_short_query_of_who_hammered_waits_less_than_two_seconds(debts: list[float], debt: float) -> None:
    """Ten runaways ask, of which five have workers: whatever the others and the client itself had before."""
    clock = Clock()
    for number, each in enumerate(debts):
        clock.ask(f"r{number}", each)
    clock.ask("someone", debt)
    clock.run(5.0, runs_away)
    assert clock.answered["someone"] < 2.0
    assert set(clock.answered) == {"someone"} and len(list(clock.turns)) == len(debts)


def test_whoever_asks_nothing_long_waits_for_one_trial_at_most(clock: Clock) -> None:
    for number in range(60):
        clock.ask(f"r{number % 10}", DEBT)
    for number in range(20):
        clock.run(0.7, runs_away)
        clock.ask(f"new{number}")
    clock.run(1.0, runs_away)
    assert len(clock.answered) == 20
    assert max(clock.answered.values()) < 2 * (LONGEST + TICK)


def test_a_long_query_is_refused_for_who_may_have_its_worker(clock: Clock) -> None:
    tried = clock.ask("known", DEBT)
    tried.tried = True
    later = clock.now + CROWDED * 1.1
    assert not clock.turns.crowd(False, later)
    clock.ask("known")
    assert not clock.turns.crowd(False, clock.now)
    assert clock.turns.crowd(False, later)
    assert not clock.turns.crowd(True, later), "its trial is next"
    clock.ask("other")
    assert clock.turns.crowd(True, later)


def test_who_waits_for_too_long_is_told(clock: Clock) -> None:
    first = clock.ask("a")
    clock.now += 5
    second = clock.ask("b")
    assert clock.turns.late(10.0, clock.now + 6) == [first]
    assert list(clock.turns) == [second] and clock.turns.all_of_them() == [second] and not clock.turns


def test_after_a_trial_others_are_next_however_long_it_took(clock: Clock) -> None:
    for number in range(3):
        clock.ask(f"k{number}", DEBT)
    clock.now += PATIENT
    assert clock.turns.take(True, clock.now)
    other = clock.ask("other")
    clock.now += EVERY * 5
    assert clock.turns.take(True, clock.now) == (other, False)
    found = clock.turns.take(True, clock.now)
    assert found and found[1]
