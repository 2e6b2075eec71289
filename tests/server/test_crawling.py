"""What catalogues, crawlers and feed readers ask for."""

import json
import re
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Triple, parse

from ontology.namespaces import PREFIXES
from tests.server.made_up import Draft

VOID, DCAT, DCT = PREFIXES["void"], PREFIXES["dcat"], PREFIXES["dct"]


def triples(client: FlaskClient, path: str, form: RdfFormat = RdfFormat.TURTLE) -> list[Triple]:
    response = client.get(path, headers={"Accept": form.media_type})
    assert (response.status_code, response.mimetype) == (200, form.media_type)
    return [quad.triple for quad in parse(response.data, format=form)]


def objects(found: list[Triple], name: str) -> set[str]:
    return {each.object.value for each in found if each.predicate.value == name}  # type: ignore[union-attr]


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD, RdfFormat.RDF_XML])
def test_void(client: FlaskClient, form: RdfFormat) -> None:
    found = triples(client, "/.well-known/void", form)
    assert objects(found, VOID + "sparqlEndpoint") == {"http://localhost/sparql"}
    assert PREFIXES["qb"] in objects(found, VOID + "vocabulary")
    assert len(objects(found, VOID + "propertyPartition")) > 20
    dumps = objects(found, VOID + "dataDump")
    assert dumps
    for each in dumps:
        with client.head(each.removeprefix("http://localhost")) as response:
            assert response.status_code == 200


def test_void_counts_as_the_store_does(app: Flask, client: FlaskClient) -> None:
    counted = objects(triples(client, "/.well-known/void"), VOID + "triples")
    assert str(app.extensions["yusuan"].triples) in counted


def test_catalog(client: FlaskClient, drafts: list[Draft]) -> None:
    found = triples(client, "/catalog")
    assert {each.iri for each in drafts} < objects(found, DCAT + "dataset")
    addresses = objects(found, DCAT + "downloadURL")
    assert any(each.endswith("cells.parquet") for each in addresses)
    for each in addresses:
        if "/dump/cells" not in each and "/cells." not in each:  # the made-up table has other columns
            with client.get(each.removeprefix("http://localhost")) as response:
                assert response.status_code == 200, each


def test_the_catalogue_that_a_release_brings_is_kept(app: Flask, client: FlaskClient) -> None:
    from server.catalogue import catalog_iri

    assert catalog_iri(app.extensions["yusuan"].release) == "https://w3id.org/yusuan/catalog"


def test_catalogues_are_conditional(client: FlaskClient) -> None:
    for path in ("/.well-known/void", "/catalog", "/sitemap.xml", "/feed.atom", "/feed.json", "/robots.txt"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert client.get("/catalog?page=99").status_code == 404


def test_sitemap_leads_to_pages(client: FlaskClient, drafts: list[Draft]) -> None:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").data)
    places = [each.text or "" for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(places) == 4 + len(drafts)
    assert all(client.get(each.removeprefix("http://localhost")).status_code == 200 for each in places)
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)


def test_feeds(client: FlaskClient, drafts: list[Draft]) -> None:
    entries = ElementTree.fromstring(client.get("/feed.atom").data).findall("{http://www.w3.org/2005/Atom}entry")
    items = json.loads(client.get("/feed.json").data)["items"]
    assert len(entries) == len(items) == len(drafts)
    assert {each["id"] for each in items} == {each.version for each in drafts}
    assert client.get(items[0]["url"].removeprefix("http://localhost")).status_code == 200


def test_schema_org_on_the_pages(client: FlaskClient) -> None:
    for path in ("/", "/page/id/disclosure/410703/309/2025/budget"):
        page = client.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
        (block,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', page)
        said = json.loads(block)
        assert said["@type"] == "Dataset" and said["name"] and said["distribution"]
    assert "ld+json" not in client.get("/sparql", headers={"Accept": "text/html"}).get_data(as_text=True)
