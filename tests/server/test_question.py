"""What requests ask, read from their bytes."""

from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import QueryError
from server.question import FORM, parameters, query_of


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
