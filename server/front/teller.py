"""A worker that has connections: it reads plain requests, answers quick queries and writes the answers, alone.

The server has each of these connections, too. A request is only looked at, and taken from the connection when its
answer is there: should the process end before that, the server finds everything as it was. What is not quick or not
plain is left to the server: the connection goes back, and the request with it. When a query takes longer than a moment
(server.front.way), all connections go back, and the worker becomes one like any other, at a query that the server
watches.
"""

import io
import os
import select
import signal
import socket
import time
from contextlib import suppress
from functools import lru_cache
from typing import IO, Any

from pyoxigraph import Store

from server.answers import Answers
from server.bounds import client
from server.engine import Spool
from server.formats import HTML, Format
from server.front.board import ANSWER, QUERY, REST, Board
from server.front.plain import REMEMBERED, Plain, read
from server.front.response import SMALL, asked, noted, written
from server.front.way import Way
from server.front.words import Back, Counted, Lend, Recall, Slow, Terms
from server.question import Question
from server.replies import SOON, give, is_large, outcome, reply_of
from server.wire import Started, receive, send

LOOK, SILENT = 5.0, 5.0  # how often to look which connections say nothing, and for how long those stay, in seconds
TELL = 0.2  # how often the server is told what was answered, in seconds
LONGEST = 65_536  # of a request, in bytes
SAME = 256  # requests remembered: who asks again sends the same bytes
FEW = 8  # so many answers over a connection that was lent are worth its way here and back
KEPT = 2_000_000  # for answers, in bytes: what does not fit into the processor costs more than it saves


class Lent:
    """A connection that was lent."""

    __slots__ = ("client", "last", "number", "peer", "socket", "used")

    def __init__(self, number: int, peer: str, lent: socket.socket) -> None:
        self.number, self.peer, self.client, self.socket = number, peer, client(peer), lent
        self.used = 0  # how many answers went over it
        self.last = time.monotonic()


