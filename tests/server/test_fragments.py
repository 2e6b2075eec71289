"""Triple Pattern Fragments: the pages of a pattern are its triples, with a count and the way to the next."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from server.fragments import HYDRA, SIZE

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def page(client: FlaskClient, address: str) -> tuple[list[Quad], list[Quad]]:
    """The data and the controls of a page."""
    response = client.get(address.removeprefix("http://localhost"), headers={"Accept": "application/n-quads"})
    assert (response.status_code, response.mimetype) == (200, "application/n-quads")
    quads = list(parse(response.data, format=RdfFormat.N_QUADS))
    data = [each for each in quads if not isinstance(each.graph_name, NamedNode)]
    return data, [each for each in quads if isinstance(each.graph_name, NamedNode)]


def values(controls: list[Quad], name: str) -> list[str]:
    return [each.object.value for each in controls if each.predicate.value == HYDRA + name]  # type: ignore[union-attr]


def whole(client: FlaskClient, address: str) -> list[Quad]:
    found: list[Quad] = []
    following = [address]
    while following:
        data, controls = page(client, following[0])
        assert len(data) <= SIZE
        found += data
        following = values(controls, "next")
    return found


@pytest.mark.parametrize(("pattern", "given"), [
    ({"predicate": NamedNode(LABEL)}, f"predicate={LABEL.replace('#', '%23')}"),
    ({"subject": NamedNode("https://w3id.org/yusuan/id/org/410703/309")},
     "subject=https://w3id.org/yusuan/id/org/410703/309"),
    ({"object": Literal("卫滨区", language="zh")}, 'object="卫滨区"@zh'),
    ({"object": Literal("309")}, 'object="309"'),
    ({"object": Literal("2025", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear"))},
     'object="2025"^^xsd:gYear'),
    ({"object": Literal("2025", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear"))},
     'object="2025"^^<http://www.w3.org/2001/XMLSchema%23gYear>&subject=%3Fs&predicate='),
    ({"predicate": NamedNode(TYPE), "object": NamedNode("https://w3id.org/yusuan/def#Region")},
     f"predicate=<{TYPE.replace('#', '%23')}>&object=https://w3id.org/yusuan/def%23Region"),
    ({"subject": NamedNode("urn:none")}, "subject=urn:none"),
])  # fmt: skip
def test_pages_join_to_the_pattern(app: Flask, client: FlaskClient, pattern: dict[str, object], given: str) -> None:
    store: Store = app.extensions["yusuan"].store
    from pyoxigraph import DefaultGraph

    wanted = [pattern.get(name) for name in ("subject", "predicate", "object")]
    there = {quad.triple for quad in store.quads_for_pattern(*wanted, DefaultGraph())}  # type: ignore[arg-type]
    found = whole(client, f"/fragments?{given}")
    assert {quad.triple for quad in found} == there and len(found) == len(there)
    _, controls = page(client, f"/fragments?{given}")
    assert values(controls, "totalItems") == [str(len(there))]


def test_the_whole_has_controls(app: Flask, client: FlaskClient) -> None:
    data, controls = page(client, "/fragments")
    assert len(data) == SIZE
    assert values(controls, "totalItems") == [str(app.extensions["yusuan"].triples)]
    assert values(controls, "template") == ["http://localhost/fragments{?subject,predicate,object}"]
    assert sorted(values(controls, "variable")) == ["object", "predicate", "subject"]
    second, more = page(client, values(controls, "next")[0])
    assert values(more, "previous") and {each.triple for each in second}.isdisjoint(each.triple for each in data)


@pytest.mark.parametrize("form", ["text/turtle", "application/n-triples", "application/trig", "application/ld+json"])
def test_other_formats(client: FlaskClient, form: str) -> None:
    response = client.get("/fragments?subject=https://w3id.org/yusuan/id/org/410703/309", headers={"Accept": form})
    known = RdfFormat.from_media_type(form)
    assert response.mimetype == form and known is not None
    assert sum(each.predicate.value == LABEL for each in parse(response.data, format=known)) == 1


@pytest.mark.parametrize(("given", "status"), [
    ("subject=no iri", 400), ('subject="text"', 400), ('object="open', 400), ("page=0", 400), ("page=x", 400),
    ("page=99999", 404), ("object=%22a%22@x_y", 400), ("format=pdf", 406), ('object="a"^^<b c>', 400),
])  # fmt: skip
def test_patterns_that_are_none(client: FlaskClient, given: str, status: int) -> None:
    assert client.get(f"/fragments?{given}").status_code == status


def test_as_a_page(client: FlaskClient) -> None:
    response = client.get("/fragments?predicate=%3Cscript%3E", headers={"Accept": "text/html"})
    assert response.status_code in (200, 400) and b"<script>" not in response.data
    assert client.get("/fragments", headers={"Accept": "text/html"}).status_code == 200
