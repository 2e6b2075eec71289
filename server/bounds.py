"""How many queries there may be at the same time: in all, and from one client."""

import ipaddress
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock

from server.errors import busy


class Bounds:
    """Counts the queries that run or wait. Beyond a bound a query is refused at once, with a time to ask again.

    Those for which a thread waits are bounded by themselves, so that there are threads left for everything else.
    """

    def __init__(self, in_all: int, per_client: int, threads: int | None = None) -> None:
        self._in_all, self._per_client = in_all, per_client
        self._threads = in_all if threads is None else threads
        self._running: Counter[str] = Counter()
        self._total = self._in_threads = 0
        self._lock = Lock()

    @property
    def at_work(self) -> int:
        """How many queries run or wait."""
        return self._total

    @contextmanager
    def place(self, client: str, in_thread: bool = False) -> Iterator[None]:
        """Take a place for a query of a client; QueryError with 429 or 503 when there is none."""
        self.enter(client, in_thread)
        try:
            yield
        finally:
            self.leave(client, in_thread)

    def enter(self, client: str, in_thread: bool = False) -> None:
        """Take a place, to be given back with `leave`."""
        with self._lock:
            if self._running[client] >= self._per_client:
                raise busy(f"you have {self._per_client} queries at work already, as many as one client may", 429)
            if self._total >= self._in_all or (in_thread and self._in_threads >= self._threads):
                raise busy(f"it has {self._total} queries at work already")
            self._running[client] += 1
            self._total += 1
            self._in_threads += in_thread

    def leave(self, client: str, in_thread: bool = False) -> None:
        """Give a place back."""
        with self._lock:
            self._total -= 1
            self._in_threads -= in_thread
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]


@lru_cache(1024)
def client(address: str | None) -> str:
    """Who an address counts as: itself, or its network of 64 bits, since one client has all of an IPv6 network."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or ""
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
