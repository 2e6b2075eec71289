"""SPARQL 1.1 protocol: every way to ask, every format, every refusal."""

import csv
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results
from werkzeug.test import TestResponse

from ontology import iris
from tests.server.made_up import Draft

ONE = "SELECT ?x WHERE { BIND(1 AS ?x) }"
FORM = "application/x-www-form-urlencoded"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def ask(client: FlaskClient, query: str, accept: str = "", **parameters: str) -> TestResponse:
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql", query_string={"query": query, **parameters}, headers=headers)


def test_get(client: FlaskClient) -> None:
    response = ask(client, ONE)
    assert (response.status_code, response.content_type) == (200, "application/sparql-results+json")
    assert json.loads(response.data)["results"]["bindings"][0]["x"]["value"] == "1"
    assert response.content_length == len(response.data)


def test_post_form(client: FlaskClient) -> None:
    response = client.post("/sparql", data={"query": ONE})
    assert response.status_code == 200 and b'"1"' in response.data


def test_post_direct(client: FlaskClient) -> None:
    query = "SELECT ?x WHERE { BIND('预算' AS ?x) }"
    response = client.post("/sparql", data=query.encode(), content_type="application/sparql-query")
    assert response.status_code == 200 and "预算" in response.get_data(as_text=True)


def test_post_direct_with_character_set(client: FlaskClient) -> None:
    response = client.post("/sparql", data=ONE, content_type="application/sparql-query; charset=UTF-8")
    assert response.status_code == 200


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "application/sparql-results+xml",
                                        "text/csv", "text/tab-separated-values"])  # fmt: skip
def test_select_and_ask_in_every_format(client: FlaskClient, media_type: str) -> None:
    response = ask(client, ONE, media_type)
    form = QueryResultsFormat.from_media_type(media_type)
    assert response.mimetype == media_type and form is not None
    if media_type == "text/csv":
        assert list(csv.reader(io.StringIO(response.get_data(as_text=True)))) == [["x"], ["1"]]
    else:
        result = parse_query_results(response.data, format=form)
        assert isinstance(result, QuerySolutions) and next(result)["x"].value == "1"
    assert b"true" in ask(client, "ASK {}", media_type).data


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD, RdfFormat.RDF_XML])
def test_construct_and_describe_in_every_format(client: FlaskClient, drafts: list[Draft], form: RdfFormat) -> None:
    for query in ("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 3", f"DESCRIBE <{drafts[0].iri}>"):
        response = ask(client, query, form.media_type)
        assert response.mimetype == form.media_type
        assert len(list(parse(response.data, format=form))) >= 3


