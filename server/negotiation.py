"""What the client wants to have, and how a refusal is said to it."""

import json

from flask import Response, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import NotAcceptable
from werkzeug.http import HTTP_STATUS_CODES

from server.formats import HTML, Format, by_name, choose, typed

PROBLEM = "application/problem+json"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match, If-Modified-Since, Range",
    "Access-Control-Expose-Headers": "Content-Length, Content-Range, ETag, Last-Modified, Link, Location, Retry-After",
    "Access-Control-Max-Age": "86400",
}


def wanted(formats: tuple[Format, ...], name: str | None = None) -> tuple[Format, str]:
    """The format to answer in and its Content-Type, by `format=` or by Accept; 406 when there is none."""
    return chosen(request.accept_mimetypes, formats, name)


def chosen(accept: MIMEAccept, formats: tuple[Format, ...], name: str | None = None) -> tuple[Format, str]:
    """The same for an Accept header that was read already."""
    if name is not None:
        named = by_name(name, formats)
        if named:
            return named, named.content_type
        raise NotAcceptable(f"format={name} is not known here; there are: {_names(formats)}")
    found = choose(accept, formats)
    if found is None:
        raise NotAcceptable(f"Nothing here has a type that Accept names. There are: {_types(formats)}")
    return found[0], typed(found[1])


def wants_html() -> bool:
    """Whether the client is a browser: HTML is named by Accept, and no worse than plain text."""
    accept = request.accept_mimetypes
    named = any(value in (HTML.media_type, *HTML.aliases) for value in accept.values())
    return named and accept[HTML.media_type] >= accept["text/plain"]


def refusal(message: str, status: int, title: str = "") -> Response:
    """A refusal in words, for programs: plain text, or a problem object (RFC 9457) where that is liked better."""
    message = message.rstrip("\n")
    if not _wants_problem():
        return Response(message + "\n", status, content_type="text/plain; charset=utf-8")
    return problem(message, status, title)


def problem(message: str, status: int, title: str = "") -> Response:
    """A refusal as a problem object."""
    said = {"type": "about:blank", "title": title or HTTP_STATUS_CODES.get(status, ""), "status": status}
    text = json.dumps({**said, "detail": message}, ensure_ascii=False)
    return Response(text, status, content_type=PROBLEM)


def _wants_problem() -> bool:
    accept = request.accept_mimetypes
    named = any(value in (PROBLEM, "application/json") for value in accept.values())
    return named and max(accept[PROBLEM], accept["application/json"]) > accept["text/plain"] - 0.0001


def _names(formats: tuple[Format, ...]) -> str:
    return ", ".join(each.name for each in formats)


def _types(formats: tuple[Format, ...]) -> str:
    return ", ".join(each.media_type for each in formats)
