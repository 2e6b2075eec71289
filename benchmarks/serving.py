"""Requests answered over HTTP: our server beside the engine's own and rdflib-endpoint, on the same triples.

    python benchmarks/serving.py [--copies N] [--seconds N] [--clients N] [--rounds N] [--mixed N] [--rdflib PYTHON]

The data are the samples, each N times under IRIs of its own (34 make four million triples). The engine's own server
(the package `oxigraph`) reads the very store that ours reads; both are asked in turn in one run, with changing order,
and the table has medians over the rounds. Every query is a text of its own, so that nobody answers from memory, but
where a row says so. Rates are measured with `wrk` where that is installed, for a client in Python costs more than a
quick answer. rdflib-endpoint runs under another Python that has it. Ratios are ours to theirs.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from benchmarks.loads import (
    Load,
    Server,
    asked,
    by_wrk,
    connected,
    free_port,
    fresh,
    loaded,
    native,
    ours,
    processor_time,
    running,
)
from benchmarks.querying import scaled_release
from server.places import DATA, home
from server.queries import examples
from server.store import load

TRIVIAL = "SELECT ?t { <https://w3id.org/yusuan/id/org/410703/309> a ?t }"
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 100000"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
RUNAWAYS = 10
RDFLIB = """import sys; import uvicorn; from rdflib import Graph; from rdflib_endpoint import SparqlEndpoint
graph = Graph(); graph.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph, path="/"), port=int(sys.argv[2]), log_level="error")"""
Measured = tuple[float, ...]


def in_turn(servers: list[Server], rounds: int, measure: Callable[[Server], Measured]) -> list[Measured]:
    """For each server the medians of what was measured in so many rounds, of which every other goes backwards."""
    found: dict[str, list[Measured]] = {each.name: [] for each in servers}
    for number in range(rounds):
        for each in servers[:: -1 if number % 2 else 1]:
            found[each.name].append(measure(each))
    return [tuple(map(median, zip(*found[each.name], strict=True))) for each in servers]


def rows(names: tuple[str, ...], measured: list[Measured]) -> Iterator[str]:
    """Lines of the table: each quantity of all servers, and ours to theirs."""
    for name, values in zip(names, zip(*measured, strict=True), strict=True):
        first, *others = values
        cells = [f"{each:,.1f} | {first / each if each else float('nan'):.2f}" for each in others]
        yield f"| {name} | {first:,.1f} | " + " | ".join(cells) + " |"


def pressed(server: Server, text: str, seconds: float, clients: int, folder: Path) -> Measured:
    """Answers per second, median and p99 in ms, and microseconds of the server's processors for each answer."""
    before = processor_time(server.process)
    by = by_wrk(server, text, seconds, clients, folder)
    if by is None:
        found = loaded(server, lambda: fresh(text), seconds, clients)
        by = found.rate, found.share(0.5), found.share(0.99)
    return (*by, (processor_time(server.process) - before) / max(1.0, by[0] * max(1, int(seconds))) * 1e6)


def latency(server: Server, text: str, runs: int = 5) -> Measured:
    """Milliseconds of one answer to one client, the median."""
    times = []
    with contextlib.closing(connected(server)) as connection:
        for _ in range(runs):
            start = time.monotonic()
            asked(server, fresh(text), connection)
            times.append((time.monotonic() - start) * 1000)
    return (median(times),)


def again(server: Server, text: str) -> Measured:
    """The same for a text that was asked before."""
    asked(server, text)
    start = time.monotonic()
    asked(server, text)
    return ((time.monotonic() - start) * 1000,)


def first_byte(server: Server) -> Measured:
    """Milliseconds until the first byte and the last of 100,000 rows."""
    with contextlib.closing(connected(server)) as connection:
        start = time.monotonic()
        address = f"{server.path}?{urlencode({'query': fresh(ROWS)})}"
        connection.request("GET", address, headers={"Accept": "text/csv"})
        response = connection.getresponse()
        response.read(1)
        first = time.monotonic() - start
        while response.read(1_000_000):
            pass
        return first * 1000, (time.monotonic() - start) * 1000


