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
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from server.engine import Query, Result
from server.errors import QueryError, ServerError, busy, too_long, too_much_memory
from server.settings import Settings
from server.wire import Failure, Reply, Spooled, Started, receive, send
from server.worker import End, Fork, Orders

T = TypeVar("T")
# The kernel ends a worker in time. Should it not, because the machine is stopped or swapping, the server does.
GRACE = 2.0
LOOK = 0.25  # how often a waiting query looks whether its client is still there, in seconds
PATIENCE = 0.02  # how often a reader looks whether a result has grown, in seconds
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

    def ask(
        self, query: Query, consume: Callable[[Result], Any], seconds: float, gone: Callable[[], bool]
    ) -> tuple[Any, int | None]:
        """Its first word, with the file of a spooled result; EOFError or OSError when it has died."""
        until = time.monotonic() + seconds
        send(self.channel, (query, consume))
        while not _readable(self.channel, LOOK):
            if gone():
                raise Gone
            if time.monotonic() > until:
                raise TimeUp
        return receive(self.channel)


class Pool:
    """Answers queries from a fixed number of workers, each with its own limits; see Settings for what they are."""

    def __init__(self, settings: Settings, version: Path) -> None:
        self._limits = settings
        self._nursery = Nursery(Orders(version.resolve(), settings.seconds, settings.memory))
        # A None is a place whose worker could not be replaced; whoever draws it tries again.
        self._places: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        try:
            for _ in range(settings.workers or max(2, os.cpu_count() or 2)):
                self._places.put(self._hired())
        except BaseException:
            self.close()
            raise

    def ask(self, query: Query, consume: Callable[[Result], T], gone: Callable[[], bool]) -> T:
        """What `consume` makes of the result, in a worker; QueryError when there is no answer or no worker.

        A large spooled result comes as a `Growing` file before it is whole; close it.
        """
        turn = Turn(self, self._taken(gone), gone)
        try:
            value: T = turn.asked(query, consume)
        except BaseException:
            turn.end()
            raise
        if not isinstance(value, Growing):
            turn.end()
        return value

    def close(self) -> None:
        """End every worker, and what they are at."""
        self._nursery.close()
        while not self._places.empty():
            worker = self._places.get_nowait()
            if worker:
                worker.channel.close()

    def back(self, worker: Worker | None) -> None:
        """Take a worker back, for the next query."""
        self._places.put(worker)

    @property
    def seconds(self) -> float:
        """How long a worker may be at a query before the server ends it."""
        return self._limits.seconds + GRACE

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

    def replaced(self, worker: Worker | None) -> tuple[Worker | None, int | None]:
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
            failure = receive(worker.channel)[0].failure
        except (EOFError, OSError):
            failure = Failure("a worker process ended while it started", "see the messages of the server", 503)
        if failure:
            self._nursery.end(worker)
            raise ServerError(failure.message, failure.remedy)
        return worker

    def refusal(self, status: int | None, error: Exception) -> QueryError:
        """Why a worker did not answer, by what ended it."""
        if isinstance(error, Gone):
            return _left()
        rang = status is not None and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
        timely = rang or isinstance(error, TimeUp)
        refusal = too_long(self._limits.seconds) if timely else too_much_memory(self._limits.memory)
        _log.warning("%s", refusal.message)
        return refusal


class Turn:
    """One query at one worker, from the question to the end of its result; `end` gives the worker back."""

    def __init__(self, pool: Pool, worker: Worker | None, gone: Callable[[], bool]) -> None:
        self._pool, self._worker, self._gone = pool, worker, gone
        self._until = time.monotonic() + pool.seconds
        self._ended = False
        self._failure: BaseException | None = None

    def asked(self, query: Query, consume: Callable[[Result], Any]) -> Any:
        """The value of the answer, or a file that still grows; QueryError when there is none."""
        if self._worker is None or not self._worker.idle:
            self._worker, _ = self._pool.replaced(self._worker)
        if self._worker is None:
            raise busy("no worker can be started, see the messages of the server")
        worker = self._worker
        self._until = time.monotonic() + self._pool.seconds
        reply, file = self._heard(lambda: worker.ask(query, consume, self._pool.seconds, self._gone))
        if isinstance(reply, Started):
            assert file is not None
            return Growing(file, self)
        if isinstance(reply.value, Spooled):
            return io.BytesIO(reply.value.data) if file is None else os.fdopen(file, "rb")
        return reply.value

    def whole(self, seconds: float) -> bool:
        """Whether a growing result has become whole, after waiting at most so long; QueryError when it never will."""
        if self._failure:
            raise self._failure
        try:
            return self._ended or self._is_whole(seconds)
        except BaseException as error:
            self._failure = error
            self.end()
            raise

    def _is_whole(self, seconds: float) -> bool:
        worker = self._worker
        assert worker is not None
        if not _readable(worker.channel, seconds):
            if self._gone():
                self._broken(Gone())
            if time.monotonic() > self._until:
                self._broken(TimeUp())
            return False
        _, file = self._heard(lambda: receive(worker.channel))
        if file is not None:
            os.close(file)
        self.end()
        return True

    def end(self) -> None:
        """Give the worker back, or another in its place if it is still at the query."""
        if not self._ended:
            self._ended = True
            self._pool.back(self._worker)

    def stop(self) -> None:
        """End a query whose result nobody reads to the end."""
        if not self._ended:
            self._worker, _ = self._pool.replaced(self._worker)
            self.end()

    def _heard(self, listen: Callable[[], tuple[Any, int | None]]) -> tuple[Any, int | None]:
        """What the worker says. Whatever goes wrong: one that may still be at a query is not used again."""
        try:
            reply, file = listen()
        except BaseException as error:
            self._broken(error)
        if isinstance(reply, Reply) and reply.last:
            self._worker, _ = self._pool.replaced(self._worker)
        if isinstance(reply, Reply) and reply.failure:
            raise QueryError(reply.failure.message, reply.failure.remedy, reply.failure.status)
        return reply, file

    def _broken(self, error: BaseException) -> NoReturn:
        self._worker, status = self._pool.replaced(self._worker)
        if isinstance(error, ENDS):
            raise self._pool.refusal(status, error) from None
        raise error


class Growing(io.RawIOBase):
    """A result that is read while a worker still writes it. A read fails where the rest does not come."""

    def __init__(self, file: int, turn: Turn) -> None:
        self._file, self._turn, self._at = file, turn, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """The bytes that are there, waiting until there are some; 0 at the end of the whole."""
        while True:
            whole = self._turn.whole(0)
            data = os.pread(self._file, len(buffer), self._at)
            if data or whole:
                break
            self._turn.whole(PATIENCE)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._turn.stop()
            os.close(self._file)
        super().close()


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


def _readable(channel: socket.socket, seconds: float) -> bool:
    poll = select.poll()
    poll.register(channel, select.POLLIN)
    return bool(poll.poll(seconds * 1000))
