"""How the time of every rule grows with the disclosure: the same tables with two, four and eight times the rows.

    python benchmarks/growing.py [--times 1 2 4 8] [--runs N] [--least MS] [INPUT]

Rows, projects, targets, plans and notes are copied with other names and amounts; the tables, their total rows and the
prose stay, and give the sum of all copies. Milliseconds of CPU time, the least of the runs. The last column is the
exponent of the growth between the first and the last size: 1 is linear, 2 is quadratic. Queries that take less than
`--least` milliseconds at the largest size are only counted.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

import pyoxigraph as ox

import converter
from benchmarks.checking import least
from converter.graph import build
from ontology.namespaces import PREFIXES
from shapes.checking import core_shapes
from shapes.core import Data, validate
from shapes.evaluating import Facts

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "henan-jiaozuo-zhongzhan-2025.txt"
YS = PREFIXES["ys"]
TYPE, DERIVED = PREFIXES["rdf"] + "type", PREFIXES["prov"] + "wasDerivedFrom"
WHOLE = YS + "sumOfDetails"
MONEY = {YS + "amount", YS + "targetValue"}
WORDS = {PREFIXES["rdfs"] + "label", PREFIXES["dct"] + "identifier"}
STAYING = {YS + name for name in ("SourceTable", "StatedFigure", "KeyFigure")} | {PREFIXES["qb"] + "DataSet"}
Times = dict[str, float]


def grown(quads: Sequence[ox.Quad], times: int) -> list[ox.Quad]:
    """The graph of a disclosure with so many times the rows; the graph itself for one."""
    copied = copied_nodes(quads)
    totals = {quad.subject for quad in quads if quad.predicate.value == WHOLE} | stated_nodes(quads)
    whole = times * (times + 1) // 2
    out = [times_amount(quad, whole) if quad.subject in totals else quad for quad in quads]
    for number in range(2, times + 1):
        names = {node: ox.NamedNode(f"{node.value}.{number}") for node in copied}
        for quad in quads:
            subject, value = names.get(quad.subject), names.get(quad.object)  # type: ignore[call-overload]
            if subject is not None:
                new = changed(times_amount(quad, number), number)
                out.append(ox.Quad(subject, quad.predicate, value or new.object, quad.graph_name))
            elif value is not None and quad.predicate.value == WHOLE:
                out.append(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name))
    return out


def copied_nodes(quads: Sequence[ox.Quad]) -> list[ox.NamedNode]:
    """What there is more of in a larger disclosure: what was read from lines, but no tables, total rows and prose."""
    read = {quad.subject for quad in quads if quad.predicate.value == DERIVED}
    read |= {q.subject for q in quads if isinstance(q.object, ox.NamedNode) and q.object.value == YS + "Project"}
    read -= {q.subject for q in quads if isinstance(q.object, ox.NamedNode) and q.object.value in STAYING}
    read -= {quad.subject for quad in quads if quad.predicate.value == WHOLE}
    return [node for node in read if isinstance(node, ox.NamedNode)]


def stated_nodes(quads: Sequence[ox.Quad]) -> set[object]:
    """The figures of the prose."""
    return {q.subject for q in quads if isinstance(q.object, ox.NamedNode) and q.object.value == YS + "StatedFigure"}


def times_amount(quad: ox.Quad, factor: int) -> ox.Quad:
    """A quad with so many times the amount, where it is one about money."""
    if quad.predicate.value not in MONEY or not isinstance(quad.object, ox.Literal):
        return quad
    value = ox.Literal(str(Decimal(quad.object.value) * factor), datatype=quad.object.datatype)
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


def changed(quad: ox.Quad, number: int) -> ox.Quad:
    """A quad with a number behind its text, where it is one about a name or a code."""
    if quad.predicate.value not in WORDS or not isinstance(quad.object, ox.Literal):
        return quad
    text, language = f"{quad.object.value}{number}", quad.object.language
    value = ox.Literal(text, language=language) if language else ox.Literal(text)
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


def measure(quads: Sequence[ox.Quad], runs: int) -> Times:
    """The milliseconds of each part of the check and of each query that is asked."""
    data = Data.of(quads)
    facts = Facts(data)
    times = {
        "**index**": least(lambda: Data.of(quads), runs),
        "**structure shapes**": least(lambda: list(validate(core_shapes(), Data(data.columns))), runs),
        "**rules**": least(lambda: Facts(Data(data.columns)).breaches(), runs),
    }
    for question in facts.questions:
        name = question.constraint.iri.rpartition("/")[2]
        answers = partial(Facts.answers, question=question)
        times[name] = least(lambda ask=answers: list(ask(Facts(Data(data.columns), []))), runs)  # type: ignore[misc]
    return times


def table(quads: Sequence[ox.Quad], times: Sequence[int], runs: int, floor: float) -> Iterator[str]:
    """The lines of the table, the steepest growth first."""
    graphs = [grown(quads, number) for number in times]
    sizes = [len(graph) for graph in graphs]
    yield "| | " + " | ".join(f"{size:,} triples" for size in sizes) + " | exponent |"
    yield "|---" + "|--:" * (len(sizes) + 1) + "|"
    found = [measure(graph, runs) for graph in graphs]
    rows = [(name, [each[name] for each in found]) for name in found[-1] if all(name in each for each in found)]
    steps = math.log(sizes[-1] / sizes[0])
    ranked = sorted(
        ((math.log(ms[-1] / ms[0]) / steps, name, ms) for name, ms in rows if ms[-1] >= floor), reverse=True
    )
    for exponent, name, ms in ranked:
        yield f"| {name} | " + " | ".join(f"{each:.1f}" for each in ms) + f" | {exponent:.2f} |"
    yield f"\n{len(rows) - len(ranked)} other queries took less than {floor:g} ms at {sizes[-1]:,} triples."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", nargs="?", default=str(SAMPLE), metavar="INPUT")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--least", type=float, default=1.0)
    options = parser.parse_args()
    quads = build(converter.read(options.input))
    for line in table(quads, options.times, options.runs, options.least):
        print(line, flush=True)


if __name__ == "__main__":
    main()
