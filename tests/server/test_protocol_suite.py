"""What the W3C suites for the SPARQL 1.1 protocol (queries) and service description ask, as tests of our own.

One test for each of the 27 protocol tests that a read-only endpoint can pass and the 3 of the service description;
the others of that suite update the store, and here each of them must be refused.
"""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Triple, parse
from werkzeug.test import TestResponse

from tests.server.made_up import Draft

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
ASK, SELECT = "ASK {}", "SELECT (1 AS ?value) {}"
RESULTS = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
GRAPHS = {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"}
SD = "http://www.w3.org/ns/sparql-service-description#"


def get(client: FlaskClient, pairs: list[tuple[str, str]], **headers: str) -> TestResponse:
    return client.get(f"/sparql?{urlencode(pairs)}", headers=headers)


def form(client: FlaskClient, pairs: list[tuple[str, str]], kind: str | None = FORM) -> TestResponse:
    return client.post("/sparql", data=urlencode(pairs), content_type=kind)


def direct(client: FlaskClient, text: str, pairs: list[tuple[str, str]] | None = None) -> TestResponse:
    return client.post(f"/sparql?{urlencode(pairs or [])}", data=text.encode(), content_type=QUERY)


def truth(response: TestResponse) -> bool:
    assert response.status_code == 200, response.data
    return bool(json.loads(response.data)["boolean"])


def holds(subject: str, graph: str | None = None) -> str:
    pattern = f"<{subject}> ?p ?o"
    return f"ASK {{ {pattern} }}" if graph is None else f"ASK {{ GRAPH <{graph}> {{ {pattern} }} }}"


# queries: each way of asking


def test_query_by_get(client: FlaskClient) -> None:
    assert truth(get(client, [("query", ASK)]))


def test_query_by_post_form(client: FlaskClient) -> None:
    assert truth(form(client, [("query", ASK)]))


def test_query_by_post_direct(client: FlaskClient) -> None:
    assert truth(direct(client, ASK))


@pytest.mark.parametrize(("query", "accept", "kinds"), [
    (SELECT, "application/sparql-results+xml", RESULTS),
    (SELECT, "application/sparql-results+json", RESULTS),
    (ASK, "", RESULTS),
    ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", "", GRAPHS),
    ("DESCRIBE <urn:a>", "", GRAPHS),
])  # fmt: skip
def test_content_type_of_each_form(client: FlaskClient, query: str, accept: str, kinds: set[str]) -> None:
    headers = {"Accept": accept} if accept else {}
    response = get(client, [("query", query)], **headers)
    assert response.status_code == 200 and response.mimetype in kinds
    assert not accept or response.mimetype == accept


# queries: the data set


@pytest.mark.parametrize("way", [get, form])
def test_default_graphs(client: FlaskClient, drafts: list[Draft], way: Any) -> None:
    first, second = drafts
    one, two = ("default-graph-uri", first.version), ("default-graph-uri", second.version)
    assert truth(way(client, [("query", holds(first.iri)), one]))
    assert not truth(way(client, [("query", holds(second.iri)), one]))
    both = f"ASK {{ <{first.iri}> ?p ?o . <{second.iri}> ?q ?r }}"
    assert truth(way(client, [("query", both), one, two]))
    assert not truth(way(client, [("query", "ASK { GRAPH ?g { ?s ?p ?o } }"), one, two]))


def test_default_graphs_with_a_direct_query(client: FlaskClient, drafts: list[Draft]) -> None:
    first, second = drafts
    pairs = [("default-graph-uri", first.version), ("default-graph-uri", second.version)]
    assert truth(direct(client, holds(first.iri), pairs)) and truth(direct(client, holds(second.iri), pairs))
    assert not truth(direct(client, holds(second.iri), pairs[:1]))


@pytest.mark.parametrize("way", [get, form])
def test_named_graphs(client: FlaskClient, drafts: list[Draft], way: Any) -> None:
    first, second = drafts
    pairs = [("named-graph-uri", each.version) for each in drafts]
    assert truth(way(client, [("query", holds(first.iri, first.version)), *pairs]))
    assert not truth(way(client, [("query", holds(first.iri, second.version)), *pairs]))
    assert not truth(way(client, [("query", holds(second.iri, second.version)), pairs[0]]))
    assert not truth(way(client, [("query", holds(first.iri)), *pairs])), "the default graph is empty"


def test_a_full_data_set(client: FlaskClient, drafts: list[Draft]) -> None:
    first, second = drafts
    pairs = [("default-graph-uri", first.version), ("named-graph-uri", second.version)]
    text = f"ASK {{ <{first.iri}> ?p ?o GRAPH <{second.version}> {{ <{second.iri}> ?q ?r }} }}"
    assert truth(direct(client, text, pairs)) and truth(form(client, [("query", text), *pairs]))
    assert not truth(direct(client, holds(second.iri), pairs))


def test_the_request_s_data_set_comes_before_that_of_the_query(client: FlaskClient, drafts: list[Draft]) -> None:
    first, second = drafts
    text = f"ASK FROM <{first.version}> {{ <{first.iri}> ?p ?o }}"
    assert truth(get(client, [("query", text)]))
    assert not truth(get(client, [("query", text), ("default-graph-uri", second.version)]))


# queries: what is refused


def test_a_method_that_is_none(client: FlaskClient) -> None:
    assert client.put(f"/sparql?{urlencode({'query': ASK})}").status_code == 405


def test_two_queries(client: FlaskClient) -> None:
    pairs = [("query", ASK), ("query", SELECT)]
    assert get(client, pairs).status_code == form(client, pairs).status_code == 400
    assert direct(client, ASK, [("query", ASK)]).status_code == 400


@pytest.mark.parametrize(("data", "kind", "status"), [
    (ASK, "text/plain", 415),
    (urlencode({"query": ASK}), "text/plain", 415),
    (urlencode({"query": ASK}), None, 415),
    (ASK, None, 415),
    (urlencode({"query": "ASK {"}), FORM, 400),
    ("ASK {", QUERY, 400),
    (ASK.encode("utf-16"), QUERY, 400),
])  # fmt: skip
def test_bodies_that_are_no_queries(client: FlaskClient, data: str | bytes, kind: str | None, status: int) -> None:
    assert client.post("/sparql", data=data, content_type=kind).status_code == status


def test_a_query_that_is_none(client: FlaskClient) -> None:
    assert get(client, [("query", "ASK {")]).status_code == 400


# updates: none of them does anything


UPDATES = ["INSERT DATA { <urn:a> <urn:b> <urn:c> }", "CLEAR ALL", "DROP GRAPH <urn:a>", "LOAD <urn:a>"]


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused(client: FlaskClient, text: str) -> None:
    pairs = [("update", text), ("using-graph-uri", "urn:g")]
    answers = [
        get(client, pairs), form(client, pairs), form(client, [("query", text)]),
        client.post("/sparql", data=text, content_type=UPDATE), get(client, [("query", text)]),
    ]  # fmt: skip
    assert {each.status_code for each in answers} == {403}
    assert not truth(get(client, [("query", holds("urn:a"))]))
    assert truth(get(client, [("query", "ASK { ?s ?p ?o }")]))


# service description


@pytest.fixture(params=["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples", ""])
def described(request: pytest.FixtureRequest, client: FlaskClient) -> list[Triple]:
    response = client.get("/sparql", headers={"Accept": request.param} if request.param else {})
    assert response.status_code == 200
    found = RdfFormat.from_media_type(response.mimetype)
    assert found is not None
    return [quad.triple for quad in parse(response.data, format=found)]


def said(triples: list[Triple], name: str) -> list[tuple[Any, Any]]:
    return [(each.subject, each.object) for each in triples if each.predicate.value == SD + name]


def test_the_description_is_rdf(described: list[Triple]) -> None:
    assert len(described) > 10


def test_the_description_names_the_endpoint(described: list[Triple]) -> None:
    assert [each.value for _, each in said(described, "endpoint")] == ["http://localhost/sparql"]


def test_the_description_follows_its_schema(described: list[Triple]) -> None:
    types = {(each.subject, each.object.value) for each in described if each.predicate.value.endswith("#type")}
    (service, _) = said(described, "endpoint")[0]
    assert (service, SD + "Service") in types
    for name, kind in (("defaultDataset", "Dataset"), ("namedGraph", "NamedGraph"), ("defaultGraph", "Graph"),
                       ("graph", "Graph")):  # fmt: skip
        assert said(described, name)
        assert all((each, SD + kind) in types for _, each in said(described, name))
    assert len(said(described, "name")) == len(said(described, "namedGraph")) >= 4
    assert said(described, "resultFormat") and said(described, "supportedLanguage")
