"""What the server says to a worker to which it lends connections, and what that one says."""

from dataclasses import dataclass

from server.edition import Edition
from server.settings import Settings
from server.wire import Said


@dataclass(frozen=True, slots=True)
class Terms:
    """How to answer; the board (server.front.board) comes along."""

    edition: Edition
    limits: Settings
    proxy: str
    most_body: int
    slot: int


@dataclass(frozen=True, slots=True)
class Lend:
    """A connection; it comes along. One that is sent while the worker makes way is of an old turn, and not taken.

    `known`: an answer that was just asked for over it, with its key.
    """

    number: int
    peer: str
    turn: int
    known: "tuple[str, bytes] | None" = None


@dataclass(frozen=True, slots=True)
class Recall:
    """Asks for all connections back."""


@dataclass(frozen=True, slots=True)
class Back(Said):
    """Connections that go back, with what is still to be sent over the first of them.

    `vain`: the worker has answered little over it, and gives it back since the server is likely to have an answer.
    """

    numbers: tuple[int, ...]
    rest: bytes = b""
    vain: bool = False


@dataclass(frozen=True, slots=True)
class Slow(Said):
    """A query takes long: all connections go back, the worker goes on with this one request and sends a reply."""

    number: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Counted(Said):
    """Requests that were answered: methods and seconds; and how many of them from memory, and how many not."""

    answers: tuple[tuple[str, float], ...]
    hits: int
    misses: int
