"""What becomes of a plain request: an answer from memory or from a worker, or a way on to the application behind.

Everything here runs in the loop. An answer that is small and good is written here; errors, pages, large results and
whatever else needs more are left to the application, together with what was found out for it.
"""

import io
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from typing import Any, TypeAlias, cast

from flask import Flask
from werkzeug.exceptions import HTTPException

from server.answers import Answers
from server.app import ALWAYS, SECURITY
from server.asking import Brought
from server.bounds import Bounds, client
from server.engine import FirstRows
from server.errors import QueryError
from server.formats import HTML
from server.freshness import REVALIDATE, dated, tag_in
from server.front.plain import Plain
from server.jobs import Job
from server.operation import Metrics, write_line
from server.packing import coding, packed, worth_packing
from server.pool import Pool
from server.question import Question, hash_of, parameters, question, spool
from server.site import Site

SMALL = 262_144  # what is larger is written by a thread, which waits for the client and not everybody for it
ROUTE = "sparql.endpoint"
Ended: TypeAlias = Callable[["bytes | Brought | None"], None]
_FIXED = "".join(f"{name}: {value}\r\n" for name, value in {**ALWAYS, **SECURITY, "Server": "yusuan"}.items())


@dataclass(slots=True)
class Visit:
    """One plain request at the desk. `ended` gets the response, or what goes on to the application with it."""

    plain: Plain
    site: Site
    question: Question
    began: float
    ended: Ended


class Desk:
    """Answers plain requests with the means of an application."""

    def __init__(self, app: Flask, proxy: str) -> None:
        self._app, self._proxy = app, proxy
        self._answers = cast(Answers, app.extensions["answers"])
        self._bounds = cast(Bounds, app.extensions["bounds"])
        self._metrics = cast(Metrics, app.extensions["metrics"])
        self._running: dict[Ended, tuple[Pool, Job]] = {}

    def ask(self, plain: Plain, peer: str, ended: Ended) -> None:
        """Answer a request, now or later: `ended` is called in the loop, with None for what is not known here."""
        site = cast(Site, self._app.extensions["yusuan"])
        who = plain.client(peer, self._proxy)
        found = self._question(plain, site) if who is not None and isinstance(site.engine, Pool) else None
        if found is None:
            return ended(None)
        visit = Visit(plain, site, found, time.monotonic(), ended)
        known = self._answers.get(found.key) if found.key else None
        if known is not None and found.form is not HTML:
            return self._written(visit, known, True)
        return self._asked(visit, cast(Pool, site.engine), client(who))

    def leave(self, ended: Ended) -> None:
        """The client of a request has gone."""
        running = self._running.get(ended)
        if running:
            running[0].cancel(running[1])

    def _question(self, plain: Plain, site: Site) -> Question | None:
        """What is asked; None for what is refused or is no query, which the application tells in its words."""
        try:
            kind = plain.headers.get(b"content-type", "")
            given = parameters(plain.method, plain.query_string, kind, plain.body)
            return question(given, plain.headers.get(b"accept", ""), site.release.digest, site.settings)
        except (QueryError, HTTPException):
            return None

    def _asked(self, visit: Visit, pool: Pool, client: str) -> None:
        try:
            self._bounds.enter(client)
        except QueryError as error:
            return visit.ended(Brought(visit.site, error, ExitStack()))
        limits, question = visit.site.settings, visit.question
        consume = FirstRows(limits.html_rows) if question.form is HTML else spool(question, limits)
        job = Job(question.query, consume, client, lambda outcome: self._told(visit, outcome, client))
        self._running[visit.ended] = (pool, job)
        return pool.start(job)

    def _told(self, visit: Visit, outcome: Any, client: str) -> None:
        """The answer of a worker: written when it is small, else passed on."""
        del self._running[visit.ended]
        if not isinstance(outcome, io.BytesIO) or outcome.getbuffer().nbytes > SMALL:
            place = ExitStack()
            place.callback(self._bounds.leave, client)
            return visit.ended(Brought(visit.site, outcome, place))
        self._bounds.leave(client)
        data = outcome.getvalue()
        if visit.question.key:
            self._answers.keep(visit.question.key, data)
        return self._written(visit, data, False)

    def _written(self, visit: Visit, data: bytes, cached: bool) -> None:
        if len(data) > SMALL:
            return visit.ended(None)  # the application has it, too
        response = written(visit.plain, visit.site, visit.question, data)
        seconds = time.monotonic() - visit.began
        self._metrics.count(ROUTE, visit.plain.method, 200, seconds)
        visit.ended(response)
        if visit.site.settings.log == "json":
            size, digest = len(data), visit.site.release.digest
            write_line(visit.began, seconds, digest, route=ROUTE, method=visit.plain.method, status=200, bytes=size,
                       query=hash_of(visit.question.query), cached=cached)  # fmt: skip


def written(plain: Plain, site: Site, question: Question, data: bytes) -> bytes:
    """The response with an answer: what the application would write, byte for byte but for the order of headers."""
    vary, packing = "Accept", ""
    if worth_packing(question.content_type, len(data)):
        vary = "Accept, Accept-Encoding"
        wanted = coding(plain.headers.get(b"accept-encoding", ""))
        if wanted:
            data, packing = packed(data, wanted), f"Content-Encoding: {wanted}\r\n"
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {question.content_type}\r\nContent-Length: {len(data)}\r\n"
        f"Vary: {vary}\r\n{packing}{_freshness(site, question.key)}{_always(int(time.time()))}"
        f"{'Connection: close' if plain.closes else ''}"
    )
    return head.encode("latin-1") + (b"\r\n\r\n" if plain.closes else b"\r\n") + data


def _freshness(site: Site, key: str | None) -> str:
    if key is None:
        return "Cache-Control: no-store\r\n"
    return f'ETag: W/"{tag_in(site, key)}"\r\nLast-Modified: {dated(site)}\r\nCache-Control: {REVALIDATE}\r\n'


@lru_cache(2)
def _always(second: int) -> str:
    return f"{_FIXED}Date: {formatdate(second, usegmt=True)}\r\n"
