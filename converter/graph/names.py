"""The IRIs of one disclosure, and the writer that all parts of its graph share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pyoxigraph as ox

from converter.disclosure import Disclosure
from converter.words import key
from ontology import iris
from ontology.namespaces import PREFIXES
from ontology.quads import Writer

Value = str | ox.NamedNode | ox.Literal
XSD = PREFIXES["xsd"]
DECIMAL, INTEGER, YEAR = (ox.NamedNode(XSD + name) for name in ("decimal", "integer", "gYear"))


@dataclass(frozen=True)
class GraphNames:
    """IRIs that every part of the graph needs."""

    base: str
    region: str
    department: str
    disclosure: str
    series: str
    version: str
    source: str


@dataclass
class Graph:
    """A graph under construction: its names, its writer, and the codes and units that it mentions."""

    of: Disclosure
    names: GraphNames
    writer: Writer
    codes: set[tuple[str, str]] = field(default_factory=set)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    units: dict[str, tuple[str, str]] = field(default_factory=dict)
    projects: set[str] = field(default_factory=set)
    taken: Counter[str] = field(default_factory=Counter)
    nodes: dict[int, str] = field(default_factory=dict)
    budgets: dict[str, str] = field(default_factory=dict)

    def about(self, subject: str, **properties: Value | list[Value] | None) -> Iterator[ox.Quad]:
        return self.writer.about(subject, **properties)  # type: ignore[arg-type]

    def code(self, scheme: str, notation: str) -> str:
        """The IRI of a code; the graph will describe it."""
        self.codes.add((scheme, notation))
        return iris.code(scheme, notation)

    def node(self, fact: object) -> str | None:
        """The IRI under which a fact of the disclosure was written, or None when it was not."""
        return self.nodes.get(id(fact))

    def called(self, fact: object, iri: str) -> str:
        """The IRI, kept as that of a fact."""
        self.nodes[id(fact)] = iri
        return iri

    def fresh(self, iri: str) -> str:
        """The IRI, with a number behind it when the document says the same thing again."""
        self.taken[iri] += 1
        return iri if self.taken[iri] == 1 else f"{iri}~{self.taken[iri]}"

    def lines(self, first: int, last: int) -> str:
        """The IRI of lines of the source, with the page where there are pages."""
        return iris.source_lines(self.names.version, first, last, self.of.document.line(first).page)

    def unit(self, code_or_name: str) -> str:
        """The IRI of a budget unit; of the department itself when the unit is the whole of it."""
        unit = self.unit_key(code_or_name)
        if not unit:
            return self.names.department
        iri = iris.org(self.of.identity.region.code, unit, base=self.names.base)
        name = self.of.identity.organisation.units.get(unit)
        self.units[iri] = (unit if name is not None else "", name or unit)
        return iri

    def unit_key(self, code_or_name: str) -> str:
        """A unit's code, or its name when none is known; "" for the department. A name is matched only when unique."""
        org = self.of.identity.organisation
        if code_or_name in {"", org.code}:
            return ""
        if code_or_name in org.units:
            return code_or_name
        coded = [c for c, name in org.units.items() if key(name) == key(code_or_name) and c != org.code]
        if len(coded) == 1:
            return coded[0]
        return "" if key(code_or_name) == key(org.name) else code_or_name

    def project(self, code: str, name: str) -> str:
        """The IRI of a project, by its code or, without one, by its name in this budget."""
        if code:
            return iris.project(code, base=self.names.base)
        identity = self.of.identity
        return iris.uncoded_project(
            identity.region.code, identity.department_key, identity.year, key(name), base=self.names.base
        )


def names_of(disclosure: Disclosure, base: str | None = None) -> GraphNames:
    """The IRIs of a disclosure under a base."""
    root = iris.base(base)
    identity = disclosure.identity
    where, dept, year, phase = identity.region.code, identity.department_key, identity.year, identity.edition
    iri = iris.disclosure(where, dept, year, phase, base=root)
    version = iris.version(iri, disclosure.document.sha256)
    return GraphNames(
        root, iris.region(where, base=root), iris.org(where, dept, base=root), iri,
        iris.series(where, dept, phase, base=root), version, iris.source(version),
    )  # fmt: skip


def decimal(value: Decimal) -> ox.Literal:
    """An exact xsd:decimal in plain notation."""
    text = format(value.normalize(), "f")
    return ox.Literal(text if text != "-0" else "0", datatype=DECIMAL)


def integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=INTEGER)


def boolean(value: bool) -> ox.Literal:
    return ox.Literal("true" if value else "false", datatype=ox.NamedNode(XSD + "boolean"))


def year(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=YEAR)


def date(value: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + "date"))


def text(value: str) -> ox.Literal:
    return ox.Literal(value)
