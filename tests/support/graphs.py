"""The small disclosure that is right in every way, and the changes that each structure shape must stop."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from rdflib import Graph

from ontology.namespaces import PREFIXES

CASES = Path(__file__).parents[1] / "shapes" / "cases"
PREFIX_LINES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@cache
def _right_triples() -> Graph:
    graph = Graph()
    for name in ("base.ttl", "codes.ttl", "checks.ttl"):
        graph.parse(CASES / name)
    return graph


def right_graph() -> Graph:
    """A fresh copy of the disclosure that is right in every way."""
    return Graph() + _right_triples()


def cases(verdict: str) -> list[tuple[str, str]]:
    """(shape, SPARQL update) of the changes with a verdict, good or bad."""
    with (CASES / "cases.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["shape"], row["update"]) for row in csv.DictReader(lines) if row["verdict"] == verdict]


def changed(update: str) -> Graph:
    """The right graph after a change."""
    graph = right_graph()
    before = set(graph)
    graph.update(PREFIX_LINES + update)
    assert set(graph) != before, "the case changes nothing"
    return graph
