"""Holds data against shapes: every violation, with focus node, path, value, component and shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from shapes.core.components import component, number
from shapes.core.data import NOTHING, Data
from shapes.core.literals import compare, parts, split
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
    for shape in shapes.by_node.values():
        if shape.targets and shape.active and (nodes := shape.nodes(data)):
            yield from check(shapes, data, shape, nodes)


def conforms(shapes: Shapes, data: Data, shape: Shape, node: str) -> bool:
    """Whether a node has no violation of a shape."""
    if not shape.active or shape.others:
        return next(check(shapes, data, shape, (node,)), None) is None
    values = shape.values(data, node)
    return fits_count(shape, len(values)) and all(test.fits(data, value) for test in shape.tests for value in values)


def check(shapes: Shapes, data: Data, shape: Shape, nodes: Collection[str]) -> Found:
    """The violations of one shape at focus nodes."""
    if not shape.active or not nodes:
        return
    if not is_obeyed(data, shape, nodes):
        yield from check_values(data, shape, nodes)
    for name in shape.others:
        if name == "property":
            values = list(chain.from_iterable(shape.values(data, focus) for focus in nodes))
            yield from check_properties(shapes, data, shape, values)
        else:
            for focus in suspects(data, shape, name, nodes):
                yield from OTHER_COMPONENTS[name](shapes, data, shape, focus, shape.values(data, focus))


def is_obeyed(data: Data, shape: Shape, nodes: Collection[str]) -> bool:
    """Whether a look at whole columns shows that all nodes have so many values as they should, and right ones.

    False only means that each must be looked at.
    """
    if shape.path is None:
        return all(test.fits(data, node) for test in shape.tests for node in nodes)
    if not shape.path_node.startswith("<"):
        return False
    column = data.column(shape.path_node)
    if shape.most is not None and (shape.most < 1 or not column.more_than(shape.most).isdisjoint(nodes)):
        return False
    if shape.least and not (column.users if shape.least == 1 else column.more_than(shape.least - 1)).issuperset(nodes):
        return False
    wrong = [bad for test in shape.tests if (bad := column.wrong(test.key, partial(test.fits, data)))]
    return not wrong or column.of(nodes).isdisjoint(*wrong)


def suspects(data: Data, shape: Shape, name: str, nodes: Collection[str]) -> Collection[str]:
    """The focus nodes that can have a violation of a component."""
    if name == "uniqueLang" and shape.path_node.startswith("<"):
        twice = data.column(shape.path_node).repeated
        return [node for node in nodes if node in twice] if twice else ()
    return nodes


def fits_count(shape: Shape, count: int) -> bool:
    """Whether a node may have so many values; a shape without a path has always one."""
    return shape.path is None or (shape.least <= count and (shape.most is None or count <= shape.most))


def check_values(data: Data, shape: Shape, nodes: Iterable[str]) -> Found:
    """The violations that the number of values and single values make."""
    good: set[str] = set()
    for focus in nodes:
        values = shape.values(data, focus)
        if shape.path is not None:
            yield from counts(shape, focus, len(values))
        for value in values if shape.tests else ():
            if value not in good:
                bad = [test.component for test in shape.tests if not test.fits(data, value)]
                yield from (Violation(focus, shape.path_node, value, name, shape) for name in bad)
                if not bad:
                    good.add(value)


def counts(shape: Shape, focus: str, count: int) -> Found:
    if count < shape.least:
        yield Violation(focus, shape.path_node, "", "MinCountConstraintComponent", shape)
    if shape.most is not None and count > shape.most:
        yield Violation(focus, shape.path_node, "", "MaxCountConstraintComponent", shape)


def unique_language(shapes: Shapes, data: Data, shape: Shape, focus: str, values: list[str]) -> Found:
    endings = [split(value)[1].lower() for value in values if value.startswith('"')] if len(values) > 1 else []
    twice = [name for name, count in Counter(endings).items() if count > 1] if len(set(endings)) < len(endings) else []
    if any((text := parts(term)) and text.text == "true" for term in shape.parameters["uniqueLang"]):
        for _ in (name for name in twice if name.startswith("@")):
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


def check_properties(shapes: Shapes, data: Data, shape: Shape, values: list[str]) -> Found:
    """The violations of the property shapes of a shape, at all its values together."""
    for node in shape.parameters.get("property", ()):
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
    "qualifiedMinCount": qualified("qualifiedMinCount"),
    "qualifiedMaxCount": qualified("qualifiedMaxCount"),
}
