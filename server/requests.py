"""What a request of the SPARQL protocol asks: its one query with its data set, however it was sent."""

from urllib.parse import unquote_to_bytes

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from server.engine import Query
from server.errors import QueryError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
Parameters = MultiDict[str, str]


def parameters() -> Parameters:
    """The parameters of the protocol, wherever the request carries them."""
    _check_text(request.query_string, "the address")
    if request.method != "POST":
        return request.args
    _check_character_set()
    if request.mimetype == FORM:
        body = request.get_data()
        _check_text(body, "the form")
        return MultiDict([*request.args.items(multi=True), *request.form.items(multi=True)])
    if request.mimetype == QUERY:
        return MultiDict([*request.args.items(multi=True), ("query", _body())])
    if request.mimetype == UPDATE:
        return MultiDict([("update", "")])
    raise UnsupportedMediaType(f"Send the query as {FORM} or {QUERY}.")


def query_of(given: Parameters) -> Query:
    """The one query of the request with its data set."""
    if "update" in given:
        raise QueryError("updates are not allowed: this endpoint is read-only", "send a query", status=403)
    texts = given.getlist("query")
    if len(texts) != 1:
        raise QueryError(f"the request has {len(texts)} queries", "send exactly one, as the parameter query")
    default, named = given.getlist("default-graph-uri"), given.getlist("named-graph-uri")
    if not default and not named:
        return Query(texts[0])
    return Query(texts[0], tuple(default), tuple(named))


def _check_text(encoded: bytes, where: str) -> None:
    """Refuse what is not UTF-8, which would otherwise become a query that nobody wrote."""
    try:
        unquote_to_bytes(encoded.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{where} is not UTF-8: {error.reason} at byte {error.start}") from None


def _check_character_set() -> None:
    given = request.mimetype_params.get("charset", "utf-8")
    if given.strip("\"' ").lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"The character set {given} is not read here; send UTF-8.")


def _body() -> str:
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"the query is not UTF-8: {error.reason} at byte {error.start}") from None
