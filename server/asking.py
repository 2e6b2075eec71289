"""The way of a query from a request to the engine: within the bounds, and as long as the client is there."""

from collections.abc import Callable
from typing import TypeVar, cast

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
    bounds = cast(Bounds, current_app.extensions["bounds"])
    gone = cast(Callable[[], bool], request.environ.get("waitress.client_disconnected", _never))
    with bounds.place(client(request.remote_addr)):
        return site().engine.ask(query, consume, gone)


def _never() -> bool:
    return False
