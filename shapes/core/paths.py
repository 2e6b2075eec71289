"""SHACL property paths: read from a shapes graph, followed in a data graph."""

from __future__ import annotations

from collections.abc import Callable

from ontology.namespaces import PREFIXES
from shapes.core.data import FIRST, NONE, Data

SH = PREFIXES["sh"]
Path = Callable[[Data, str], list[str]]


def read_path(shapes: Data, node: str) -> Path:
    """The way to the values of a path."""
    if node.startswith("<"):
        return lambda data, focus: data.values(focus, node)
    if shapes.value(node, FIRST) is not None:
        return sequence([read_path(shapes, step) for step in shapes.items(node)])
    for name, make in MAKERS.items():
        inner = shapes.value(node, f"<{SH}{name}>")
        if inner is not None:
            return make(shapes, inner)
    raise ValueError(f"{node} is no SHACL property path")


def sequence(steps: list[Path]) -> Path:
    def follow(data: Data, focus: str) -> list[str]:
        nodes = [focus]
        for step in steps:
            nodes = list(dict.fromkeys(value for node in nodes for value in step(data, node)))
        return nodes

    return follow


def inverse(shapes: Data, node: str) -> Path:
    """The subjects whose value by a path the focus is; only a predicate is turned by an index."""
    if node.startswith("<"):
        return lambda data, focus: data.back(node).get(focus, NONE)
    path = read_path(shapes, node)
    return lambda data, focus: [subject for subject in data.subjects if focus in path(data, subject)]


def alternative(shapes: Data, node: str) -> Path:
    ways = [read_path(shapes, way) for way in shapes.items(node)]
    return lambda data, focus: list(dict.fromkeys(value for way in ways for value in way(data, focus)))


def repeated(shapes: Data, node: str, least: int, many: bool) -> Path:
    """The values after `least` or more steps (at most one step when not `many`)."""
    step = read_path(shapes, node)

    def follow(data: Data, focus: str) -> list[str]:
        found = dict.fromkeys([] if least else [focus])
        todo = list(dict.fromkeys(step(data, focus)))
        while todo:
            value = todo.pop(0)
            if value not in found:
                found[value] = None
                todo += step(data, value) if many else []
        return list(found)

    return follow


MAKERS: dict[str, Callable[[Data, str], Path]] = {
    "inversePath": inverse,
    "alternativePath": alternative,
    "zeroOrMorePath": lambda shapes, node: repeated(shapes, node, 0, True),
    "oneOrMorePath": lambda shapes, node: repeated(shapes, node, 1, True),
    "zeroOrOnePath": lambda shapes, node: repeated(shapes, node, 0, False),
}
