"""The addresses of the reconciliation service: /reconcile and what is under it."""

import json
import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from server.asking import at_work
from server.errors import QueryError
from server.find.grams import RECONCILED
from server.find.index import Found
from server.find.search import entity, search
from server.formats import HTML
from server.json_answers import json_answer, json_text
from server.links import href
from server.paging import whole_number
from server.reconcile.extending import extension, proposals
from server.reconcile.matching import BadQuery, candidates
from server.reconcile.things import description, identifier, iri_of, properties, typed, types
from server.site import site

blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")
MOST = 100
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]{0,63}(\.[A-Za-z_$][\w$]{0,63}){0,3}", re.ASCII)
ANY_ORIGIN = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors *"


@blueprint.route("", methods=["GET", "POST"], strict_slashes=False)
@blueprint.route("/", methods=["GET", "POST"])
def service() -> Response:
    """The manifest; with `queries` the candidates, with `extend` the values of properties."""
    if not {"queries", "extend", "query"} & set(request.values):
        return _answer(manifest())
    with at_work():
        return _answer(_asked())


def _asked() -> dict[str, Any]:
    if "queries" in request.values:
        return _batch(_json("queries"))
    if "extend" in request.values:
        return _checked(lambda: extension(_json("extend")))
    return _checked(lambda: candidates(_single(request.values["query"])))


def manifest() -> dict[str, Any]:
    """What the service is and can do."""
    here = url_for("reconcile.service", _external=True, lang=None)
    root = request.url_root
    suggest = {
        name: {
            "service_url": here,
            "service_path": f"/suggest/{name}",
            "flyout_service_url": here,
            "flyout_service_path": f"/flyout/{name}?id=${{id}}",
        }
        for name in ("entity", "property", "type")
    }
    return {
        "versions": ["0.1", "0.2"],
        "name": "预算 yusuan",
        "identifierSpace": site().release.base,
        "schemaSpace": "https://w3id.org/yusuan/def#",
        "documentation": f"{root}",
        "logo": url_for("static", filename="icon.svg", _external=True),
        "serviceVersion": site().release.digest[:12],
        "batchSize": MOST // 2,
        "defaultTypes": [{"id": each.id, "name": each.name} for each in types()],
        "view": {"url": f"{root}page/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 420, "height": 220},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [],
        },
    }


# the request


def _json(name: str) -> Any:
    try:
        return json.loads(request.values[name])
    except (ValueError, RecursionError):
        raise QueryError(f"{name} is no JSON", "send it as the API has it") from None


def _single(text: str) -> Any:
    """The one query of the way that versions before 0.2 had: words, or an object."""
    if not text.lstrip().startswith("{"):
        return {"query": text}
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise QueryError("query is no JSON", "send it as the API has it") from None


def _batch(queries: Any) -> dict[str, Any]:
    if not isinstance(queries, dict):
        raise QueryError("queries is no object", 'send {"q0": {"query": …}, …}')
    if len(queries) > MOST:
        raise QueryError(f"the batch has {len(queries)} queries, more than {MOST}", "send fewer", status=413)
    return {key: _checked(lambda query=query: candidates(query)) for key, query in queries.items()}  # type: ignore[misc]


def _checked(make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return make()
    except (BadQuery, ValueError) as error:
        raise QueryError(str(error), "send it as the API has it") from error


def _answer(said: dict[str, Any]) -> Response:
    """The answer as JSON, or as a call of the function that `callback` names."""
    callback = request.args.get("callback")
    if callback is None or request.method == "POST":
        return json_answer(said)
    if not _CALLBACK.fullmatch(callback):
        raise QueryError("callback is no name of a function", "use letters, digits, _ and $")
    return Response(f"/**/{callback}({json_text(said)});", content_type="text/javascript; charset=utf-8")


# suggesting


def _prefix() -> str:
    return request.args.get("prefix", "")[:200].strip()


def _cursor() -> int:
    """How many of the first suggestions the client has already."""
    return whole_number("cursor", 0, 0, 10_000)


@blueprint.route("/suggest/entity")
def suggest_entity() -> Response:
    """Things whose names hold the words typed so far."""
    found = search(site().index, _prefix(), RECONCILED, 20, _cursor()).results
    return _answer({"result": [_suggested(each) for each in found]})


def _suggested(found: Found) -> dict[str, Any]:
    return {
        "id": identifier(found["iri"]),
        "name": found["label"],
        "description": description(found),
        "notable": typed(found),
    }


@blueprint.route("/suggest/type")
def suggest_type() -> Response:
    """Types whose names hold the words typed so far."""
    words = _prefix().casefold()
    found = [each for each in types() if words in each.name.casefold() or words in each.id.casefold()]
    named = [{"id": each.id, "name": each.name, "description": f"{each.number}"} for each in found]
    return _answer({"result": named[_cursor() :]})


@blueprint.route("/suggest/property")
def suggest_property() -> Response:
    """Properties whose names hold the words typed so far."""
    words = _prefix().casefold()
    found = {each.id: each for each in properties() if words in each.name.casefold() or words in each.id}
    named = [{"id": key, "name": each.name, "description": each.iri} for key, each in found.items()]
    return _answer({"result": named[_cursor() :]})


@blueprint.route("/properties")
def propose() -> Response:
    """The properties that things of a type have."""
    return _answer(proposals(request.args.get("type", ""), whole_number("limit", 20, 1, 100)))


# showing


@blueprint.route("/flyout/<any(entity, type, property):kind>")
def flyout(kind: str) -> Response:
    """A few words about a thing, a type or a property, as HTML within JSON."""
    name = request.args.get("id", "")
    if kind == "entity":
        found = _found(name)
        title, text = found["label"], description(found)
    elif kind == "type":
        title, text = next(((each.name, each.id) for each in types() if each.id == name), ("", ""))
    else:
        title, text = next(((each.name, each.iri) for each in properties() if name in (each.id, each.iri)), ("", ""))
    if not title:
        abort(404)
    return _answer({"id": name, "html": render_template("flyout.html", title=title, text=text)})


@blueprint.route("/preview")
def preview() -> Response:
    """A small page about a thing, to be shown within another program."""
    found = _found(request.args.get("id", ""))
    text = render_template(
        "preview.html", found=found, about=description(found), types=typed(found), address=href(found["iri"])
    )  # fmt: skip
    response = Response(text, content_type=HTML.content_type)
    response.headers["Content-Security-Policy"] = ANY_ORIGIN
    return response


def _found(name: str) -> Found:
    found = entity(site().index, iri_of(name)) if name else None
    if found is None:
        abort(404)
    return found
