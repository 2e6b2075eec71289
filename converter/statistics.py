"""Counts of a release for its VoID description, exact although disclosures repeat what they share.

A disclosure's lines, figures and findings are its own and are counted where they are made. Regions, codes, departments
and projects may stand in several graphs: their triples are kept as lines, and counted once when all are there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from ontology.namespaces import PREFIXES

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


@dataclass
class Counts:
    """How many triples and subjects; how often each class and each property."""

    triples: int = 0
    subjects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)

    def add(self, subject: ox.NamedNode, predicate: ox.NamedNode, value: object) -> None:
        """Counts one triple (subjects are counted by the caller)."""
        self.triples += 1
        self.properties[predicate.value] += 1
        if predicate == TYPE and isinstance(value, ox.NamedNode):
            self.classes[value.value] += 1

    def include(self, other: Counts) -> None:
        """Adds the counts of triples that are not among these."""
        self.triples += other.triples
        self.subjects += other.subjects
        self.classes.update(other.classes)
        self.properties.update(other.properties)


def count_own(quads: Iterable[ox.Quad], version: str) -> tuple[Counts, list[ox.Triple]]:
    """The counts of what only this version can say, and the triples that other graphs may repeat."""
    counts, shared, subjects = Counts(), [], set()
    for quad in quads:
        assert isinstance(quad.subject, ox.NamedNode)
        if quad.subject.value.startswith(version):
            counts.add(quad.subject, quad.predicate, quad.object)
            subjects.add(quad.subject)
        else:
            shared.append(ox.Triple(quad.subject, quad.predicate, quad.object))
    counts.subjects = len(subjects)
    return counts, shared


def write_shared(path: Path, triples: Iterable[ox.Triple]) -> None:
    """The triples as N-Triples, one on a line."""
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")


def count_shared(paths: Iterable[Path], more: Iterable[ox.Quad]) -> Counts:
    """The counts of the different triples of the files and of the quads."""
    counts, seen, subjects = Counts(), set(), set()
    for subject, predicate, value in _triples(paths, more):
        mark = hash((subject, predicate, value))
        if mark not in seen:
            seen.add(mark)
            subjects.add(hash(subject))
            counts.add(subject, predicate, value)
    counts.subjects = len(subjects)
    return counts


def _triples(
    paths: Iterable[Path], more: Iterable[ox.Quad]
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]:
    for path in paths:
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
            yield triple.subject, triple.predicate, triple.object
    for quad in more:
        yield quad.subject, quad.predicate, quad.object  # type: ignore[misc]
