"""Every term of ours that data uses is defined, and every defined term is used or explained; three parsers agree."""

from __future__ import annotations

import gzip
from importlib.resources import files
from pathlib import Path

import lightrdf
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.namespace import QB

from ontology.namespaces import DEF, PREFIXES, VOCABULARY_GRAPH
from ontology.publish import VOCABULARY_FILES, vocabulary_quads
from ontology.terms import YS
from shapes.checking import structure_shapes
from shapes.integrity import read_triples

SCOPE_NOTE = PREFIXES["skos"] + "scopeNote"
# The namespaces of the words that we use and that others define.
OTHERS = {iri for name, iri in PREFIXES.items() if name != "ys"} | {"http://purl.org/vocab/vann/"}


def dumps(release: Path) -> list[Path]:
    return sorted(path for path in release.glob("dump/*.nq.gz") if path.name != "all.nq.gz")


@pytest.fixture(scope="module")
def quads(samples_release: Path) -> list[ox.Quad]:
    return [quad for path in dumps(samples_release) for quad in read_triples(path)]


def vocabulary() -> list[ox.Quad]:
    return list(vocabulary_quads())


def test_every_term_that_is_used_is_defined(quads: list[ox.Quad]) -> None:
    named = (node for quad in quads for node in (quad.predicate, quad.object) if isinstance(node, ox.NamedNode))
    used = {node.value for node in named if node.value.startswith(DEF) and node.value != DEF}
    assert used - {str(term) for term in YS} == set()


def test_every_term_that_is_defined_is_used_or_explained(quads: list[ox.Quad]) -> None:
    data = [quad for quad in quads if quad.graph_name != ox.NamedNode(VOCABULARY_GRAPH)]
    used = {node.value for quad in data for node in (quad.predicate, quad.object) if isinstance(node, ox.NamedNode)}
    explained = {quad.subject.value for quad in vocabulary() if quad.predicate.value == SCOPE_NOTE}  # type: ignore[union-attr]
    assert {str(term) for term in YS} - used - explained == set()


def test_words_of_others_come_from_vocabularies_that_we_name(quads: list[ox.Quad]) -> None:
    predicates = {quad.predicate.value for quad in quads}
    classes = {quad.object.value for quad in quads if quad.predicate.value == str(RDF.type)}  # type: ignore[union-attr]
    unknown = {iri for iri in predicates | classes if not iri.startswith((DEF, *OTHERS))}
    assert unknown == set()


def test_every_property_says_where_it_is_used_and_what_it_holds() -> None:
    graph = Graph()
    for name in VOCABULARY_FILES:
        graph.parse(data=files("ontology").joinpath("vocabulary", name).read_bytes(), format="turtle")
    uses = URIRef(PREFIXES["dcam"] + "domainIncludes")
    shapes = structure_shapes()
    paths = set(shapes.objects(None, URIRef(PREFIXES["sh"] + "path")))
    properties = {
        term for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for term in graph.subjects(RDF.type, kind)
    }
    assert len(properties) > 80
    for term in properties:
        assert (term, RDFS.range, None) in graph, term
        assert (term, RDFS.domain, None) in graph or (term, uses, None) in graph or term in paths, term
    components = set(graph.objects(None, QB.componentProperty))
    assert components and all((term, RDF.type, QB.ComponentProperty) in graph for term in components)


def turtle_files(release: Path) -> list[Path]:
    folder = Path(str(files("ontology"))) / "vocabulary"
    shapes = Path(str(files("shapes"))).rglob("*.ttl")
    return [*sorted(folder.glob("*.ttl")), *sorted(shapes), *sorted(release.glob("dump/*-budget-*.ttl")),
            release / "catalog.ttl"]  # fmt: skip


def test_three_parsers_read_the_same(samples_release: Path) -> None:
    """rdflib, oxigraph and rio: as many triples each, and none that one of them refuses."""
    for path in turtle_files(samples_release):
        counted = {
            "rdflib": len(Graph().parse(path)),
            "oxigraph": len(set(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri()))),
            "rio": len(set(lightrdf.Parser().parse(str(path), format="turtle", base_iri=path.as_uri()))),
        }
        assert len(set(counted.values())) == 1 and counted["rdflib"] > 0, (path.name, counted)


def test_a_broken_file_is_refused_by_each(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<a:b> <c:d> <e f> .", encoding="utf-8")
    refused = 0
    for read in (
        lambda: Graph().parse(path),
        lambda: list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)),
        lambda: list(lightrdf.Parser().parse(str(path), format="turtle")),
    ):
        try:
            read()
        except Exception:
            refused += 1
    assert refused >= 2, "rdflib lets a blank in an IRI through"


def test_the_dumps_are_good_quads_for_two_parsers(samples_release: Path) -> None:
    for path in dumps(samples_release):
        text = gzip.decompress(path.read_bytes())
        counted = len(set(ox.parse(text, format=ox.RdfFormat.N_QUADS)))
        lines = [line for line in text.decode().splitlines() if line]
        assert counted == len(set(lines)) > 0
