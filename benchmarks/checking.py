"""How long the check of a disclosure takes, structure shapes and accounting rules: our engine beside plain pySHACL.

    python benchmarks/checking.py [--runs N] [--structure-only] [INPUT...]

Milliseconds of CPU time of one core, the least of the runs; pySHACL runs once. The two reports must be the same.
`--structure-only` leaves out pySHACL's evaluation of the rules, which takes minutes.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph

import converter
from converter.graph import build
from shapes import Report, check_structure
from shapes.checking import all_shapes, as_store, check, core_shapes, reference, structure_shapes
from shapes.core import Data, validate
from shapes.evaluating import evaluate

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SIZE = 4000
COLUMNS = (
    "triples",
    "index",
    "structure",
    "load",
    "rules",
    "all",
    f"a second at {SIZE:,}",
    "pySHACL",
    "pySHACL ÷ ours",
)


def least(work: Callable[[], Any], runs: int) -> float:
    """The least milliseconds of CPU time that the work took."""
    found = []
    for _ in range(runs):
        start = time.process_time()
        work()
        found.append((time.process_time() - start) * 1000)
    return min(found)


def keys(report: Report) -> Counter[tuple[str, ...]]:
    return Counter((r.focus, r.value, r.shape, r.component, r.constraint, r.severity) for r in report.results)


def measure(quads: Sequence[ox.Quad], runs: int, structure_only: bool) -> list[float]:
    """The figures of one graph, in the order of COLUMNS; AssertionError when the two reports differ."""
    data, store = Data.of(quads), as_store(quads)
    index = least(lambda: Data.of(quads), runs)
    structure = least(lambda: list(validate(core_shapes(), Data(data.subjects))), runs)
    load, rules = least(lambda: as_store(quads), runs), least(lambda: evaluate(store, quads[0].graph_name), runs)
    ours = index + structure + (0 if structure_only else load + rules)
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    graph = Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    shapes = structure_shapes() if structure_only else all_shapes()
    start = time.process_time()
    theirs = reference(graph, shapes)
    slow = (time.process_time() - start) * 1000
    assert keys(theirs) == keys(check_structure(quads) if structure_only else check(quads)), "the reports differ"
    per_second = 1000 / (ours * SIZE / len(quads))
    return [len(quads), index, structure, load, rules, ours, per_second, slow, slow / ours]


def print_table(rows: Iterable[tuple[str, list[float]]]) -> None:
    """The rows as a Markdown table."""
    print("| document | " + " | ".join(COLUMNS) + " |\n|---" + "|--:" * len(COLUMNS) + "|")
    for name, figures in rows:
        print(
            f"| {name} | " + " | ".join(f"{figure:,.{0 if figure >= 100 else 1}f}" for figure in figures) + " |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", default=[str(SAMPLES)], metavar="INPUT")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--structure-only", action="store_true")
    options = parser.parse_args()
    graphs = ((path.stem, build(converter.read(path))) for path in converter.expand(options.inputs))
    print_table((name, measure(quads, options.runs, options.structure_only)) for name, quads in graphs)


if __name__ == "__main__":
    main()
