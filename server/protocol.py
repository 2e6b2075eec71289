"""The SPARQL 1.1 protocol at /sparql (https://www.w3.org/TR/sparql11-protocol/), read-only."""

from collections.abc import Iterator
from typing import IO
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from server.asking import ask
from server.description import service_description
from server.engine import FirstRows, Query, Spool
from server.errors import QueryError
from server.formats import GRAPHS, HTML, RESULTS, Format
from server.guard import query_form
from server.negotiation import plain_text, wanted, wants_html
from server.queries import examples
from server.results import shown
from server.site import site

CHUNK = 65_536
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
blueprint = Blueprint("sparql", __name__)
Parameters = MultiDict[str, str]


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """The answer to a query; without one a form for people or the service description for programs."""
    parameters = _parameters()
    if "query" not in parameters and "update" not in parameters and request.method != "POST":
        return _without_query(parameters)
    query = _query(parameters)
    formats = GRAPHS if _form(query) in ("CONSTRUCT", "DESCRIBE") else RESULTS
    form, content_type = wanted((*formats, HTML), parameters.get("format"))
    if form is HTML:
        return _page(query, formats)
    return _file(_evaluated(query, form), content_type)


@blueprint.errorhandler(QueryError)
def refused(error: QueryError) -> Response:
    """The parser's or our own message: on the form for people, as plain text for programs."""
    status = 414 if error.status == 413 and request.method != "POST" else error.status
    if wants_html():
        text = _parameters().get("query", "")
        response = Response(_form_page(text, error=error), status, content_type=HTML.content_type)
    else:
        response = plain_text(str(error), status)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


# the request


def _parameters() -> Parameters:
    """The parameters of the protocol, wherever the request carries them."""
    if request.method != "POST":
        return request.args
    if request.mimetype == FORM:
        return request.form
    if request.mimetype == QUERY:
        return MultiDict([*request.args.items(multi=True), ("query", _body())])
    if request.mimetype == UPDATE:
        return MultiDict([("update", "")])
    raise UnsupportedMediaType(f"Send the query as {FORM} or {QUERY}.")


def _body() -> str:
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"the query is not UTF-8: {error.reason} at byte {error.start}") from None


def _query(parameters: Parameters) -> Query:
    """The one query of the request with its data set."""
    if "update" in parameters:
        raise QueryError("updates are not allowed: this endpoint is read-only", "send a query", status=403)
    texts = parameters.getlist("query")
    if len(texts) != 1:
        raise QueryError(f"the request has {len(texts)} queries", "send exactly one, as the parameter query")
    default, named = parameters.getlist("default-graph-uri"), parameters.getlist("named-graph-uri")
    if not default and not named:
        return Query(texts[0])
    return Query(texts[0], tuple(default), tuple(named))


def _form(query: Query) -> str:
    limits = site().settings
    return query_form(query.text, longest=limits.query_bytes, deepest=limits.query_depth)


# the answer


def _evaluated(query: Query, form: Format) -> IO[bytes]:
    limits = site().settings
    return ask(query, Spool(form, limits.result_bytes, limits.seconds))


def _file(file: IO[bytes], content_type: str) -> Response:
    """The whole result, with its length; the file goes with the response."""
    size = file.seek(0, 2)
    file.seek(0)
    response = Response(_chunks(file), content_type=content_type)
    response.content_length = size
    response.call_on_close(file.close)
    response.vary.add("Accept")
    return response


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _page(query: Query, formats: tuple[Format, ...]) -> Response:
    table = ask(query, FirstRows(site().settings.html_rows))
    downloads = {each.label: _address(query, each) for each in formats}
    text = _form_page(query.text, results=shown(table), downloads=downloads)
    return Response(text, content_type=HTML.content_type)


def _address(query: Query, form: Format) -> str:
    pairs = [("query", query.text), ("format", form.name)]
    pairs += [("default-graph-uri", iri) for iri in query.default_graphs or ()]
    pairs += [("named-graph-uri", iri) for iri in query.named_graphs or ()]
    return f"{url_for('sparql.endpoint')}?{urlencode(pairs)}"


def _form_page(text: str, **values: object) -> str:
    return render_template("sparql.html", text=text, examples=examples(), **values)


def _without_query(parameters: Parameters) -> Response:
    if "format" not in parameters and wants_html():
        return Response(_form_page(examples()[0].text), content_type=HTML.content_type)
    form, content_type = wanted(GRAPHS, parameters.get("format"))
    address = url_for("sparql.endpoint", _external=True)
    return Response(service_description(site(), address, form), content_type=content_type)