def test_format_parameter(client: FlaskClient) -> None:
    assert ask(client, ONE, format="csv").mimetype == "text/csv"
    assert ask(client, ONE, accept=BROWSER, format="json").mimetype == "application/sparql-results+json"
    assert ask(client, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", format="nt").mimetype == "application/n-triples"
    assert ask(client, ONE, format="pdf").status_code == 406


def test_prefixes_are_not_put_into_queries(client: FlaskClient) -> None:
    assert ask(client, "SELECT * WHERE { ?s a ys:Disclosure }").status_code == 400


def test_data_set_parameters(client: FlaskClient, drafts: list[Draft]) -> None:
    def counted(query: str, **graphs: object) -> int:
        response = client.get("/sparql", query_string={"query": query, "format": "csv", **graphs})
        return int(response.get_data(as_text=True).split()[1])

    everything = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    first, second = (each.version for each in drafts)
    one = counted(everything, **{"default-graph-uri": first})
    assert 0 < one < counted(everything)
    assert counted(everything, **{"default-graph-uri": [first, second]}) > one
    assert counted(named, **{"default-graph-uri": first}) == 0
    assert counted(named, **{"named-graph-uri": [first, second]}) == 2
    assert counted(everything, **{"named-graph-uri": first}) == 0
    assert counted(everything, **{"default-graph-uri": "http://example.org/none"}) == 0


def test_several_default_graphs_are_merged_as_a_set(client: FlaskClient, drafts: list[Draft]) -> None:
    """A label that both graphs have is one triple, so that a sum over a join counts once."""
    code = iris.code("function", "2101501")
    pattern = f"{{ <{code}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }}"
    graphs = [each.version for each in drafts]
    plain = client.get("/sparql", query_string={
        "query": f"SELECT ?label {pattern}", "default-graph-uri": graphs, "format": "csv",
    })  # fmt: skip
    assert plain.get_data(as_text=True).split() == ["label", "行政运行"]
    start = drafts[0].version.removesuffix(drafts[0].sha[:8])
    clauses = f"FROM d:{drafts[0].sha[:8]} # FROM <x:y>\nFROM <{graphs[1]}>"
    own = ask(client, f"PREFIX d: <{start}> SELECT ?label {clauses} {pattern}", format="csv")
    assert own.get_data(as_text=True).split() == ["label", "行政运行"]
    named = f"SELECT (COUNT(*) AS ?n) {clauses} FROM NAMED <{graphs[0]}> {{ GRAPH ?g {{ ?s a ?c }} }}"
    assert ask(client, f"PREFIX d: <{start}> {named}", format="csv").get_data(as_text=True).split()[1] != "0"


def test_graphs_may_be_named_by_a_base(client: FlaskClient, drafts: list[Draft]) -> None:
    start, first, second = "https://w3id.org/", *(each.version for each in drafts)
    clauses = f"FROM <{first.removeprefix(start)}> FROM <{second.removeprefix(start)}>"
    answer = ask(client, f"BASE <{start}> SELECT (COUNT(*) AS ?n) {clauses} {{ ?s a ?c }}", format="csv")
    assert answer.status_code == 200 and int(answer.get_data(as_text=True).split()[1]) > 0


def test_a_variable_called_from_is_no_clause(client: FlaskClient) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?from <a:p> ?x . ?from <a:q> 'FROM <a:b> FROM <a:c>' }"
    assert ask(client, query, format="csv").get_data(as_text=True).split() == ["n", "0"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * WHERE {", 400),
        ("INSERT DATA { <a:b> <a:c> <a:d> }", 403),
        ("SELECT * { SERVICE <http://127.0.0.1/> {} }", 403),
        ("SELECT * {" + "{" * 300 + "}" * 300 + "}", 400),
        ("SELECT * { ?s ?p '" + "x" * 70_000 + "' }", 414),
    ],
)
def test_refusals_say_why_in_plain_text(client: FlaskClient, query: str, status: int) -> None:
    response = ask(client, query)
    assert (response.status_code, response.mimetype) == (status, "text/plain")
    assert len(response.get_data(as_text=True).strip()) > 10


def test_the_parser_s_message_is_passed_on(client: FlaskClient) -> None:
    message = ask(client, "SELECT * WHERE {").get_data(as_text=True)
    assert "1:17" in message


def test_a_body_too_large(client: FlaskClient) -> None:
    assert client.post("/sparql", data={"query": "x" * 70_000}).status_code == 413
    assert client.post("/sparql", data={"query": "x" * 400_000}).status_code == 413
    body = b"x" * 400_000
    assert client.post("/sparql", data=body, content_type="application/sparql-query").status_code == 413


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM, 400),
        (b"", FORM, 400),
        (b"update=CLEAR%20ALL", FORM, 403),
        (b"CLEAR ALL", "application/sparql-update", 403),
        (b"ASK {}", "text/plain", 415),
        (b"ASK {}", None, 415),
        (b"ASK { ?s ?p '\xff' }", "application/sparql-query", 400),
    ],
)
def test_posts_that_are_refused(client: FlaskClient, data: bytes, content_type: str | None, status: int) -> None:
    response = client.post("/sparql", data=data, content_type=content_type)
    assert (response.status_code, response.mimetype) == (status, "text/plain")


def test_two_queries_in_one_request(client: FlaskClient) -> None:
    assert client.get("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D").status_code == 400


