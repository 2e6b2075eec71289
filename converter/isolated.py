"""Runs a function over many things in processes of their own, each within a limit of time and memory.

What crashes or hangs takes only its own process along, is reported as `Lost`, and the others go on. A function whose
work has parts says by `next_part` that one begins, and has the time anew for it.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

R = TypeVar("R")
MEGABYTE = 1 << 20
GRACE = 10  # seconds after which a process ends itself, should nobody be there to end it
TURNS = 200  # a process is replaced after so many things, so that memory stays bounded
PRELOAD = ["converter.one"]


@dataclass(frozen=True)
class Limits:
    """What one document, or each disclosure in it, may take: seconds, and megabytes of memory (0: no limit)."""

    seconds: float = 120
    memory: int = 3072


_told: list[tuple[Connection, Limits]] = []  # where a process of our own says that it begins the next part


@dataclass(frozen=True)
class Lost:
    """Why there is no result: what happened, and what to do; `lasting` if another try would come to the same."""

    problem: str
    remedy: str
    lasting: bool = True


@dataclass(frozen=True)
class NextPart:
    """What a process sends that goes on with the next part of its work."""


@dataclass
class Worker:
    """One process, what it works on, and until when it may."""

    process: Any
    pipe: Connection
    index: int = -1
    until: float = 0.0
    turns: int = field(default=0)

    @property
    def busy(self) -> bool:
        return self.index >= 0


def run(
    function: Callable[..., R], things: Sequence[tuple[Any, ...]], jobs: int, limits: Limits
) -> Iterator[tuple[int, R | Lost]]:
    """(index, result) of each thing as it is done, in any order; `jobs` counts processes (0: one per processor)."""
    waiting = deque(range(len(things)))
    workers: list[Worker] = []
    count = min(jobs or os.cpu_count() or 1, len(things))
    try:
        while waiting or any(worker.busy for worker in workers):
            workers = [worker for worker in workers if worker.busy or keep(worker)]
            while waiting and len(workers) < count:
                workers.append(start(function, limits))
            for worker in workers:
                if waiting and not worker.busy:
                    give(worker, waiting.popleft(), things, limits)
            yield from collect(workers, limits)
    finally:
        for worker in workers:
            stop(worker)


def keep(worker: Worker) -> bool:
    """Whether a process that has nothing to do may go on; one that is worn out or dead is ended."""
    if worker.turns < TURNS and worker.process.is_alive():
        return True
    stop(worker)
    return False


def start(function: Callable[..., R], limits: Limits) -> Worker:
    context: Any = multiprocessing.get_context("forkserver" if sys.platform.startswith("linux") else "spawn")
    if sys.platform.startswith("linux"):
        context.set_forkserver_preload(PRELOAD)
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, function, limits), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours)


def give(worker: Worker, index: int, things: Sequence[tuple[Any, ...]], limits: Limits) -> None:
    worker.index, worker.until = index, time.monotonic() + limits.seconds
    worker.turns += 1
    with contextlib.suppress(OSError):  # a process that has died is noticed when its answer is read
        worker.pipe.send(things[index])


def collect(workers: Sequence[Worker], limits: Limits) -> Iterator[tuple[int, Any]]:
    """The results that have come in, after waiting for at least one or for the next limit of time."""
    busy = {worker.pipe: worker for worker in workers if worker.busy}
    rest = max(0.0, min(worker.until for worker in busy.values()) - time.monotonic())
    ready = wait(list(busy), timeout=rest)
    for pipe, worker in busy.items():
        index = worker.index
        if pipe in ready:
            found = answer(worker, limits)
            if isinstance(found, NextPart):
                worker.until = time.monotonic() + limits.seconds
            else:
                worker.index = -1
                yield index, found
        elif time.monotonic() >= worker.until:
            worker.index = -1
            stop(worker)
            yield (
                index,
                Lost(f"reading it took more than {limits.seconds:g} seconds", "allow more time, or leave it out"),
            )


def answer(worker: Worker, limits: Limits) -> Any:
    """What a process has sent, or why it has died."""
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join(GRACE)
        code = worker.process.exitcode
        how = f"by signal {-code}" if code and code < 0 else f"with code {code}"
        remedy = f"leave it out, or allow more than {limits.memory} MB of memory"
        return Lost(f"reading it crashed ({how})", f"{remedy}; please report this with the document", lasting=False)


def stop(worker: Worker) -> None:
    """Ends a process, whatever it does."""
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def serve(pipe: Connection, function: Callable[..., R], limits: Limits) -> None:
    """The life of a process: takes things and sends results until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(limits.memory)
    _told.append((pipe, limits))
    gc.freeze()  # what is loaded by now stays: no need to look through it again and again for garbage
    with contextlib.suppress(EOFError, OSError):
        while True:
            arguments = pipe.recv()
            set_alarm(limits.seconds + GRACE)
            try:
                result: R | Lost = function(*arguments)
            except MemoryError:
                result = Lost(f"reading it needs more than {limits.memory} MB", "leave it out, or allow more memory")
            set_alarm(0)
            pipe.send(result)


def next_part() -> None:
    """Says that the next part of the work begins, with the whole time for itself; outside such a process nothing."""
    for pipe, limits in _told:
        set_alarm(limits.seconds + GRACE)
        pipe.send(NextPart())


def limit_memory(megabytes: int) -> None:
    """Bounds the address space of this process, where the system can."""
    if megabytes and sys.platform.startswith("linux"):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        size = megabytes * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (size if hard < 0 else min(size, hard), hard))


def set_alarm(seconds: float) -> None:
    """Lets the system end this process after so many seconds (0: not any more), should its parent be gone."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
