"""What requests ask, read from their bytes."""

from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.dataset import graphs_of, may_name_graphs
from server.errors import QueryError
from server.question import FORM, lone, parameters, query_of


@given(st.binary(max_size=20) | st.text("%0aF\\xuN+{}", max_size=20).map(str.encode))
def test_percent_encoding_is_read_as_the_library_reads_it(encoded: bytes) -> None:
    body = b"x=" + encoded.replace(b"&", b"")
    try:
        expected = unquote_to_bytes(body[2:].replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        with pytest.raises(QueryError):
            parameters("POST", b"", FORM, body)
    else:
        assert parameters("POST", b"", FORM, body) == {"x": [expected]}


def test_graphs_that_a_request_names_belong_to_the_query() -> None:
    found = query_of(parameters("GET", b"query=ASK%7B%7D&default-graph-uri=a%3Ab&named-graph-uri=c%3Ad", "", b""))
    assert (found.text, found.default_graphs, found.named_graphs) == ("ASK{}", ("a:b",), ("c:d",))


NAMING = ["SELECT * FROM <urn:g> {}", "ASK from NAMED<urn:g>{}", "ASK 'x'FROM a:b {}", "ASK # c\nFROM # d\n<urn:g> {}"]


@pytest.mark.parametrize("text", NAMING)
def test_a_query_with_from_is_looked_at(text: str) -> None:
    assert may_name_graphs(text) and any(graphs_of(text))


@pytest.mark.parametrize("text", ["ASK { ?s prov:wasDerivedFrom ?o }", "ASK { ?from ?p ?o }", "ASK { ?s a:from ?o }"])
def test_a_name_with_from_in_it_names_no_graph(text: str) -> None:
    assert not may_name_graphs(text) and not any(graphs_of(text))


PIECES = ["FROM", "from ", "NAMED", "<urn:a>", " ", "'x'", "# c\n", "?s", "a:b", "SELECT *", "{", "}", '"', "@en", "1"]


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_no_graph_is_named_without_the_word(text: str) -> None:
    assert may_name_graphs(text) or not any(graphs_of(text))


@given(st.binary(max_size=30).map(lambda each: each.replace(b" ", b"")))
def test_a_lone_query_is_what_the_parameters_say(encoded: bytes) -> None:
    found = lone(b"query=" + encoded)
    assert found is None or found == query_of(parameters("GET", b"query=" + encoded, "", b""))


def test_what_is_no_lone_query() -> None:
    assert lone(b"query=ASK%7B%7D") == query_of({"query": ["ASK{}"]})
    assert not any(map(lone, (b"", b"query", b"query=a&x=", b"q=a", b"query=%FF", b"update=a")))
