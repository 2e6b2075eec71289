"""What a request of the SPARQL protocol asks: one query that may be asked, and how its answer is to be written.

Nothing here knows how the request came, so that both ways to the engine read it alike.
"""

import hashlib
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.http import parse_accept_header, parse_options_header

from server.answers import key_of
from server.engine import Query, Spool
from server.errors import QueryError
from server.formats import GRAPHS, HTML, QUADS, RESULTS, Format, chosen
from server.guard import query_form
from server.settings import Settings

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
OF_GRAPHS, OF_ROWS = (*GRAPHS, *QUADS), RESULTS
Parameters = dict[str, list[str]]


class Question(NamedTuple):
    """A query and the format of its answer; without a key the answer is new each time."""

    query: Query
    formats: tuple[Format, ...]
    form: Format
    content_type: str
    key: str | None


def question(given: Parameters, accept: str, release: str, limits: Settings) -> Question:
    """What the parameters ask, of a release by its digest; QueryError or NotAcceptable when it is not answered."""
    return of_query(query_of(given), given.get("format", [None])[0], accept, release, limits)


def of_query(query: Query, name: str | None, accept: str, release: str, limits: Settings) -> Question:
    """The same of a query, whose answer is asked for in a format by its name or by what the client accepts."""
    kind = query_form(query.text, longest=limits.query_bytes, deepest=limits.query_depth)
    graph = kind in ("CONSTRUCT", "DESCRIBE")
    form, content_type = _format(accept, graph, name)
    key = key_of(release, query, form.name)
    return Question(query, OF_GRAPHS if graph else OF_ROWS, form, content_type, key)


def hash_of(query: Query) -> str:
    """What stands for a query where it must not be told."""
    return hashlib.sha256(query.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def spool(question: Question, limits: Settings) -> Spool:
    """What is to become of the result: a file within the limits."""
    return Spool(question.form, limits.result_bytes, limits.seconds)


@lru_cache(256)
def _format(accept: str, graph: bool, name: str | None) -> tuple[Format, str]:
    formats = (*(OF_GRAPHS if graph else OF_ROWS), HTML)
    return chosen(parse_accept_header(accept, MIMEAccept), formats, name)


def query_of(given: Parameters) -> Query:
    """The one query of the request with its data set."""
    if "update" in given:
        raise QueryError("updates are not allowed: this endpoint is read-only", "send a query", status=403)
    texts = given.get("query", [])
    if len(texts) != 1:
        raise QueryError(f"the request has {len(texts)} queries", "send exactly one, as the parameter query")
    default, named = given.get("default-graph-uri", []), given.get("named-graph-uri", [])
    text = _bare(texts[0])
    if not default and not named:
        return Query(text)
    return Query(text, tuple(default), tuple(named))


def lone(query_string: bytes) -> Query | None:
    """The query of a request that has nothing but that one in its address; None where it has more, or is not good."""
    if not query_string.startswith(b"query=") or b"&" in query_string:
        return None
    try:
        return Query(_bare(_decoded(query_string[6:])))
    except UnicodeDecodeError:
        return None


def parameters(method: str, query_string: bytes, content_type: str, body: bytes) -> Parameters:
    """The parameters of the protocol, wherever the request carries them."""
    given: Parameters = {}
    _add(given, query_string, "the address")
    if method == "POST":
        _add_body(given, content_type, body)
    return given


def _add_body(given: Parameters, content_type: str, body: bytes) -> None:
    media_type, options = parse_options_header(content_type)
    media_type = media_type.lower()
    _check_character_set(options.get("charset", "utf-8"))
    if media_type == FORM:
        _add(given, body, "the form")
    elif media_type == QUERY:
        given.setdefault("query", []).append(_text(body))
    elif media_type == UPDATE:
        given["update"] = [""]
    else:
        raise UnsupportedMediaType(f"Send the query as {FORM} or {QUERY}.")


def _add(given: Parameters, encoded: bytes, where: str) -> None:
    """Add the pairs of a form. What is not UTF-8 is refused, for it would become a query that nobody wrote."""
    try:
        for pair in encoded.split(b"&"):
            name, _, value = (_decoded(part) for part in pair.partition(b"="))
            if pair:
                given.setdefault(name, []).append(value)
    except UnicodeDecodeError as error:
        raise QueryError(f"{where} is not UTF-8: {error.reason} at byte {error.start}") from None


def _bare(text: str) -> str:
    """A query without the mark that some editors put before a text in UTF-8."""
    return text.removeprefix("\ufeff")


def _decoded(encoded: bytes) -> str:
    encoded = encoded.replace(b"+", b" ")
    return (_unquoted(encoded) if b"%" in encoded else encoded).decode("utf-8")


def _unquoted(encoded: bytes) -> bytes:
    """The same as `unquote_to_bytes` gives, several times as fast where every percent sign has two digits."""
    try:
        return encoded.replace(b"\\", b"\\\\").replace(b"%", b"\\x").decode("unicode_escape").encode("latin-1")
    except UnicodeDecodeError:
        return unquote_to_bytes(encoded)


def _check_character_set(given: str) -> None:
    if given.strip("\"' ").lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"The character set {given} is not read here; send UTF-8.")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"the query is not UTF-8: {error.reason} at byte {error.start}") from None
