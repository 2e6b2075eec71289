"""One query on its way through the pool, and a result that is read while a worker still writes it."""

import io
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from server.engine import Query, Result
from server.errors import QueryError

PATIENCE = 0.02  # how often a reader looks whether a result has grown, in seconds
Outcome: TypeAlias = "Any | BaseException"


@dataclass(slots=True, eq=False)
class Job:
    """A query, what is to become of its result, for whom, and who is told. All but its making is for the loop."""

    query: Query
    consume: Callable[[Result], Any]
    client: str
    tell: Callable[[Outcome], None]
    since: float = field(default_factory=time.monotonic)
    reason: BaseException | None = None  # why its worker was ended, where that was on purpose
    growing: "Growing | None" = None
    charged: float = 0.0  # processor time for which the client was charged, in seconds
    again: bool = False  # it was given to a second worker
    tried: bool = False  # it had a worker for a moment, and needs longer (server.turns)
    took: float = 0.0  # how long its worker worked, in seconds of processor time
    over: bool = False

    def settle(self, outcome: Outcome) -> None:
        """Tell what came of it: a value, a failure, or the end of a result that was given out already."""
        if self.over:
            return
        self.over = True
        if self.growing:
            self.growing.end(outcome if isinstance(outcome, BaseException) else None)
        else:
            self.tell(outcome)

    def begin(self, growing: "Growing") -> None:
        """Give out a result of which the rest is still to come."""
        self.growing = growing
        self.tell(growing)


class Growing(io.RawIOBase):
    """A result that is read while a worker still writes it. A read fails where the rest does not come."""

    def __init__(self, file: int, stop: Callable[[], None]) -> None:
        self._file, self._stop, self._at = file, stop, 0
        self._whole = threading.Event()
        self._failure: BaseException | None = None
        self.gone: Callable[[], bool] = lambda: False

    def end(self, failure: BaseException | None) -> None:
        """The worker has done its part, or failed to."""
        self._failure = failure
        self._whole.set()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """The bytes that are there, waiting until there are some; 0 at the end of the whole."""
        while True:
            whole = self._whole.is_set()
            if self._failure:
                raise self._failure
            data = os.pread(self._file, len(buffer), self._at)
            if data or whole:
                break
            self._wait()
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _wait(self) -> None:
        self._whole.wait(PATIENCE)
        if self.gone():
            self._stop()
            raise left()

    def close(self) -> None:
        if not self.closed:
            if not self._whole.is_set():
                self._stop()
            os.close(self._file)
        super().close()


def left() -> QueryError:
    """The end of a query that nobody waits for."""
    return QueryError("the client has left", status=503)
