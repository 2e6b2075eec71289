"""Connections of clients that ask quick queries are lent to workers, who answer over them (server.front.teller).

The server keeps a second hold on each of them and reads nothing as long as it is lent. When its worker gives it back,
makes way for a slow query, or ends, the server goes on with it. Everything here runs in the loop.
"""

import itertools
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from server import loops
from server.front.board import ANSWER, QUERY, REST, Board
from server.front.words import Back, Counted, Lend, Recall, Slow, Terms
from server.pool import Pool
from server.site import Site
from server.staff import Worker
from server.wire import Said, send

MOST = 64  # connections lent to one worker
INLINE = 512  # so many bytes for each of them fit into the channel to it: the loop never waits for a worker
STUCK = 1.0  # a query that goes on for so long, in seconds, and its worker has not made way: the worker is ended
LOOK = 0.25  # how often to look for those, in seconds
PAUSE = 5.0  # how long to wait when no worker could be had, in seconds


class Guest(Protocol):
    """A connection that can be lent."""

    peer: str

    def descriptor(self) -> int:
        """Its file descriptor."""

    def returned(self, rest: bytes, vain: bool = False) -> None:
        """It is back, with what is still to be sent; whether it was lent in vain."""

    def slow(self, raw: bytes, at: tuple[Pool, Worker]) -> None:
        """It is back, and its worker goes on with a request that was taken from it."""

    def broken(self) -> None:
        """Its worker has ended in the midst of an answer."""


class Lender:
    """The workers of one release that have connections, and which they have."""

    def __init__(self, site: Site, pool: Pool, most_body: int, count: Callable[[Counted], None]) -> None:
        self.site, self._pool, self._most_body, self._count = site, pool, most_body, count
        limits = site.settings
        self._most = limits.tellers or limits.workers or max(2, os.cpu_count() or 2)
        self.board = Board.made(2 * self._most)
        self._slots = list(range(2 * self._most))
        self._tellers: dict[Worker, Teller] = {}
        self._clients: Counter[str] = Counter()
        self._numbers = itertools.count(1)
        self._coming, self._not_before = 0, 0.0
        self._over = self._looking = False

    def lend(self, guest: Guest, client: str, known: tuple[str, bytes] | None = None) -> bool:
        """Whether the connection is lent now, with an answer; its client must have had quick answers lately."""
        if self._over or self._clients[client] >= self.site.settings.client_queries:
            return False
        self._hire()
        free = [each for each in self._tellers.values() if each.worker.job is None and len(each.guests) < MOST]
        teller = min(free, key=lambda each: len(each.guests), default=None)
        return teller is not None and self._given(teller, guest, client, known)

    def recall(self) -> None:
        """Have everything back, and lend nothing any more."""
        self._over = True
        for each in self._tellers.values():
            if each.guests:
                with suppress(OSError):  # it has ended, and that is heard of as well
                    send(each.worker.channel, Recall())

    @property
    def lent(self) -> int:
        """How many connections are lent."""
        return sum(len(each.guests) for each in self._tellers.values())

    def _given(self, teller: "Teller", guest: Guest, client: str, known: tuple[str, bytes] | None) -> bool:
        number = next(self._numbers)
        try:
            send(teller.worker.channel, Lend(number, guest.peer, teller.turn, known), guest.descriptor(), INLINE)
        except OSError:
            return False
        teller.guests[number] = guest, client
        self._clients[client] += 1
        self._watch()
        return True

    def _taken_back(self, teller: "Teller", number: int) -> Guest | None:
        guest, client = teller.guests.pop(number, (None, ""))
        if guest:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]
        return guest

    # workers

    def _hire(self) -> None:
        """Have as many workers as there are to be, and at most as many more that are at slow queries."""
        free = sum(each.worker.job is None for each in self._tellers.values()) + self._coming
        there = len(self._tellers) + self._coming
        if free < self._most and there < 2 * self._most and time.monotonic() > self._not_before:
            self._coming += 1
            self._pool.hire(self)

    def joined(self, worker: Worker | None) -> None:
        self._coming -= 1
        if worker is None:
            self._not_before = time.monotonic() + PAUSE
            return
        if self._over:
            return self._pool.dismiss(worker)
        teller = Teller(worker, self._slots.pop())
        self._tellers[worker] = teller
        terms = Terms(self.site.edition, self.site.settings, self.site.settings.proxy, self._most_body, teller.slot)
        with suppress(OSError):
            send(worker.channel, terms, self.board.file)

    def freed(self, worker: Worker) -> None:
        """A slow query is answered: the worker has its place again, where that was not taken."""
        if sum(each.job is None for each in self._tellers) > self._most:
            self._pool.dismiss(worker)

    def lost(self, worker: Worker) -> None:
        teller = self._tellers.pop(worker, None)
        if teller is None:
            return
        at, number, _ = self.board.read(teller.slot)
        self.board.write(teller.slot, REST)
        self._slots.append(teller.slot)
        if self._over and not self._tellers:
            self.board.close()
        for each in tuple(teller.guests):
            guest = self._taken_back(teller, each)
            if guest and at == ANSWER and each == number:
                guest.broken()
            elif guest:
                guest.returned(b"")

    def heard(self, worker: Worker, said: Said) -> None:
        teller = self._tellers.get(worker)
        if isinstance(said, Counted):
            self._count(said)
        elif isinstance(said, Back) and teller:
            self._back(teller, said)
        elif isinstance(said, Slow) and teller:
            self._slow(teller, said)

    def _back(self, teller: "Teller", said: Back) -> None:
        for place, number in enumerate(said.numbers):
            guest = self._taken_back(teller, number)
            if guest:
                guest.returned(said.rest if place == 0 else b"", said.vain)

    def _slow(self, teller: "Teller", said: Slow) -> None:
        """One request goes on in its worker, under the eyes of the pool, or not at all."""
        teller.turn += 1
        asking = self._taken_back(teller, said.number)
        if asking:
            asking.slow(said.raw, (self._pool, teller.worker))
        if teller.worker.job is None:
            self._pool.dismiss(teller.worker)
        for each in tuple(teller.guests):
            guest = self._taken_back(teller, each)
            if guest:
                guest.returned(b"")

    # time

    def _watch(self) -> None:
        if not self._looking:
            self._looking = True
            loops.running().call_later(LOOK, self._look)

    def _look(self) -> None:
        """End workers that are stuck in a query; what they said before is still heard."""
        self._looking = False
        now = time.monotonic()
        for each in self._tellers.values():
            at, _, since = self.board.read(each.slot)
            if each.guests and at == QUERY and now - since > STUCK:
                with suppress(ProcessLookupError):
                    os.kill(each.worker.process, signal.SIGKILL)
        if self.lent:
            self._watch()


class Teller:
    """A worker that has connections, seen from here."""

    def __init__(self, worker: Worker, slot: int) -> None:
        self.worker, self.slot, self.turn = worker, slot, 0
        self.guests: dict[int, tuple[Guest, str]] = {}