class Teller:
    """Answers over the connections that it has."""

    def __init__(self, channel: socket.socket, store: Store, terms: Terms, board: Board, way: Way) -> None:
        self._channel, self._store, self._terms, self._board = channel, store, terms, board
        self._lent: dict[int, Lent] = {}  # by file descriptor
        self._poll = select.epoll()
        self._poll.register(channel, select.EPOLLIN)
        self._answers = Answers(min(terms.limits.cache_bytes // 8, KEPT))
        self._same = lru_cache(SAME)(self._understood)
        self._clients: dict[str, int] = {}  # in this round
        self._spools: dict[str, Spool] = {}  # by format
        self._noted, self._worked = 0.0, 0.0  # the time, and the processor time of this thread at that time
        self._looked = 0.0
        self._spent = False  # it has grown too large
        self._turn = 0
        # Unlike a worker that is given its queries (server.worker), it wakes nobody whom it should not push aside.
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        way.deafen()
        self._way = way
        self._counts: list[tuple[str, float]] = []
        self._hits, self._told = 0, 0.0

    def serve(self, lend: Lend, file: int) -> bool:
        """Answer as long as there are connections; whether the worker is fit for more."""
        self._take(lend, file)
        while self._lent and not self._spent:
            self._clients.clear()
            for descriptor, _ in self._poll.poll(TELL if self._counts else LOOK):
                each = self._lent.get(descriptor)
                if each:
                    self._look_at(each)
                elif descriptor == self._channel.fileno():
                    self._heard()
            now = time.monotonic()
            self._look_for_silent(now)
            self._tell(now)
        self._give_back(*self._lent.values())
        return not self._spent

    # connections

    def _heard(self) -> None:
        said, file = receive(self._channel)
        if isinstance(said, Lend) and file is not None:
            self._take(said, file)
        elif isinstance(said, Recall):
            self._give_back(*self._lent.values())

    def _take(self, lend: Lend, file: int) -> None:
        lent = socket.socket(fileno=file)
        if lend.turn != self._turn:
            return lent.close()
        if lend.known:
            self._answers.keep(*lend.known)
        self._lent[file] = Lent(lend.number, lend.peer, lent)
        return self._poll.register(file, select.EPOLLIN)

    def _give_back(self, *lent: Lent, rest: bytes = b"", vain: bool = False) -> None:
        """Leave connections to the server, and what comes over them."""
        for each in lent:
            self._let_go(each)
        if lent:
            send(self._channel, Back(tuple(each.number for each in lent), rest, vain))

    def _let_go(self, each: Lent) -> None:
        """Closing alone would not do: as long as the server has a connection, epoll tells of it."""
        self._poll.unregister(each.socket)
        del self._lent[each.socket.fileno()]
        each.socket.close()

    def _look_for_silent(self, now: float) -> None:
        if now > self._looked + LOOK:
            self._looked = now
            self._give_back(*(each for each in self._lent.values() if each.last < now - SILENT))

    # requests

    def _look_at(self, each: Lent) -> None:
        """Answer the request that a connection has, or give it back."""
        try:
            data = each.socket.recv(LONGEST, socket.MSG_PEEK)
        except OSError:
            data = b""
        found = self._same(data) if len(data) <= REMEMBERED else self._understood(data)
        if found is None or not self._may_ask(found[0], each):
            return self._give_back(each)
        return self._answer(each, *found)

    def _understood(self, data: bytes) -> tuple[Plain, Question] | None:
        """The request that the bytes are, and what it asks; None where that is for the server to answer."""
        plain = read(data, self._terms.most_body) if data else False
        if not isinstance(plain, Plain) or plain.head.closes:
            return None
        question = asked(plain, self._terms.edition.digest, self._terms.limits)
        return None if question is None or question.form is HTML else (plain, question)

    def _may_ask(self, plain: Plain, each: Lent) -> bool:
        """Whether the client is known, and has not more requests at once than it may."""
        who = each.client
        if plain.head.forwarded is not None:
            named = plain.client(each.peer, self._terms.proxy)
            if named is None:
                return False
            who = client(named)
        asked = self._clients[who] = self._clients.get(who, 0) + 1
        return asked <= self._terms.limits.client_queries

    def _answer(self, each: Lent, plain: Plain, question: Question) -> None:
        began = each.last = time.monotonic()
        known = self._answers.get(question.key) if question.key else None
        if known is not None:
            return self._write(each, plain, question, known, began, True)
        if question.key and self._board.may_have(question.key):
            return self._give_back(each, vain=each.used < FEW)
        data = self._worked_out(each, plain, question, began)
        if data is None:
            return None
        if question.key:
            self._answers.keep(question.key, data)
        return self._write(each, plain, question, data, began, False)

    def _worked_out(self, each: Lent, plain: Plain, question: Question, began: float) -> bytes | None:
        """The answer; None where the connection has gone back, with the request or without."""
        spool = self._spools.get(question.form.name) or self._spool(question.form)
        if began > self._noted + SOON:  # what it costs to look is spread over many queries
            self._noted, self._worked = began, time.thread_time()
        self._board.write(self._terms.slot, QUERY, each.number, began)
        self._way.begin(lambda: self._leave_all(each, plain))
        value = outcome(self._store, question.query, spool)
        if self._way.end():
            self._replied(value)
            return None
        took = time.monotonic() - began
        self._spent = is_large(min(took, time.thread_time() - self._worked) if took > SOON else took)
        if type(value) is io.BytesIO and value.getbuffer().nbytes <= SMALL:
            return value.getvalue()
        if hasattr(value, "close"):
            value.close()
        self._board.write(self._terms.slot, REST)
        self._give_back(each)
        return None

    def _replied(self, value: Any) -> None:
        """Send the outcome of a slow query."""
        reply, file = reply_of(value, lambda: time.thread_time() - self._worked)
        self._spent = reply.last
        signal.setitimer(signal.ITIMER_REAL, 0)
        give(self._channel, reply, file)

    def _spool(self, form: Format) -> Spool:
        limits = self._terms.limits
        spool = self._spools[form.name] = Spool(form, limits.result_bytes, limits.seconds, self._announce)
        return spool

    def _announce(self, file: IO[bytes]) -> None:
        """A result is so large that the server should begin to send it."""
        self._way.make()
        send(self._channel, Started(), file.fileno())

    def _write(self, each: Lent, plain: Plain, question: Question, data: bytes, began: float, known: bool) -> None:
        """Take the request from the connection, and send the answer."""
        terms = self._terms
        response = written(plain, terms.edition, question, data)
        each.used += 1
        self._board.write(terms.slot, ANSWER, each.number)
        sent = 0
        try:
            each.socket.recv(len(plain.raw))
            sent = each.socket.send(response)
        except OSError:  # a connection that takes nothing now, or nothing any more
            pass
        if sent < len(response):
            self._give_back(each, rest=response[sent:])
        self._board.write(terms.slot, REST)
        self._counts.append((plain.method, time.monotonic() - began))
        self._hits += known
        if terms.limits.log == "json":
            noted(plain, terms.edition, question, len(data), began, known)

    # a slow query, in the thread that hears of it

    def _leave_all(self, each: Lent, plain: Plain) -> None:
        """Give all connections back but go on with this request, under the eyes of the server."""
        self._turn += 1
        signal.setitimer(signal.ITIMER_REAL, self._terms.limits.seconds)
        self._board.write(self._terms.slot, ANSWER, each.number)
        with suppress(OSError):
            each.socket.recv(len(plain.raw))
        for one in tuple(self._lent.values()):
            self._let_go(one)
        send(self._channel, Slow(each.number, plain.raw))
        self._board.write(self._terms.slot, REST)

    # what was answered

    def _tell(self, now: float) -> None:
        """Tell the server from time to time what was answered."""
        if self._counts and (now > self._told + TELL or not self._lent):
            send(self._channel, Counted(tuple(self._counts), self._hits, len(self._counts) - self._hits))
            self._counts, self._hits, self._told = [], 0, now
