"""The other side of server.pool: a nursery that has everything imported, and the workers that it forks.

The nursery has one thread and no store, so that a fork of it is safe and takes milliseconds. It alone ends
workers and reaps them, so that a process id is never one that the kernel has given away again. When the server
goes, however it goes, the nursery reads the end of its control channel and takes the workers with it.
"""

import contextlib
import gc
import io
import os
import pickle
import resource
import signal
import socket
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from pyoxigraph import Store

from server import confine
from server.engine import STACK, Spool, answer, in_deep_thread, open_version
from server.errors import QueryError, ServerError
from server.wire import Failure, Reply, Spooled, Started, receive, send, send_result

MEGABYTE = 1024 * 1024
# A worker that has ever been this large ends after its answer: what a heap and a stack have grown to stays.
LARGE = 256 * MEGABYTE
# The rows of a page are handed over in one piece; they are few, but nothing else says how long each may be.
MOST = 16 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is to do: answer from this version of the store, within these limits."""

    version: Path
    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Fork:
    """Asks the nursery for a worker; the worker's end of its channel comes along. The answer is the process id."""


@dataclass(frozen=True, slots=True)
class End:
    """Asks the nursery to end a worker. The answer is its wait status, or None for one it does not have."""

    worker: int


def nursery(control: int, orders: Orders) -> None:
    """Forks and ends workers until the control channel is closed."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.collect()
    gc.freeze()
    children: set[int] = set()
    with socket.socket(fileno=control) as channel, contextlib.suppress(EOFError, OSError):
        while True:
            request, file = receive(channel)
            if isinstance(request, End):
                send(channel, _end(request.worker, children))
            elif file is not None:
                children.add(_fork(channel, file, orders))
    for each in tuple(children):
        _end(each, children)


def _fork(control: socket.socket, file: int, orders: Orders) -> int:
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        control.close()
        confine.die_with(parent)
        _work(socket.socket(fileno=file), orders)
    os.close(file)
    send(control, child)
    return child


def _end(worker: int, children: set[int]) -> int | None:
    if worker not in children:
        return None
    children.remove(worker)
    os.kill(worker, signal.SIGKILL)
    return os.waitpid(worker, 0)[1]


# a worker


def _work(channel: socket.socket, orders: Orders) -> NoReturn:
    """Answers queries until the channel is closed; never returns."""
    try:
        confine.be_the_first_to_go()
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))  # the front goes on when it has woken a worker
        confine.deny_network()
        store = _opened(channel, orders)
        confine.limit_memory(STACK + orders.memory * MEGABYTE)
        in_deep_thread(lambda: _serve(channel, store, orders))
    except ServerError:
        pass  # the server was told
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _opened(channel: socket.socket, orders: Orders) -> Store:
    """The store; the server is told whether it could be opened."""
    try:
        store = open_version(orders.version)
    except ServerError as error:
        send(channel, Reply(failure=Failure(error.message, error.remedy, 503)))
        raise
    send(channel, Reply())
    return store


def _serve(channel: socket.socket, store: Store, orders: Orders) -> None:
    def announce(file: IO[bytes]) -> None:
        send(channel, Started(), file.fileno())

    with contextlib.suppress(EOFError, OSError):
        while True:
            (query, consume), _ = receive(channel)
            if isinstance(consume, Spool):
                consume = Spool(consume.format, consume.most_bytes, consume.seconds, announce)
            # Nobody handles this signal: the kernel ends the process, whatever native code it is in.
            signal.setitimer(signal.ITIMER_REAL, orders.seconds)
            reply, spool = _reply(store, query, consume)
            signal.setitimer(signal.ITIMER_REAL, 0)
            if isinstance(reply.value, Spooled) and spool is None and not reply.last:
                send_result(channel, reply.value.data)
            else:
                send(channel, reply, spool)
            if reply.last:
                return
            if spool is not None:
                os.close(spool)


def _reply(store: Store, query: Any, consume: Any) -> tuple[Reply, int | None]:
    """The answer; a result that was spooled to the disk goes as its file, which has no name there."""
    try:
        value = answer(store, query, consume)
    except QueryError as error:
        return Reply(failure=Failure(error.message, error.remedy, error.status), last=_large()), None
    if isinstance(value, io.BytesIO):
        return Reply(Spooled(value.getvalue()), last=_large()), None
    if isinstance(value, io.BufferedRandom):
        with value:
            value.flush()
            return Reply(Spooled(), last=_large()), os.dup(value.fileno())
    if len(pickle.dumps(value)) > MOST:
        failure = Failure("the result is too large for a page", "download it, or add a LIMIT", 400)
        return Reply(failure=failure, last=_large()), None
    return Reply(value, last=_large()), None


def _large() -> bool:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > LARGE


def main(control: str, orders: str) -> None:
    """Runs the nursery in a process of its own, with arguments as server.pool writes them."""
    nursery(int(control), pickle.loads(bytes.fromhex(orders)))
