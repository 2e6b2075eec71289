"""Cubes after cube.link: for each kind of table the detail lines of all disclosures, with a constraint about them.

An observation keeps its IRI and has the dimensions of its kind of table and the amount. The constraint is closed and
says of each property its name, its kind of value and, where it is coded, the codes that occur.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

from converter.exports.source import Line, Source
from ontology import codes, dsd, iris
from ontology.namespaces import DEF, PREFIXES
from ontology.publish import term_labels
from ontology.quads import en, zh

CUBE, META, SCHEMA = "https://cube.link/", "https://cube.link/meta/", "http://schema.org/"
SH, QUDT, RDF = PREFIXES["sh"], "http://qudt.org/schema/qudt/", PREFIXES["rdf"]
XSD, TIME = PREFIXES["xsd"], "http://www.w3.org/2006/time#"
STATUS = "https://ld.admin.ch/vocabulary/CreativeWorkStatus/Published"
EXPORT_PREFIXES = {
    "cube": CUBE, "meta": META, "schema": SCHEMA, "sh": SH, "qudt": QUDT, "rdf": RDF, "xsd": XSD, "time": TIME,
    "ys": DEF, "dct": PREFIXES["dct"], "dcat": PREFIXES["dcat"],
}  # fmt: skip
Term = ox.NamedNode | ox.Literal | ox.BlankNode


@dataclass(frozen=True)
class Cube:
    """The cube of one kind of table."""

    kind: str
    source: Source

    @property
    def iri(self) -> str:
        """The IRI of the cube."""
        return f"{iris.whole(self.source.base)}/cube/{self.kind}"

    @property
    def properties(self) -> tuple[str, ...]:
        """The terms that each observation has."""
        return (*dsd.dimensions(self.kind), *dsd.measures(self.kind))


def write_cubes(source: Source, out: Path) -> None:
    """`{kind}.ttl` for each kind of table that has detail lines."""
    found: dict[str, list[Line]] = defaultdict(list)
    for entry in source.entries:
        for line in source.lines(entry):
            if line.role == "detail":
                found[line.kind].append(line)
    for kind, lines in found.items():
        triples = list(dict.fromkeys(cube_triples(Cube(kind, source), lines)))
        text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=EXPORT_PREFIXES) or b""
        (out / f"{kind}.ttl").write_bytes(text)


def cube_triples(cube: Cube, lines: Sequence[Line]) -> Iterator[ox.Triple]:
    """The cube, its constraint and its observations."""
    yield from about_cube(cube)
    yield from about_constraint(cube, lines)
    for line in lines:
        yield from about_observation(cube, line)


def about_cube(cube: Cube) -> Iterator[ox.Triple]:
    """The cube: what it is, who publishes it, when."""
    concept, base = codes.scheme("table-kind")[cube.kind], cube.source.base
    day = ox.Literal(cube.source.created, datatype=ox.NamedNode(XSD + "date"))
    publisher = ox.NamedNode(iris.catalog(base) + "#publisher")
    yield from say(
        cube.iri,
        (RDF + "type", [node(CUBE + "Cube"), node(SCHEMA + "Dataset"), node(PREFIXES["dcat"] + "Dataset")]),
        (SCHEMA + "name", [zh(concept.label_zh), en(concept.label_en)]),
        (SCHEMA + "description", [zh(concept.definition_zh), en(concept.definition_en)]),
        (PREFIXES["dct"] + "title", [zh(concept.label_zh), en(concept.label_en)]),
        (PREFIXES["dct"] + "identifier", [ox.Literal(cube.kind)]),
        *((SCHEMA + who, [publisher]) for who in ("publisher", "creator", "contributor")),
        (SCHEMA + "contactPoint", [node(iris.catalog(base) + "#contact")]),
        *((SCHEMA + when, [day]) for when in ("dateCreated", "datePublished", "dateModified")),
        (SCHEMA + "creativeWorkStatus", [node(STATUS)]),
        (CUBE + "observationSet", [node(cube.iri + "/observation/")]),
        (CUBE + "observationConstraint", [node(cube.iri + "/shape")]),
    )
    yield from say(cube.iri + "/observation/", (RDF + "type", [node(CUBE + "ObservationSet")]))


def about_observation(cube: Cube, line: Line) -> Iterator[ox.Triple]:
    """One line, observed by the department that published it."""
    yield ox.Triple(node(cube.iri + "/observation/"), node(CUBE + "observation"), node(line.iri))
    yield from say(
        line.iri,
        (RDF + "type", [node(CUBE + "Observation")]),
        (CUBE + "observedBy", [line.values["department"]]),
        *((DEF + term, [line.values[term]]) for term in cube.properties),
    )


def about_constraint(cube: Cube, lines: Sequence[Line]) -> Iterator[ox.Triple]:
    """The constraint: a closed shape with one property shape for each property of an observation."""
    shape = cube.iri + "/shape"
    paths = [RDF + "type", CUBE + "observedBy", *(DEF + term for term in cube.properties)]
    yield from say(
        shape,
        (RDF + "type", [node(CUBE + "Constraint"), node(SH + "NodeShape")]),
        (SH + "closed", [ox.Literal(True)]),
        (SH + "property", [node(f"{shape}/{local(path)}") for path in paths]),
    )
    yield from core_property(f"{shape}/type", RDF + "type", [node(CUBE + "Observation")])
    observers = sorted({line.values["department"].value for line in lines})
    yield from core_property(f"{shape}/observedBy", CUBE + "observedBy", [node(each) for each in observers])
    for term in cube.properties:
        yield from about_property(f"{shape}/{term}", term, [line.values[term] for line in lines])


def core_property(shape: str, path: str, values: Sequence[Term]) -> Iterator[ox.Triple]:
    """The shape of rdf:type or cube:observedBy."""
    yield from say(shape, (SH + "path", [node(path)]), (SH + "nodeKind", [node(SH + "IRI")]), *once())
    yield from listed(shape, SH + "in", values)


def about_property(shape: str, term: str, values: Sequence[ox.NamedNode | ox.Literal]) -> Iterator[ox.Triple]:
    """The shape of a dimension or measure: names, kind and datatype of its values, scale, and the codes that occur."""
    measure = term in ("amount", "count")
    labels = term_labels(DEF + term)
    coded = isinstance(values[0], ox.NamedNode)
    datatypes = [] if coded else [v.datatype for v in values[:1] if isinstance(v, ox.Literal)]
    scale = "RatioScale" if measure else "NominalScale" if coded else "IntervalScale"
    yield from say(
        shape,
        (RDF + "type", [node(CUBE + ("MeasureDimension" if measure else "KeyDimension"))]),
        (SH + "path", [node(DEF + term)]),
        (SCHEMA + "name", [zh(labels["zh"]), en(labels["en"])]),
        (SH + "nodeKind", [node(SH + ("IRI" if coded else "Literal"))]),
        (SH + "datatype", datatypes),
        (QUDT + "scaleType", [node(QUDT + scale)]),
        *once(),
    )
    if coded:
        yield from listed(shape, SH + "in", sorted(set(values), key=str))
    else:
        yield from bounds(shape, values)
    if datatypes and datatypes[0].value in (XSD + "gYear", XSD + "date"):
        kind = node(shape + "/kind")
        yield ox.Triple(node(shape), node(META + "dataKind"), kind)
        yield ox.Triple(kind, node(RDF + "type"), node(TIME + "GeneralDateTimeDescription"))


def bounds(shape: str, values: Sequence[ox.NamedNode | ox.Literal]) -> Iterator[ox.Triple]:
    """The least and the greatest value of numbers."""
    numbers = [
        v for v in values if isinstance(v, ox.Literal) and v.datatype.value in (XSD + "decimal", XSD + "integer")
    ]
    if numbers:
        least, greatest = (pick(numbers, key=lambda v: Decimal(v.value)) for pick in (min, max))
        yield from say(shape, (SH + "minInclusive", [least]), (SH + "maxInclusive", [greatest]))


def once() -> tuple[tuple[str, list[Term]], ...]:
    """Exactly one value."""
    one: list[Term] = [ox.Literal(1)]
    return (SH + "minCount", one), (SH + "maxCount", one)


def listed(subject: str, predicate: str, values: Iterable[Term]) -> Iterator[ox.Triple]:
    """An RDF list of values; its nodes have IRIs below the subject."""
    items = list(values)
    places = [node(f"{subject}/in/{number}") for number in range(len(items))] + [node(RDF + "nil")]
    yield ox.Triple(node(subject), node(predicate), places[0])
    for place, (item, following) in zip(places, zip(items, places[1:], strict=True), strict=False):
        yield ox.Triple(place, node(RDF + "first"), item)
        yield ox.Triple(place, node(RDF + "rest"), following)


def say(subject: str, *said: tuple[str, Sequence[Term]]) -> Iterator[ox.Triple]:
    """The triples of one subject."""
    for predicate, values in said:
        for value in values:
            yield ox.Triple(node(subject), node(predicate), value)


def node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def local(iri: str) -> str:
    """The last part of an IRI."""
    return iri.rpartition("#")[2].rpartition("/")[2]
