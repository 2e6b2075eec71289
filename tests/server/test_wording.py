"""Details of HTTP and of the protocol that clients rest on: headers, weights, conditions, compression."""

import gzip
import json
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from zstandard import ZstdDecompressor

ROWS = "SELECT ?s ?p WHERE { ?s ?p ?o } ORDER BY ?s ?p LIMIT 200"
ONE = "SELECT (1 AS ?x) {}"
GRAPH = "CONSTRUCT { <urn:a> <urn:b> 1 } {}"
XML, JSON, CSV, TSV = (
    "application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values",
)  # fmt: skip


def ask(client: FlaskClient, query: str = ONE, path: str = "/sparql", **headers: str) -> TestResponse:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return client.get(f"{path}?query={quote(query)}", headers=named)


# negotiation


@pytest.mark.parametrize(("accept", "expected"), [
    ("*/*", JSON), ("", JSON), ("text/*", CSV), ("application/*", JSON),
    (f"{XML}, {JSON};q=0.5", XML), (f"{XML};q=0.5, {JSON};q=0.6", JSON), (f"{XML};q=0.1, {CSV};q=0.2", CSV),
    (f"{JSON};q=0, */*", XML), (f"{JSON};q=0, {XML};q=0, */*;q=0.1", CSV), (f"text/turtle, {TSV};q=0.3", TSV),
    ("application/json", "application/json"), ("text/xml", "text/xml"), ("application/xml", "application/xml"),
    (f"{CSV}; header=present", CSV), (f"{JSON}; charset=utf-8", JSON), (f"{XML};q=1.000", XML),
    ("text/html;q=0.1, text/csv;q=0.9", CSV), ("IMAGE/PNG, TEXT/CSV", CSV),
])  # fmt: skip
def test_formats_of_rows_by_accept(client: FlaskClient, accept: str, expected: str) -> None:
    response = ask(client, Accept=accept) if accept else ask(client)
    assert (response.status_code, response.mimetype) == (200, expected)
    assert "Accept" in response.vary


@pytest.mark.parametrize(("accept", "expected"), [
    ("*/*", "text/turtle"), ("application/trig", "application/trig"), ("application/n-quads", "application/n-quads"),
    ("application/n-triples", "application/n-triples"), ("text/n3", "text/n3"),
    ("application/rdf+xml;q=0.9, text/turtle;q=0.8", "application/rdf+xml"),
    ("application/ld+json", "application/ld+json"), ("text/plain", "text/plain"),
    ("application/sparql-results+json, text/turtle;q=0.1", "text/turtle"),
])  # fmt: skip
def test_formats_of_graphs_by_accept(client: FlaskClient, accept: str, expected: str) -> None:
    assert ask(client, GRAPH, Accept=accept).mimetype == expected


@pytest.mark.parametrize("accept", ["image/png", "*/*;q=0", "text/turtle", f"{JSON};q=0", "application/pdf, image/*"])
def test_nothing_acceptable(client: FlaskClient, accept: str) -> None:
    assert ask(client, Accept=accept).status_code == 406


def test_character_sets(client: FlaskClient) -> None:
    assert ask(client, Accept=CSV).content_type == "text/csv; charset=utf-8"
    assert ask(client, Accept=JSON).content_type == JSON
    for charset, status in (("utf-8", 200), ('"UTF-8"', 200), ("iso-8859-1", 415), ("gbk", 415)):
        bodies = {"application/sparql-query": ONE, "application/x-www-form-urlencoded": f"query={quote(ONE)}"}
        for kind, body in bodies.items():
            response = client.post("/sparql", data=body, content_type=f"{kind}; charset={charset}")
            assert response.status_code == status, (kind, charset)


def test_media_types_of_bodies_in_any_case(client: FlaskClient) -> None:
    for kind, body in (("Application/SPARQL-Query", ONE), ("APPLICATION/X-WWW-Form-Urlencoded", f"query={quote(ONE)}")):
        assert client.post("/sparql", data=body, content_type=kind).status_code == 200


def test_packed_bodies_are_refused_as_such(client: FlaskClient) -> None:
    kind = "application/sparql-query"
    packed = client.post(
        "/sparql", data=gzip.compress(ONE.encode()), content_type=kind, headers={"Content-Encoding": "gzip"}
    )
    assert packed.status_code == 415 and "gzip" in packed.text
    plain = client.post("/sparql", data=ONE, content_type=kind, headers={"Content-Encoding": "identity"})
    assert plain.status_code == 200


# the request


