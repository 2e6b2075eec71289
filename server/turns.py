"""The queries that wait for a worker, and whose turn it is.

Who had least for long queries is next. Clients who are known for long queries leave the last worker to others when
there is no room for more of them; but since the same client may ask short ones, too, one of theirs has a trial now and
then: it is given the worker for a moment, and comes back if it needs longer. Clients whose trials came to nothing
lately are tried after all others.
"""

from collections.abc import Iterator

from server.jobs import Job
from server.shares import MOST, Shares

# What a query on trial may have of a worker that others may want: so much processor time, and so much time where the
# machine has more to do, in seconds.
TRIAL, LONGEST = 0.2, 0.28
PATIENT, EVERY = 0.2, 0.3  # a trial is for who has waited so long, and for one in so many seconds
CROWDED = 0.3  # how long others wait until a long query is refused, in seconds


class Turns:
    """Queries that wait. Not one is lost: each is taken, removed or late."""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares
        self._jobs: list[Job] = []
        self._tried = float("-inf")  # when the last trial began
        self._others_next = False  # nobody had a turn since then
        self._failed: dict[str, float] = {}  # when clients were tried for nothing, the latest last

    def __bool__(self) -> bool:
        return bool(self._jobs)

    def __contains__(self, job: Job) -> bool:
        return job in self._jobs

    def __iter__(self) -> Iterator[Job]:
        return iter(tuple(self._jobs))

    def add(self, job: Job) -> None:
        """Have a query wait."""
        self._jobs.append(job)

    def put_back(self, job: Job, now: float) -> None:
        """Have a query wait again that needs longer than its trial."""
        job.tried = True
        self._failed.pop(job.client, None)
        self._failed[job.client] = now
        if len(self._failed) > MOST:
            del self._failed[next(iter(self._failed))]
        self._jobs.append(job)

    def remove(self, job: Job) -> None:
        """Have it wait no longer."""
        self._jobs.remove(job)

    def take(self, last: bool, now: float) -> tuple[Job, bool] | None:
        """The next query, which waits no longer, and whether it is on trial.

        With `last`, there is one worker left, and no room for more long queries: None when only who is known waits.
        """
        job, on_trial = self._patient(now), True
        if job is None:
            job, on_trial = min(self._jobs, key=lambda each: self._order(each, now)), False
            if last and self._shares.is_known(job.client, now):
                return None
        else:
            self._tried = now
        self._others_next = on_trial
        self._jobs.remove(job)
        return job, on_trial

    def crowd(self, trial: bool, now: float) -> bool:
        """Whether one who may have a worker soon has waited for too long; with `trial`, a query is on trial now."""
        return any(
            now - job.since > CROWDED and not (job.tried or (trial and self._shares.is_known(job.client, now)))
            for job in self._jobs
        )

    def late(self, wait: float, now: float) -> list[Job]:
        """Those that have waited for longer than they may, and wait no longer."""
        late = [job for job in self._jobs if now - job.since > wait]
        self._jobs = [job for job in self._jobs if job not in late]
        return late

    def all_of_them(self) -> list[Job]:
        """All, which wait no longer."""
        jobs, self._jobs = self._jobs, []
        return jobs

    def _order(self, job: Job, now: float) -> tuple[float, float]:
        return self._shares.of(job.client, now), job.since

    def _patient(self, now: float) -> Job | None:
        """Whose trial may begin now."""
        if now - self._tried < EVERY or (self._others_next and self._others_wait(now)):
            return None
        patient = [
            job
            for job in self._jobs
            if not job.tried and now - job.since >= PATIENT and self._shares.is_known(job.client, now)
        ]
        return min(patient, key=lambda each: (self._failed.get(each.client, 0.0), each.since), default=None)

    def _others_wait(self, now: float) -> bool:
        """Whether one waits who is not known for long queries."""
        return any(not self._shares.is_known(job.client, now) for job in self._jobs)
