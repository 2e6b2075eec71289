"""A server that lends connections, and connections that are lent."""

import contextlib
import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from lenders import Server, started
from processes import soon


@pytest.fixture(scope="module")
def server(release_folder: Path, store_folder: Path) -> Iterator[Server]:
    with started(release_folder, store_folder) as found:
        yield found


@pytest.fixture
def connection(server: Server) -> Iterator[http.client.HTTPConnection]:
    """A connection that is lent, and no other is."""
    assert soon(lambda: not server.holders())
    with contextlib.closing(server.connected()) as found:
        server.lend(found)
        yield found


@pytest.fixture
def two(server: Server, connection: http.client.HTTPConnection) -> Iterator[tuple[http.client.HTTPConnection, ...]]:
    """Two connections that one worker has."""
    with contextlib.closing(server.connected()) as other:
        server.lend(connection, other)
        assert list(server.holders().values()) == [2]
        yield connection, other
