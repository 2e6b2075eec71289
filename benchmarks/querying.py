"""How long the example questions take over many disclosures: our engine, and rdflib in memory on the same triples.

    python benchmarks/querying.py [--copies N] [--runs N] [--seconds N]

The data are the samples, each N times under IRIs of its own, with the vocabulary and code lists. Milliseconds of
CPU time, medians over the runs; a question is given up after so many seconds.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from pyoxigraph import RdfFormat, Store, serialize
from rdflib import Graph

import converter
from server import engine
from server.queries import examples
from server.store import load

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
MANY = 10**7
Counted = Callable[[str], int]


def scaled_release(folder: Path, copies: int) -> Path:
    """A release of the samples in which each disclosure is there `copies` times."""
    release = converter.convert(converter.expand([str(SAMPLES)]), folder / "release", progress=False).path
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    for entry in list(manifest["disclosures"]):
        data = gzip.decompress((release / entry["files"]["nquads"]).read_bytes())
        for number in range(1, copies):
            add_copy(release, manifest, entry, data.replace(b"/id/", b"/id/copy-%d/" % number), number)
    (release / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return release


def add_copy(release: Path, manifest: dict[str, Any], entry: dict[str, Any], data: bytes, number: int) -> None:
    """Writes one copy of a disclosure and lists it."""
    path = f"dump/{entry['id']}-{number}.nq.gz"
    packed = gzip.compress(data, compresslevel=1, mtime=0)
    (release / path).write_bytes(packed)
    names = {name: entry[name].replace("/id/", f"/id/copy-{number}/") for name in ("iri", "version")}
    manifest["disclosures"].append({**entry, **names, "id": f"{entry['id']}-{number}", "files": {"nquads": path}})
    digest = hashlib.sha256(packed).hexdigest()
    listed = {"path": path, "bytes": len(packed), "sha256": digest, "media_type": "application/n-quads"}
    manifest["files"].append(listed)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What the work returns, and how many milliseconds of CPU time it took."""
    start = time.process_time()
    result = work()
    return result, (time.process_time() - start) * 1000


def ours(store: Store) -> Counted:
    """Answers a query through the server's engine, every row taken; gives the number of rows."""
    return lambda text: len(engine.evaluate(store, engine.Query(text), engine.FirstRows(MANY)).rows)


def theirs(graph: Graph) -> Counted:
    return lambda text: len(list(graph.query(text)))


def same_triples(store: Store) -> Graph:
    """The default graph of the store, in rdflib's memory."""
    triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, None))
    graph = Graph()
    graph.parse(data=serialize(dict.fromkeys(triples), format=RdfFormat.N_TRIPLES), format="nt")
    return graph


def measure(answer: Counted, text: str, runs: int, seconds: float) -> tuple[int, float] | None:
    """(rows, median time), or None when the time is up before the first answer."""
    times: list[float] = []
    rows, until = 0, time.monotonic() + seconds
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        while len(times) < runs and (not times or time.monotonic() < until):
            rows, spent = timed(lambda: answer(text))
            times.append(spent)
    except TimeoutError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return (rows, median(times)) if times else None


def stop(*_: object) -> None:
    raise TimeoutError


def lines(store: Store, graph: Graph, runs: int, seconds: float) -> Iterator[str]:
    """The table of all questions, in Markdown."""
    yield "| question | rows | ours, ms | rdflib, ms | rdflib ÷ ours |"
    yield "|---|--:|--:|--:|--:|"
    ratios = []
    for example in examples():
        mine = measure(ours(store), example.text, runs, seconds)
        other = measure(theirs(graph), example.text, runs, seconds)
        assert mine is not None, f"{example.name} took more than {seconds} s"
        rows = str(mine[0]) if other is None or other[0] == mine[0] else f"{mine[0]}, rdflib {other[0]}"
        shown = f"> {seconds * 1000:,.0f}" if other is None else f"{other[1]:,.0f}"
        ratios.append((seconds * 1000 if other is None else other[1]) / mine[1])
        yield f"| {example.name} | {rows} | {mine[1]:.1f} | {shown} | {'> ' * (other is None)}{ratios[-1]:,.0f} |"
    yield f"| median | | | | {median(ratios):,.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=5, help="how many disclosures are made of each sample")
    parser.add_argument("--runs", type=int, default=5, help="how often each question is asked")
    parser.add_argument("--seconds", type=float, default=30, help="how long a question may take")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        release = scaled_release(Path(folder), given.copies)
        found, loading = timed(lambda: load(release, Path(folder) / "store"))
        store = engine.open_store(Path(folder) / "store")
        graph, parsing = timed(lambda: same_triples(store))
        print(f"{found.disclosures} disclosures, {found.triples:,} triples; ", end="")
        print(f"loaded in {loading / 1000:.1f} s, by rdflib in {parsing / 1000:.1f} s\n", flush=True)
        for line in lines(store, graph, given.runs, given.seconds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
