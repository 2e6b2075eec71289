"""The picture shows what the vocabulary says: its classes, and properties where domain and range allow them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from ontology import picture, publish
from ontology.namespaces import PREFIXES
from ontology.terms import YS


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    graph = Graph()
    for quad in publish.vocabulary_quads():
        graph.parse(data=f"{quad.subject} {quad.predicate} {quad.object} .", format="nt")
    return graph


def test_the_file_is_what_is_drawn() -> None:
    assert picture.picture() == picture.svg(), "run `python -m ontology.picture`"


def test_it_is_svg_that_runs_nothing() -> None:
    root = ElementTree.fromstring(picture.picture())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not names & {"script", "style", "foreignObject", "image"}


def test_arrows_follow_domain_and_range(vocabulary: Graph) -> None:
    uses = URIRef(PREFIXES["dcam"] + "domainIncludes")
    for name, source, target in picture.drawn():
        if not name:
            assert (YS[source], RDFS.subClassOf, YS[target]) in vocabulary
            continue
        term = YS[name]
        domains = {*vocabulary.objects(term, RDFS.domain), *vocabulary.objects(term, uses)}
        assert YS[source] in domains, name
        (range_,) = vocabulary.objects(term, RDFS.range)
        organisations = (URIRef(PREFIXES["org"] + "Organization"), RDFS.Resource)
        assert range_ == YS[target] or range_ in organisations, name


def test_every_class_is_shown_but_those_of_code_lists(vocabulary: Graph) -> None:
    shown = picture.picture()
    classes = {term for term in vocabulary.subjects(RDF.type, OWL.Class) if term in YS}
    missing = {
        str(term).rpartition("#")[2] for term in classes if f'href="#{str(term).rpartition("#")[2]}"' not in shown
    }
    assert missing == {"Edition"}
