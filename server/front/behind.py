"""The web server behind the front: waitress, which is given its connections and gives them back when they are still.

It reads every request that is not plain, runs the application in threads, and sends what takes longer to send.
"""

import re
import socket
from collections.abc import Callable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask

from server.asking import BROUGHT, Brought

_OTHERS = re.compile(rb"[\x80-\xff]")


class Task(WSGITask):
    """A request of which the front may have found out something."""

    def get_environment(self) -> dict[str, Any]:
        """The environment, with what came along."""
        first = self.environ is None
        environ: dict[str, Any] = super().get_environment()
        if first and isinstance(self.channel, Channel):
            environ[BROUGHT] = self.channel.take()
        return environ


class Parser(HTTPRequestParser):
    """Reads a request, also one whose address has letters that should be percent-encoded: many type such addresses."""

    def parse_header(self, header_plus: bytes) -> None:
        line, end, rest = header_plus.partition(b"\r\n")
        super().parse_header(_OTHERS.sub(lambda found: b"%%%02X" % ord(found[0]), line) + end + rest)


class Channel(HTTPChannel):
    """A connection that was passed on, until its requests are answered."""

    task_class = Task
    parser_class = Parser
    brought: Brought | None = None
    give_back: Callable[[socket.socket], None] | None = None
    answered = False

    def take(self) -> Brought | None:
        """What came along, once."""
        brought, self.brought = self.brought, None
        return brought

    def readable(self) -> bool:
        """Whether there may be more to read; a connection that is still is given back instead."""
        if self.give_back and self.socket and self._still():
            back = socket.socket(fileno=self.socket.detach())
            give_back, self.give_back = self.give_back, None
            self.del_channel()
            give_back(back)
            return False
        return bool(super().readable())

    def handle_close(self) -> None:
        super().handle_close()
        brought = self.take()
        if brought:
            brought.close()

    def _still(self) -> bool:
        return (
            self.connected
            and self.answered
            and not (self.requests or self.request or self.total_outbufs_len)
            and not (self.will_close or self.close_when_flushed)
        )

    def service(self) -> None:
        """Answer one request, and have the loop look at what comes next."""
        super().service()
        self.answered = True
        self.server.pull_trigger()


def pass_on(server: Any, give_back: Callable[[socket.socket], None]) -> Callable[..., None]:
    """What takes a connection into the web server, from another thread."""

    def take(connection: socket.socket, data: bytes, brought: Brought | None) -> None:
        def adopt() -> None:
            try:
                address = connection.getpeername()
                connection.setblocking(False)
                server.set_socket_options(connection)
                channel = Channel(server, connection, address, server.adj, map=server._map)
            except OSError:  # it has left meanwhile
                connection.close()
                if brought:
                    brought.close()
                return
            channel.brought, channel.give_back = brought, give_back
            channel.received(data)

        server.trigger.pull_trigger(adopt)

    return take
