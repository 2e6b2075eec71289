"""How the server and its worker processes talk: one packet for each message, and open files beside them.

Both ends are this program, and a worker cannot be reached from outside, so that pickles are safe here. A message
too large for a packet goes as a file in memory. The bytes of a small result, of which there are most, go as they are.
"""

import os
import pickle
import socket
import struct
from array import array
from dataclasses import dataclass
from typing import Any

INLINE = 65_536  # the largest message that goes as a packet
# The first byte of a packet says what follows: a message, none (it is the first file that comes along), a result.
_HERE, _BESIDE, _RESULT = b"\0", b"\1", b"\2"
_SECONDS = struct.Struct("d")
_FILES = 2
_ROOM = socket.CMSG_SPACE(_FILES * array("i").itemsize) if hasattr(socket, "CMSG_SPACE") else 0


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
    """What a worker says: a value or a failure, after so many seconds of processor time.

    `last`: it has grown large and ends itself now.
    """

    value: Any = None
    failure: Failure | None = None
    last: bool = False
    worked: float = 0.0


class Said:
    """What a worker says by itself, and not as a reply; see server.front.words."""

    __slots__ = ()


def channel() -> tuple[socket.socket, socket.socket]:
    """Two ends that keep messages apart."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(channel: socket.socket, message: object, file: int | None = None, inline: int = INLINE) -> None:
    """Send a message, with an open file if one is given; OSError when the other end is gone.

    With a smaller `inline` many messages fit into the channel of one who does not listen now.
    """
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    files = [] if file is None else [file]
    if len(body) <= inline:
        _packet(channel, _HERE + body, files)
        return
    beside = os.memfd_create("message", os.MFD_CLOEXEC)
    try:
        _write(beside, body)
        _packet(channel, _BESIDE, [beside, *files])
    finally:
        os.close(beside)


def send_result(channel: socket.socket, data: bytes, worked: float) -> None:
    """Send what is received as `Reply(Spooled(data), worked=worked)`."""
    if len(data) < INLINE - _SECONDS.size:
        channel.send(_RESULT + _SECONDS.pack(worked) + data)
    else:
        send(channel, Reply(Spooled(data), worked=worked))


def receive(channel: socket.socket) -> tuple[Any, int | None]:
    """The next message and the file sent with it; EOFError when the other end is gone."""
    packet, ancillary, _, _ = channel.recvmsg(INLINE + 1, _ROOM)
    if packet[:1] == _RESULT:
        (worked,) = _SECONDS.unpack_from(packet, 1)
        return Reply(Spooled(packet[1 + _SECONDS.size :]), worked=worked), None
    files = _files(ancillary) if ancillary else []
    try:
        if not packet:
            raise EOFError
        body = _read(files.pop(0)) if packet[:1] == _BESIDE else memoryview(packet)[1:]
        return pickle.loads(body), files[0] if files else None
    except BaseException:
        for each in files:
            os.close(each)
        raise


def _packet(channel: socket.socket, packet: bytes, files: list[int]) -> None:
    if files:
        channel.sendmsg([packet], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array("i", files))])
    else:
        channel.send(packet)


def _files(ancillary: list[tuple[int, int, bytes]]) -> list[int]:
    found = array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            found.frombytes(data[: len(data) - len(data) % found.itemsize])
    return list(found)


def _write(file: int, body: bytes) -> None:
    rest = memoryview(body)
    while rest:
        rest = rest[os.write(file, rest) :]


def _read(file: int) -> bytes:
    with os.fdopen(file, "rb") as opened:
        opened.seek(0)
        return opened.read()
