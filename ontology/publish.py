"""The vocabulary, the code lists and the links as quads, for `dump/ontology.nq.gz` of a release.

Three graphs: the vocabulary, the code lists (with the regions), and links to other data. No blank nodes.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from ontology.links import link_quads
from ontology.namespaces import PREFIXES, VOCABULARY_GRAPH
from ontology.skos import classification_quads, region_graph_quads, scheme_quads

VOCABULARY_FILES = ("ontology.ttl", "components.ttl", "properties.ttl", "checks.ttl", "dsd.ttl")


def quads(base: str | None = None) -> Iterator[ox.Quad]:
    """All quads of the three graphs; `base` is the base of the regions' IRIs."""
    yield from vocabulary_quads()
    yield from scheme_quads()
    yield from classification_quads()
    yield from region_graph_quads(base)
    yield from link_quads(base)


def vocabulary_quads() -> Iterator[ox.Quad]:
    """Classes, properties and data structure definitions, in the graph of the vocabulary."""
    graph = ox.NamedNode(VOCABULARY_GRAPH)
    for name in VOCABULARY_FILES:
        text = files("ontology").joinpath("vocabulary", name).read_bytes()
        for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def term_labels(iri: str) -> dict[str, str]:
    """The labels of a term of the vocabulary by language."""
    return _labels()[iri]


@cache
def _labels() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for quad in vocabulary_quads():
        if quad.predicate.value == PREFIXES["rdfs"] + "label" and isinstance(quad.subject, ox.NamedNode):
            found.setdefault(quad.subject.value, {})[quad.object.language] = quad.object.value  # type: ignore[union-attr, index]
    return found
