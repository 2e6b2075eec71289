"""Queries in worker processes that can be ended: limits of time and memory that hold inside native code.

The engine cannot be cancelled, so that each query runs in a process of its own for as long as it lasts. The
kernel ends it when its timer rings or its memory is used up; the server ends it when the client has gone. The
next worker is forked from a warm parent (server.worker) before the refusal is sent, and the others serve on.

A query that goes on for long makes way: its process gets less of the processors, and another takes its place
among those that answer at once. There is room for so many such queries. When it is taken, clients who lately asked
long queries (server.shares) leave the last free worker to others, but for trials (server.turns), and while one who may
have a worker waits, the worst of the long queries is refused.

Everything here but `Pool.ask` and the forking happens in one thread, the loop of server.loops.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from server import loops
from server.engine import Query, Result
from server.errors import ServerError, busy, too_long, too_much_memory
from server.jobs import Growing, Job, left
from server.nursery import ANSWER, Nursery
from server.replies import outcome_of
from server.settings import Settings
from server.shares import Shares
from server.staff import Keeper, Worker
from server.turns import TRIAL, Turns
from server.wire import Failure, Reply, Said, Started, receive, send
from server.worker import Orders

T = TypeVar("T")
# The kernel ends a worker in time. Should it not, because the machine is stopped or swapping, the server does.
GRACE = 2.0
LOOK = 0.25  # how often a thread that waits looks whether its client is still there, in seconds
TICK = 0.05  # how often the loop looks after what runs and waits, in seconds
LONG, SLOW = 0.25, 0.5  # a query is long after so much processor time, or so much time, in seconds
_log = logging.getLogger(__name__)


class Pool:
    """Answers queries from a fixed number of workers, each with its own limits; see Settings for what they are."""

    def __init__(self, settings: Settings, version: Path) -> None:
        self._limits = settings
        self._nursery = Nursery(Orders(version.resolve(), settings.seconds, settings.memory))
        self._hands = ThreadPoolExecutor(1, "workers")  # forks and ends, which takes milliseconds
        self._loop = loops.running()
        self._free: list[Worker] = []
        self._busy: set[Worker] = set()
        self._kept: set[Worker] = set()  # by others; see Keeper
        self._shares = Shares()
        self._waiting = Turns(self._shares)
        self._coming = self._missing = 0  # workers to be had, and not to be had: for these the next query tries again
        self._ticking = self._closed = False
        try:
            for _ in range(settings.workers or max(2, os.cpu_count() or 2)):
                loops.within(self._join, self._hired())
        except BaseException:
            self.close()
            raise

    def ask(self, query: Query, consume: Callable[[Result], T], gone: Callable[[], bool], client: str = "") -> T:
        """What `consume` makes of the result, in a worker; QueryError when there is no answer or no worker.

        A large spooled result comes as a `Growing` file before it is whole; close it.
        """
        told, outcome = threading.Event(), []

        def tell(value: Any) -> None:
            outcome.append(value)
            told.set()

        job = Job(query, consume, client, tell)
        self._loop.call_soon_threadsafe(self.start, job)
        while not told.wait(LOOK):
            if gone():
                self._loop.call_soon_threadsafe(self.cancel, job)
        if isinstance(outcome[0], BaseException):
            raise outcome[0]
        if isinstance(outcome[0], Growing):
            outcome[0].gone = gone
        value: T = outcome[0]
        return value

    def close(self) -> None:
        """End every worker, what they are at, and those that are still to come."""
        loops.within(self._close)
        self._nursery.close()
        self._hands.shutdown()

    def idle(self) -> list[Worker]:
        """The workers that have nothing to do, for tests."""
        return [each for each in loops.within(self._free.copy) if each.idle]

    # queries, in the loop

    def start(self, job: Job) -> None:
        """Give a query to a worker, now or when it is its turn; `job.tell` is told in the loop."""
        if self._closed:
            return job.settle(busy("it is about to stop"))
        while self._missing:
            self._missing -= 1
            self._fetch(None, True)
        self._waiting.add(job)
        self._next()
        return self._watch()

    def cancel(self, job: Job) -> None:
        """End a query whose client has gone."""
        if job in self._waiting:
            self._waiting.remove(job)
            return job.settle(left())
        job.reason = left()  # most end before the next look at them, and killing costs more than that
        return None

    def _stop(self, job: Job) -> None:
        """The same, from another thread."""
        self._loop.call_soon_threadsafe(self.cancel, job)

    def _given(self, worker: Worker, job: Job, on_trial: bool) -> bool:
        """Whether the worker took it: one that has died in its sleep is replaced."""
        try:
            send(worker.channel, (job.query, job.consume))
        except OSError:
            self._lost(worker)
            return False
        worker.take(job, on_trial)
        self._busy.add(worker)
        return True

    def _next(self) -> None:
        """Give the free workers to those that wait."""
        while self._free and self._waiting:
            found = self._waiting.take(len(self._free) == 1 and self._full, time.monotonic())
            if found is None:
                return
            if not self._given(self._free.pop(), *found):
                self._waiting.add(found[0])

    @property
    def _full(self) -> bool:
        """Whether there is no more room for long queries, where there is any at all."""
        most = self._limits.long_queries
        return most > 0 and sum(each.set_back for each in self._busy) >= most

    def _heard(self, worker: Worker) -> None:
        """A worker has said something, or has ended."""
        try:
            reply, file = receive(worker.channel)
        except (EOFError, OSError):
            return self._lost(worker)
        except BaseException as error:  # what it said cannot be read: it is not used again
            return self._end(worker, error)
        if isinstance(reply, Said):
            return worker.keeper.heard(worker, reply) if worker.keeper else None
        job = worker.job
        if isinstance(reply, Started) and job and file is not None:
            return job.begin(Growing(file, partial(self._stop, job)))
        if job:
            job.took = reply.worked
        self._release(worker, reply)
        if job and job.growing and file is not None:  # the same file as at its start
            os.close(file)
            file = None
        if job:
            job.settle(outcome_of(reply, file))
        return self._next()

    def _release(self, worker: Worker, reply: Reply) -> None:
        """The worker has answered and is free; one that has grown or stood back ends, and another takes its place."""
        if worker.job and not worker.long:
            self._shares.trust(worker.job.client)
        self._busy.discard(worker)
        worker.job = None
        if worker.set_back or reply.last:
            self._lost(worker)
        elif worker.keeper:
            worker.keeper.freed(worker)
        else:
            self._free.append(worker)

    # workers of others, in the loop

    def hire(self, keeper: Keeper) -> None:
        """Have another worker forked, which answers no queries here but those that it is at by itself (`begun`)."""
        if self._closed:
            return keeper.joined(None)
        self._hands.submit(self._hire, keeper)
        return None

    def begun(self, worker: Worker, job: Job) -> None:
        """A worker of others is at a query, which counts as one of ours from now on."""
        worker.take(job)
        self._busy.add(worker)
        self._watch()

    def dismiss(self, worker: Worker) -> None:
        """End a worker of others."""
        self._end(worker, left())

    def _hire(self, keeper: Keeper) -> None:
        """In the thread for that: fork one, and tell the loop."""
        worker: Worker | None = None
        try:
            worker = self._hired()
        except ServerError as error:
            if not self._closed:
                _log.error("no worker for connections: %s", error)
        self._loop.call_soon_threadsafe(self._hired_for, keeper, worker)

    def _hired_for(self, keeper: Keeper, worker: Worker | None) -> None:
        if worker and self._closed:
            worker.channel.close()
            worker = None
        if worker:
            worker.keeper = keeper
            self._kept.add(worker)
            self._loop.add_reader(worker.channel, self._heard, worker)
        keeper.joined(worker)

    # workers, in the loop

    def _join(self, worker: Worker) -> None:
        """A new worker is ready."""
        self._loop.add_reader(worker.channel, self._heard, worker)
        self._free.append(worker)
        self._next()

    def _end(self, worker: Worker, reason: BaseException) -> None:
        """End a worker on purpose; only the nursery reaps it, so that its number is still its own."""
        if worker.job and not worker.job.reason:
            worker.job.reason = reason
        with suppress(ProcessLookupError):
            os.kill(worker.process, signal.SIGKILL)
        self._lost(worker)

    def _lost(self, worker: Worker) -> None:
        """A worker has ended or is to end: put another in its place, if it was not put there before."""
        self._busy.discard(worker)
        self._kept.discard(worker)
        if worker in self._free:
            self._free.remove(worker)
        if worker.channel.fileno() < 0:
            return
        self._loop.remove_reader(worker.channel)
        worker.channel.close()
        worker.ended = time.monotonic()
        if worker.keeper:
            worker.keeper.lost(worker)
        if not self._closed:
            self._fetch(worker, not worker.set_back and worker.keeper is None)

    def _fetch(self, old: Worker | None, another: bool) -> None:
        """Have the old worker reaped and another one forked."""
        self._coming += another
        self._hands.submit(self._replace, old, another)

    def _replace(self, old: Worker | None, another: bool) -> None:
        """In the thread for that: reap the old worker, fork another, and tell the loop."""
        status = self._nursery.end(old.process) if old else None
        new: Worker | None = None
        try:
            new = self._hired() if another and not self._closed else None
        except ServerError as error:
            if not self._closed:
                _log.error("no worker for queries: %s", error)
        self._loop.call_soon_threadsafe(self._replaced, old, status, new, another)

    def _replaced(self, old: Worker | None, status: int | None, new: Worker | None, another: bool) -> None:
        self._coming -= another
        if self._closed:
            return
        if new:
            self._join(new)
        elif another:
            self._missing += 1
            self._refuse_all_if_none()
        if old and old.job:
            if old.innocent(status) and not (old.job.reason or old.job.again or old.job.growing):
                old.job.again = True
                return self.start(old.job)
            old.job.settle(self._refusal(status, old.job.reason))

    def _refuse_all_if_none(self) -> None:
        """Nobody waits for workers that cannot be had."""
        if not self._free and not self._busy:
            for job in self._waiting.all_of_them():
                job.settle(busy("no worker can be started, see the messages of the server"))

    def _hired(self) -> Worker:
        """A new worker that has the store open; ServerError when there is none to be had."""
        process, channel = self._nursery.fork()
        try:
            channel.settimeout(ANSWER)
            failure = receive(channel)[0].failure
        except (EOFError, OSError):
            failure = Failure("a worker process ended while it started", "see the messages of the server", 503)
        if failure:
            channel.close()
            self._nursery.end(process)
            raise ServerError(failure.message, failure.remedy)
        return Worker(process, channel)

    def _refusal(self, status: int | None, reason: BaseException | None) -> BaseException:
        """Why a worker did not answer: what ended it on purpose, or what the kernel says."""
        if reason is None:
            rang = status is not None and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
            reason = too_long(self._limits.seconds) if rang else too_much_memory(self._limits.memory)
            _log.warning("%s", getattr(reason, "message", reason))
        return reason

    # time, in the loop

    def _watch(self) -> None:
        if not self._ticking:
            self._ticking = True
            self._loop.call_later(TICK, self._tick)

    def _tick(self) -> None:
        """Look after what runs and what waits, as long as there is any."""
        self._ticking = False
        now = time.monotonic()
        for worker in tuple(self._busy):
            self._look_after(worker, now)
        self._make_room(now)
        for job in self._waiting.late(self._limits.wait, now):
            job.settle(busy("every worker is at a query"))
        self._next()  # it may be time for a trial
        if self._busy or self._waiting:
            self._watch()

    def _look_after(self, worker: Worker, now: float) -> None:
        job = worker.job
        if job and job.reason:
            self._end(worker, job.reason)
        elif now - worker.began > self._limits.seconds + GRACE:
            self._end(worker, too_long(self._limits.seconds))
        elif job and self._is_long(worker, job, now) and self._limits.long_queries and not self._full:
            self._set_back(worker)
        if job and worker.on_trial and now - worker.began > TRIAL:
            worker.on_trial = False
            if self._full and not (worker.set_back or self._free or job.growing or job.reason):
                self._put_back(worker, job, now)

    def _put_back(self, worker: Worker, job: Job, now: float) -> None:
        """Have a query wait again whose trial is over, and charge its client."""
        self._shares.charge(job.client, now - worker.began - job.charged, now)
        job.charged, worker.job = 0.0, None
        with suppress(ProcessLookupError):
            os.kill(worker.process, signal.SIGKILL)
        self._lost(worker)
        self._waiting.put_back(job, now)

    def _set_back(self, worker: Worker) -> None:
        """Give the place of a worker at a long query to another one."""
        if not worker.set_back:
            worker.set_back = True
            worker.stand_back()
            if worker.keeper is None:
                self._fetch(None, True)

    def _make_room(self, now: float) -> None:
        """Refuse the worst of the long queries while one who asks short ones waits, or one who may have a trial."""
        waits = self._waiting.crowd(any(each.on_trial for each in self._busy), now)
        long = [each for each in self._busy if each.long and each.job and not each.job.reason]
        if waits and long and self._full and not self._free and not self._coming:
            worst = max(long, key=lambda each: (self._shares.of(each.job.client, now), -each.began))  # type: ignore[union-attr]
            self._end(worst, busy("it has as many long queries at work as it may, and others wait"))

    def _is_long(self, worker: Worker, job: Job, now: float) -> bool:
        """Whether the query has become a long one; then its client is charged for what it used since the last look."""
        spent = worker.spent()
        if not worker.long and spent < LONG and now - worker.began < SLOW:
            return False
        worker.long = True
        self._shares.charge(job.client, spent - job.charged, now)
        job.charged = spent
        return True

    def _close(self) -> None:
        self._closed = True
        for job in self._waiting.all_of_them():
            job.settle(busy("it is about to stop"))
        for worker in (*self._free, *self._busy, *self._kept):
            self._lost(worker)
            if worker.job:
                worker.job.settle(busy("it is about to stop"))
