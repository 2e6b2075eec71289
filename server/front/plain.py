"""Plain requests to the endpoint, read from their bytes; everything else is for the web server behind.

Only what can be read in one way is read here: one GET or POST to /sparql in HTTP/1.1 with well-formed headers, none
of which asks for more than an answer. Whatever else comes is passed on as it came, so that nothing is decided twice.
"""

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from server.checks import HOST, LONGEST

_STARTS = (b"GET /sparql", b"POST /sparql")
MOST_HEAD = 262_144
REMEMBERED = 4_096  # headers of so many bytes or less are read once: a client sends the same with each request
_LINE = re.compile(rb"(GET|POST) /sparql(?:\?([!-\"$-~]*))? HTTP/1\.1\r\n")
_HEADERS = re.compile(rb"(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n)*\r\n")
# What asks for more than an answer.
_OTHERS = {
    b"transfer-encoding", b"expect", b"upgrade", b"range", b"content-encoding", b"if-match", b"if-none-match",
    b"if-modified-since", b"if-unmodified-since", b"if-range", b"forwarded", b"te", b"trailer",
}  # fmt: skip
_READ = {
    b"accept", b"accept-encoding", b"connection", b"content-type", b"content-length", b"host", b"x-forwarded-for",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """The headers of a request that matter. `closes`: the client wants no more answers over the connection."""

    accept: str
    accept_encoding: str
    content_type: str
    forwarded: str | None
    length: int
    closes: bool


class Plain(NamedTuple):
    """A request that asks for the answer to a query and nothing else."""

    method: str
    query_string: bytes
    head: Head
    body: bytes
    raw: bytes

    def client(self, peer: str, proxy: str) -> str | None:
        """The address of the client, behind a trusted proxy the one that it names; None where that is unclear."""
        named = self.head.forwarded
        if named is None or not proxy or proxy not in (peer, "*"):
            return peer
        last = named.rpartition(",")[2].strip()
        try:
            return str(ipaddress.ip_address(last))
        except ValueError:
            return None


def may_become_plain(data: bytes) -> bool:
    """Whether the bytes may be the beginning of a plain request."""
    if data.startswith(_STARTS):
        return True
    return len(data) < len(_STARTS[1]) and any(each.startswith(data) for each in _STARTS)


def read(data: bytes, most_body: int) -> Plain | bool:
    """The plain request that the bytes are; True when there is more of it to come, False when they are another thing.

    >>> read(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n", 100).query_string
    b'query=ASK%7B%7D'
    >>> read(b"GET /sparql?query=", 100), read(b"GET / HTTP/1.1\\r\\n\\r\\n", 100)
    (True, False)
    """
    end = data.find(b"\r\n\r\n") + 4
    if end < 4:
        return len(data) < MOST_HEAD and may_become_plain(data)
    line = _LINE.match(data) if end <= MOST_HEAD else None
    if line is None:
        return False
    block = data[line.end() : end]
    head = _remembered(block) if len(block) <= REMEMBERED else _head(block)
    if head is None:
        return False
    whole = end + head.length
    if len(data) != whole or head.length:
        return _with_body(line, head, data, end, most_body)
    return Plain(line[1].decode(), line[2] or b"", head, b"", data)


def _with_body(line: re.Match[bytes], head: Head, data: bytes, end: int, most: int) -> Plain | bool:
    whole = end + head.length
    if head.length > most or len(data) > whole or line[1] == b"GET":
        return False
    if len(data) < whole:
        return True
    return Plain(line[1].decode(), line[2] or b"", head, data[end:], data)


def _head(block: bytes) -> Head | None:
    """What the headers say; None where one asks for more, is there twice or is malformed, or Host is missing."""
    found = _headers(block[:-4]) if _HEADERS.fullmatch(block) else None
    if found is None:
        return None
    length, connection = found.get(b"content-length", "0"), found.get(b"connection", "keep-alive").lower()
    if not (length.isascii() and length.isdigit() and len(length) < 9) or connection not in ("close", "keep-alive"):
        return None
    return Head(
        found.get(b"accept", ""), found.get(b"accept-encoding", ""), found.get(b"content-type", ""),
        found.get(b"x-forwarded-for"), int(length), connection == "close",
    )  # fmt: skip


_remembered = lru_cache(512)(_head)


def _headers(block: bytes) -> dict[bytes, str] | None:
    """The headers that are read, by name; None where one asks for more, is there twice or is to be refused."""
    found: dict[bytes, str] = {}
    for line in block.split(b"\r\n") if block else ():
        name, _, value = line.partition(b":")
        name = name.lower()
        if name in _OTHERS or name in found:
            return None
        if name in _READ:
            found[name] = value.strip(b" \t").decode("latin-1")
    weighed = max(len(found.get(each, "")) for each in (b"accept", b"accept-encoding"))
    return found if HOST.fullmatch(found.get(b"host", "")) and weighed <= LONGEST else None
