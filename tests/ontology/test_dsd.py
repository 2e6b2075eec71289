"""The data structure definitions: one source, and the Turtle says the same."""

from importlib.resources import files

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import QB

from ontology import codes, dsd, iris
from ontology.terms import YS


def definitions() -> Graph:
    graph = Graph()
    return graph.parse(data=files("ontology").joinpath("vocabulary/dsd.ttl").read_bytes(), format="turtle")


def test_the_turtle_follows_the_table() -> None:
    text = files("ontology").joinpath("vocabulary/dsd.ttl").read_text(encoding="utf-8")
    assert text == dsd.turtle(), "run `python -m ontology.dsd`"


def test_there_is_one_definition_for_each_kind_of_table() -> None:
    kinds = {concept.notation for concept in codes.scheme("table-kind")}
    assert set(dsd.kinds()) == kinds
    assert len(kinds) == 19


@pytest.mark.parametrize("kind", dsd.kinds())
def test_definitions_have_components_in_order(kind: str) -> None:
    graph = definitions()
    components = list(graph.objects(URIRef(iris.dsd(kind)), QB.component))
    placed = {
        int(str(graph.value(c, QB.order))): graph.value(c, QB.dimension)
        for c in components
        if (c, QB.order, None) in graph
    }
    assert [placed[order] for order in sorted(placed)] == [YS[name] for name in dsd.dimensions(kind)]
    assert {graph.value(c, QB.measure) for c in components} - {None} == {YS[name] for name in dsd.measures(kind)}
    assert all((c, RDF.type, QB.ComponentSpecification) in graph for c in components)


def test_all_definitions_share_the_common_dimensions() -> None:
    for kind in dsd.kinds():
        names = dsd.dimensions(kind)
        assert names[: len(dsd.COMMON)] == dsd.COMMON
        assert len(set(names)) == len(names)
        assert "amount" in dsd.measures(kind)


def test_an_unknown_kind_says_which_there_are() -> None:
    with pytest.raises(KeyError, match="three_public"):
        dsd.dimensions("three_publik")
