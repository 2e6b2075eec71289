"""Shapes as Python objects, read from a shapes graph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from typing import NamedTuple

from ontology.namespaces import PREFIXES
from shapes.core.data import RDF_TYPE, Data
from shapes.core.literals import parts
from shapes.core.paths import Path, read_path

SH = PREFIXES["sh"]
RDFS_CLASS = f"<{PREFIXES['rdfs']}Class>"
TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
HOLDERS = ("not", "node", "property", "qualifiedValueShape")
LISTS = ("and", "or", "xone")


def sh(name: str) -> str:
    return f"<{SH}{name}>"


class Test(NamedTuple):
    """What must hold for a value: its constraint component, a number that equal tests share, and the test itself."""

    component: str
    key: int
    fits: Callable[[Data, str], bool]


@dataclass(eq=False)
class Shape:
    """A shape: what it looks at, how it gets from a focus node to its values, and what holds for them.

    `tests` are about one value each; `others` are the parameters that are not.
    """

    node: str
    path: Path | None
    path_node: str
    severity: str
    messages: dict[str, str]
    targets: tuple[tuple[str, str], ...]
    active: bool
    parameters: dict[str, list[str]]
    least: int = 0
    most: int | None = None
    tests: list[Test] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def nodes(self, data: Data) -> Collection[str]:
        """The target nodes, each once."""
        if len(self.targets) == 1:
            return targets(data, *self.targets[0])
        found: dict[str, None] = {}
        for kind, value in self.targets:
            found |= dict.fromkeys(targets(data, kind, value))
        return found

    def values(self, data: Data, focus: str) -> list[str]:
        """What the path leads to from a focus node; of a shape without a path, the node itself."""
        return [focus] if self.path is None else self.path(data, focus)


def targets(data: Data, kind: str, value: str) -> Collection[str]:
    """The nodes of one target declaration."""
    if kind == "targetNode":
        return [value]
    if kind == "targetClass":
        return data.instances(value)
    return data.column(value).users if kind == "targetSubjectsOf" else data.column(value).used


@dataclass(eq=False)
class Shapes:
    """The shapes of a shapes graph by their node, and the graph itself for what is asked for rarely."""

    graph: Data
    by_node: dict[str, Shape]
    keys: dict[Hashable, int] = field(default_factory=dict)


def read_shapes(graph: Data) -> Shapes:
    """All shapes: those with a target, and those that others name."""
    from shapes.core.components import add_tests

    shapes = Shapes(graph, {})
    todo = [node for node in graph.subjects if is_shape(graph, node)]
    while todo:
        node = todo.pop()
        if node not in shapes.by_node:
            shapes.by_node[node] = read_shape(graph, node)
            todo += named_by(graph, node)
    for shape in shapes.by_node.values():
        add_tests(shapes, shape)
    return shapes


def is_shape(graph: Data, node: str) -> bool:
    types = graph.values(node, RDF_TYPE)
    if sh("NodeShape") in types or sh("PropertyShape") in types:
        return True
    return any(graph.values(node, sh(name)) for name in TARGETS)


def named_by(graph: Data, node: str) -> list[str]:
    """The shapes that a shape names."""
    lists = [member for name in LISTS for head in graph.values(node, sh(name)) for member in graph.items(head)]
    return [other for name in HOLDERS for other in graph.values(node, sh(name))] + lists


def read_shape(graph: Data, node: str) -> Shape:
    properties = graph.subjects.get(node, {})
    path = graph.value(node, sh("path"))
    parameters = {name[len(SH) + 1 : -1]: found for name, found in properties.items() if name.startswith(f"<{SH}")}
    said = [text for text in map(parts, parameters.get("message", ())) if text]
    severity = graph.value(node, sh("severity")) or sh("Violation")
    implicit = [("targetClass", node)] if graph.is_instance(node, RDFS_CLASS) else []
    return Shape(
        node,
        read_path(graph, path) if path else None,
        path or "",
        severity,
        {text.language: text.text for text in said},
        tuple([(name, value) for name in TARGETS for value in parameters.get(name, ())] + implicit),
        not any(text.text in {"true", "1"} for text in map(parts, parameters.get("deactivated", ())) if text),
        parameters,
    )
