"""The workers of a pool: those that are free and those at work, one in reserve, and how they come and go.

The reserve has the store open and nothing to do, so that the place of a worker that ends, or that stands back, is taken
at once: on a machine with much to do, forking takes as long as some queries, and the end of a large process longer.

Forks and ends are asked for in a thread for that; everything else happens in the loop of server.loops.
"""

import asyncio
import logging
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Protocol

from server import loops
from server.errors import ServerError
from server.nursery import ANSWER, Nursery
from server.staff import Keeper, Worker
from server.wire import Failure, receive
from server.worker import STILL, Orders

AGAIN = 0.02  # how long to wait before looking again whether a worker is gone, in seconds
_log = logging.getLogger(__name__)


class Boss(Protocol):
    """Who gives the workers their queries, and is told of them in the loop."""

    def heard(self, worker: Worker) -> None:
        """A worker has said something, or has ended."""

    def joined(self) -> None:
        """A worker is free."""

    def short(self) -> None:
        """A worker cannot be had."""

    def gone(self, worker: Worker, status: int | None) -> None:
        """A worker has ended, with this wait status where it is known."""


class Crew:
    """Workers, forked as there are places for them."""

    def __init__(self, orders: Orders, boss: Boss, reserve: bool) -> None:
        self.nursery = Nursery(orders)
        self.free: list[Worker] = []
        self.busy: set[Worker] = set()
        self.coming = 0  # places that wait for a worker
        self._boss, self._with_reserve = boss, reserve
        self._kept: set[Worker] = set()  # by others; see Keeper
        self._reserve: Worker | None = None
        self._missing = self._forks = 0  # workers not to be had, for which the next query tries again; forks under way
        self._hands = ThreadPoolExecutor(1, "workers")
        self._loop: asyncio.AbstractEventLoop = loops.running()
        self.closed = False

    def start(self, number: int) -> None:
        """Have so many workers; ServerError when there are none to be had. Not to be called in the loop."""
        for _ in range(number):
            loops.within(self._join, self._hired())
        loops.within(self._fork)

    def close(self) -> None:
        """End all workers, and those that are still to come. Not to be called in the loop, but after `leave`."""
        self.nursery.close()
        self._hands.shutdown()

    def leave(self) -> list[Worker]:
        """Let go of all workers, and have no others; those that there were."""
        self.closed = True
        all_of_them = [*self.free, *self.busy, *self._kept, *([self._reserve] if self._reserve else ())]
        for worker in all_of_them:
            self.lose(worker)
        return all_of_them

    # come

    def fetch(self) -> None:
        """Have a worker for one place more: the one in reserve, or one that is forked."""
        worker, self._reserve = self._reserve, None
        self.coming += worker is None
        self._fork()
        if worker:
            self._take_in(worker)

    def try_again(self) -> None:
        """Have those that could not be had before."""
        if self._missing:
            self.coming, self._missing = self.coming + self._missing, 0
            self._fork()

    def _fork(self) -> None:
        """Have as many under way as there are places, and one for the reserve."""
        wanted = self.coming + (self._with_reserve and self._reserve is None)
        while self._forks < wanted:
            self._forks += 1
            self._hands.submit(self._forked)

    def _forked(self) -> None:
        """In the thread for that: fork a worker, and tell the loop."""
        self._loop.call_soon_threadsafe(self._came, self._new("no worker for queries"))

    def _new(self, problem: str) -> Worker | None:
        try:
            return None if self.closed else self._hired()
        except ServerError as error:
            if not self.closed:
                _log.error("%s: %s", problem, error)
        return None

    def _came(self, worker: Worker | None) -> None:
        self._forks -= 1
        if self.closed:
            return worker.channel.close() if worker else None
        if worker is None:
            return self._is_short()
        if self.coming:
            self.coming -= 1
            return self._join(worker)
        self._reserve = worker
        return self._loop.add_reader(worker.channel, self._boss.heard, worker)

    def _is_short(self) -> None:
        """A fork came to nothing: a place stays empty, unless another fork is under way for it."""
        if self.coming > self._forks:
            self.coming -= 1
            self._missing += 1
            self._boss.short()

    def _join(self, worker: Worker) -> None:
        """A new worker is ready."""
        self._loop.add_reader(worker.channel, self._boss.heard, worker)
        self._take_in(worker)

    def _take_in(self, worker: Worker) -> None:
        self.free.append(worker)
        self._boss.joined()

    def _hired(self) -> Worker:
        """A new worker that has the store open; ServerError when there is none to be had."""
        process, channel = self.nursery.fork()
        try:
            channel.settimeout(ANSWER)
            failure = receive(channel)[0].failure
        except (EOFError, OSError):
            failure = Failure("a worker process ended while it started", "see the messages of the server", 503)
        if failure:
            channel.close()
            while self.nursery.end(process) == STILL:
                time.sleep(AGAIN)
            raise ServerError(failure.message, failure.remedy)
        return Worker(process, channel)

    # go

    def end(self, worker: Worker, reason: BaseException | None) -> None:
        """End a worker on purpose; only the nursery reaps it, so that its number is still its own."""
        if worker.job and not worker.job.reason:
            worker.job.reason = reason
        with suppress(ProcessLookupError):
            os.kill(worker.process, signal.SIGKILL)
        self.lose(worker)

    def lose(self, worker: Worker) -> None:
        """A worker has ended or is to end: put another in its place, if it was not put there before."""
        has_place = not worker.set_back and worker.keeper is None and worker is not self._reserve
        self._forget(worker)
        if worker.channel.fileno() < 0:
            return
        self._loop.remove_reader(worker.channel)
        worker.channel.close()
        worker.ended = time.monotonic()
        if worker.keeper:
            worker.keeper.lost(worker)
        if not self.closed:
            if has_place:
                self.fetch()
            self._hands.submit(self._reap, worker)

    def _forget(self, worker: Worker) -> None:
        self.busy.discard(worker)
        self._kept.discard(worker)
        if worker in self.free:
            self.free.remove(worker)
        if worker is self._reserve:
            self._reserve = None

    def _reap(self, worker: Worker) -> None:
        """In the thread for that: have a worker reaped, or look again in a moment, for its end may take a while."""
        status = self.nursery.end(worker.process)
        self._loop.call_soon_threadsafe(self._reaped, worker, status)

    def _reaped(self, worker: Worker, status: int | None) -> None:
        if status == STILL:
            self._loop.call_later(AGAIN, self._reap_again, worker)
        elif not self.closed:
            self._boss.gone(worker, status)

    def _reap_again(self, worker: Worker) -> None:
        if not self.closed:
            self._hands.submit(self._reap, worker)

    # workers of others

    def hire(self, keeper: Keeper) -> None:
        """Have another worker forked, which answers no queries here but those that it is at by itself."""
        if self.closed:
            return keeper.joined(None)
        self._hands.submit(self._hire, keeper)
        return None

    def _hire(self, keeper: Keeper) -> None:
        """In the thread for that: fork one, and tell the loop."""
        self._loop.call_soon_threadsafe(self._hired_for, keeper, self._new("no worker for connections"))

    def _hired_for(self, keeper: Keeper, worker: Worker | None) -> None:
        if worker and self.closed:
            worker.channel.close()
            worker = None
        if worker:
            worker.keeper = keeper
            self._kept.add(worker)
            self._loop.add_reader(worker.channel, self._boss.heard, worker)
        keeper.joined(worker)
