"""The way of a query from a request to the engine: within the bounds, and as long as the client is there."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, TypeVar, cast

from flask import current_app, request

from server.bounds import Bounds, client
from server.engine import Query, Result
from server.site import site

T = TypeVar("T")


def ask(query: Query, consume: Callable[[Result], T]) -> T:
    """What `consume` makes of the result of a query of the current request; QueryError when it is refused.

    The web server says when a connection is closed. A client that closes only its own half (as `nc -N` does)
    counts as gone, too.
    """
    with _bounds().place(client(request.remote_addr)):
        return site().engine.ask(query, consume, _gone())


def asked(query: Query, spool: Callable[[Result], IO[bytes]]) -> IO[bytes]:
    """The same for a result in a file, which may still grow: it has its place among the queries until it is closed."""
    with ExitStack() as places:
        places.enter_context(_bounds().place(client(request.remote_addr)))
        file = site().engine.ask(query, spool, _gone())
        if file.seekable():
            return file
        return cast(IO[bytes], _Placed(file, places.pop_all()))


@contextmanager
def at_work() -> Iterator[None]:
    """Count what the current request does as a query, where it costs as much; QueryError when there are too many."""
    with _bounds().place(client(request.remote_addr)):
        yield


class _Placed(io.RawIOBase):
    """A file that gives back a place when it is closed."""

    def __init__(self, file: IO[bytes], place: ExitStack) -> None:
        self._file, self._place = file, place

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            with self._place:
                self._file.close()
        super().close()


def _bounds() -> Bounds:
    return cast(Bounds, current_app.extensions["bounds"])


def _gone() -> Callable[[], bool]:
    return cast(Callable[[], bool], request.environ.get("waitress.client_disconnected", _never))


def _never() -> bool:
    return False
