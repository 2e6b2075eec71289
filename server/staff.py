"""A worker process as the server sees it."""

import os
import select
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from server.jobs import Job
from server.wire import Said

NICE = 10  # how far a long query stands back from others
SUDDEN = 0.05  # a worker that ends so soon, in seconds, may have died before: its query has a second try
_TICKS = os.sysconf("SC_CLK_TCK")


class Keeper(Protocol):
    """Who has workers of the pool for something else than its queries, and is told of them in the loop."""

    def joined(self, worker: "Worker | None") -> None:
        """A worker that was asked for is there, or cannot be had."""

    def heard(self, worker: "Worker", said: Said) -> None:
        """A worker has said something by itself."""

    def freed(self, worker: "Worker") -> None:
        """A worker has answered a query of the pool."""

    def lost(self, worker: "Worker") -> None:
        """A worker has ended, or is about to."""


class Worker:
    """A worker process, the channel to it, and what it is at."""

    __slots__ = (
        "began", "channel", "ended", "job", "keeper", "long", "on_trial", "process", "set_back", "silent", "used",
    )  # fmt: skip

    def __init__(self, process: int, channel: socket.socket) -> None:
        self.process, self.channel = process, channel
        self.job: Job | None = None
        self.keeper: Keeper | None = None
        self.began = self.ended = 0.0
        self.used: float | None = None
        self.long = self.set_back = False  # what it is at goes on for long; it has left its place to another
        self.on_trial = False  # what it is at may be put back (server.turns)
        self.silent = select.poll()
        self.silent.register(channel, select.POLLIN)

    def take(self, job: Job, on_trial: bool = False) -> None:
        """Be at a query from now on."""
        self.job, self.used, self.long, self.on_trial = job, None, False, on_trial
        self.began = time.monotonic()

    @property
    def idle(self) -> bool:
        """Whether it is there and waits: one that has nothing to do says nothing, so a sound is its end."""
        return self.job is None and self.channel.fileno() >= 0 and not self.silent.poll(0)

    def innocent(self, status: int | None) -> bool:
        """Whether it did not end for its query: it ended at once, or with its parent, so that its status is unknown."""
        return status is None or self.ended - self.began < SUDDEN

    def spent(self) -> float:
        """The processor time that it has used since it was first asked that about its query, in seconds."""
        try:
            stat = Path(f"/proc/{self.process}/stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            return 0.0
        time = (int(stat[11]) + int(stat[12])) / _TICKS
        self.used = time if self.used is None else self.used
        return time - self.used

    def stand_back(self) -> None:
        """Leave the processors to others, where others want them."""
        with suppress(OSError):
            for thread in os.listdir(f"/proc/{self.process}/task"):
                os.setpriority(os.PRIO_PROCESS, int(thread), NICE)
