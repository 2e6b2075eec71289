"""The other side of server.pool: a nursery that has everything imported, and the workers that it forks.

The nursery has one thread and no store, so that a fork of it is safe and takes milliseconds. It alone ends
workers and reaps them, so that a process id is never one that the kernel has given away again. When the server
goes, however it goes, the nursery reads the end of its control channel and takes the workers with it.
"""

import contextlib
import gc
import os
import pickle
import signal
import socket
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from pyoxigraph import Store

from server import confine
from server.engine import STACK, Query, Spool, in_deep_thread, open_version
from server.errors import ServerError
from server.front.board import Board
from server.front.teller import Teller
from server.front.way import Way
from server.front.words import Lend, Terms
from server.replies import MEGABYTE, give, replied
from server.wire import Failure, Reply, Started, receive, send

STILL = -1  # in place of the wait status of a worker that is about to end; no status is below nought


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
    """Asks the nursery to end a worker. The answer is its wait status, STILL, or None for one it does not have."""

    worker: int


def nursery(control: int, orders: Orders) -> None:
    """Forks and ends workers until the control channel is closed."""
    _hear_signals()
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
    for each in children:
        os.kill(each, signal.SIGKILL)
    for each in children:
        os.waitpid(each, 0)


def _hear_signals() -> None:
    """Undo what the server was started with: timers have to end workers, and their ends have to be told."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for each in (signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD):
        signal.signal(each, signal.SIG_DFL)


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
    os.kill(worker, signal.SIGKILL)
    ended, status = os.waitpid(worker, os.WNOHANG)
    if not ended:
        return STILL
    children.remove(worker)
    return status


# a worker


def _work(channel: socket.socket, orders: Orders) -> NoReturn:
    """Answers queries until the channel is closed; never returns."""
    try:
        confine.be_the_first_to_go()
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))  # the front goes on when it has woken a worker
        confine.deny_network()
        way = Way()
        store = _opened(channel, orders)
        way.watch()
        confine.limit_memory(STACK + orders.memory * MEGABYTE)
        in_deep_thread(lambda: _serve(channel, store, orders, way))
    except (ServerError, BrokenPipeError):
        pass  # the server was told, or is gone
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


def _serve(channel: socket.socket, store: Store, orders: Orders, way: Way) -> None:
    teller: Teller | None = None
    with contextlib.suppress(EOFError, OSError):
        while True:
            said, file = receive(channel)
            if isinstance(said, Terms) and file is not None:
                teller = Teller(channel, store, said, Board(file), way)
            elif isinstance(said, Lend) and teller and file is not None:
                if not teller.serve(said, file):
                    return
            elif isinstance(said, tuple) and not _answered(channel, store, orders, *said):
                return


def _answered(channel: socket.socket, store: Store, orders: Orders, query: Query, consume: Any) -> bool:
    """Answer one query; whether the worker is fit for another."""

    def announce(file: IO[bytes]) -> None:
        send(channel, Started(), file.fileno())

    if isinstance(consume, Spool):
        consume = Spool(consume.format, consume.most_bytes, consume.seconds, announce)
    # Nobody handles this signal: the kernel ends the process, whatever native code it is in.
    signal.setitimer(signal.ITIMER_REAL, orders.seconds)
    reply, file = replied(store, query, consume)
    signal.setitimer(signal.ITIMER_REAL, 0)
    give(channel, reply, file)
    return not reply.last


def main(control: str, orders: str) -> None:
    """Runs the nursery in a process of its own, with arguments as server.pool writes them."""
    nursery(int(control), pickle.loads(bytes.fromhex(orders)))
