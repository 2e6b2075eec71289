"""Linked data: `/id/…`, `/code/…`, `/dsd/…`, `/links/…` answer 303 to a page or data; `/def` is the vocabulary."""

import re
from functools import partial

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from pyoxigraph import NamedNode, Triple, serialize

from ontology.namespaces import PREFIXES, VOCABULARY_GRAPH, VOCABULARY_VERSION
from server.formats import GRAPHS, HTML, Format, by_name
from server.freshness import fresh, not_modified
from server.kept import kept
from server.language import language
from server.negotiation import wanted
from server.release import Release
from server.resources import resource, triples, types
from server.site import site
from server.special import special
from server.vocabulary import vocabulary_page, vocabulary_triples

blueprint = Blueprint("linked", __name__)
REPLACED = PREFIXES["dct"] + "isReplacedBy"
_VERSION = re.compile(r"(?P<version>(?P<disclosure>.+/id/disclosure/.+)/v/[0-9a-f]{8})(?:/.*)?")
KIND = "<any(id, code, dsd, links):kind>"


@blueprint.route(f"/{KIND}/<path:rest>")
def thing(kind: str, rest: str) -> Response:
    """303 to the page or the data about a thing, by Accept; 406 and 404 where there is none."""
    form, _ = wanted((GRAPHS[0], HTML, *GRAPHS[1:]))
    iri = site().addresses.iri(kind, rest)
    source = site().release.by_version.get(iri.removesuffix("/source"))
    if form is not HTML:
        target = url_for("linked.data", kind=kind, rest=rest, extension=form.name)
    elif source and iri.endswith("/source"):
        target = url_for("sources.page", id=source.id)
    else:
        target = url_for("linked.page", kind=kind, rest=rest)
    response = redirect(target, 303)
    response.vary.add("Accept")
    return response  # type: ignore[return-value]


@blueprint.route(f"/page/{KIND}/<path:rest>")
def page(kind: str, rest: str) -> Response:
    """The page about a thing; `view=facts` shows what is said about it also where it has a page of its own kind."""
    iri = site().addresses.iri(kind, rest)
    make = special(types(site().store, iri)) if request.args.get("view") != "facts" else None
    if make:
        text = kept(partial(make, iri))
        return _linked(Response(text, content_type=HTML.content_type), kind, rest)
    number = request.args.get("page", 1, type=int)
    found = resource(site().store, iri, language(), min(max(number, 1), 10**6))
    newer = latest_version(site().release, iri)
    if found is None and newer:
        text = render_template("error.html", status=410, message=f"{iri} → {newer}")
        return _superseded(Response(text, content_type=HTML.content_type), newer)
    if found is None:
        abort(404)
    text = render_template("resource.html", resource=found, kind=kind, rest=rest, number=number)
    return _linked(_pointing(Response(text, content_type=HTML.content_type), newer), kind, rest)


@blueprint.route(f"/data/{KIND}/<path:rest>.<any(ttl, nt, jsonld, rdf):extension>")
def data(kind: str, rest: str, extension: str) -> Response:
    """The description of a thing as RDF; 404 in the same format when nothing is known about it."""
    form = by_name(extension, GRAPHS)
    assert form is not None
    iri = site().addresses.iri(kind, rest)
    key = f"data {form.name} {iri}"
    if not_modified(key):
        return fresh(Response(status=304), key)
    found = triples(site().store, iri)
    newer = latest_version(site().release, iri)
    if not found and newer:
        found = [Triple(NamedNode(iri), NamedNode(REPLACED), NamedNode(newer))]
        return _linked(_superseded(_rdf(_text(found, form), form), newer), kind, rest)
    response = _rdf(_text(found, form), form)
    if not found:
        response.status_code = 404
        return _linked(response, kind, rest)
    return _linked(fresh(_pointing(response, newer), key), kind, rest)


@blueprint.route("/def")
def vocabulary() -> Response:
    """The vocabulary, as a page or as RDF; its terms are parts of this one document."""
    form, content_type = wanted((GRAPHS[0], HTML, *GRAPHS[1:]), request.args.get("format"))
    if form is HTML:
        response = Response(vocabulary_page(), content_type=HTML.content_type)
    else:
        found = vocabulary_triples(site().store, VOCABULARY_GRAPH)
        response = _rdf(serialize(found, format=form.graph, prefixes=PREFIXES), form)
        response.content_type = content_type
    response.vary.add("Accept")
    return response


@blueprint.route("/def/<version>")
def versioned(version: str) -> Response:
    """The vocabulary under the address of its version, as long as that is the present one."""
    if VOCABULARY_VERSION.rpartition("/")[2] != version:
        abort(404)
    return vocabulary()


def latest_version(release: Release, iri: str) -> str | None:
    """The version that took the place of the one that an IRI belongs to; None where it is itself the latest."""
    match = _VERSION.fullmatch(iri)
    entry = release.by_iri.get(match["disclosure"]) if match else None
    return entry.version if match and entry and entry.version != match["version"] else None


def _superseded(response: Response, newer: str) -> Response:
    """The answer about a version that is no longer here: gone, with where the figures are now."""
    response.status_code = 410
    return _pointing(response, newer)


def _pointing(response: Response, newer: str | None) -> Response:
    place = site().addresses.place(newer) if newer else None
    if place:
        address = url_for("linked.thing", kind=place[0], rest=place[1])
        response.headers.add("Link", f'<{address}>; rel="latest-version"')
    return response


def _text(found: list[Triple], form: Format) -> bytes | None:
    return serialize(found, format=form.graph, prefixes=PREFIXES)


def _rdf(text: bytes | None, form: Format) -> Response:
    return Response(text or b"", content_type=form.content_type)


def _linked(response: Response, kind: str, rest: str) -> Response:
    """The response with Link headers: the thing itself, its page, and its data in every format."""
    add = response.headers.add
    add("Link", f'<{url_for("linked.thing", kind=kind, rest=rest)}>; rel="describes"')
    if response.mimetype != HTML.media_type:
        page_address = url_for("linked.page", kind=kind, rest=rest)
        add("Link", f'<{page_address}>; rel="alternate"; type="{HTML.media_type}"')
    for form in GRAPHS:
        address = url_for("linked.data", kind=kind, rest=rest, extension=form.name)
        if form.media_type != response.mimetype:
            add("Link", f'<{address}>; rel="alternate"; type="{form.media_type}"')
    return response
