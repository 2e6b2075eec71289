"""How many queries there may be at the same time: in all, and from one client."""

import ipaddress
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from server.errors import busy


class Bounds:
    """Counts the queries that run or wait. Beyond a bound a query is refused at once, with a time to ask again."""

    def __init__(self, in_all: int, per_client: int) -> None:
        self._in_all, self._per_client = in_all, per_client
        self._running: Counter[str] = Counter()
        self._lock = Lock()

    @property
    def at_work(self) -> int:
        """How many queries run or wait."""
        return self._running.total()

    @contextmanager
    def place(self, client: str) -> Iterator[None]:
        """Take a place for a query of a client; QueryError with 429 or 503 when there is none."""
        self._enter(client)
        try:
            yield
        finally:
            self._leave(client)

    def _enter(self, client: str) -> None:
        with self._lock:
            if self._running[client] >= self._per_client:
                raise busy(f"you have {self._per_client} queries at work already, as many as one client may", 429)
            if self._running.total() >= self._in_all:
                raise busy(f"it has {self._in_all} queries at work already")
            self._running[client] += 1

    def _leave(self, client: str) -> None:
        with self._lock:
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]


def client(address: str | None) -> str:
    """Who an address counts as: itself, or its network of 64 bits, since one client has all of an IPv6 network."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or ""
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
