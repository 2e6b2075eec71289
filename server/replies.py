"""What a worker says of a query that it was given, and what the server hears: a value, a file, or why there is none."""

import io
import itertools
import os
import pickle
import resource
import socket
import time
from collections.abc import Callable
from typing import Any

from pyoxigraph import Store

from server.engine import Query, Result, answer
from server.errors import QueryError
from server.wire import Failure, Reply, Spooled, send, send_result

MEGABYTE = 1024 * 1024
# A worker that has ever been this large ends after its answer: what a heap and a stack have grown to stays.
LARGE = 256 * MEGABYTE
# The rows of a page are handed over in one piece; they are few, but nothing else says how long each may be.
MOST = 16 * MEGABYTE
SOON, EACH = 0.002, 64  # after a query that took less, in seconds, only each of so many times its size is looked at
_count = itertools.count(1)


def replied(store: Store, query: Query, consume: Callable[[Result], Any]) -> tuple[Reply, int | None]:
    """The reply to a query that is answered now."""
    began = time.thread_time()
    return reply_of(outcome(store, query, consume), lambda: time.thread_time() - began)


def outcome(store: Store, query: Query, consume: Callable[[Result], Any]) -> Any:
    """What is made of the result, or the failure."""
    try:
        return answer(store, query, consume)
    except QueryError as error:
        return Failure(error.message, error.remedy, error.status)


def reply_of(value: Any, spent: Callable[[], float]) -> tuple[Reply, int | None]:
    """The reply with an outcome; a result that was spooled to the disk goes as its file, which has no name there."""
    worked = spent()
    last = is_large(worked)
    if isinstance(value, io.BytesIO):
        return Reply(Spooled(value.getvalue()), None, last, worked), None
    value, failure, file = _packed(value)
    return Reply(value, failure, last, worked), file


def _packed(value: Any) -> tuple[Any, Failure | None, int | None]:
    """The value, the failure and the file of a reply."""
    if isinstance(value, Failure):
        return None, value, None
    if isinstance(value, io.BufferedRandom):
        with value:
            value.flush()
            return Spooled(), None, os.dup(value.fileno())
    if len(pickle.dumps(value)) > MOST:
        return None, Failure("the result is too large for a page", "download it, or add a LIMIT", 400), None
    return value, None, None


def give(channel: socket.socket, reply: Reply, file: int | None) -> None:
    """Send the reply, and let go of the file."""
    if isinstance(reply.value, Spooled) and file is None and not reply.last:
        send_result(channel, reply.value.data, reply.worked)
    else:
        send(channel, reply, file)
    if file is not None:
        os.close(file)


def outcome_of(reply: Reply, file: int | None) -> Any:
    """The value of an answer, as a file where it was spooled, or the failure to raise."""
    if reply.failure:
        return QueryError(reply.failure.message, reply.failure.remedy, reply.failure.status)
    if isinstance(reply.value, Spooled):
        if file is None:
            return io.BytesIO(reply.value.data)
        opened = os.fdopen(file, "rb")
        opened.seek(0)
        return opened
    return reply.value


def is_large(worked: float) -> bool:
    """Whether the process has grown in so many seconds; asking takes as long as a small query, growing takes longer."""
    if worked < SOON and next(_count) % EACH:
        return False
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > LARGE
