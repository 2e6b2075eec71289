"""The constraint components of SHACL Core that test one value at a time."""

from __future__ import annotations

import re
from collections.abc import Callable

from shapes.core.data import Data
from shapes.core.literals import compare, is_of_datatype, parts
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
Maker = Callable[[Shapes, Shape, str], Test]


def component(name: str) -> str:
    """The constraint component of a parameter."""
    return f"{name[0].upper()}{name[1:]}ConstraintComponent"


def add_tests(shapes: Shapes, shape: Shape) -> None:
    """Gives a shape its tests, once all shapes are read."""
    for name, make in MAKERS.items():
        for value in shape.parameters.get(name, ()):
            shape.tests.append((component(name), make(shapes, shape, value)))
    shape.others = [name for name in OTHERS if name in shape.parameters]
    shape.least = max(map(number, shape.parameters.get("minCount", ())), default=0)
    shape.most = min(map(number, shape.parameters.get("maxCount", ())), default=None)


def number(term: str) -> int:
    found = parts(term)
    assert found is not None
    return int(found.text)


def text_of(term: str) -> str | None:
    """The text of a literal, an IRI, or None for a blank node."""
    literal = parts(term)
    return literal.text if literal else term[1:-1] if term.startswith("<") else None


def of_class(shapes: Shapes, shape: Shape, value: str) -> Test:
    return lambda data, node: data.is_instance(node, value)


def of_datatype(shapes: Shapes, shape: Shape, value: str) -> Test:
    return lambda data, node: is_of_datatype(node, value[1:-1])


def of_kind(shapes: Shapes, shape: Shape, value: str) -> Test:
    allowed = KINDS[value]
    return lambda data, node: node[0] in allowed


def in_order(*allowed: int) -> Maker:
    def make(shapes: Shapes, shape: Shape, value: str) -> Test:
        return lambda data, node: compare(node, value) in allowed

    return make


def of_length(fits: Callable[[int, int], bool]) -> Maker:
    def make(shapes: Shapes, shape: Shape, value: str) -> Test:
        limit = number(value)
        return lambda data, node: (text := text_of(node)) is not None and fits(len(text), limit)

    return make


def of_pattern(shapes: Shapes, shape: Shape, value: str) -> Test:
    flags = 0
    for term in shape.parameters.get("flags", ()):
        for letter in text_of(term) or "":
            flags |= FLAGS.get(letter, 0)
    pattern = re.compile(text_of(value) or "", flags)
    return lambda data, node: (text := text_of(node)) is not None and bool(pattern.search(text))


def in_languages(shapes: Shapes, shape: Shape, value: str) -> Test:
    ranges = [(text_of(item) or "").lower() for item in shapes.graph.items(value)]

    def fits(data: Data, node: str) -> bool:
        literal = parts(node)
        language = literal.language.lower() if literal else ""
        return bool(language) and any(language == tag or language.startswith(f"{tag}-") for tag in ranges)

    return fits


def in_list(shapes: Shapes, shape: Shape, value: str) -> Test:
    members = frozenset(shapes.graph.items(value))
    return lambda data, node: node in members


def conforming(shapes: Shapes, shape: Shape, value: str) -> Test:
    from shapes.core.engine import conforms

    return lambda data, node: conforms(shapes, data, shapes.by_node[value], node)


def negated(shapes: Shapes, shape: Shape, value: str) -> Test:
    fits = conforming(shapes, shape, value)
    return lambda data, node: not fits(data, node)


def counted(right: Callable[[int, int], bool]) -> Maker:
    """Whether so many of a list of shapes are obeyed."""

    def make(shapes: Shapes, shape: Shape, value: str) -> Test:
        fits = [conforming(shapes, shape, member) for member in shapes.graph.items(value)]
        return lambda data, node: right(sum(each(data, node) for each in fits), len(fits))

    return make


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
    "or": counted(lambda fitting, all_: fitting > 0),
    "xone": counted(lambda fitting, all_: fitting == 1),
}
