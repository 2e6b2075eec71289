"""Answers that go along with lent connections, and connections that would only go to and fro."""

import os
import socket
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from server.answers import Answers
from server.front.door import OFTEN, PATIENT, VAIN, Connection
from server.front.lender import INLINE, MOST
from server.front.plain import Plain
from server.front.words import Lend
from server.wire import channel, receive, send

if sys.platform != "linux":
    pytest.skip("lending needs Linux", allow_module_level=True)

REQUEST = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\n\r\n"


class Transport:
    """A connection that takes everything."""

    def write(self, data: bytes) -> None: ...
    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...
    def is_closing(self) -> bool:
        return False

    def get_write_buffer_size(self) -> int:
        return 0


class Desk:
    """Has every answer, and lends every connection that is to be lent."""

    most_body = 1_000

    def __init__(self) -> None:
        self.lent: list[str | None] = []

    def ask(self, plain: Plain, peer: str, ended: Any) -> None:
        ended(b"answer", 0.0, "key")

    def lend(self, guest: Connection, plain: Plain, key: str | None) -> bool:
        self.lent.append(key)
        return True


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def connection(desk: Desk) -> Connection:
    made = Connection(SimpleNamespace(desk=desk, closing=False))  # type: ignore[arg-type]
    made._transport = Transport()  # type: ignore[assignment]
    return made


def test_what_is_kept_is_quick_and_its_key_goes_along(desk: Desk, connection: Connection) -> None:
    for _ in range(OFTEN - 1):
        connection.data_received(REQUEST)
    assert not desk.lent
    connection.data_received(REQUEST)
    assert desk.lent == ["key"] and connection.under_way


def test_a_connection_lent_in_vain_again_and_again_stays_for_a_while(desk: Desk, connection: Connection) -> None:
    for _ in range(OFTEN - 1 + VAIN):
        connection.data_received(REQUEST)
        if len(desk.lent):
            connection.returned(b"", vain=True)
    assert len(desk.lent) == VAIN
    for _ in range(PATIENT):
        connection.data_received(REQUEST)
    assert len(desk.lent) == VAIN
    for _ in range(OFTEN):
        connection.data_received(REQUEST)
    assert len(desk.lent) == VAIN + 1


def test_a_connection_that_was_of_use_once_is_lent_soon(desk: Desk, connection: Connection) -> None:
    for number in range(5 * VAIN):
        connection.data_received(REQUEST)
        if desk.lent:
            connection.returned(b"", vain=bool(number % VAIN))
    assert len(desk.lent) > 4 * VAIN


def test_as_many_as_may_be_lent_fit_into_the_channel_with_large_answers() -> None:
    here, there = channel()
    held, other = socket.socketpair()
    with here, there, held, other:
        here.setblocking(False)
        for number in range(MOST):
            send(here, Lend(number, "2001:db8::1", 0, ("k" * 32, b"x" * 200_000)), held.fileno(), INLINE)
        for number in range(MOST):
            said, file = receive(there)
            assert file is not None and said.number == number and len(said.known[1]) == 200_000
            os.close(file)
        send(here, Lend(1, "::1", 0), held.fileno(), INLINE)
        said, file = receive(there)
        assert file is not None and said.known is None
        os.close(file)


def test_an_answer_can_be_looked_at_without_counting() -> None:
    answers = Answers(10_000)
    answers.keep("a", b"1")
    assert answers.seen("a") == b"1" and answers.seen("b") is None
    assert (answers.hits, answers.misses) == (0, 0)
