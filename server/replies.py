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

from server.errors import QueryError
from server.wire import Failure, Reply, Spooled, send, send_result

MEGABYTE = 1024 * 1024
# A worker that has ever been this large ends after its answer: what a heap and a stack have grown to stays.
LARGE = 256 * MEGABYTE
# The rows of a page are handed over in one piece; they are few, but nothing else says how long each may be.
MOST = 16 * MEGABYTE
SOON, EACH = 0.002, 64  # after a query that took less, in seconds, only each of so many times its size is looked at
_count = itertools.count(1)


def replied(work: Callable[[], Any]) -> tuple[Reply, int | None]:
    """The reply; a result that was spooled to the disk goes as its file, which has no name there."""
    began = time.monotonic()
    try:
        value = work()
    except QueryError as error:
        return Reply(failure=Failure(error.message, error.remedy, error.status), last=_is_large(began)), None
    last = _is_large(began)
    if isinstance(value, io.BytesIO):
        return Reply(Spooled(value.getvalue()), last=last), None
    if isinstance(value, io.BufferedRandom):
        with value:
            value.flush()
            return Reply(Spooled(), last=last), os.dup(value.fileno())
    if len(pickle.dumps(value)) > MOST:
        failure = Failure("the result is too large for a page", "download it, or add a LIMIT", 400)
        return Reply(failure=failure, last=last), None
    return Reply(value, last=last), None


def give(channel: socket.socket, reply: Reply, file: int | None) -> None:
    """Send the reply, and let go of the file."""
    if isinstance(reply.value, Spooled) and file is None and not reply.last:
        send_result(channel, reply.value.data)
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


def _is_large(began: float) -> bool:
    """Whether the process has grown; asking that takes as long as a small query, and growing takes longer."""
    if time.monotonic() - began < SOON and next(_count) % EACH:
        return False
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > LARGE
