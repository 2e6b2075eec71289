"""What the client wants to have, and how a refusal is said to it."""

import json

from flask import Response, request
from werkzeug.http import HTTP_STATUS_CODES

from server.formats import HTML, Format, chosen

PROBLEM = "application/problem+json"


def wanted(formats: tuple[Format, ...], name: str | None = None) -> tuple[Format, str]:
    """The format to answer in and its Content-Type, by `format=` or by Accept; 406 when there is none."""
    return chosen(request.accept_mimetypes, formats, name)


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
