"""How long the check of a disclosure takes, structure shapes and accounting rules: our engine beside plain pySHACL.

    python benchmarks/checking.py [--runs N] [--limit SECONDS] [--lines N] [--structure-only] [INPUT...]

Milliseconds of CPU time of one core, the least of the runs, without what an earlier run has kept; pySHACL runs once
and is stopped after the limit (seconds of CPU time). Where it comes to an end, the two reports must be the same.
`--lines` takes only so many of the nodes that were read from lines: pySHACL asks every query for every node, which
takes longer than anyone waits on the graph of a whole disclosure. `--structure-only` leaves the rules out.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph

import converter
from converter.graph import build
from ontology.namespaces import PREFIXES
from shapes import Report, check_structure
from shapes.checking import all_shapes, check, core_shapes, reference, structure_shapes
from shapes.core import Data, literals, validate
from shapes.evaluating import Facts
from shapes.sparql.terms import VALUES

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
DERIVED = PREFIXES["prov"] + "wasDerivedFrom"
SIZE = 4000
COLUMNS = ("triples", "index", "structure", "rules", "check", f"a second at {SIZE:,}", "pySHACL", "÷ ours")
Key = tuple[str, ...]


def least(work: Callable[[], Any], runs: int) -> float:
    """The least milliseconds of CPU time that the work took."""
    found = []
    for _ in range(runs):
        literals.ordered.cache_clear()
        VALUES.clear()
        start = time.process_time()
        work()
        found.append((time.process_time() - start) * 1000)
    return min(found)


def keys(report: Report) -> Counter[Key]:
    return Counter((r.focus, r.value, r.shape, r.component, r.constraint, r.severity) for r in report.results)


def excerpt(quads: Sequence[ox.Quad], lines: int) -> list[ox.Quad]:
    """The graph with so many of the nodes that were read from lines, and nothing about the others."""
    read = list(dict.fromkeys(quad.subject for quad in quads if quad.predicate.value == DERIVED))
    dropped = set(read[lines:])
    return [quad for quad in quads if quad.subject not in dropped and quad.object not in dropped]


def measure(quads: Sequence[ox.Quad], runs: int, structure_only: bool, limit: int) -> list[float | str]:
    """The figures of one graph, in the order of COLUMNS; AssertionError when the two reports differ."""
    ours = least(lambda: check_structure(quads) if structure_only else check(quads), runs)
    parts = [
        least(lambda: Data.of(quads), runs),
        least(lambda: list(validate(core_shapes(), Data.of(quads))), runs),
        with_rules(quads, structure_only, runs),
    ]
    parts[1:] = [max(0, part - parts[0]) for part in parts[1:]]
    slow = limited(quads, structure_only, limit)
    if slow is None:
        theirs: list[float | str] = [f"> {limit * 1000:,}", f"> {limit * 1000 / ours:,.0f}"]
    else:
        assert slow[1] == keys(check_structure(quads) if structure_only else check(quads)), "the reports differ"
        theirs = [slow[0], slow[0] / ours]
    return [len(quads), *parts, ours, 1000 / (ours * SIZE / len(quads)), *theirs]


def with_rules(quads: Sequence[ox.Quad], left_out: bool, runs: int) -> float:
    """The milliseconds of the rules, index and all."""
    return 0 if left_out else least(lambda: rules_of(Facts(Data.of(quads))), runs)


def rules_of(facts: Facts) -> int:
    """How much the rules find."""
    return len(facts.breaches()) + facts.rounded()


def limited(quads: Sequence[ox.Quad], structure_only: bool, limit: int) -> tuple[float, Counter[Key]] | None:
    """pySHACL's milliseconds and results, from a process of its own; None when it needs more than the limit."""
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=ask, args=(there, quads, structure_only, limit))
    child.start()
    there.close()
    try:
        found: tuple[float, Counter[Key]] | None = here.recv()
    except EOFError:
        found = None
    child.join()
    return found


def ask(answers: Connection, quads: Sequence[ox.Quad], structure_only: bool, limit: int) -> None:
    """Sends what pySHACL finds and how long it took; the system ends the process when its time is over."""
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    graph = Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    shapes = structure_shapes() if structure_only else all_shapes()
    start = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(start) + limit + 1, int(start) + limit + 1))
    report = reference(graph, shapes)
    answers.send(((time.process_time() - start) * 1000, keys(report)))


def print_table(rows: Iterable[tuple[str, list[float | str]]]) -> None:
    """The rows as a Markdown table."""
    print("| document | " + " | ".join(COLUMNS) + " |\n|---" + "|--:" * len(COLUMNS) + "|")
    for name, figures in rows:
        print(f"| {name} | " + " | ".join(map(shown, figures)) + " |", flush=True)


def shown(figure: float | str) -> str:
    return figure if isinstance(figure, str) else f"{figure:,.{0 if figure >= 100 else 1}f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", default=[str(SAMPLES)], metavar="INPUT")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--limit", type=int, default=60, help="seconds that pySHACL may take")
    parser.add_argument("--lines", type=int, default=0, help="take so many nodes only; 0 for all")
    parser.add_argument("--structure-only", action="store_true")
    options = parser.parse_args()
    graphs = [(path.stem, build(converter.read(path))) for path in converter.expand(options.inputs)]
    gc.freeze()  # as in the processes of a conversion: what is loaded need not be looked through again and again
    cut = ((name, excerpt(quads, options.lines) if options.lines else quads) for name, quads in graphs)
    print_table((name, measure(quads, options.runs, options.structure_only, options.limit)) for name, quads in cut)


if __name__ == "__main__":
    main()
