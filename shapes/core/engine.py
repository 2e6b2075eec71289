"""Holds data against shapes: every violation, with focus node, path, value, component and shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from shapes.core.components import component, number
from shapes.core.data import NONE, NOTHING, Data
from shapes.core.literals import compare, parts
from shapes.core.reading import Shape, Shapes, sh

Found = Iterator["Violation"]


@dataclass(frozen=True, slots=True)
class Violation:
    """One result; terms as N-Triples text, `path` and `value` empty where there is none."""

    focus: str
    path: str
    value: str
    component: str
    shape: Shape


def validate(shapes: Shapes, data: Data) -> Found:
    """Every violation of every shape with targets."""
    data.turn(shapes.turned)
    for shape in shapes.by_node.values():
        if shape.targets and shape.active:
            yield from check(shapes, data, shape, shape.nodes(data))


def conforms(shapes: Shapes, data: Data, shape: Shape, node: str) -> bool:
    """Whether a node has no violation of a shape."""
    if shape.path is None and not shape.others:
        return not shape.active or all(test(data, node) for _, test in shape.tests)
    return next(check(shapes, data, shape, (node,)), None) is None


def check(shapes: Shapes, data: Data, shape: Shape, nodes: Iterable[str]) -> Found:
    """The violations of one shape at focus nodes."""
    if not shape.active or is_obeyed(data, shape, nodes):
        return
    good: set[str] = set()
    simple = shape.path_node if shape.path_node.startswith("<") else ""
    path, tests, others = shape.path, shape.tests, shape.others
    least, most = shape.least, len(data.subjects) if shape.most is None else shape.most
    for focus in nodes:
        if simple:
            values = data.subjects.get(focus, NOTHING).get(simple, NONE)
        else:
            values = path(data, focus) if path else [focus]
        if path is not None and not least <= len(values) <= most:
            yield from counts(shape, focus, len(values))
        if tests:
            for value in values:
                if value not in good:
                    bad = [name for name, test in tests if not test(data, value)]
                    if bad:
                        yield from (Violation(focus, shape.path_node, value, name, shape) for name in bad)
                    else:
                        good.add(value)
        for name in others:
            yield from OTHER_COMPONENTS[name](shapes, data, shape, focus, values)


def is_obeyed(data: Data, shape: Shape, nodes: Iterable[str]) -> bool:
    """Whether all nodes obey a shape that a look at the column of their values can clear; it is silent otherwise."""
    if shape.path is None and not shape.others:
        return all(test(data, node) for node in nodes for _, test in shape.tests)
    if not shape.path_node.startswith("<") or shape.others:
        return False
    get, name = data.subjects.get, shape.path_node
    column = [get(focus, NOTHING).get(name, NONE) for focus in nodes]
    sizes = set(map(len, column))
    if sizes and (min(sizes) < shape.least or (shape.most is not None and max(sizes) > shape.most)):
        return False
    return all(test(data, value) for value in set(chain.from_iterable(column)) for _, test in shape.tests)


def counts(shape: Shape, focus: str, count: int) -> Found:
    if count < shape.least:
        yield Violation(focus, shape.path_node, "", "MinCountConstraintComponent", shape)
    if shape.most is not None and count > shape.most:
        yield Violation(focus, shape.path_node, "", "MaxCountConstraintComponent", shape)


def unique_language(shapes: Shapes, data: Data, shape: Shape, focus: str, values: list[str]) -> Found:
    if any((text := parts(term)) and text.text == "true" for term in shape.parameters["uniqueLang"]):
        languages = Counter(text.language.lower() for text in map(parts, values) if text and text.language)
        for language, count in languages.items():
            if count > 1 and language:
                yield Violation(focus, shape.path_node, "", "UniqueLangConstraintComponent", shape)


def has_value(shapes: Shapes, data: Data, shape: Shape, focus: str, values: list[str]) -> Found:
    for wanted in shape.parameters["hasValue"]:
        if wanted not in values:
            yield Violation(focus, shape.path_node, "", "HasValueConstraintComponent", shape)


def equals(shapes: Shapes, data: Data, shape: Shape, focus: str, values: list[str]) -> Found:
    for predicate in shape.parameters["equals"]:
        for value in set(values) ^ set(data.values(focus, predicate)):
            yield Violation(focus, shape.path_node, value, "EqualsConstraintComponent", shape)


def disjoint(shapes: Shapes, data: Data, shape: Shape, focus: str, values: list[str]) -> Found:
    for predicate in shape.parameters["disjoint"]:
        for value in set(values) & set(data.values(focus, predicate)):
            yield Violation(focus, shape.path_node, value, "DisjointConstraintComponent", shape)


def less_than(name: str, *allowed: int) -> Callable[[Shapes, Data, Shape, str, list[str]], Found]:
    def check_order(shapes: Shapes, data: Data, shape: Shape, focus: str, values: list[str]) -> Found:
        for predicate in shape.parameters[name]:
            for value in values:
                for other in data.values(focus, predicate):
                    if compare(value, other) not in allowed:
                        yield Violation(focus, shape.path_node, value, component(name), shape)

    return check_order


def closed(shapes: Shapes, data: Data, shape: Shape, focus: str, values: list[str]) -> Found:
    if not any((text := parts(term)) and text.text in {"true", "1"} for term in shape.parameters["closed"]):
        return
    known = {shapes.by_node[node].path_node for node in shape.parameters.get("property", ())}
    known |= {name for head in shape.parameters.get("ignoredProperties", ()) for name in shapes.graph.items(head)}
    for node in values:
        for predicate, objects in data.subjects.get(node, NOTHING).items():
            if predicate not in known:
                yield from (Violation(node, predicate, value, "ClosedConstraintComponent", shape) for value in objects)


def nested(shapes: Shapes, data: Data, shape: Shape, focus: str, values: list[str]) -> Found:
    for node in shape.parameters["property"]:
        yield from check(shapes, data, shapes.by_node[node], values)


def qualified(name: str) -> Callable[[Shapes, Data, Shape, str, list[str]], Found]:
    def check_count(shapes: Shapes, data: Data, shape: Shape, focus: str, values: list[str]) -> Found:
        limit = number(shape.parameters[name][0])
        if "qualifiedValueShape" not in shape.parameters:
            return
        (wanted,) = shape.parameters["qualifiedValueShape"]
        apart = siblings(shapes, shape) if "qualifiedValueShapesDisjoint" in shape.parameters else []
        fitting = sum(
            conforms(shapes, data, shapes.by_node[wanted], value)
            and not any(conforms(shapes, data, other, value) for other in apart)
            for value in values
        )
        if fitting < limit if name == "qualifiedMinCount" else fitting > limit:
            yield Violation(focus, shape.path_node, "", component(name), shape)

    return check_count


def siblings(shapes: Shapes, shape: Shape) -> list[Shape]:
    """The qualified value shapes of the other properties of the shapes that have this one."""
    parents = [node for node, other in shapes.by_node.items() if shape.node in other.parameters.get("property", ())]
    others = {node for parent in parents for node in shapes.by_node[parent].parameters["property"]}
    found = {name for node in others for name in shapes.graph.values(node, sh("qualifiedValueShape"))}
    return [shapes.by_node[name] for name in found - set(shape.parameters["qualifiedValueShape"])]


OTHER_COMPONENTS: dict[str, Callable[[Shapes, Data, Shape, str, list[str]], Found]] = {
    "uniqueLang": unique_language,
    "hasValue": has_value,
    "equals": equals,
    "disjoint": disjoint,
    "lessThan": less_than("lessThan", -1),
    "lessThanOrEquals": less_than("lessThanOrEquals", -1, 0),
    "closed": closed,
    "property": nested,
    "qualifiedMinCount": qualified("qualifiedMinCount"),
    "qualifiedMaxCount": qualified("qualifiedMaxCount"),
}
