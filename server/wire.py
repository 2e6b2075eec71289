"""How the server and its worker processes talk: pickles with a length in front, and open files beside them.

Both ends are this program, and a worker cannot be reached from outside, so that pickles are safe here.
"""

import os
import pickle
import socket
import struct
from dataclasses import dataclass
from typing import Any

PART = 1_048_576
_LENGTH = struct.Struct("!Q")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a query was not answered: the parts of a QueryError."""

    message: str
    remedy: str
    status: int


@dataclass(frozen=True, slots=True)
class Spooled:
    """A spooled result: its bytes, or nothing when it comes as an open file beside the message."""

    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Started:
    """A result of which enough is there to begin sending; its file comes beside, and the reply when it is whole."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker says: a value or a failure. `last`: it has grown large and ends itself now."""

    value: Any = None
    failure: Failure | None = None
    last: bool = False


def send(channel: socket.socket, message: object, file: int | None = None) -> None:
    """Send a message, with an open file if one is given; OSError when the other end is gone."""
    body = pickle.dumps(message)
    socket.send_fds(channel, [_LENGTH.pack(len(body))], [] if file is None else [file])
    channel.sendall(body)


def receive(channel: socket.socket) -> tuple[Any, int | None]:
    """The next message and the file sent with it; EOFError when the other end is gone."""
    start, files, _, _ = socket.recv_fds(channel, _LENGTH.size, 1)
    try:
        if len(start) < _LENGTH.size:
            raise EOFError
        return pickle.loads(_exactly(channel, _LENGTH.unpack(start)[0])), next(iter(files), None)
    except BaseException:
        for each in files:
            os.close(each)
        raise


def _exactly(channel: socket.socket, size: int) -> bytearray:
    body = bytearray()
    while len(body) < size:
        part = channel.recv(min(size - len(body), PART))
        if not part:
            raise EOFError
        body += part
    return body
