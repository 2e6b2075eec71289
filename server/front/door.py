"""Connections: plain requests go to the desk, everything else goes on to the web server behind, as it came."""

import asyncio
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias, cast

from server import loops
from server.asking import Brought
from server.bounds import client
from server.front.desk import Desk
from server.front.plain import MOST_HEAD, Plain, read
from server.pool import Pool
from server.staff import Worker

# Takes a connection with what was read of it already, and what was found out for its first request.
PassOn: TypeAlias = Callable[[socket.socket, bytes, "Brought | None"], None]
QUICK, OFTEN = 0.02, 2  # queries of less processor time, in seconds, are quick, and so many in a row are enough
SLOW = 8  # how many quick answers more a connection needs after a slow one
VAIN, PATIENT = 16, 64  # so often in a row may it be lent in vain, then it needs so many quick answers more each time
SWEEP = 5.0  # how often the connections are looked through, in seconds


def _full(status: bytes, text: bytes) -> bytes:
    head = b"HTTP/1.1 %s\r\nRetry-After: 5\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n"
    return head % (status, len(text)) + b"Connection: close\r\n\r\n" + text


FULL = _full(b"503 Service Unavailable", b"this server has as many clients as it can take")
YOURS = _full(b"429 Too Many Requests", b"you have as many connections to this server as one client may")


def refuse(connection: socket.socket, _data: bytes, brought: "Brought | None") -> None:
    """Pass nothing on."""
    connection.close()
    if brought:
        brought.close()


class Door:
    """Listens, and has the connections that are at the desk or say nothing."""

    def __init__(self, desk: Desk, most: int, each: int, idle: float) -> None:
        """With so many connections in all and for each client, which are closed when they are idle for so long."""
        self.desk, self.most, self.each, self.idle = desk, most, each, idle
        self.pass_on: PassOn = refuse
        self.elsewhere: Callable[[], list[str]] = list  # the addresses of those that are passed on at the moment
        self.connections: set[Connection] = set()
        self.closing = False
        self._server: asyncio.Server | None = None
        self._sweeping: asyncio.TimerHandle | None = None

    def refusal(self, peer: str) -> bytes | None:
        """What is said over a connection that is one too many, in all or for its client."""
        elsewhere = self.elsewhere()
        number = len(self.connections) + len(elsewhere)
        if number > self.most or self.closing:
            return FULL
        if number > self.each and self.desk.proxy not in (peer, "*"):
            peers = *elsewhere, *(each.peer for each in self.connections)
            return YOURS if sum(client(each) == client(peer) for each in peers) > self.each else None
        return None

    def open(self, listening: socket.socket) -> None:
        """Begin to take connections."""
        loop = loops.running()
        future = asyncio.run_coroutine_threadsafe(loop.create_server(lambda: Connection(self), sock=listening), loop)
        self._server = future.result()
        loop.call_soon_threadsafe(self._sweep)

    def adopt(self, connection: socket.socket) -> None:
        """Take a connection back, whose last request the web server has answered."""
        loop = loops.running()

        async def adopted() -> None:
            with suppress(OSError):
                await loop.connect_accepted_socket(lambda: Connection(self), connection)

        loop.call_soon_threadsafe(lambda: loop.create_task(adopted()))

    def close(self) -> None:
        """Take no more connections, and let go of those that ask nothing."""
        loops.within(self._close)

    def abandon(self) -> None:
        """Let go of all that is left, and pass nothing on any more."""
        loops.within(self._abandon)

    def recall(self) -> None:
        """Have back what is lent to the workers of a release that is no longer in use."""
        loops.within(self.desk.recall)

    @property
    def busy(self) -> bool:
        """Whether a request is under way, or an answer not yet sent."""
        return any(each.under_way for each in loops.within(self.connections.copy))

    def _close(self) -> None:
        self.closing = True
        if self._server:
            self._server.close()
        if self._sweeping:
            self._sweeping.cancel()
        self.desk.recall()
        for each in tuple(self.connections):
            each.rest()

    def _abandon(self) -> None:
        self.pass_on = refuse
        for each in tuple(self.connections):
            each.abandon()

    def _sweep(self) -> None:
        until = time.monotonic() - self.idle
        for each in tuple(self.connections):
            each.rest(until)
        self._sweeping = loops.running().call_later(SWEEP, self._sweep)


