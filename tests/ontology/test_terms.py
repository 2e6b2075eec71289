"""The closed namespace and the Turtle name the same terms; each explains itself in both languages."""

from importlib.resources import files

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import QB

from ontology.namespaces import DEF, VOCABULARY_GRAPH
from ontology.publish import VOCABULARY_FILES
from ontology.terms import YS


def vocabulary() -> Graph:
    graph = Graph()
    for name in VOCABULARY_FILES:
        graph.parse(data=files("ontology").joinpath("vocabulary", name).read_bytes(), format="turtle")
    return graph


GRAPH = vocabulary()
TURTLE_TERMS = {term for term in GRAPH.subjects(RDFS.isDefinedBy) if str(term).startswith(DEF)}


def test_python_and_turtle_name_the_same_terms() -> None:
    assert set(YS) == TURTLE_TERMS
    assert len(TURTLE_TERMS) > 90


def test_a_term_is_an_iri_and_a_str() -> None:
    assert isinstance(YS.amount, URIRef)
    assert str(YS.amount) == "https://w3id.org/yusuan/def#amount"
    assert YS["amount"] is YS.amount
    assert YS.amount in YS
    assert "https://w3id.org/yusuan/def#ammount" not in YS
    assert "amount" not in YS


def test_a_misspelt_term_raises_and_names_the_nearest() -> None:
    with pytest.raises(AttributeError, match="did you mean amount") as raised:
        _ = YS.ammount  # type: ignore[attr-defined]
    assert "ys:ammount" in str(raised.value)
    with pytest.raises(KeyError, match="vocabulary"):
        YS["zzzzzz"]


@pytest.mark.parametrize("term", sorted(TURTLE_TERMS))
def test_every_term_explains_itself(term: URIRef) -> None:
    for predicate in (RDFS.label, RDFS.comment):
        texts = [text for text in GRAPH.objects(term, predicate) if isinstance(text, Literal)]
        assert sorted(str(text.language) for text in texts) == ["en", "zh"]
        assert all(text.strip() for text in texts)
    assert GRAPH.value(term, RDFS.isDefinedBy) == URIRef(VOCABULARY_GRAPH)
    assert set(GRAPH.objects(term, RDF.type)) & {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}


def test_domains_and_ranges_are_terms_of_ours_or_of_others() -> None:
    for predicate in (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf):
        for term in GRAPH.objects(None, predicate):
            assert not str(term).startswith(DEF) or term in TURTLE_TERMS


def test_every_dimension_has_a_range_and_every_coded_property_a_list() -> None:
    dimensions = set(GRAPH.subjects(RDF.type, QB.DimensionProperty))
    assert len(dimensions) == 15
    assert all(GRAPH.value(dimension, RDFS.range) for dimension in dimensions)
    assert all(GRAPH.value(coded, QB.codeList) for coded in GRAPH.subjects(RDF.type, QB.CodedProperty))


def test_the_header_says_licence_and_version() -> None:
    about = dict(GRAPH.predicate_objects(URIRef(VOCABULARY_GRAPH)))
    assert OWL.versionIRI in about
    assert URIRef("http://purl.org/dc/terms/license") in about
