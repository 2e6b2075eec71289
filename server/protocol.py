"""The SPARQL 1.1 protocol at /sparql (https://www.w3.org/TR/sparql11-protocol/), read-only."""

import io
from collections.abc import Iterator
from typing import IO, cast
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, render_template, request, url_for
from werkzeug.exceptions import UnsupportedMediaType

from server.answers import LARGEST, Answers
from server.asking import ask, asked, brought
from server.description import service_description
from server.engine import FirstRows, Query
from server.errors import QueryError
from server.formats import GRAPHS, HTML, QUADS, Format
from server.freshness import fresh, has_this
from server.negotiation import refusal, wanted, wants_html
from server.queries import examples
from server.question import Question, hash_of, parameters, query_of, question, spool
from server.results import shown
from server.site import site

CHUNK = 65_536
blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """The answer to a query; without one a form for people or the service description for programs."""
    body = _body() if request.method == "POST" else b""
    given = parameters(request.method, request.query_string, request.headers.get("Content-Type", ""), body)
    if "query" not in given and "update" not in given and request.method != "POST":
        return _without_query(given.get("format", [None])[0])
    g.query_hash = hash_of(query_of(given))
    wanted_answer = question(given, request.headers.get("Accept", ""), site().release.digest, site().settings)
    return _page(wanted_answer) if wanted_answer.form is HTML else _answer(wanted_answer)


def _body() -> bytes:
    """The body as it came; 415 when it is packed, for what it says then could be of any size."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise UnsupportedMediaType(f"A body packed as {coding[:40]} is not read here; send it as it is.")
    return request.get_data()


@blueprint.errorhandler(QueryError)
def refused(error: QueryError) -> Response:
    """The parser's or our own message: on the form for people, in a few words for programs."""
    status = 414 if error.status == 413 and request.method != "POST" else error.status
    if wants_html():
        text = request.values.get("query", "")
        response = Response(_form_page(text, error=error), status, content_type=HTML.content_type)
    else:
        response = refusal(str(error), status)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


# the answer


def _answer(question: Question) -> Response:
    """The answer from those that are kept, or from the engine; nothing when the client has it already."""
    key = question.key
    if key and has_this(key):
        return fresh(Response(status=304), key, "Accept")
    kept = cast(Answers, current_app.extensions["answers"])
    known = kept.get(key) if key and not brought() else None
    g.cached = known is not None
    file = io.BytesIO(known) if known is not None else _evaluated(question)
    response = _file(file, question.content_type, key if known is None else None, kept)
    if key:
        return fresh(response, key, "Accept")
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-store"
    return response


def _evaluated(question: Question) -> IO[bytes]:
    file = asked(question.query, spool(question, site().settings))
    if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return _whole(file)
    return file


def _whole(file: IO[bytes]) -> IO[bytes]:
    """The same when it is complete: in HTTP/1.0 nobody would notice that the end of a growing result is missing."""
    with file:
        return io.BytesIO(file.read())


def _file(file: IO[bytes], content_type: str, key: str | None, kept: Answers) -> Response:
    """The result: with its length where it is whole, else in chunks of which the last says that it is."""
    if file.seekable() and file.seek(0, 2) <= LARGEST:
        file.seek(0)
        with file:
            data = file.read()
        if key:
            kept.keep(key, data)
        return Response(data, content_type=content_type)
    parts = _chunks(file)
    response = Response(kept.kept_while_sent(key, parts) if key else parts, content_type=content_type)
    if file.seekable():
        response.content_length = file.tell()
        file.seek(0)
    response.call_on_close(file.close)
    return response


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _page(question: Question) -> Response:
    query = question.query
    table = ask(query, FirstRows(site().settings.html_rows))
    downloads = {each.label: _address(query, each) for each in question.formats}
    text = _form_page(query.text, results=shown(table), downloads=downloads)
    return Response(text, content_type=HTML.content_type)


def _address(query: Query, form: Format) -> str:
    pairs = [("query", query.text), ("format", form.name)]
    pairs += [("default-graph-uri", iri) for iri in query.default_graphs or ()]
    pairs += [("named-graph-uri", iri) for iri in query.named_graphs or ()]
    return f"{url_for('sparql.endpoint')}?{urlencode(pairs)}"


def _form_page(text: str, **values: object) -> str:
    return render_template("sparql.html", text=text, examples=examples(), **values)


def _without_query(name: str | None) -> Response:
    if name is None and wants_html():
        return Response(_form_page(examples()[0].text), content_type=HTML.content_type)
    form, content_type = wanted((*GRAPHS, *QUADS), name)
    address = url_for("sparql.endpoint", _external=True)
    response = Response(service_description(site(), address, form), content_type=content_type)
    return fresh(response, f"description-{site().release.digest}-{form.name}-{address}", "Accept")
