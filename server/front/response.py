"""Plain requests and their answers: what is asked, and the response with the result."""

import time
from email.utils import formatdate
from functools import lru_cache

from werkzeug.exceptions import HTTPException

from server.coding import coding, packed, worth_packing
from server.edition import REVALIDATE, Edition
from server.errors import QueryError
from server.front.plain import Plain
from server.headers import ALWAYS, SECURITY
from server.question import Question, hash_of, lone, of_query, parameters, question
from server.settings import Settings
from server.telling import write_line

SMALL = 262_144  # what is larger is written by a thread, which waits for the client and not everybody for it
ROUTE = "sparql.endpoint"
_GOING_ON, _CLOSING = "\r\n", "Connection: close\r\n\r\n"
_FIXED = "".join(f"{name}: {value}\r\n" for name, value in {**ALWAYS, **SECURITY, "Server": "yusuan"}.items())


def asked(plain: Plain, release: str, limits: Settings) -> Question | None:
    """What is asked; None for what is refused or is no query, which the application tells in its words."""
    try:
        query = lone(plain.query_string) if plain.method == "GET" else None
        if query is not None:
            return of_query(query, None, plain.head.accept, release, limits)
        given = parameters(plain.method, plain.query_string, plain.head.content_type, plain.body)
        return question(given, plain.head.accept, release, limits)
    except (QueryError, HTTPException):
        return None


def written(plain: Plain, edition: Edition, question: Question, data: bytes) -> bytes:
    """The response with an answer: what the application would write, byte for byte but for the order of headers."""
    vary, packing = "Accept", ""
    if worth_packing(question.content_type, len(data)):
        vary = "Accept, Accept-Encoding"
        wanted = coding(plain.head.accept_encoding)
        if wanted:
            data, packing = packed(data, wanted), f"Content-Encoding: {wanted}\r\n"
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {question.content_type}\r\nContent-Length: {len(data)}\r\n"
        f"Vary: {vary}\r\n{packing}{_freshness(edition, question.key)}{_always(int(time.time()))}"
        f"{_CLOSING if plain.head.closes else _GOING_ON}"
    )
    return head.encode("latin-1") + data


def _freshness(edition: Edition, key: str | None) -> str:
    if key is None:
        return "Cache-Control: no-store\r\n"
    return f'ETag: W/"{edition.tag(key)}"\r\nLast-Modified: {edition.dated()}\r\nCache-Control: {REVALIDATE}\r\n'


@lru_cache(2)
def _always(second: int) -> str:
    return f"{_FIXED}Date: {formatdate(second, usegmt=True)}\r\n"


def noted(plain: Plain, edition: Edition, question: Question, size: int, began: float, cached: bool) -> None:
    """Write the line of a request that was answered just now."""
    seconds = time.monotonic() - began
    write_line(began, seconds, edition.digest, route=ROUTE, method=plain.method, status=200, bytes=size,
               query=hash_of(question.query), cached=cached)  # fmt: skip
