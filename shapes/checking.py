"""Holds the graph of one disclosure against its structure shapes and the accounting rules.

`check` is the way that conversion takes; `reference` asks pySHACL the same, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import pyoxigraph as ox
from pyshacl import validate as pyshacl_validate
from rdflib import Graph

from shapes.core import Data, Shapes, read_shapes, validate
from shapes.evaluating import Facts
from shapes.report import Report, make_report, read_report, rule_result, structure_result
from shapes.rulebook import rule_files


def check(graph: Graph | Iterable[ox.Quad]) -> Report:
    """The report of a graph of one disclosure (its quads all in one graph): whether it is what the vocabulary promises.

    A document's own contradictions are in the report as warnings and never break a shape.
    """
    data = Data.of(as_quads(graph))
    facts = Facts(data)
    results = [*map(structure_result, validate(core_shapes(), data)), *map(rule_result, facts.breaches())]
    return make_report(results, facts.rounded())


def check_structure(graph: Graph | Iterable[ox.Quad]) -> Report:
    """The report of the structure shapes alone."""
    data = Data.of(as_quads(graph))
    return make_report(map(structure_result, validate(core_shapes(), data)))


def reference(graph: Graph, shapes: Graph | None = None) -> Report:
    """The report that pySHACL gives of the same shapes and rules (or of some of them), slowly."""
    asked = all_shapes() if shapes is None else shapes
    _, found, _ = pyshacl_validate(graph, shacl_graph=asked, inplace=True, inference="none", do_owl_imports=False)
    if not isinstance(found, Graph):
        raise RuntimeError(f"pySHACL could not check the graph: {found}")
    return read_report(found, asked)


def as_quads(graph: Graph | Iterable[ox.Quad]) -> list[ox.Quad]:
    """The triples of a graph as quads of the default graph; quads as they are."""
    if isinstance(graph, Graph):
        text = graph.serialize(format="nt", encoding="utf-8")
        return list(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    return list(graph)


def as_store(quads: Iterable[ox.Quad]) -> ox.Store:
    """A store in memory that holds the quads."""
    store = ox.Store()
    store.extend(quads)
    return store


@cache
def core_shapes() -> Shapes:
    """The structure shapes, ready to be asked."""
    quads = (quad for text in structure_files() for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    return read_shapes(Data.of(quads))


@cache
def structure_shapes() -> Graph:
    """All structure shapes as one graph."""
    graph = Graph()
    for text in structure_files():
        graph.parse(data=text, format="turtle")
    return graph


@cache
def all_shapes() -> Graph:
    """Structure shapes and rules as one graph."""
    graph = Graph() + structure_shapes()
    for text in rule_files():
        graph.parse(data=text, format="turtle")
    return graph


def structure_files() -> Iterator[str]:
    """The text of each file of structure shapes."""
    folder = files("shapes").joinpath("structure")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".ttl"):
            yield file.read_text(encoding="utf-8")
