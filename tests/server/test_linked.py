"""Linked data: 303 by Accept, descriptions in every format, other bases, odd names."""

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from ontology import iris
from ontology.namespaces import DEF, DEFAULT_BASE, LINKS, VOCABULARY_VERSION
from server.addresses import Addresses, Lines
from tests.server.made_up import SCRIPT, Draft

VOID_LINKSET = "http://rdfs.org/ns/void#Linkset"
DISCLOSURE = "disclosure/410703/309/2025/budget"
FORMS = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/html", f"/page/id/{DISCLOSURE}"),
        ("text/turtle", f"/data/id/{DISCLOSURE}.ttl"),
        ("*/*", f"/data/id/{DISCLOSURE}.ttl"),
        ("application/ld+json", f"/data/id/{DISCLOSURE}.jsonld"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.1", f"/data/id/{DISCLOSURE}.rdf"),
        ("application/n-triples", f"/data/id/{DISCLOSURE}.nt"),
    ],
)
def test_a_thing_redirects_by_accept(client: FlaskClient, accept: str, target: str) -> None:
    response = client.get(f"/id/{DISCLOSURE}", headers={"Accept": accept})
    assert (response.status_code, response.location) == (303, target)
    assert "Accept" in response.headers["Vary"]


def test_nothing_acceptable(client: FlaskClient) -> None:
    assert client.get(f"/id/{DISCLOSURE}", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("extension", FORMS)
def test_data_in_every_format(client: FlaskClient, drafts: list[Draft], extension: str) -> None:
    response = client.get(f"/data/id/{DISCLOSURE}.{extension}")
    assert response.status_code == 200
    assert response.mimetype == FORMS[extension].media_type
    subjects = {getattr(triple.subject, "value", "") for triple in parse(response.data, format=FORMS[extension])}
    assert drafts[0].iri in subjects
    assert drafts[0].department in subjects, "what it points to is named"
    assert 'rel="describes"' in ", ".join(response.headers.getlist("Link"))


@pytest.mark.parametrize("extension", FORMS)
def test_the_unknown_is_404_in_the_same_format(client: FlaskClient, extension: str) -> None:
    response = client.get(f"/data/id/nothing/here.{extension}")
    assert (response.status_code, response.mimetype) == (404, FORMS[extension].media_type)
    assert list(parse(response.data, format=FORMS[extension])) == []


def test_the_unknown_page_is_404(client: FlaskClient) -> None:
    response = client.get("/page/id/nothing/here", headers={"Accept": "text/html"})
    assert response.status_code == 404 and "没有找到" in response.get_data(as_text=True)
    assert client.get("/page/id/nothing/here").mimetype == "text/plain"


@pytest.mark.parametrize(
    "odd", ["a b", "<x>", '"', "%25", "{", "\\", "|", "..", "a//b", "名称", "\ue000", "a%2Fb", "?"]
)
def test_odd_names_are_no_server_errors(client: FlaskClient, odd: str) -> None:
    for start in ("/page/id/", "/id/", "/data/id/"):
        end = ".ttl" if start == "/data/id/" else ""
        response = client.get(start + quote(odd) + end, headers={"Accept": "text/html"})
        assert response.status_code in (303, 404), odd


def test_codes_and_structures_have_pages_and_data(client: FlaskClient) -> None:
    for path in ("code/function/2101501", "code/flow", "code/rule/narrative-vs-table", "dsd/three_public"):
        assert client.get(f"/{path}", headers={"Accept": "text/html"}).location == f"/page/{path}"
        assert client.get(f"/page/{path}").status_code == 200
        assert client.get(f"/data/{path}.ttl").status_code == 200


def test_sets_of_links_have_pages_and_data(samples_app: Flask) -> None:
    client, store = samples_app.test_client(), samples_app.extensions["yusuan"].store
    described = store.quads_for_pattern(None, None, NamedNode(VOID_LINKSET), None)
    sets = {quad.subject.value for quad in described if quad.subject.value.startswith(LINKS)}
    assert sets
    for iri in sets:
        path = iri.removeprefix(DEFAULT_BASE)
        assert client.get(f"/{path}").status_code == 303
        assert client.get(f"/page/{path}").status_code == 200
        assert f"<{iri}>" in client.get(f"/data/{path}.nt").get_data(as_text=True)
    assert client.get("/page/links/none").status_code == 404


def test_the_page_of_a_code_has_labels_and_what_uses_it(client: FlaskClient) -> None:
    page = client.get("/page/code/function/2101501?lang=zh&view=facts").get_data(as_text=True)
    assert "<h1>行政运行</h1>" in page
    assert "/page/id/disclosure/410703/309/2025/budget/v/" in page


def test_lines_lead_to_the_source_view(client: FlaskClient, drafts: list[Draft]) -> None:
    draft = drafts[0]
    finding = iris.finding(draft.version, "narrative-vs-table", "1").removeprefix("https://w3id.org/yusuan/")
    page = client.get(f"/page/{finding}?lang=en").get_data(as_text=True)
    assert f'href="/source/{draft.id}?l=3&amp;lang=en#L3"' in page


def test_incoming_links_come_in_pages(client: FlaskClient) -> None:
    first = client.get("/page/code/resolved-by/as-printed?view=facts").get_data(as_text=True)
    second = client.get("/page/code/resolved-by/as-printed?view=facts&page=2").get_data(as_text=True)
    assert 'rel="next"' in first and 'rel="prev"' in second
    assert client.get("/page/code/resolved-by/as-printed?view=facts&page=zzz").status_code == 200
    assert client.get("/page/code/resolved-by/as-printed?view=facts&page=999999999999").status_code == 200


def test_names_are_escaped(client: FlaskClient, drafts: list[Draft]) -> None:
    project = iris.uncoded_project("410703", "309", 2025, f"信息化 {SCRIPT}")
    page = client.get(f"/page/{project.removeprefix('https://w3id.org/yusuan/')}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page


def test_the_source_document_leads_to_its_text(client: FlaskClient, drafts: list[Draft]) -> None:
    path = iris.source(drafts[0].version).removeprefix("https://w3id.org/yusuan")
    assert client.get(path, headers={"Accept": "text/html"}).location == f"/source/{drafts[0].id}"
    assert client.get(path, headers={"Accept": "text/turtle"}).location == f"/data{path}.ttl"


def test_the_vocabulary(client: FlaskClient) -> None:
    page = client.get("/def", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert 'id="DetailLine"' in page and "ys:amount" in page
    for extension, form in FORMS.items():
        response = client.get(f"/def?format={extension}")
        subjects = {getattr(triple.subject, "value", "") for triple in parse(response.data, format=form)}
        assert DEF + "DetailLine" in subjects
    assert client.get("/def", headers={"Accept": "text/turtle"}).mimetype == "text/turtle"


def test_another_base(other_base: Flask) -> None:
    """The data has IRIs of another host; its pages are here all the same, the words and codes stay fixed."""
    client = other_base.test_client()
    iri = "https://data.example.org/caizheng/id/" + DISCLOSURE
    assert iri in client.get(f"/data/id/{DISCLOSURE}.nt").get_data(as_text=True)
    page = client.get(f"/page/id/{DISCLOSURE}").get_data(as_text=True)
    assert f"<code>{iri}</code>" in page
    assert 'href="https://data.example.org' not in page
    assert client.get("/page/code/flow/revenue").status_code == 200
    home = client.get("/").get_data(as_text=True)
    assert f'href="/page/id/{DISCLOSURE}"' in home


def test_addresses_go_both_ways() -> None:
    here = Addresses("https://data.example.org/b/")
    for iri in (
        "https://data.example.org/b/id/org/410703/医疗保障局（本级）",
        "https://data.example.org/b/id/org/410703/%EE%80%80",
        "https://w3id.org/yusuan/code/function/2101501",
        "https://w3id.org/yusuan/dsd/three_public",
    ):
        place = here.place(iri)
        assert place is not None and here.iri(*place) == iri
    assert here.place("https://example.org/id/x") is None
    assert here.place("https://w3id.org/yusuan/id/region/410703") is None


def test_lines_are_read_from_provenance() -> None:
    here = Addresses("https://data.example.org/b/")
    version = "https://data.example.org/b/id/disclosure/1/2/2025/budget/v/abc"
    assert here.lines(f"{version}/source#L12") == Lines(version, 12, 12)
    assert here.lines(f"{version}/source#L12-L14") == Lines(version, 12, 14)
    assert here.lines(f"{version}/source#p3L2-L4") == Lines(version, 2, 4, 3)
    for other in (f"{version}/source", f"{version}#L1", f"{version}/source#x", "https://else.org/source#L1"):
        assert here.lines(other) is None


def test_the_vocabulary_has_a_picture_and_an_address_for_its_version(client: FlaskClient) -> None:
    page = client.get("/def", headers={"Accept": "text/html"})
    assert "<svg" in page.text and 'href="#Disclosure"' in page.text
    version = VOCABULARY_VERSION.rpartition("/")[2]
    assert client.get(f"/def/{version}", headers={"Accept": "text/turtle"}).mimetype == "text/turtle"
    assert client.get("/def/9.9.9").status_code == 404


OLD = "id/disclosure/410703/309/2025/budget/v/00000000"


@pytest.mark.parametrize("path", [OLD, f"{OLD}/table/three_public", f"{OLD}/source"])
def test_a_version_that_was_replaced_says_by_which(client: FlaskClient, drafts: list[Draft], path: str) -> None:
    for response in (client.get(f"/page/{path}", headers={"Accept": "text/html"}), client.get(f"/data/{path}.nt")):
        assert response.status_code == 410
        newer = drafts[0].version.removeprefix("https://w3id.org/yusuan")
        assert f'<{newer}>; rel="latest-version"' in response.headers.getlist("Link")
        assert drafts[0].version in response.get_data(as_text=True)
    assert client.get(f"/data/{path.replace('410703', '999999')}.nt").status_code == 404


def test_the_latest_version_points_to_no_other(client: FlaskClient, drafts: list[Draft]) -> None:
    path = drafts[0].version.removeprefix("https://w3id.org/yusuan/")
    response = client.get(f"/data/{path}.ttl")
    assert response.status_code == 200 and "latest-version" not in response.headers.get("Link", "")
    again = client.get(f"/data/{path}.ttl", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
