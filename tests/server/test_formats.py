"""Which format a client gets for what it says that it accepts."""

import pytest
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from server.formats import GRAPHS, HTML, RESULTS, by_name, choose

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "name", "media_type"),
    [
        ("", "json", "application/sparql-results+json"),
        ("*/*", "json", "application/sparql-results+json"),
        ("application/*", "json", "application/sparql-results+json"),
        ("text/*;q=0.5", "csv", "text/csv"),
        ("text/csv;q=0.4, text/tab-separated-values;q=0.6", "tsv", "text/tab-separated-values"),
        ("application/json", "json", "application/json"),
        ("text/xml", "xml", "text/xml"),
        ("application/sparql-results+xml, */*;q=0.1", "xml", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*", "xml", "application/sparql-results+xml"),
        (BROWSER, "html", "text/html"),
        ("text/html;q=0, */*;q=0.1", "json", "application/sparql-results+json"),
    ],
)
def test_rows(accept: str, name: str, media_type: str) -> None:
    chosen = choose(parse_accept_header(accept, MIMEAccept), (*RESULTS, HTML))
    assert chosen is not None
    assert (chosen[0].name, chosen[1]) == (name, media_type)


@pytest.mark.parametrize(
    ("accept", "name"),
    [("", "ttl"), ("application/ld+json", "jsonld"), ("application/rdf+xml;q=0.9, text/turtle;q=0.8", "rdf"),
     ("text/plain", "nt"), ("application/xml", "rdf")],
)  # fmt: skip
def test_graphs(accept: str, name: str) -> None:
    chosen = choose(parse_accept_header(accept, MIMEAccept), GRAPHS)
    assert chosen is not None and chosen[0].name == name


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "*/*;q=0"])
def test_nothing_fits(accept: str) -> None:
    assert choose(parse_accept_header(accept, MIMEAccept), RESULTS) is None


def test_formats_by_name() -> None:
    assert by_name("csv", RESULTS) is RESULTS[2]
    assert by_name("text/csv", RESULTS) is RESULTS[2]
    assert by_name("pdf", RESULTS) is None
