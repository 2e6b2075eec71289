"""The constraint components of SHACL Core that test one value at a time."""

from __future__ import annotations

import re
from collections.abc import Callable

from shapes.core.data import Data
from shapes.core.literals import compare, datatype_test, parts, split
from shapes.core.reading import Shape, Shapes, Test, sh

KINDS = {
    sh("IRI"): "<", sh("BlankNode"): "_", sh("Literal"): '"', sh("BlankNodeOrIRI"): "_<",
    sh("BlankNodeOrLiteral"): '_"', sh("IRIOrLiteral"): '<"',
}  # fmt: skip
FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}
OTHERS = (
    "uniqueLang", "equals", "disjoint", "lessThan", "lessThanOrEquals", "hasValue", "closed", "property",
    "qualifiedMinCount", "qualifiedMaxCount",
)  # fmt: skip
Fits = Callable[[Data, str], bool]
Maker = Callable[[Shapes, Shape, str], Fits]


def component(name: str) -> str:
    """The constraint component of a parameter."""
    return f"{name[0].upper()}{name[1:]}ConstraintComponent"


def add_tests(shapes: Shapes, shape: Shape) -> None:
    """Gives a shape its tests, once all shapes are read."""
    for name, make in MAKERS.items():
        for value in shape.parameters.get(name, ()):
            shape.tests.append(Test(component(name), test_key(shapes, shape, name, value), make(shapes, shape, value)))
    shape.others = [name for name in OTHERS if name in shape.parameters]
    shape.least = max(map(number, shape.parameters.get("minCount", ())), default=0)
    shape.most = min(map(number, shape.parameters.get("maxCount", ())), default=None)


def test_key(shapes: Shapes, shape: Shape, name: str, value: str) -> int:
    """A number for what a test depends on: parameter and value, the members of a list, the flags of a pattern."""
    key = name, tuple(shapes.graph.items(value)) or value, *sorted(shape.parameters.get("flags", ()))
    return shapes.keys.setdefault(key, len(shapes.keys))


def number(term: str) -> int:
    found = parts(term)
    assert found is not None
    return int(found.text)


def text_of(term: str) -> str | None:
    """The text of a literal, an IRI, or None for a blank node."""
    if term.startswith("<"):
        return term[1:-1]
    literal = parts(term)
    return literal.text if literal else None


def of_class(shapes: Shapes, shape: Shape, value: str) -> Fits:
    return lambda data, node: data.is_instance(node, value)


def of_datatype(shapes: Shapes, shape: Shape, value: str) -> Fits:
    fits = datatype_test(value[1:-1])
    return lambda data, node: fits(node)


def of_kind(shapes: Shapes, shape: Shape, value: str) -> Fits:
    allowed = KINDS[value]
    return lambda data, node: node[0] in allowed


def in_order(*allowed: int) -> Maker:
    def make(shapes: Shapes, shape: Shape, value: str) -> Fits:
        return lambda data, node: compare(node, value) in allowed

    return make


def of_length(fits: Callable[[int, int], bool]) -> Maker:
    def make(shapes: Shapes, shape: Shape, value: str) -> Fits:
        limit = number(value)
        return lambda data, node: (text := text_of(node)) is not None and fits(len(text), limit)

    return make


def of_pattern(shapes: Shapes, shape: Shape, value: str) -> Fits:
    flags = 0
    for term in shape.parameters.get("flags", ()):
        for letter in text_of(term) or "":
            flags |= FLAGS.get(letter, 0)
    pattern = re.compile(text_of(value) or "", flags)
    return lambda data, node: (text := text_of(node)) is not None and bool(pattern.search(text))


def in_languages(shapes: Shapes, shape: Shape, value: str) -> Fits:
    ranges = [(text_of(item) or "").lower() for item in shapes.graph.items(value)]
    usual = tuple(f'"@{tag}' for tag in ranges)

    def fits(data: Data, node: str) -> bool:
        if node.endswith(usual):
            return True
        ending = split(node)[1] if node.startswith('"') else ""
        language = ending[1:].lower()
        return ending.startswith("@") and any(language == tag or language.startswith(f"{tag}-") for tag in ranges)

    return fits


def in_list(shapes: Shapes, shape: Shape, value: str) -> Fits:
    members = frozenset(shapes.graph.items(value))
    return lambda data, node: node in members


def conforming(shapes: Shapes, shape: Shape, value: str) -> Fits:
    from shapes.core.engine import conforms

    return lambda data, node: conforms(shapes, data, shapes.by_node[value], node)


def negated(shapes: Shapes, shape: Shape, value: str) -> Fits:
    fits = conforming(shapes, shape, value)
    return lambda data, node: not fits(data, node)


def counted(right: Callable[[int, int], bool]) -> Maker:
    """Whether so many of a list of shapes are obeyed."""

    def make(shapes: Shapes, shape: Shape, value: str) -> Fits:
        fits = [conforming(shapes, shape, member) for member in shapes.graph.items(value)]
        return lambda data, node: right(sum(each(data, node) for each in fits), len(fits))

    return make


def one_of(shapes: Shapes, shape: Shape, value: str) -> Fits:
    fits = [conforming(shapes, shape, member) for member in shapes.graph.items(value)]
    return lambda data, node: any(each(data, node) for each in fits)


MAKERS: dict[str, Maker] = {
    "class": of_class,
    "datatype": of_datatype,
    "nodeKind": of_kind,
    "minExclusive": in_order(1),
    "minInclusive": in_order(0, 1),
    "maxExclusive": in_order(-1),
    "maxInclusive": in_order(-1, 0),
    "minLength": of_length(lambda length, limit: length >= limit),
    "maxLength": of_length(lambda length, limit: length <= limit),
    "pattern": of_pattern,
    "languageIn": in_languages,
    "in": in_list,
    "not": negated,
    "node": conforming,
    "and": counted(lambda fitting, all_: fitting == all_),
    "or": one_of,
    "xone": counted(lambda fitting, all_: fitting == 1),
}