@pytest.mark.parametrize("address", ["/sparql?query=ASK%20%7B%22%FF%22%7D", "/sparql?query=%C3%28"])
def test_addresses_that_are_no_utf_8(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400 and "UTF-8" in response.get_data(as_text=True)


def test_forms_that_are_no_utf_8(client: FlaskClient) -> None:
    kind = "application/x-www-form-urlencoded"
    assert client.post("/sparql", data=b"query=ASK+%7B+%3Fs+%3Fp+%22%FF%22+%7D", content_type=kind).status_code == 400


def test_a_plus_is_a_blank_and_an_escaped_one_a_plus(client: FlaskClient) -> None:
    response = client.get("/sparql?query=SELECT+(1%2B1+AS+%3Fx)+%7B%7D&format=csv")
    assert response.get_data(as_text=True).split() == ["x", "2"]


def test_graphs_in_the_address_of_a_form_are_not_lost(client: FlaskClient) -> None:
    counted = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    address = "/sparql?default-graph-uri=urn:none"
    response = client.post(address, data={"query": counted, "format": "csv"})
    assert response.get_data(as_text=True).split() == ["n", "0"]


def test_an_empty_query(client: FlaskClient) -> None:
    assert client.get("/sparql?query=").status_code == 400
    assert client.post("/sparql", data={"query": ""}).status_code == 400


def test_methods(client: FlaskClient) -> None:
    options = client.options("/sparql")
    assert options.status_code == 200
    assert {"GET", "HEAD", "POST", "OPTIONS"} <= set(options.headers["Allow"].split(", "))
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        response = client.open("/sparql", method=method)
        assert response.status_code == 405 and "POST" in response.headers["Allow"]
    with client.head(f"/sparql?query={quote(ROWS)}") as head:
        assert head.data == b"" and head.content_length == ask(client, ROWS).content_length


def test_a_preflight_request(client: FlaskClient) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    response = client.options("/sparql", headers=asked)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]


# refusals


def test_refusals_as_text_or_as_problem(client: FlaskClient) -> None:
    text = ask(client, "SELECT")
    assert (text.status_code, text.content_type) == (400, "text/plain; charset=utf-8")
    for accept in (f"{JSON}, application/problem+json;q=0.9", f"{JSON}, application/json;q=0.9", "application/json"):
        response = ask(client, "SELECT", Accept=accept)
        said = json.loads(response.data)
        assert (response.mimetype, said["status"], said["title"]) == ("application/problem+json", 400, "Bad Request")
        assert "1:7" in said["detail"]
    missing = client.get("/nothing-here", headers={"Accept": "application/json"})
    assert (missing.status_code, missing.mimetype) == (404, "application/problem+json")


def test_refusals_are_not_kept_by_caches(client: FlaskClient) -> None:
    response = ask(client, "SELECT")
    assert "ETag" not in response.headers and "Last-Modified" not in response.headers


# conditions


