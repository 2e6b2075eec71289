"""The web server: a release on a port until it is stopped."""

import errno
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from waitress.server import create_server

from server.app import create_app
from server.errors import ServerError
from server.reload import Watch
from server.settings import Settings, from_environment, place_of
from server.signals import Signals
from server.site import open_site

if TYPE_CHECKING:
    from server.front.door import Door

MOST_HEADER_BYTES = 262_144
LOOK, SOON = 0.2, 0.1  # how often to look for signals, and when stopping for what is answered, in seconds
# Open at the same time, in all and by one client, and seconds until one that says nothing is closed.
CONNECTIONS, OF_ONE, IDLE = 800, 200, 60
FORWARDED = {"x-forwarded-for", "x-forwarded-proto"}


def serve(release: Path, store: Path | str, host: str | None = None, port: int | None = None, **settings: Any) -> None:
    """Serve a release until told to stop; ServerError when it cannot be opened or the port cannot be had.

    SIGTERM and Ctrl-C let what runs come to its end for a while; SIGHUP looks for a newly loaded release at once. The
    process is to end afterwards: one that does not is ended (server.signals).
    """
    folder, endpoint = place_of(store)
    chosen = from_environment(
        release=release, store=folder, host=host, port=port, **{"endpoint": endpoint or None, **settings}
    )
    with Signals() as signals:
        app = create_app(chosen, open_site(chosen, limited=True))
        with closing(Watch(app)) as watch, _listening(chosen, app) as server:
            signals.heed(chosen.drain)
            watch.start()
            door = _front(server, chosen, app)
            if door:
                watch.changed = door.recall
            at = address(chosen.host, getattr(server, "effective_port", chosen.port))
            print(f"Serving {release} at {at}  (Ctrl-C to stop)", file=sys.stderr, flush=True)
            _run(server, signals, watch)
            _drain(server, signals, chosen.drain, door)
            watch.close()  # as long as the server is there for those who wait for an answer


def _front(server: Any, settings: Settings, app: Flask) -> "Door | None":
    """The front that takes the connections; None where queries do not run in workers, and waitress takes them."""
    if server.accepting:
        return None
    from server.front.behind import pass_on
    from server.front.desk import Desk
    from server.front.door import Door

    door = Door(Desk(app, settings.proxy, app.config["MAX_CONTENT_LENGTH"]), CONNECTIONS, OF_ONE, IDLE)
    door.pass_on = pass_on(server, door.adopt)
    door.elsewhere = lambda: [str(each.addr[0]) for each in list(server.active_channels.values())]
    door.open(server.socket.dup())
    return door


def _run(server: Any, signals: Signals, watch: Watch) -> None:
    """Answer until told to stop."""
    while not signals.stops:
        _turn(server, LOOK)
        if signals.looks:
            signals.looks = False
            watch.look()


def _drain(server: Any, signals: Signals, seconds: float, door: "Door | None") -> None:
    """Take no new connections, and go on sending until every request is answered, at most so long."""
    until = time.monotonic() + seconds
    if door:
        door.close()
    server.asyncore.dispatcher.close(server)
    for _ in range(2):  # what is being passed on
        _turn(server, SOON)
    while time.monotonic() < until and signals.stops < 2 and _under_way(server, door):
        _turn(server, SOON)
    if door:
        door.abandon()


def _turn(server: Any, timeout: float) -> None:
    server.asyncore.loop(timeout=timeout, map=server._map, use_poll=True, count=1)


def _under_way(server: Any, door: "Door | None") -> bool:
    """Whether a request is not answered to its last byte; passing on goes from the door to the server."""
    return (door is not None and door.busy) or server.task_dispatcher.active_count or _unsent(server)


def _unsent(server: Any) -> bool:
    return any(channel.requests or channel.total_outbufs_len for channel in server.active_channels.values())


def address(host: str, port: int) -> str:
    """The address to open in a browser."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, host)
    return f"http://{name}:{port}/"


@contextmanager
def _listening(settings: Settings, app: Flask) -> Iterator[Any]:
    """A server that has its port already, and is closed in the end with its threads."""
    with closing(_listen(settings, app)) as server:
        try:
            yield server
        finally:
            server.task_dispatcher.shutdown(timeout=1)


def _listen(settings: Settings, app: Flask) -> Any:
    """The same. Looking ahead in a connection is how it sees that a client has left."""
    proxy: dict[str, Any] = {"trusted_proxy": settings.proxy, "trusted_proxy_headers": FORWARDED}
    return create_server(
        app,
        _start=not _has_workers(app),  # else the front listens
        sockets=[_socket(settings)],
        threads=settings.threads,
        max_request_header_size=MOST_HEADER_BYTES,
        max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],
        channel_request_lookahead=1,
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE,
        asyncore_use_poll=True,
        ident="yusuan",
        **(proxy if settings.proxy else {}),
    )


def _has_workers(app: Flask) -> bool:
    """Whether queries run in workers, so that no thread need wait for them."""
    if sys.platform != "linux":
        return False
    from server.pool import Pool

    return isinstance(app.extensions["yusuan"].engine, Pool)


def _socket(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=128)
    except (OSError, OverflowError) as error:
        raise _no_port(settings, error) from error


def _no_port(settings: Settings, error: Exception) -> ServerError:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return ServerError(
            f"port {settings.port} is taken by another program",
            f"choose another with --port, for example --port {settings.port + 1}",
        )
    return ServerError(
        f"cannot listen on {settings.host} port {settings.port} ({error})",
        "choose another address with --host, or a port from 1024 to 65535 with --port",
    )
