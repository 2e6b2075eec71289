"""The web application: `create_app(settings)` with a blueprint for each part of the site."""

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from server import (
    about,
    asking,
    browse,
    checks,
    compare,
    crawling,
    dumps,
    editor,
    findings,
    fragments,
    linked,
    money,
    operation,
    originals,
    pages,
    protocol,
    searching,
    sources,
)  # fmt: skip
from server.answers import Answers
from server.api import routes as api
from server.bounds import Bounds
from server.errors import QueryError
from server.formats import HTML
from server.headers import ALWAYS, SECURITY
from server.kept import VALUES, Kept
from server.language import here, keep_choices, language, money_unit, other_language, t
from server.links import href, query_href, source_href
from server.negotiation import refusal, wants_html
from server.packing import pack
from server.population import read_population
from server.reconcile import routes as reconcile
from server.settings import Settings
from server.site import Site, open_site

ROOMS = (
    pages, browse, searching, compare, findings, editor, about, protocol, linked, sources, originals, dumps, operation,
    crawling, reconcile, api, fragments,
)  # fmt: skip
# A percent-encoded query takes up to three bytes for one, and a form has other fields too.
FORM_BYTES_PER_QUERY_BYTE = 4
THREADS_FOR_PAGES = 4


def create_app(settings: Settings, site: Site | None = None) -> Flask:
    """The application that serves the release in the settings (or a site that is open already)."""
    app = Flask(__name__)
    app.extensions["yusuan"] = site or open_site(settings)
    app.extensions["population"] = read_population(settings.population)
    app.extensions["kept"] = Kept()
    app.extensions["values"] = Kept(VALUES)
    app.extensions["answers"] = Answers(settings.cache_bytes)
    app.extensions["images"] = Answers(originals.KEPT_BYTES)
    threads = max(1, settings.threads - THREADS_FOR_PAGES)
    app.extensions["bounds"] = Bounds(settings.queries, settings.client_queries, threads)
    app.config["MAX_CONTENT_LENGTH"] = FORM_BYTES_PER_QUERY_BYTE * settings.query_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        money=money.shown(money_unit),
        amount_text=lambda yuan: money.rounded(yuan, money_unit()),
        amount_words=lambda yuan: f"{money.rounded(yuan, money_unit())} {t(f'unit_{money_unit()}')}",
        exact=money.exact,
        grouped=money.grouped,
        size=money.size,
    )
    app.jinja_env.globals.update(
        t=t,
        language=language,
        money_unit=money_unit,
        here=here,
        source_href=source_href,
        page_href=originals.page_href,
        place_of=lambda iri: app.extensions["yusuan"].addresses.place(iri),
        other_language=other_language,
        href=href,
        query_href=query_href,
        percent=money.percent,
        change=money.change,
        schema_org=crawling.schema_org,
        generator=lambda: app.extensions["yusuan"].release.generator,
    )
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    app.url_defaults(keep_choices)
    app.extensions["metrics"] = operation.Metrics(app)
    app.before_request(operation.begin)
    app.before_request(checks.check)
    app.after_request(operation.note)  # the last of these runs first: this sees what is sent
    app.after_request(_add_headers)
    app.teardown_request(asking.let_go)
    app.register_error_handler(HTTPException, _refuse)
    app.register_error_handler(QueryError, protocol.refused)
    return app


def _add_headers(response: Response) -> Response:
    policy = response.headers.get("Content-Security-Policy", SECURITY["Content-Security-Policy"])
    response.headers.update(ALWAYS)
    for key, value in SECURITY.items():
        if "frame-ancestors 'none'" in policy or key == "Referrer-Policy":  # else a page that may stand within others
            response.headers.setdefault(key, value)
    if response.mimetype == HTML.media_type:
        response.vary.update(("Accept", "Accept-Language"))
        response.content_language.add(language())
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            response.add_etag()
            response.make_conditional(request)
    return pack(response)


def _refuse(error: HTTPException) -> Response:
    """An error as a page for people, and as plain text for programs; headers such as Allow are kept."""
    status = error.code or 500
    if wants_html():
        text = render_template("error.html", status=status, message=error.description)
        response = Response(text, status, content_type=HTML.content_type)
    else:
        response = refusal(f"{status} {error.name}: {error.description}", status, error.name)
    for key, value in error.get_headers():
        if key not in ("Content-Type", "Content-Length"):
            response.headers[key] = value
    return response