def test_an_unchanged_answer_is_not_sent_again(client: FlaskClient) -> None:
    first = ask(client, ROWS)
    etag, date = first.headers["ETag"], first.headers["Last-Modified"]
    assert etag.startswith('W/"') and "no-cache" in first.headers["Cache-Control"]
    for headers in ({"If_None_Match": etag}, {"If_None_Match": f'"other", {etag}'}, {"If_None_Match": "*"},
                    {"If_Modified_Since": date}):  # fmt: skip
        again = ask(client, ROWS, **headers)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag and "Accept" in again.vary
    assert ask(client, ROWS, If_None_Match='"other"').status_code == 200
    assert ask(client, ROWS, If_None_Match='"other"', If_Modified_Since=date).status_code == 200
    assert ask(client, ROWS, If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT").status_code == 200


def test_a_query_that_is_none_is_never_unchanged(client: FlaskClient) -> None:
    for headers in ({"If_None_Match": "*"}, {"If_Modified_Since": "Thu, 01 Jan 2099 00:00:00 GMT"}):
        assert ask(client, "SELECT (", **headers).status_code == 400


def test_each_answer_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = {
        ask(client, query, Accept=accept).headers["ETag"] for query in (ONE, ROWS) for accept in (JSON, XML, CSV)
    }  # fmt: skip
    graph = client.get(f"/sparql?query={quote(ONE)}&default-graph-uri=urn:a").headers["ETag"]
    assert len(tags | {graph}) == 7


@pytest.mark.parametrize("query", ["SELECT (RAND() AS ?x) {}", "SELECT (now() AS ?x) {}", "SELECT (StrUUID() AS ?x) {}",
                                   "SELECT (UUID () AS ?x) {}", "SELECT (BNODE() AS ?x) {}"])  # fmt: skip
def test_an_answer_that_is_new_each_time_is_not_kept(client: FlaskClient, query: str) -> None:
    first, again = ask(client, query), ask(client, query)
    assert "ETag" not in first.headers and first.headers["Cache-Control"] == "no-store"
    assert first.data != again.data or "now" in query or "BNODE" in query


def test_words_in_a_text_do_not_stop_keeping(client: FlaskClient) -> None:
    assert "ETag" in ask(client, "SELECT ('RAND()' AS ?x) {} # NOW()").headers


def test_a_repeated_query_is_answered_from_memory(app: Flask, client: FlaskClient) -> None:
    kept = app.extensions["answers"]
    query = "SELECT ('asked once' AS ?x) {}"
    before = kept.hits
    first, second = ask(client, query), ask(client, query)
    assert first.data == second.data and kept.hits == before + 1
    assert client.post("/sparql", data={"query": query}).data == first.data and kept.hits == before + 2


# compression


def test_compression_by_accept_encoding(client: FlaskClient) -> None:
    plain = ask(client, ROWS).data
    for accepted, coding in (("gzip", "gzip"), ("zstd", "zstd"), ("gzip, zstd", "zstd"), ("gzip, zstd;q=0.5", "gzip"),
                             ("deflate, gzip;q=0.8", "gzip"), ("*", "zstd")):  # fmt: skip
        response = ask(client, ROWS, Accept_Encoding=accepted)
        assert response.headers.get("Content-Encoding") == coding, accepted
        data = response.data
        unpacked = gzip.decompress(data) if coding == "gzip" else ZstdDecompressor().decompressobj().decompress(data)
        assert unpacked == plain and len(data) < len(plain) / 3
        assert "Accept-Encoding" in response.vary and response.headers["ETag"].startswith("W/")
    for accepted in ("identity", "br", "gzip;q=0", "", "*;q=0, identity"):
        response = ask(client, ROWS, Accept_Encoding=accepted)
        assert "Content-Encoding" not in response.headers and response.data == plain
        assert "Accept-Encoding" in response.vary


@pytest.mark.parametrize("path", ["/sparql?query=" + quote(ROWS), "/", "/catalog"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_an_answer_that_has_not_changed_says_what_it_depends_on(client: FlaskClient, path: str, coding: str) -> None:
    """A cache takes the headers of a 304 for those of what it has; a tag is strong only for bytes as they are."""
    other = {"gzip": "identity", "identity": "gzip"}[coding]
    whole = client.get(path, headers={"Accept-Encoding": coding})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["ETag"].startswith("W/") and "Accept-Encoding" in packed.vary
    for asked in (coding, other):
        headers = {"Accept-Encoding": asked, "If-None-Match": whole.headers["ETag"]}
        unchanged = client.get(path, headers=headers)
        expected = client.get(path, headers={"Accept-Encoding": asked})
        assert (unchanged.status_code, unchanged.data) == (304, b"")
        assert unchanged.headers["ETag"] == expected.headers["ETag"]
        assert set(unchanged.vary) == set(expected.vary) and "Accept-Encoding" in unchanged.vary


def test_a_part_is_of_the_bytes_as_they_are(client: FlaskClient) -> None:
    """What has ranges is never packed and has a strong tag; what may be packed has no ranges."""
    packing = {"Accept-Encoding": "gzip, zstd"}
    with client.get("/dump/cells.csv", headers=packing) as whole:
        etag, data = whole.headers["ETag"], whole.data
    assert etag.startswith('"')
    for condition, status in ((etag, 206), ('"other"', 200), (f"W/{etag}", 200)):
        headers = {**packing, "Range": "bytes=2-5", "If-Range": condition}
        with client.get("/dump/cells.csv", headers=headers) as part:
            assert (part.status_code, part.data) == (status, data[2:6] if status == 206 else data)
    with client.get("/dump/cells.csv", headers={**packing, "If-None-Match": etag}) as unchanged:
        assert (unchanged.status_code, unchanged.headers["ETag"], not unchanged.vary) == (304, etag, True)
    for each in ("identity", "gzip"):
        response = ask(client, ROWS, Accept_Encoding=each, Range="bytes=0-9")
        assert response.status_code == 200 and "Accept-Ranges" not in response.headers


def test_small_answers_and_files_are_sent_as_they_are(client: FlaskClient) -> None:
    assert "Content-Encoding" not in ask(client, ONE, Accept_Encoding="gzip").headers
    with client.get("/dump/cells.csv", headers={"Accept-Encoding": "gzip"}) as response:
        assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("path", ["/", "/def", "/search?q=医疗", "/api/v1/figures", "/.well-known/void"])
def test_pages_are_compressed_too(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept-Encoding": "gzip", "Accept": "*/*"})
    assert response.headers["Content-Encoding"] == "gzip" and gzip.decompress(response.data)
