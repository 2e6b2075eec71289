"""What is published of the ontology: three graphs, no blank nodes, everything pointed at is there."""

import re
from collections import Counter
from functools import cache

import pyoxigraph as ox

from ontology import codes, iris
from ontology.links import linksets
from ontology.namespaces import CODE, CODE_GRAPH, DEF, LINKS, PREFIXES, VOCABULARY_GRAPH
from ontology.publish import quads
from ontology.quads import name, number
from ontology.skos import concept_quads, region_quads, used_quads

SKOS, XKOS, DCT, VOID = (PREFIXES[each] for each in ("skos", "xkos", "dct", "void"))
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
GRAPH = "urn:graph"


@cache
def published() -> tuple[ox.Quad, ...]:
    return tuple(quads())


def count(type_: str) -> int:
    return sum(quad.predicate == TYPE and quad.object == ox.NamedNode(type_) for quad in published())


def test_graphs_that_can_be_read_back() -> None:
    data = ox.serialize(published(), format=ox.RdfFormat.N_QUADS)
    again = list(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    sizes = Counter(quad.graph_name.value for quad in again)
    links = {LINKS + name for name in ("wikidata", "geonames", "cofog-registry", "function-cofog", "economic-gfsm")}
    assert set(sizes) == {VOCABULARY_GRAPH, CODE_GRAPH, *links}
    assert sizes[VOCABULARY_GRAPH] > 1000 and sizes[CODE_GRAPH] > 50000 and sizes[LINKS + "wikidata"] > 3000


def test_no_blank_nodes_and_nothing_twice() -> None:
    assert not any(isinstance(node, ox.BlankNode) for quad in published() for node in (quad.subject, quad.object))
    assert len(set(published())) == len(published())


def test_everything_is_counted() -> None:
    assert count(SKOS + "ConceptScheme") == len(codes.schemes())
    assert count(SKOS + "Concept") == sum(len(codes.scheme(name)) for name in codes.schemes())
    assert count(DEF + "Region") > 6000
    assert count(XKOS + "ClassificationLevel") == 10
    assert count(XKOS + "ConceptAssociation") > 120
    assert count(PREFIXES["void"] + "Linkset") == 5


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
    assert all(re.search("/code/(cofog|gfsm)/", quad.object.value) for quad in matches)


def test_every_linkset_tells_how_it_was_made_and_how_many_links_it_has() -> None:
    for linkset in linksets():
        graph = [quad for quad in published() if quad.graph_name.value == linkset.iri]
        said = {quad.predicate.value: quad.object for quad in graph if quad.subject.value == linkset.iri}
        wanted = {name(predicate) for predicate in linkset.predicates.split()}
        links = [quad for quad in graph if quad.predicate in wanted]
        assert links and said[VOID + "triples"] == number(len(links))
        assert {each.predicate for each in links} == wanted
        for predicate in (VOID + "subjectsTarget", VOID + "objectsTarget", DCT + "created", DCT + "license"):
            assert predicate in said


def test_no_link_is_made_up() -> None:
    """Every link of a region is a row of the file of links, with an identifier of the right form."""
    links = [quad for quad in published() if quad.graph_name.value in (LINKS + "wikidata", LINKS + "geonames")]
    targets = [
        quad.object.value for quad in links if quad.subject.value.startswith("https://w3id.org/yusuan/id/region/")
    ]
    assert len(targets) > 3300
    assert all(
        re.fullmatch(r"http://www\.wikidata\.org/entity/Q\d+|https://sws\.geonames\.org/\d+/", t) for t in targets
    )


def test_a_function_falls_in_one_division_of_cofog_or_in_none() -> None:
    divisions = {
        quad.subject.value.rpartition("/")[2]: quad.object.value.rpartition("/")[2]
        for quad in published()
        if quad.predicate.value == DEF + "cofogDivision"
    }
    assert divisions["2101501"] == "07" and divisions["2080505"] == "10" and divisions["2120501"] == "05"
    assert divisions["2210201"] == "10" and divisions["20703"] == "08"
    assert "221" not in divisions and "227" not in divisions and "20502" not in divisions
    counted = Counter(quad.subject for quad in published() if quad.predicate.value == DEF + "cofogDivision")
    assert set(counted.values()) == {1}


def test_an_edition_holds_the_codes_that_a_year_prints() -> None:
    edition = iris.edition("function", 2026)
    members = [q for q in published() if q.subject.value == edition and q.predicate.value == SKOS + "member"]
    assert len(members) == sum("2026" in concept.years for concept in codes.scheme("function")) > 700


def test_department_types_tell_what_took_over() -> None:
    pairs = {
        (quad.subject.value, quad.object.value)
        for quad in published()
        if quad.predicate.value == DCT + "isReplacedBy" and CODE in quad.subject.value
    }
    old, new = (iris.code("department-type", name) for name in ("environmental-protection", "ecology-environment"))
    assert (old, new) in pairs


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


def test_a_zone_without_a_code_brings_what_no_list_says_of_it() -> None:
    zone = "430600-南湖新区"
    said = [quad for quad in region_quads(zone, GRAPH) if quad.subject.value == iris.region(zone)]
    values = {quad.predicate.value.rpartition("/")[2].rpartition("#")[2]: quad.object.value for quad in said}
    assert values["isPartOf"] == iris.region("430600") and values["province"] == iris.region("430000")
    assert values["alternative"] == "湖南省岳阳市南湖新区" and values["regionLevel"].endswith("/development-zone")
    assert not [quad for quad in region_quads("430600", GRAPH) if quad.predicate.value.endswith("regionLevel")]