def test_a_graph_that_is_no_iri(client: FlaskClient) -> None:
    assert ask(client, ONE, **{"default-graph-uri": "not an iri"}).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(client: FlaskClient, method: str) -> None:
    response = client.open("/sparql", method=method)
    assert response.status_code == 405
    assert {"GET", "POST", "HEAD", "OPTIONS"} <= {each.strip() for each in response.headers["Allow"].split(",")}


def test_head_has_the_headers_of_get(client: FlaskClient) -> None:
    with client.head("/sparql", query_string={"query": ONE}) as response:
        assert (response.status_code, response.data) == (200, b"")
        assert response.content_length == len(ask(client, ONE).data)


def test_cors(client: FlaskClient) -> None:
    for response in (ask(client, ONE), ask(client, "SELECT"), client.options("/sparql"), client.get("/nope")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in client.options("/sparql").headers["Access-Control-Allow-Methods"]


def test_not_acceptable_names_what_there_is(client: FlaskClient) -> None:
    response = ask(client, ONE, "image/png")
    assert response.status_code == 406 and "text/csv" in response.get_data(as_text=True)


def test_service_description(client: FlaskClient) -> None:
    for accept, form in (
        ("text/turtle", RdfFormat.TURTLE),
        ("", RdfFormat.TURTLE),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ):
        response = client.get("/sparql", headers={"Accept": accept} if accept else {})
        triples = list(parse(response.data, format=form))
        objects = {str(getattr(triple.object, "value", "")) for triple in triples}
        assert "http://www.w3.org/ns/sparql-service-description#Service" in objects
        assert "http://www.w3.org/ns/formats/SPARQL_Results_JSON" in objects
        assert "http://localhost/sparql" in objects


def test_the_form(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": BROWSER})
    page = response.get_data(as_text=True)
    assert response.mimetype == "text/html" and "<textarea" in page and page.count("<option") == 12


def test_results_on_the_page(client: FlaskClient, drafts: list[Draft]) -> None:
    query = "SELECT ?d WHERE { ?d a <https://w3id.org/yusuan/def#Disclosure> }"
    page = ask(client, query, BROWSER).get_data(as_text=True)
    assert "/page/id/disclosure/410703/309/2025/budget" in page
    assert "format=csv" in page


def test_an_error_on_the_page_keeps_the_query(client: FlaskClient) -> None:
    response = ask(client, "SELECT <script> {", BROWSER)
    page = response.get_data(as_text=True)
    assert response.status_code == 400 and "SELECT &lt;script&gt; {</textarea>" in page


def test_rows_left_out_of_the_page_are_said(app: Flask, client: FlaskClient) -> None:
    query = "SELECT * WHERE { ?s ?p ?o } LIMIT 1200"
    page = ask(client, query, BROWSER + ";x=1").get_data(as_text=True)
    assert "1,000" in page and page.count("<tr>") == 1001
    assert len(json.loads(ask(client, query).data)["results"]["bindings"]) == 1200


def test_no_rows_and_graphs_and_answers_on_the_page(client: FlaskClient) -> None:
    assert "没有结果" in ask(client, "SELECT * { ?s <a:none> ?o }", BROWSER).get_data(as_text=True)
    assert "true" in ask(client, "ASK {}", BROWSER).get_data(as_text=True)
    assert "subject" in ask(client, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", BROWSER).get_data(as_text=True)


def test_a_result_too_large_is_an_error_not_a_part(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    site = app.extensions["yusuan"]
    monkeypatch.setitem(app.extensions, "yusuan", replace(site, settings=replace(site.settings, result_bytes=1000)))
    response = ask(client, "SELECT * WHERE { ?s ?p ?o }")
    assert (response.status_code, response.mimetype) == (400, "text/plain")
    assert "1,000 bytes" in response.get_data(as_text=True)


def test_a_result_too_slow_is_an_error(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    site = app.extensions["yusuan"]
    monkeypatch.setitem(app.extensions, "yusuan", replace(site, settings=replace(site.settings, seconds=-1)))
    assert ask(client, "SELECT * WHERE { ?s ?p ?o }").status_code == 504
