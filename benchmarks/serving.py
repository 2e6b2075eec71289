"""Requests answered over HTTP: our server beside the engine's own and rdflib-endpoint, on the same triples.

    python benchmarks/serving.py [--copies N] [--seconds N] [--clients N] [--rdflib PYTHON]

The data are the samples, each N times under IRIs of its own. The engine's own server (the package `oxigraph`) reads
the very store that ours reads. rdflib-endpoint runs under another Python that has it, on a tenth of the time. Every
query is a text of its own, so that nobody answers from memory, but for the row that says so. Ratios are ours to theirs.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from benchmarks.querying import scaled_release
from server.places import DATA, home
from server.queries import examples
from server.store import load

ROOT = Path(__file__).resolve().parent.parent
TRIVIAL = "SELECT ?t { <https://w3id.org/yusuan/id/org/410703/309> a ?t }"
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 100000"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
COUNT = itertools.count()
OURS = """import sys; from pathlib import Path; from server.run import serve
serve(Path(sys.argv[1]), Path(sys.argv[2]), port=int(sys.argv[3]), client_queries=64, queries=64)"""
RDFLIB = """import sys; import uvicorn; from rdflib import Graph; from rdflib_endpoint import SparqlEndpoint
graph = Graph(); graph.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph, path="/"), port=int(sys.argv[2]), log_level="error")"""


@dataclass(frozen=True)
class Server:
    """A server under test: its name, its port, the path of its endpoint, its process."""

    name: str
    port: int
    path: str
    process: int


@dataclass(frozen=True)
class Load:
    """What was measured: answers per second, and the times of single answers in milliseconds."""

    answered: int
    seconds: float
    times: list[float]
    failed: int = 0

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.answered / self.seconds

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
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment) as process:
        server = Server(name, port, path, process.pid)
        until = time.monotonic() + patience
        try:
            while time.monotonic() < until:
                with contextlib.suppress(OSError, http.client.HTTPException):
                    if asked(server, "ASK {}")[0] == 200:
                        break
                time.sleep(0.2)
            yield server
        finally:
            process.kill()


def connected(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)


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


def loaded(server: Server, question: Callable[[], str], seconds: float, clients: int) -> Load:
    """So many clients, each with its connection, asking one question after the other."""
    times: list[float] = []
    failed: list[int] = []
    until = time.monotonic() + seconds

    def client() -> None:
        with contextlib.closing(connected(server)) as connection:
            while (start := time.monotonic()) < until:
                try:
                    good = asked(server, question(), connection)[0] == 200
                except (OSError, http.client.HTTPException):
                    good = False
                    connection.close()
                (times if good else failed).append((time.monotonic() - start) * 1000)  # type: ignore[arg-type]

    threads = [threading.Thread(target=client) for _ in range(clients)]
    began = time.monotonic()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return Load(len(times), time.monotonic() - began, times, len(failed))


def first_byte(server: Server, runs: int = 5) -> tuple[float, float]:
    """Milliseconds until the first byte and the last of 100,000 rows, medians."""
    found = []
    for _ in range(runs):
        with contextlib.closing(connected(server)) as connection:
            start = time.monotonic()
            address = f"{server.path}?{urlencode({'query': fresh(ROWS)})}"
            connection.request("GET", address, headers={"Accept": "text/csv"})
            response = connection.getresponse()
            response.read(1)
            first = time.monotonic() - start
            while response.read(1_000_000):
                pass
            found.append((first * 1000, (time.monotonic() - start) * 1000))
    return median(each[0] for each in found), median(each[1] for each in found)


def compared(servers: list[Server], seconds: float, clients: int) -> Iterator[str]:
    """The table of all measurements, in Markdown."""
    others = servers[1:]
    yield "| measured | ours | " + " | ".join(f"{each.name} | ours ÷ {each.name}" for each in others) + " |"
    yield "|---|--:|" + "--:|--:|" * len(others)
    single = {"trivial SELECT": TRIVIAL, **{each.name: each.text for each in examples()}}
    for name, text in single.items():
        loads = [loaded(each, lambda text=text: fresh(text), seconds, clients) for each in servers]  # type: ignore[misc]
        yield row(f"{name}, answers per second", [each.rate for each in loads])
        if text is TRIVIAL:
            yield row("the same, median ms", [each.share(0.5) for each in loads])
            yield row("the same, p99 ms", [each.share(0.99) for each in loads])
    question = examples()[2].text
    loads = [loaded(each, lambda: question, seconds, clients) for each in servers]
    yield row(f"{examples()[2].name}, the same text again and again", [each.rate for each in loads])
    firsts = [first_byte(each) for each in servers]
    yield row("100,000 rows, first byte, ms", [each[0] for each in firsts])
    yield row("100,000 rows, all, ms", [each[1] for each in firsts])


def row(name: str, values: list[float]) -> str:
    ours, *others = values
    cells = [f"{each:,.1f} | {ours / each if each else float('nan'):.2f}" for each in others]
    return f"| {name} | {ours:,.1f} | " + " | ".join(cells) + " |"


def mixed(server: Server, seconds: float) -> Iterator[str]:
    """Ordinary questions while ten runaway queries come one after the other."""
    alone = loaded(server, lambda: fresh(TRIVIAL), min(seconds, 5), 2)
    stop = time.monotonic() + seconds

    def runaway() -> None:
        while time.monotonic() < stop:
            with contextlib.suppress(OSError, http.client.HTTPException):
                asked(server, fresh(RUNAWAY))

    threads = [threading.Thread(target=runaway, daemon=True) for _ in range(1)]
    for each in threads:
        each.start()
    found = loaded(server, lambda: fresh(TRIVIAL), seconds, 2)
    yield f"Ordinary questions alone: median {alone.share(0.5):.0f} ms, longest {max(alone.times):.0f} ms. Beside "
    yield f"runaway queries for {seconds:.0f} s: {found.answered} answered, {found.failed} failed, "
    yield f"median {found.share(0.5):.0f} ms, longest {max(found.times):.0f} ms."


def theirs(store: Path, port: int) -> list[str] | None:
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.exists() else shutil.which("oxigraph")
    bind = f"127.0.0.1:{port}"
    return [program, "serve-read-only", "--location", str(store), "--bind", bind] if program else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=5, help="how many disclosures are made of each sample")
    parser.add_argument("--seconds", type=float, default=5, help="how long each question is asked")
    parser.add_argument("--clients", type=int, default=8, help="how many ask at the same time")
    parser.add_argument("--rdflib", metavar="PYTHON", help="a Python that has rdflib-endpoint and uvicorn")
    parser.add_argument("--mixed", type=float, default=20, help="how long the runaway queries go on")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        release, store = scaled_release(folder, given.copies), folder / "store"
        found = load(release, store, force=True)
        print(f"{found.disclosures} disclosures, {found.triples:,} triples\n", flush=True)
        ports = [free_port() for _ in range(3)]
        python = [sys.executable, "-c", OURS, str(release), str(store), str(ports[0])]
        servers = [stack.enter_context(running("ours", python, ports[0], "/sparql"))]
        native = theirs(home(store) / DATA, ports[1])
        if native:
            servers.append(stack.enter_context(running("oxigraph", native, ports[1], "/query")))
        for line in compared(servers, given.seconds, given.clients):
            print(line, flush=True)
        print("\n" + "".join(mixed(servers[0], given.mixed)), flush=True)
        if given.rdflib:
            print("\n" + "\n".join(beside_rdflib(given, folder, store, servers[0], ports[2])), flush=True)


def beside_rdflib(given: argparse.Namespace, folder: Path, store: Path, ours: Server, port: int) -> Iterator[str]:
    """The trivial question and the first example at rdflib-endpoint, which has no index on disk."""
    from pyoxigraph import RdfFormat, Store

    data = folder / "data.nt"
    Store.read_only(str(home(store) / DATA)).dump(str(data), format=RdfFormat.N_TRIPLES, from_graph=_default())
    command = [given.rdflib, "-c", RDFLIB, str(data), str(port)]
    with running("rdflib-endpoint", command, port, "/") as server:
        yield "| answers per second | ours | rdflib-endpoint | ours ÷ rdflib-endpoint |\n|---|--:|--:|--:|"
        for name, text in {"trivial SELECT": TRIVIAL, examples()[0].name: examples()[0].text}.items():
            loads = [
                loaded(each, lambda text=text: fresh(text), given.seconds, given.clients)  # type: ignore[misc]
                for each in (ours, server)
            ]
            yield row(name, [each.rate for each in loads])


def _default() -> object:
    from pyoxigraph import DefaultGraph

    return DefaultGraph()


if __name__ == "__main__":
    main()
