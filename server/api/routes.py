"""The addresses of the API: /api/v1/… with its description at /api/v1/openapi.json."""

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from server.api.entries import entry
from server.api.openapi import description
from server.api.parameters import given, lists
from server.errors import QueryError
from server.freshness import fresh, not_modified
from server.json_answers import json_answer
from server.negotiation import problem
from server.paging import page
from server.site import site

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
NOTHING = {
    "id": "", "region": "", "department": "", "type": "", "year": 0, "phase": "", "item": "", "rule": "",
    "severity": "", "fault": "", "q": "", "order": "",
}  # fmt: skip
PAGE = 50


@blueprint.route("/", strict_slashes=False)
def start() -> Response:
    """What the API has."""
    said = {
        "openapi": url_for("api.openapi", _external=True, lang=None),
        "release": site().release.digest,
        **{name: url_for("api.listed", name=name, _external=True, lang=None) for name in lists()},
        "values": url_for("api.values", _external=True, lang=None),
    }
    return _kept(said)


@blueprint.route("/openapi.json")
def openapi() -> Response:
    """The description of the API in OpenAPI 3.1."""
    return _kept(description(request.url_root))


@blueprint.route("/values")
def values() -> Response:
    """The values by which the lists can be narrowed, with how many disclosures each has."""
    return _kept({"results": site().index.rows("values")})


@blueprint.route("/<any(disclosures, figures, comparison, series, findings, projects):name>")
def listed(name: str) -> Response:
    """One page of a list, narrowed by the parameters of the request."""
    wanted, here = lists()[name], page(PAGE)
    asked = given(wanted)
    if _unchanged():
        return _kept({})
    values = _values(asked, wanted.order)
    total = _count(wanted.sql, values)
    rows = site().index.rows(wanted.sql, {**values, "limit": here.size, "offset": here.offset})
    return _kept(
        {
            "total": total,
            "page": here.number,
            "size": here.size,
            "currency": "CNY",
            "unit": "yuan",
            "release": site().release.digest,
            "links": here.links(total),
            "results": [entry(each) for each in rows],
        }
    )


def _values(asked: dict[str, str | int], order: str = "") -> dict[str, Any]:
    region = str(asked.get("region", ""))
    return {**NOTHING, **asked, "order": order, "region_pattern": region.removesuffix("00").removesuffix("00") + "%"}


def _count(sql: str, values: dict[str, Any]) -> int:
    return int(site().index.count(sql, {**values, "limit": -1, "offset": 0}))


@blueprint.route("/disclosures/<id>")
def one(id: str) -> Response:
    """One disclosure, with its headline figures."""
    values = {**_values({"id": id}), "limit": 500, "offset": 0}
    found = site().index.rows("disclosures", values)
    if not found:
        abort(404, f"There is no disclosure {id[:80]!r}.")
    figures = [entry(each) for each in site().index.rows("figures", values)]
    files = site().release.by_id[id].files
    downloads = {role: url_for("dumps.file", path=path, _external=True, lang=None) for role, path in files.items()}
    return _kept({**entry(found[0]), "figures": figures, "files": downloads})


def _unchanged() -> bool:
    return not_modified(_key())


def _key() -> str:
    return f"api {request.full_path} {request.url_root}"


def _kept(said: Any) -> Response:
    return fresh(json_answer(said), _key())


@blueprint.errorhandler(400)
@blueprint.errorhandler(404)
@blueprint.errorhandler(405)
def refused(error: Any) -> Response:
    """A refusal as a problem object."""
    response = problem(str(error.description), error.code, error.name)
    for key, value in error.get_headers():
        if key not in ("Content-Type", "Content-Length"):
            response.headers[key] = value
    return response


@blueprint.errorhandler(QueryError)
def failed(error: QueryError) -> Response:
    """The same for what the store refuses."""
    return problem(str(error), error.status)
