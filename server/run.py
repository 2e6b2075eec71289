"""The web server: a release on a port until it is stopped."""

import errno
import socket
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from waitress.server import create_server

from server.app import create_app
from server.errors import ServerError
from server.settings import Settings, from_environment
from server.site import Site, open_site

MOST_HEADER_BYTES = 262_144
FORWARDED = {"x-forwarded-for", "x-forwarded-proto"}


def serve(release: Path, store: Path, host: str | None = None, port: int | None = None, **settings: Any) -> None:
    """Serve a release until interrupted; ServerError when it cannot be opened or the port cannot be had."""
    chosen = from_environment(release=release, store=store, host=host, port=port, **settings)
    site = open_site(chosen, limited=True)
    with closing(site.engine), closing(_listen(chosen, site)) as server:
        port = getattr(server, "effective_port", chosen.port)
        print(f"Serving {release} at {address(chosen.host, port)}  (Ctrl-C to stop)", file=sys.stderr, flush=True)
        server.run()


def address(host: str, port: int) -> str:
    """The address to open in a browser."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, host)
    return f"http://{name}:{port}/"


def _listen(settings: Settings, site: Site) -> Any:
    """A server that has its port already. Looking ahead in a connection is how it sees that a client has left."""
    app = create_app(settings, site)
    proxy: dict[str, Any] = {"trusted_proxy": settings.proxy, "trusted_proxy_headers": FORWARDED}
    return create_server(
        app,
        sockets=[_socket(settings)],
        threads=settings.threads,
        max_request_header_size=MOST_HEADER_BYTES,
        max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],
        channel_request_lookahead=1,
        ident="yusuan",
        **(proxy if settings.proxy else {}),
    )


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
