"""Holds a graph against the structure shapes, one disclosure at a time."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pyshacl import validate
from rdflib import Graph

from shapes.report import Report, read_report


def check(graph: Graph) -> Report:
    """The report of a graph of one disclosure: it conforms when it is what the vocabulary promises.

    A document's own contradictions are findings inside the graph and never break a shape.
    """
    shapes = structure_shapes()
    _, found, _ = validate(graph, shacl_graph=shapes, inplace=True, inference="none", do_owl_imports=False)
    if not isinstance(found, Graph):
        raise RuntimeError(f"the structure check could not run: {found}")
    return read_report(found, shapes)


@cache
def structure_shapes() -> Graph:
    """All structure shapes as one graph."""
    graph = Graph()
    for text in structure_files():
        graph.parse(data=text, format="turtle")
    return graph


def structure_files() -> Iterator[str]:
    """The text of each file of structure shapes."""
    folder = files("shapes").joinpath("structure")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".ttl"):
            yield file.read_text(encoding="utf-8")
