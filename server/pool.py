"""Queries in worker processes that can be ended: limits of time and memory that hold inside native code.

The engine cannot be cancelled, so that each query runs in a process of its own for as long as it lasts. The
kernel ends it when its timer rings or its memory is used up; the server ends it when the client has gone. The
next worker is forked from a warm parent (server.worker) before the refusal is sent, and the others serve on.

The workers are those of server.crew. Queries wait for them in the order of server.turns, and those that go on for long
make way (server.lanes). Everything here but `Pool.ask` happens in one thread, the loop of server.loops.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from server import loops
from server.crew import Crew
from server.engine import Query, Result
from server.errors import busy, too_long, too_much_memory
from server.jobs import Growing, Job, left
from server.lanes import Lanes
from server.replies import outcome_of
from server.settings import Settings
from server.shares import Shares
from server.staff import Keeper, Worker
from server.turns import Turns
from server.wire import Reply, Said, Started, receive, send
from server.worker import Orders

T = TypeVar("T")
LOOK = 0.25  # how often a thread that waits looks whether its client is still there, in seconds
TICK = 0.05  # how often the loop looks after what runs and waits, in seconds
_log = logging.getLogger(__name__)


class Pool:
    """Answers queries from a fixed number of workers, each with its own limits; see Settings for what they are."""

    def __init__(self, settings: Settings, version: Path) -> None:
        self._limits = settings
        self._loop = loops.running()
        self._shares = Shares()
        self._waiting = Turns(self._shares)
        orders = Orders(version.resolve(), settings.seconds, settings.memory)
        self._crew = Crew(orders, self, settings.long_queries > 0)
        self._lanes = Lanes(settings, self._crew, self._waiting, self._shares)
        self._ticking = False
        try:
            self._crew.start(settings.workers or max(2, os.cpu_count() or 2))
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
        self._crew.close()

    def _close(self) -> None:
        jobs = self._waiting.all_of_them()
        jobs += [each.job for each in self._crew.leave() if each.job]
        for job in jobs:
            job.settle(busy("it is about to stop"))

    def idle(self) -> list[Worker]:
        """The workers that have nothing to do, for tests."""
        return [each for each in loops.within(self._crew.free.copy) if each.idle]

    # queries

    def start(self, job: Job) -> None:
        """Give a query to a worker, now or when it is its turn; `job.tell` is told in the loop."""
        if self._crew.closed:
            return job.settle(busy("it is about to stop"))
        self._crew.try_again()
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

    def _next(self) -> None:
        """Give the free workers to those that wait."""
        while self._crew.free and self._waiting:
            found = self._waiting.take(len(self._crew.free) == 1 and self._lanes.full, time.monotonic())
            if found is None:
                return
            if not self._given(self._crew.free.pop(), *found):
                self._waiting.add(found[0])

    def _given(self, worker: Worker, job: Job, on_trial: bool) -> bool:
        """Whether the worker took it: one that has died in its sleep is replaced."""
        try:
            send(worker.channel, (job.query, job.consume))
        except OSError:
            self._crew.lose(worker)
            return False
        worker.take(job, on_trial)
        self._crew.busy.add(worker)
        return True

    # what is heard of workers

    def heard(self, worker: Worker) -> None:
        """A worker has said something, or has ended."""
        try:
            reply, file = receive(worker.channel)
        except (EOFError, OSError):
            return self._crew.lose(worker)
        except BaseException as error:  # what it said cannot be read: it is not used again
            return self._crew.end(worker, error)
        if isinstance(reply, Said):
            return worker.keeper.heard(worker, reply) if worker.keeper else None
        if isinstance(reply, Started) and worker.job and file is not None:
            return worker.job.begin(Growing(file, partial(self._stop, worker.job)))
        return self._replied(worker, reply, file)

    def _replied(self, worker: Worker, reply: Reply, file: int | None) -> None:
        job = worker.job
        if job:
            job.took = reply.worked
        self._release(worker, reply)
        if job and job.growing and file is not None:  # the same file as at its start
            os.close(file)
            file = None
        if job:
            job.settle(outcome_of(reply, file))
        self._next()

    def _release(self, worker: Worker, reply: Reply) -> None:
        """The worker has answered and is free; one that has grown or stood back ends, and another takes its place."""
        if worker.job and not worker.long:
            self._shares.trust(worker.job.client)
        self._crew.busy.discard(worker)
        worker.job = None
        if worker.set_back or reply.last:
            self._crew.lose(worker)
        elif worker.keeper:
            worker.keeper.freed(worker)
        else:
            self._crew.free.append(worker)

    def joined(self) -> None:
        """A worker is free."""
        self._next()

    def short(self) -> None:
        """A worker cannot be had: nobody waits for those of which there are none."""
        if not self._crew.free and not self._crew.busy:
            for job in self._waiting.all_of_them():
                job.settle(busy("no worker can be started, see the messages of the server"))

    def gone(self, worker: Worker, status: int | None) -> None:
        """A worker has ended; its query has a second try, or a refusal."""
        job = worker.job
        if job is None:
            return None
        if worker.innocent(status) and not (job.reason or job.again or job.growing):
            job.again = True
            return self.start(job)
        return job.settle(self._refusal(status, job.reason))

    def _refusal(self, status: int | None, reason: BaseException | None) -> BaseException:
        """Why a worker did not answer: what ended it on purpose, or what the kernel says."""
        if reason is None:
            rang = status is not None and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
            reason = too_long(self._limits.seconds) if rang else too_much_memory(self._limits.memory)
            _log.warning("%s", getattr(reason, "message", reason))
        return reason

    # workers of others

    def hire(self, keeper: Keeper) -> None:
        """Have another worker forked, which answers no queries here but those that it is at by itself (`begun`)."""
        self._crew.hire(keeper)

    def begun(self, worker: Worker, job: Job) -> None:
        """A worker of others is at a query, which counts as one of ours from now on."""
        worker.take(job)
        self._crew.busy.add(worker)
        self._watch()

    def dismiss(self, worker: Worker) -> None:
        """End a worker of others."""
        self._crew.end(worker, left())

    # time

    def _watch(self) -> None:
        if not self._ticking:
            self._ticking = True
            self._loop.call_later(TICK, self._tick)

    def _tick(self) -> None:
        """Look after what runs and what waits, as long as there is any."""
        self._ticking = False
        self._lanes.look_after(time.monotonic())
        self._next()  # it may be time for a trial
        if self._crew.busy or self._waiting:
            self._watch()
