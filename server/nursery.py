"""The process that forks workers, seen from the server (the other side is server.worker)."""

import json
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from server import memory
from server.errors import ServerError
from server.wire import channel, receive, send
from server.worker import End, Fork, Orders

SOON = 0.1  # how often to look whether a thread that waits has given up, in seconds
ANSWER = 30.0  # how long a fork, or the end of a process, may take, in seconds
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from server.worker import main; main(*sys.argv[2:])"
_log = logging.getLogger(__name__)


class Nursery:
    """The process that forks workers: started when it is first needed, and again should it be gone."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.closed = False

    def fork(self) -> tuple[int, socket.socket]:
        """A process that is about to open the store, and the channel to it; ServerError when none can be had."""
        ours, its = channel()
        with its:
            try:
                return int(self._asked(Fork(), its.fileno())), ours
            except ServerError:
                ours.close()
                raise

    def end(self, process: int) -> int | None:
        """The wait status of a worker, which is ended now if it has not ended by itself; None when unknown.

        The end of a large process takes a while, for which nobody waits here: until then the answer is STILL.
        """
        try:
            status: int | None = self._asked(End(process))
        except ServerError:
            return None
        return status

    def close(self) -> None:
        """End the process and all workers, also those for which other threads wait at the moment."""
        self.closed = True
        while not self._lock.acquire(timeout=SOON):
            self._kill()
        try:
            self._stop()
        finally:
            self._lock.release()

    def _kill(self) -> None:
        """End the process with all that it has forked: they are a group of their own."""
        process = self._process
        if process and process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

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
                    if not self.closed:
                        _log.error("the parent of the workers is gone (%s); starting another", error or "ended")
                    self._stop()
        raise ServerError("no worker process can be started", "see the messages of the server")

    def _start(self) -> socket.socket:
        ours, its = channel()
        ours.settimeout(ANSWER)
        orders = pickle.dumps(self._orders).hex()
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, json.dumps(sys.path), str(its.fileno()), orders],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(its.fileno(),),
                env={**memory.environment(), **os.environ},
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
                self._kill()
                self._process.wait()
        self._control = self._process = None
