"""What becomes of a plain request: an answer from memory or from a worker, or a way on to the application behind.

Everything here runs in the loop. An answer that is small and good is written here; errors, pages, large results and
whatever else needs more are left to the application, together with what was found out for it.
"""

import io
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from flask import Flask

from server.answers import Answers
from server.asking import Brought
from server.bounds import Bounds, client
from server.engine import FirstRows
from server.errors import QueryError
from server.formats import HTML
from server.front.lender import Guest, Lender
from server.front.plain import Plain
from server.front.response import ROUTE, SMALL, asked, noted, written
from server.front.words import Counted
from server.jobs import Job
from server.operation import Metrics
from server.pool import Pool
from server.question import Question, spool
from server.site import Site
from server.staff import Worker

# Gets the response, or what goes on to the application; how long the query took, in seconds; and the answer's key.
Ended: TypeAlias = Callable[["bytes | Brought | None", float, "str | None"], None]


@dataclass(slots=True)
class Visit:
    """One plain request at the desk. `ended` gets the response, or what goes on to the application with it."""

    plain: Plain
    site: Site
    question: Question
    began: float
    ended: Ended
    at: "tuple[Pool, Worker] | None"  # a worker that is at it already


class Desk:
    """Answers plain requests with the means of an application."""

    def __init__(self, app: Flask, proxy: str, most_body: int) -> None:
        self.most_body = most_body
        self._app, self.proxy = app, proxy
        self._answers = cast(Answers, app.extensions["answers"])
        self._bounds = cast(Bounds, app.extensions["bounds"])
        self._metrics = cast(Metrics, app.extensions["metrics"])
        self._answers.told = self._mark
        self._running: dict[Ended, tuple[Pool, Job]] = {}
        self._lender: Lender | None = None

    def ask(self, plain: Plain, peer: str, ended: Ended, at: "tuple[Pool, Worker] | None" = None) -> None:
        """Answer a request, now or later: `ended` is called in the loop, with None for what is not known here."""
        site = self._site
        who = plain.client(peer, self.proxy)
        here = who is not None and isinstance(site.engine, Pool)
        found = asked(plain, site.release.digest, site.settings) if here else None
        if found is None or who is None:
            return ended(None, 0.0, None)
        visit = Visit(plain, site, found, time.monotonic(), ended, at)
        known = self._answers.get(found.key) if found.key else None
        if known is not None and found.form is not HTML:
            return self._written(visit, known, 0.0, True)
        return self._asked(visit, cast(Pool, site.engine), client(who))

    def leave(self, ended: Ended) -> None:
        """The client of a request has gone."""
        running = self._running.get(ended)
        if running:
            running[0].cancel(running[1])

    @property
    def _site(self) -> Site:
        return cast(Site, self._app.extensions["yusuan"])

    # connections that are lent

    def lend(self, guest: Guest, plain: Plain, key: str | None) -> bool:
        """Whether the connection of a quick request has gone to a worker, which answers the next ones alone.

        The answer goes along if it is kept: a worker that has not got it would give the connection back for it.
        """
        site, who = self._site, plain.client(guest.peer, self.proxy)
        if who is None or not isinstance(site.engine, Pool):
            return False
        if self._lender is None or self._lender.site is not site:
            self.recall()
            self._lender = Lender(site, site.engine, self.most_body, self._counted)
            self._mark_all()
        known = self._answers.seen(key) if key else None
        return self._lender.lend(guest, client(who), (key, known) if key and known is not None else None)

    def recall(self) -> None:
        """Have the connections back that are lent: the server is about to stop, or has another release."""
        lender, self._lender = self._lender, None
        if lender:
            lender.recall()

    def _counted(self, said: Counted) -> None:
        """What workers have answered counts as if it was answered here."""
        self._answers.hits += said.hits
        self._answers.misses += said.misses
        for method, seconds in said.answers:
            self._metrics.count(ROUTE, method, 200, seconds)

    def _mark(self, key: str) -> None:
        """Tell the workers that there is an answer; in any thread."""
        lender = self._lender
        if lender and not lender.board.mark(key):
            self._mark_all()

    def _mark_all(self) -> None:
        lender = self._lender
        if lender:
            lender.board.clear()
            for each in self._answers.keys():  # noqa: SIM118
                lender.board.mark(each)

    # queries

    def _asked(self, visit: Visit, pool: Pool, client: str) -> None:
        try:
            self._bounds.enter(client)
        except QueryError as error:
            return visit.ended(Brought(visit.site, error, ExitStack()), 0.0, None)
        limits, question = visit.site.settings, visit.question
        consume = FirstRows(limits.html_rows) if question.form is HTML else spool(question, limits)
        job = Job(question.query, consume, client, lambda outcome: self._told(visit, job, outcome))
        self._running[visit.ended] = (pool, job)
        if visit.at and visit.at[0] is pool:
            return pool.begun(visit.at[1], job)
        return pool.start(job)

    def _told(self, visit: Visit, job: Job, outcome: Any) -> None:
        """The answer of a worker: written when it is small, else passed on."""
        del self._running[visit.ended]
        if not isinstance(outcome, io.BytesIO) or outcome.getbuffer().nbytes > SMALL:
            place = ExitStack()
            place.callback(self._bounds.leave, job.client)
            return visit.ended(Brought(visit.site, outcome, place), job.took, None)
        self._bounds.leave(job.client)
        data = outcome.getvalue()
        if visit.question.key:
            self._answers.keep(visit.question.key, data)
        return self._written(visit, data, job.took, False)

    def _written(self, visit: Visit, data: bytes, took: float, cached: bool) -> None:
        if len(data) > SMALL:
            return visit.ended(None, 0.0, None)  # the application has it, too
        response = written(visit.plain, visit.site.edition, visit.question, data)
        self._metrics.count(ROUTE, visit.plain.method, 200, time.monotonic() - visit.began)
        visit.ended(response, took, visit.question.key)
        if visit.site.settings.log == "json":
            noted(visit.plain, visit.site.edition, visit.question, len(data), visit.began, cached)