def compared(servers: list[Server], given: argparse.Namespace, folder: Path) -> Iterator[str]:
    """The table of all measurements, in Markdown."""
    yield "| measured | ours | " + " | ".join(f"{each.name} | ours ÷ {each.name}" for each in servers[1:]) + " |"
    yield "|---|--:|" + "--:|--:|" * len(servers[1:])
    seconds, clients, rounds = given.seconds, given.clients, given.rounds
    for name, text in {"trivial SELECT": TRIVIAL, **{each.name: each.text for each in examples()}}.items():
        names = (f"{name}, answers per second", "its median, ms", "its p99, ms", "its processor time, µs")
        yield from rows(names, in_turn(servers, rounds, lambda each: pressed(each, text, seconds, clients, folder)))  # noqa: B023
    for example in examples():
        text = example.text
        yield from rows((f"{example.name}, ms, alone",), in_turn(servers, rounds, lambda each: latency(each, text)))  # noqa: B023
        yield from rows(("the same, asked before",), in_turn(servers, rounds, lambda each: again(each, text)))  # noqa: B023
    names = ("100,000 rows, first byte, ms", "100,000 rows, all, ms")
    yield from rows(names, in_turn(servers, rounds, first_byte))


def mixed(server: Server, seconds: float) -> Iterator[str]:
    """Ordinary questions of two clients, alone and while ten others ask runaway queries, each again and again."""
    questions = itertools.cycle([TRIVIAL, *(each.text for each in examples())])
    alone = loaded(server, lambda: fresh(next(questions)), min(seconds, 10), 2)
    stop = time.monotonic() + seconds
    threads = [threading.Thread(target=run_away, args=(server, n, stop), daemon=True) for n in range(RUNAWAYS)]
    for each in threads:
        each.start()
    beside = loaded(server, lambda: fresh(next(questions)), seconds, 2)
    yield f"{server.name}: {said(alone)} alone. Beside {RUNAWAYS} runaway queries at a time for {seconds:.0f} s: "
    yield f"{said(beside)}; {beside.failed} failed."


def run_away(server: Server, number: int, stop: float) -> None:
    """One client of its own address, which asks again as soon as it is refused."""
    while time.monotonic() < stop:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = connected(server, f"127.0.1.{number + 1}", timeout=max(1.0, stop - time.monotonic()))
            with contextlib.closing(connection):
                if asked(server, fresh(RUNAWAY), connection)[0] in (429, 503):
                    time.sleep(0.1)


def said(found: Load) -> str:
    longest = max(found.times, default=float("nan"))
    return f"{len(found.times):,} ordinary answers, median {found.share(0.5):.0f} ms, longest {longest:,.0f} ms"


def beside_rdflib(given: argparse.Namespace, folder: Path, store: Path, mine: Server) -> Iterator[str]:
    """The trivial question and the first example at rdflib-endpoint, which has no index on disk."""
    from pyoxigraph import DefaultGraph, RdfFormat, Store

    data, port = folder / "data.nt", free_port()
    Store.read_only(str(home(store) / DATA)).dump(str(data), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    with running("rdflib-endpoint", [given.rdflib, "-c", RDFLIB, str(data), str(port)], port, "/") as server:
        yield "| answers per second | ours | rdflib-endpoint | ours ÷ rdflib-endpoint |\n|---|--:|--:|--:|"
        for name, text in {"trivial SELECT": TRIVIAL, examples()[0].name: examples()[0].text}.items():
            both = [
                (loaded(each, lambda text=text: fresh(text), given.seconds, given.clients).rate,)  # type: ignore[misc]
                for each in (mine, server)
            ]
            yield from rows((name,), both)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=5, help="how many disclosures are made of each sample")
    parser.add_argument("--seconds", type=float, default=4, help="how long each question is asked")
    parser.add_argument("--clients", type=int, default=8, help="how many ask at the same time")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured")
    parser.add_argument("--mixed", type=float, default=60, help="how long the runaway queries go on; 0 for none")
    parser.add_argument("--only-mixed", action="store_true", help="measure nothing else")
    parser.add_argument("--rdflib", metavar="PYTHON", help="a Python that has rdflib-endpoint and uvicorn")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        release, store = scaled_release(folder, given.copies), folder / "store"
        found = load(release, store, force=True)
        print(f"{found.disclosures} disclosures, {found.triples:,} triples\n", flush=True)
        measure(given, folder, release, store, stack)


def measure(given: argparse.Namespace, folder: Path, release: Path, store: Path, stack: contextlib.ExitStack) -> None:
    """Print everything that was asked for."""
    beside = native(home(store) / DATA)
    servers = [stack.enter_context(each) for each in (ours(release, store), beside) if each]
    for line in () if given.only_mixed else compared(servers, given, folder):
        print(line, flush=True)
    for server in servers if given.mixed else ():
        print("\n" + "".join(mixed(server, given.mixed)), flush=True)
    if given.rdflib:
        print("\n" + "\n".join(beside_rdflib(given, folder, store, servers[0])), flush=True)


if __name__ == "__main__":
    main()
