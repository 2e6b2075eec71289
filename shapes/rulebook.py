"""The accounting rules as they stand in `rules/*.ttl`: SHACL-SPARQL, read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import pyoxigraph as ox

from ontology.namespaces import PREFIXES
from shapes.patterns import Pattern, patterns_of
from shapes.sparql import Plan, Select, parsed, plan_of

SH, YS, RDF = PREFIXES["sh"], PREFIXES["ys"], PREFIXES["rdf"]
IMPORTS = ox.NamedNode(PREFIXES["owl"] + "imports")
TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")


@dataclass(frozen=True, slots=True)
class Target:
    """Which nodes a rule looks at: `kind` is the local name of the SHACL property."""

    kind: str
    value: ox.NamedNode


@dataclass(frozen=True)
class Constraint:
    """One query of a rule, with its prefixes, and its words by language; each row it finds is a result.

    `query` is what was read of its text; None when there is more in it than is understood here.
    """

    iri: str
    select: str
    messages: dict[str, str]
    query: Select | None

    @cached_property
    def patterns(self) -> tuple[Pattern, ...] | None:
        """The triple patterns of the query; None when they are not known and nothing follows from them."""
        return patterns_of(self.query)

    @cached_property
    def plan(self) -> Plan | None:
        """How it is answered over columns; None when that takes the query engine."""
        return plan_of(self.query)


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape with queries. `name` is the code of the rule in the list of rules, `fault` whose fault it first is."""

    iri: str
    name: str
    severity: str
    fault: str
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their IRIs."""
    store = ox.Store()
    for text in rule_files():
        store.load(text, format=ox.RdfFormat.TURTLE)
    return read_rules(store)


def read_rules(store: ox.Store) -> tuple[Rule, ...]:
    """The rules of a shapes graph: every shape with queries."""
    shapes = {quad.subject for quad in store.quads_for_pattern(None, _sh("sparql"), None)}
    return tuple(_rule(store, shape) for shape in sorted(shapes, key=str) if isinstance(shape, ox.NamedNode))


def rule_files() -> Iterator[bytes]:
    """The text of each file of rules."""
    folder = files("shapes").joinpath("rules")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".ttl"):
            yield file.read_bytes()


def _rule(store: ox.Store, shape: ox.NamedNode) -> Rule:
    found = sorted(_values(store, shape, _sh("sparql")), key=str)
    targets = [
        Target(kind, value)
        for kind in TARGETS
        for value in _values(store, shape, _sh(kind))
        if isinstance(value, ox.NamedNode)
    ]
    return Rule(
        shape.value,
        _local(store, shape, ox.NamedNode(YS + "rule")) or shape.value.replace("#", "/").rpartition("/")[2],
        _local(store, shape, _sh("severity")) or "Violation",
        _local(store, shape, ox.NamedNode(YS + "fault")),
        tuple(sorted(targets, key=lambda target: (target.kind, target.value.value))),
        tuple(_constraint(store, node) for node in found),
    )


def _constraint(store: ox.Store, node: ox.NamedNode | ox.BlankNode) -> Constraint:
    (select,) = _values(store, node, _sh("select"))
    said = [text for text in _values(store, node, _sh("message")) if isinstance(text, ox.Literal)]
    messages = {text.language or "en": text.value for text in said}
    used = [(name, iri) for name, iri in _prefixes(store, node) if f"{name}:" in select.value]
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in used)
    return made(node.value, head + select.value, messages)


def made(iri: str, select: str, messages: dict[str, str]) -> Constraint:
    """A query with what is read from its text."""
    return Constraint(iri, select, messages, parsed(select))


def _prefixes(store: ox.Store, node: ox.NamedNode | ox.BlankNode) -> list[tuple[str, str]]:
    """The prefixes that a query declares through sh:prefixes, with those that are imported there."""
    groups = _values(store, node, _sh("prefixes"))
    for group in groups:
        groups += [other for other in _values(store, group, IMPORTS) if other not in groups]
    declared = [d for group in groups for d in _values(store, group, _sh("declare"))]
    pairs = [(_values(store, d, _sh("prefix")), _values(store, d, _sh("namespace"))) for d in declared]
    return sorted((str(name.value), str(iri.value)) for (name,), (iri,) in pairs)


def _values(store: ox.Store, node: Any, predicate: ox.NamedNode) -> list[Any]:
    return [quad.object for quad in store.quads_for_pattern(node, predicate, None)]


def _local(store: ox.Store, node: ox.NamedNode, predicate: ox.NamedNode) -> str:
    """The last part of the value of a property, or ""."""
    values = _values(store, node, predicate)
    return values[0].value.replace("#", "/").rpartition("/")[2] if values else ""


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)
