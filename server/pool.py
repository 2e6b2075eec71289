"""Queries in worker processes that can be ended: limits of time and memory that hold inside native code.

The engine cannot be cancelled, so that each query runs in a process of its own for as long as it lasts. The
kernel ends it when its timer rings or its memory is used up; the server ends it when the client has gone. The
next worker is forked from a warm parent (server.worker) before the refusal is sent, and the others serve on.
"""

import io
import json
import logging
import os
import pickle
import queue
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from server.engine import Query, Result
from server.errors import QueryError, ServerError, busy, too_long, too_much_memory
from server.settings import Settings
from server.wire import Failure, Reply, Spooled, receive, send
from server.worker import End, Fork, Orders

T = TypeVar("T")
# The kernel ends a worker in time. Should it not, because the machine is stopped or swapping, the server does.
GRACE = 2.0
LOOK = 0.25  # how often a waiting query looks whether its client is still there, in seconds
ANSWER = 30.0  # how long a worker may take to start, or to hand over what it has, in seconds
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from server.worker import main; main(*sys.argv[2:])"
_log = logging.getLogger(__name__)


class Gone(Exception):
    """The client has left, and nobody waits for the answer."""


class TimeUp(Exception):
    """The worker is still there after the kernel should have ended it."""


ENDS = (Gone, TimeUp, EOFError, OSError)


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker process and the channel to it."""

    process: int
    channel: socket.socket

    @property
    def idle(self) -> bool:
        """Whether it is there and waits: one that has nothing to do says nothing, so a sound is its end."""
        return self.channel.fileno() >= 0 and not _readable(self.channel, 0)

    def ask(self, query: Query, consume: Callable[[Result], Any], seconds: float, gone: Callable[[], bool]) -> Reply:
        """Its reply, with a spooled result as an open file; EOFError or OSError when it has died."""
        until = time.monotonic() + seconds
        send(self.channel, (query, consume))
        while not _readable(self.channel, LOOK):
            if gone():
                raise Gone
            if time.monotonic() > until:
                raise TimeUp
        return _reply(self.channel)


class Pool:
    """Answers queries from a fixed number of workers, each with its own limits; see Settings for what they are."""

    def __init__(self, settings: Settings, release: str) -> None:
        self._limits = settings
        self._nursery = Nursery(Orders(settings.store.resolve(), release, settings.seconds, settings.memory))
        # A None is a place whose worker could not be replaced; whoever draws it tries again.
        self._places: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        try:
            for _ in range(settings.workers or max(2, os.cpu_count() or 2)):
                self._places.put(self._hired())
        except BaseException:
            self.close()
            raise

    def ask(self, query: Query, consume: Callable[[Result], T], gone: Callable[[], bool]) -> T:
        """What `consume` makes of the result, in a worker; QueryError when there is no answer or no worker."""
        worker = self._taken(gone)
        try:
            if worker is None or not worker.idle:
                worker, _ = self._replaced(worker)
            if worker is None:
                raise busy("no worker can be started, see the messages of the server")
            try:
                reply = worker.ask(query, consume, self._limits.seconds + GRACE, gone)
            except BaseException as error:  # whatever it was: a worker that may still be at a query is not used again
                worker, status = self._replaced(worker)
                if isinstance(error, ENDS):
                    raise self._refusal(status, error) from None
                raise
            if reply.last:
                worker, _ = self._replaced(worker)
        finally:
            self._places.put(worker)
        if reply.failure:
            raise QueryError(reply.failure.message, reply.failure.remedy, reply.failure.status)
        value: T = reply.value
        return value

    def close(self) -> None:
        """End every worker, and what they are at."""
        self._nursery.close()
        while not self._places.empty():
            worker = self._places.get_nowait()
            if worker:
                worker.channel.close()

    def _taken(self, gone: Callable[[], bool]) -> Worker | None:
        """The next free place; when there is none for too long the server is busy."""
        until = time.monotonic() + self._limits.wait
        while True:
            try:
                return self._places.get(timeout=max(0.0, min(LOOK, until - time.monotonic())))
            except queue.Empty:
                if gone():
                    raise _left() from None
                if time.monotonic() >= until:
                    raise busy("every worker is at a query") from None

    def _replaced(self, worker: Worker | None) -> tuple[Worker | None, int | None]:
        """Another worker (None when there is none to be had) and the wait status with which this one ended."""
        status = self._nursery.end(worker) if worker else None
        try:
            return self._hired(), status
        except ServerError as error:
            if not self._nursery.closed:
                _log.error("no worker for queries: %s", error)
            return None, status

    def _hired(self) -> Worker:
        """A new worker that has the store open; ServerError when there is none to be had."""
        worker = self._nursery.fork()
        try:
            failure = _reply(worker.channel).failure
        except (EOFError, OSError):
            failure = Failure("a worker process ended while it started", "see the messages of the server", 503)
        if failure:
            self._nursery.end(worker)
            raise ServerError(failure.message, failure.remedy)
        return worker

    def _refusal(self, status: int | None, error: Exception) -> QueryError:
        """Why a worker did not answer, by what ended it."""
        if isinstance(error, Gone):
            return _left()
        rang = status is not None and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
        timely = rang or isinstance(error, TimeUp)
        refusal = too_long(self._limits.seconds) if timely else too_much_memory(self._limits.memory)
        _log.warning("%s", refusal.message)
        return refusal


class Nursery:
    """The process that forks workers: started when it is first needed, and again should it be gone."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.closed = False

    def fork(self) -> Worker:
        """A worker that is about to open the store; ServerError when no process can be had."""
        ours, its = socket.socketpair()
        ours.settimeout(ANSWER)
        with its:
            try:
                return Worker(int(self._asked(Fork(), its.fileno())), ours)
            except ServerError:
                ours.close()
                raise

    def end(self, worker: Worker) -> int | None:
        """The wait status of a worker, which is ended now if it has not ended by itself; None when unknown."""
        worker.channel.close()
        try:
            status: int | None = self._asked(End(worker.process))
        except ServerError:
            return None
        return status

    def close(self) -> None:
        """End the process and all workers."""
        with self._lock:
            self.closed = True
            self._stop()

    def _asked(self, request: object, file: int | None = None) -> Any:
        with self._lock:
            for _ in range(2):
                if self.closed:
                    break
                try:
                    control = self._control or self._start()
                    send(control, request, file)
                    return receive(control)[0]
                except (EOFError, OSError) as error:
                    _log.error("the parent of the workers is gone (%s); starting another", error or "ended")
                    self._stop()
        raise ServerError("no worker process can be started", "see the messages of the server")

    def _start(self) -> socket.socket:
        ours, its = socket.socketpair()
        ours.settimeout(ANSWER)
        orders = pickle.dumps(self._orders).hex()
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, json.dumps(sys.path), str(its.fileno()), orders],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(its.fileno(),),
                start_new_session=True,
            )
        self._control = ours
        return ours

    def _stop(self) -> None:
        """Close the channel, at which the process ends itself and its workers; wait until that is done."""
        if self._control:
            self._control.close()
        if self._process:
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._control = self._process = None


def _left() -> QueryError:
    return QueryError("the client has left", status=503)


def _reply(channel: socket.socket) -> Reply:
    """The next reply of a worker, with its result as a file where it was spooled."""
    reply, file = receive(channel)
    assert isinstance(reply, Reply)
    if not isinstance(reply.value, Spooled):
        return reply
    return Reply(io.BytesIO(reply.value.data) if file is None else os.fdopen(file, "rb"), last=reply.last)


def _readable(channel: socket.socket, seconds: float) -> bool:
    poll = select.poll()
    poll.register(channel, select.POLLIN)
    return bool(poll.poll(seconds * 1000))
