"""The way of a query from a request to the engine: within the bounds, and as long as the client is there."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Any, TypeVar, cast

from flask import current_app, request

from server.bounds import Bounds, client
from server.engine import Query, Result
from server.jobs import Growing
from server.site import Site, site

T = TypeVar("T")
BROUGHT = "yusuan.brought"


@dataclass(slots=True)
class Brought:
    """What the front (server.front) found out before it passed a request on: a value, a file or a failure."""

    site: Site
    outcome: Any
    place: ExitStack  # its place among the queries; given back when this is closed

    def taken(self) -> Any:
        """The value, once; a failure is raised."""
        outcome, self.outcome = self.outcome, None
        if isinstance(outcome, BaseException):
            self.place.close()
            raise outcome
        return outcome

    def close(self) -> None:
        """Let go of what nobody took."""
        with self.place:
            if isinstance(self.outcome, io.IOBase):
                self.outcome.close()


def brought() -> Brought | None:
    """What came with the current request."""
    return cast("Brought | None", request.environ.get(BROUGHT))


def let_go(_: BaseException | None = None) -> None:
    """At the end of a request, let go of what came with it and was not taken."""
    came = brought()
    if came:
        came.close()


def ask(query: Query, consume: Callable[[Result], T]) -> T:
    """What `consume` makes of the result of a query of the current request; QueryError when it is refused.

    The web server says when a connection is closed. A client that closes only its own half (as `nc -N` does)
    counts as gone, too.
    """
    came = brought()
    if came:
        with came.place:
            return cast(T, came.taken())
    with _place():
        return site().engine.ask(query, consume, _gone(), client(request.remote_addr))


def asked(query: Query, spool: Callable[[Result], IO[bytes]]) -> IO[bytes]:
    """The same for a result in a file, which may still grow: it has its place among the queries until it is closed."""
    came = brought()
    with ExitStack() as places:
        places.enter_context(came.place if came else _place())
        file: IO[bytes] = (
            came.taken() if came else site().engine.ask(query, spool, _gone(), client(request.remote_addr))
        )
        if file.seekable():
            return file
        if isinstance(file, Growing):
            file.gone = _gone()
        return cast(IO[bytes], _Placed(file, places.pop_all()))


@contextmanager
def at_work() -> Iterator[None]:
    """Count what the current request does as a query, where it costs as much; QueryError when there are too many."""
    with _place():
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


def _place() -> Any:
    bounds = cast(Bounds, current_app.extensions["bounds"])
    return bounds.place(client(request.remote_addr), in_thread=True)


def _gone() -> Callable[[], bool]:
    return cast(Callable[[], bool], request.environ.get("waitress.client_disconnected", _never))


def _never() -> bool:
    return False
