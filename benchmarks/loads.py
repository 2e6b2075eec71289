"""Servers under test and clients that ask them, for the benchmarks of serving."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parent.parent
COUNT = itertools.count()
OURS = """import sys; from pathlib import Path; from server.run import serve
serve(Path(sys.argv[1]), Path(sys.argv[2]), port=int(sys.argv[3]), client_queries=64, warm=False)"""
# Each request is a text that was never sent before.
WRK = """local n, start = 0, os.time() .. "x"
function request() n = n + 1
  return wrk.format("GET", "%s?query=%s%%0A%%23%%20" .. start .. n, {["Accept"] = "text/csv"}) end"""
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Server:
    """A server under test: its name, its port, the path of its endpoint, its process."""

    name: str
    port: int
    path: str
    process: int


@dataclass
class Load:
    """What was measured: the times of single answers in milliseconds, and how many requests failed."""

    seconds: float
    times: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.times) / self.seconds

    def share(self, part: float) -> float:
        """The time within which this part of the answers came."""
        ordered = sorted(self.times) or [float("nan")]
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def running(name: str, command: list[str], port: int, path: str, patience: float = 300) -> Iterator[Server]:
    """A server that answers."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    silent = (
        subprocess.DEVNULL
    )  # a session of its own, as our workers have: Linux shares the processors out among those
    with subprocess.Popen(command, stderr=silent, stdout=silent, env=environment, start_new_session=True) as process:
        server = Server(name, port, path, process.pid)
        until = time.monotonic() + patience
        try:
            while time.monotonic() < until:
                with contextlib.suppress(OSError, http.client.HTTPException):
                    if asked(server, "SELECT (1 AS ?x) {}")[0] == 200:
                        break
                time.sleep(0.2)
            yield server
        finally:
            process.terminate()


def ours(release: Path, store: Path) -> contextlib.AbstractContextManager[Server]:
    port = free_port()
    return running("ours", [sys.executable, "-c", OURS, str(release), str(store), str(port)], port, "/sparql")


def native(data: Path) -> contextlib.AbstractContextManager[Server] | None:
    """The engine's own server, where the package `oxigraph` is installed."""
    beside, port = Path(sys.executable).with_name("oxigraph"), free_port()
    program = str(beside) if beside.exists() else shutil.which("oxigraph")
    command = [str(program), "serve-read-only", "--location", str(data), "--bind", f"127.0.0.1:{port}"]
    return running("oxigraph", command, port, "/query") if program else None


def connected(server: Server, source: str = "127.0.0.1", timeout: float = 60) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout, source_address=(source, 0))


def asked(server: Server, query: str, connection: http.client.HTTPConnection | None = None) -> tuple[int, int]:
    """Status and size of an answer; a connection that is given is used again."""
    used = connection or connected(server)
    used.request("GET", f"{server.path}?{urlencode({'query': query})}", headers={"Accept": "text/csv"})
    response = used.getresponse()
    size = len(response.read())
    if connection is None:
        used.close()
    return response.status, size


def fresh(text: str) -> str:
    """The same question as a text that was never sent."""
    return f"{text}\n# {next(COUNT)}"


def loaded(
    server: Server, question: Callable[[], str], seconds: float, clients: int, source: str = "127.0.0.1"
) -> Load:
    """So many clients, each with its connection, asking one question after the other."""
    began = time.monotonic()
    found = Load(seconds)

    def client() -> None:
        with contextlib.closing(connected(server, source)) as connection:
            while (start := time.monotonic()) < began + seconds:
                try:
                    good = asked(server, question(), connection)[0] == 200
                except (OSError, http.client.HTTPException):
                    good = False
                    connection.close()
                if good:
                    found.times.append((time.monotonic() - start) * 1000)
                else:
                    found.failed += 1

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    found.seconds = time.monotonic() - began
    return found


def by_wrk(server: Server, query: str, seconds: float, clients: int, folder: Path) -> tuple[float, float, float] | None:
    """Answers per second, median and p99 in ms, of fresh texts asked by wrk, which costs little; None without it."""
    program = shutil.which("wrk")
    if program is None:
        return None
    script = folder / f"{server.name}.lua"
    script.write_text(WRK % (server.path, quote(query, safe="")), "utf-8")
    command = [program, "-t1", f"-c{clients}", f"-d{max(1, int(seconds))}", "--latency", "-s", str(script)]
    said = subprocess.run([*command, f"http://127.0.0.1:{server.port}"], capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec: +([\d.]+)", said)
    shares = {part: re.search(rf"{part}% +([\d.]+)(us|ms|s)", said) for part in (50, 99)}
    if rate is None or "Non-2xx" in said:
        return None
    times = [float(each[1]) * UNITS[each[2]] if each else float("nan") for each in shares.values()]
    return float(rate[1]), times[0], times[1]


def processor_time(process: int) -> float:
    """The processor time of a process and all under it, in seconds."""
    ticks = os.sysconf("SC_CLK_TCK")
    total, rest = 0.0, [process]
    while rest:
        each = rest.pop()
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            total += (int(stat[11]) + int(stat[12])) / ticks
            for task in Path(f"/proc/{each}/task").iterdir():
                rest += map(int, (task / "children").read_text().split())
    return total
