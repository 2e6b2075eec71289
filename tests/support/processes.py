"""What the kernel tells about processes."""

import time
from collections.abc import Callable
from pathlib import Path


def children(parent: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def asleep(process: int) -> bool:
    """Whether every thread of it waits: it is done with what it was at."""
    try:
        stats = [(each / "stat").read_text() for each in Path(f"/proc/{process}/task").iterdir()]
    except OSError:
        return False
    return all(each.rpartition(")")[2].split()[0] == "S" for each in stats)


def processor_time(process: int) -> int:
    """How many ticks a process has used."""
    return sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]))


def soon(true: Callable[[], bool], seconds: float = 3) -> bool:
    until = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < until:
        time.sleep(0.02)
    return found