class Connection(asyncio.Protocol):
    """One connection, with one request at a time."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._transport: asyncio.Transport = cast(asyncio.Transport, None)
        self.peer, self._data = "", b""
        self._asking: Plain | None = None
        self._blocked, self._passed = False, False
        self._last = time.monotonic()
        self._quick = 0  # quick answers in a row
        self._vain = 0  # how often in a row it was lent in vain
        self._lent = False

    # what the loop tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self.peer = str((transport.get_extra_info("peername") or ("",))[0])
        self._door.connections.add(self)
        refusal = self._door.refusal(self.peer)
        if refusal:
            self._transport.write(refusal)
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        if not self._data:  # one who sends byte by byte has no more time than others
            self._last = time.monotonic()
        self._data = self._data + data if self._data else data
        if self._asking is None and not self._blocked:
            self._look()
        elif len(self._data) > MOST_HEAD:  # of a client that goes on before it has its answer
            self._transport.pause_reading()

    def connection_lost(self, error: Exception | None) -> None:
        self._door.connections.discard(self)
        if self._asking is not None:
            self._door.desk.leave(self._ended)

    def pause_writing(self) -> None:
        self._blocked = True

    def resume_writing(self) -> None:
        self._blocked, self._last = False, time.monotonic()
        self._look()

    # what the door asks

    @property
    def under_way(self) -> bool:
        return self._asking is not None or self._lent or self._transport.get_write_buffer_size() > 0

    def rest(self, until: float | None = None) -> None:
        """Close the connection if nothing is under way; with a time, also if its client has taken nothing since."""
        stuck = until is not None and self._last < until and self._asking is None and not self._lent
        if stuck and self._blocked:
            self._transport.abort()
        elif stuck or (until is None and not self.under_way):
            self._transport.close()

    def abandon(self) -> None:
        """Close the connection whatever is under way."""
        self._transport.abort()

    # one request after the other

    def _look(self) -> None:
        """Take the next request from what is there."""
        if not self._data or self._transport.is_closing():
            return
        found = read(self._data, self._door.desk.most_body)
        if isinstance(found, Plain):
            self._data, self._asking = b"", found
            self._door.desk.ask(found, self.peer, self._ended)
        elif not found:
            self._pass_on(self._data, None)

    def _ended(self, answer: "bytes | Brought | None", took: float, key: str | None) -> None:
        """The desk has an answer, or has none and the request goes on."""
        asking, self._asking = self._asking, None
        assert asking is not None
        self._last = time.monotonic()
        if self._transport.is_closing():
            if isinstance(answer, Brought):
                answer.close()
        elif isinstance(answer, bytes):
            self._transport.write(answer)
            if asking.head.closes or self._door.closing:
                self._transport.close()
            else:
                self._transport.resume_reading()
                self._look()
                self._lend(asking, took, key)
        else:
            self._pass_on(asking.raw + self._data, answer)

    # lent to a worker

    def _lend(self, asked: Plain, took: float, key: str | None) -> None:
        """Have a worker answer what comes next, if the answers came quickly, and nothing has come yet."""
        self._quick = self._quick + 1 if took < QUICK else min(0, self._quick)
        if self._quick >= OFTEN and not (self._data or self.under_way or self._transport.is_closing()):
            self._lent = self._door.desk.lend(self, asked, key)
            if self._lent:
                self._transport.pause_reading()

    def descriptor(self) -> int:
        return int(self._transport.get_extra_info("socket").fileno())

    def returned(self, rest: bytes, vain: bool = False) -> None:
        self._vain = self._vain + 1 if vain else 0
        self._lent, self._quick, self._last = False, OFTEN - 1 if self._vain < VAIN else -PATIENT, time.monotonic()
        if rest:
            self._transport.write(rest)
        if self._door.closing:
            self._transport.close()
        else:
            self._transport.resume_reading()

    def slow(self, raw: bytes, at: tuple[Pool, Worker]) -> None:
        self.returned(b"")
        found = read(raw, self._door.desk.most_body)
        assert isinstance(found, Plain)
        self._asking, self._quick = found, -SLOW
        self._door.desk.ask(found, self.peer, self._ended, at)

    def broken(self) -> None:
        self._lent = False
        self._transport.abort()

    # passed on

    def _pass_on(self, data: bytes, brought: "Brought | None") -> None:
        """Give the connection away with all that was read of it."""
        self._transport.pause_reading()
        connection = socket.socket(fileno=os.dup(self._transport.get_extra_info("socket").fileno()))
        self._transport.abort()
        self._door.pass_on(connection, data, brought)
