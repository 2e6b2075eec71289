"""What is published of the ontology: three graphs, no blank nodes, everything pointed at is there."""

from collections import Counter
from functools import cache

import pyoxigraph as ox

from ontology import codes, iris
from ontology.namespaces import CODE, CODE_GRAPH, DEF, LINK_GRAPH, PREFIXES, VOCABULARY_GRAPH
from ontology.publish import quads
from ontology.skos import concept_quads, region_quads, used_quads

SKOS, XKOS = PREFIXES["skos"], PREFIXES["xkos"]
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
GRAPH = "urn:graph"


@cache
def published() -> tuple[ox.Quad, ...]:
    return tuple(quads())


def count(type_: str) -> int:
    return sum(quad.predicate == TYPE and quad.object == ox.NamedNode(type_) for quad in published())


def test_three_graphs_that_can_be_read_back() -> None:
    data = ox.serialize(published(), format=ox.RdfFormat.N_QUADS)
    again = list(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    sizes = Counter(quad.graph_name.value for quad in again)
    assert set(sizes) == {VOCABULARY_GRAPH, CODE_GRAPH, LINK_GRAPH}
    assert sizes[VOCABULARY_GRAPH] > 1000 and sizes[CODE_GRAPH] > 50000 and sizes[LINK_GRAPH] > 3000


def test_no_blank_nodes_and_nothing_twice() -> None:
    assert not any(isinstance(node, ox.BlankNode) for quad in published() for node in (quad.subject, quad.object))
    assert len(set(published())) == len(published())


def test_everything_is_counted() -> None:
    assert count(SKOS + "ConceptScheme") == len(codes.schemes())
    assert count(SKOS + "Concept") == sum(len(codes.scheme(name)) for name in codes.schemes())
    assert count(DEF + "Region") > 6000
    assert count(XKOS + "ClassificationLevel") == 10
    assert count(XKOS + "ConceptAssociation") > 120
    assert count(PREFIXES["void"] + "Linkset") == 4


def test_own_iris_that_are_pointed_at_are_described() -> None:
    described = {quad.subject for quad in published()}
    ours = (CODE, DEF, "https://w3id.org/yusuan/id/")
    pointed = {quad.object for quad in published() if isinstance(quad.object, ox.NamedNode)}
    assert {node.value for node in pointed - described if node.value.startswith(ours)} == set()


def test_links_point_where_they_say() -> None:
    same = [quad.object.value for quad in published() if quad.predicate.value == PREFIXES["owl"] + "sameAs"]
    assert sum("wikidata.org/entity/Q" in iri for iri in same) > 3000
    matches = [quad for quad in published() if quad.predicate.value in (SKOS + "closeMatch", SKOS + "broadMatch")]
    assert len(matches) >= 12
    assert all("/code/cofog/" in quad.object.value for quad in matches)


def test_regions_follow_the_base() -> None:
    base = "https://example.org/"
    iri = ox.NamedNode(iris.region("410703", base=base))
    assert any(quad.subject == iri for quad in quads(base))


def test_a_code_describes_itself_in_another_graph() -> None:
    found = {(q.predicate.value, q.object.value) for q in concept_quads("function", "2101501", GRAPH, "印出的名称")}
    assert (SKOS + "prefLabel", "印出的名称") in found
    assert (SKOS + "broader", iris.code("function", "21015")) in found
    assert {q.graph_name.value for q in concept_quads("function", "2101501", GRAPH)} == {GRAPH}


def test_a_code_that_no_list_has_is_described_by_its_printed_name() -> None:
    found = {(q.predicate.value, q.object.value) for q in concept_quads("function", "2101598", GRAPH, "新科目")}
    assert (SKOS + "prefLabel", "新科目") in found
    assert (SKOS + "broader", iris.code("function", "21015")) in found
    unnamed = {(q.predicate.value, q.object.value) for q in concept_quads("function", "2101598", GRAPH)}
    assert (SKOS + "prefLabel", "2101598") in unnamed


def test_used_codes_bring_those_above_once() -> None:
    used = [("function", "2101501"), ("function", "2101599"), ("flow", "total")]
    described = [q.subject.value for q in used_quads(used, GRAPH, {}) if q.predicate == TYPE]
    assert sorted(described) == sorted(iris.code(*code) for code in [*used, ("function", "210"), ("function", "21015")])


def test_a_region_brings_those_above() -> None:
    described = {q.subject.value for q in region_quads("411202", GRAPH)}
    assert described == {iris.region(code) for code in ("411202", "411200", "410000")}
    assert list(region_quads("999999", GRAPH)) == []
