"""How queries that go on for long make way for others, and when they are ended; everything here runs in the loop.

A query that goes on for long has its process set back, and another takes its place. There is room for so many of them.
When it is taken, who is on trial (server.turns) has the last worker for a moment only, and while one who may have a
worker waits, the worst of the long queries is refused.
"""

from server.crew import Crew
from server.errors import busy, too_long
from server.jobs import Job
from server.settings import Settings
from server.shares import Shares
from server.staff import Worker
from server.turns import LONGEST, TRIAL, Turns

# The kernel ends a worker in time. Should it not, because the machine is stopped or swapping, the server does.
GRACE = 2.0
LONG, SLOW = 0.25, 0.5  # a query is long after so much processor time, or so much time, in seconds


class Lanes:
    """What the queries at work may have, seen at every tick of the pool."""

    def __init__(self, limits: Settings, crew: Crew, waiting: Turns, shares: Shares) -> None:
        self._limits, self._crew, self._waiting, self._shares = limits, crew, waiting, shares

    @property
    def full(self) -> bool:
        """Whether there is no more room for long queries, where there is any at all."""
        most = self._limits.long_queries
        return most > 0 and sum(each.set_back for each in self._crew.busy) >= most

    def look_after(self, now: float) -> None:
        """Set back, put back or end what runs for too long, and refuse who waited for too long."""
        for worker in tuple(self._crew.busy):
            self._look_at(worker, now)
        self._make_room(now)
        for job in self._waiting.late(self._limits.wait, now):
            job.settle(busy("every worker is at a query"))

    def _look_at(self, worker: Worker, now: float) -> None:
        job = worker.job
        if job and job.reason:
            self._crew.end(worker, job.reason)
        elif now - worker.began > self._limits.seconds + GRACE:
            self._crew.end(worker, too_long(self._limits.seconds))
        elif job:
            spent = worker.spent()
            if self._is_long(worker, job, spent, now) and self._limits.long_queries and not self.full:
                self._set_back(worker)
            if worker.on_trial and (spent > TRIAL or now - worker.began > LONGEST):
                self._end_trial(worker, job, now)

    def _end_trial(self, worker: Worker, job: Job, now: float) -> None:
        """Have a query wait again that needs longer, where others may want its worker; its client is charged."""
        worker.on_trial = False
        if not self.full or worker.set_back or self._crew.free or job.growing or job.reason:
            return
        self._shares.charge(job.client, now - worker.began - job.charged, now)
        job.charged, worker.job = 0.0, None
        self._waiting.put_back(job, now)
        self._crew.end(worker, None)

    def _set_back(self, worker: Worker) -> None:
        """Give the place of a worker at a long query to another one."""
        if not worker.set_back:
            worker.set_back = True
            worker.stand_back()
            if worker.keeper is None:
                self._crew.fetch()

    def _make_room(self, now: float) -> None:
        """Refuse the worst of the long queries while one who asks short ones waits, or one who may have a trial."""
        at_work = self._crew.busy
        waits = self._waiting.crowd(any(each.on_trial for each in at_work), now)
        long = [(each, each.job) for each in at_work if each.long and each.job and not each.job.reason]
        if waits and long and self.full and not self._crew.free and not self._crew.coming:
            worst, _ = max(long, key=lambda each: (self._shares.of(each[1].client, now), -each[0].began))
            self._crew.end(worst, busy("it has as many long queries at work as it may, and others wait"))

    def _is_long(self, worker: Worker, job: Job, spent: float, now: float) -> bool:
        """Whether the query has become a long one; then its client is charged for what it used since the last look."""
        if not worker.long and spent < LONG and now - worker.began < SLOW:
            return False
        worker.long = True
        self._shares.charge(job.client, spent - job.charged, now)
        job.charged = spent
        return True
