"""Full-text search at /search: for people as a page, for programs as JSON."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotAcceptable

from server.find.build import kinds
from server.find.index import Found
from server.find.search import Hits, search
from server.formats import HTML
from server.freshness import fresh
from server.json_answers import json_answer
from server.language import language
from server.links import href
from server.negotiation import wants_html
from server.paging import Page, page
from server.site import site

blueprint = Blueprint("searching", __name__)
LONGEST = 200


@blueprint.route("/search")
def results() -> Response:
    """The things whose names hold the words of `q`: regions, departments, projects, indicators, codes."""
    words, kind, here = words_asked(), kind_asked(), page(20)
    found = search(site().index, words, kind, here.size, here.offset)
    if _as_page():
        said = [result(each) | {"page": href(each["iri"])} for each in found.results]
        names = {each.kind: each.label_zh if language() == "zh" else each.label_en for each in kinds()}
        text = render_template(
            "search.html", words=words, kind=kind, kinds=kinds(), names=names, found=found, results=said,
            total_pages=-(-found.total // here.size), links=_local(here.links(found.total)),
        )  # fmt: skip
        return Response(text, content_type=HTML.content_type)
    key = f"search {request.full_path} {request.url_root}"
    return fresh(json_answer(_said(words, kind, found, here)), key, "Accept")


def _local(links: dict[str, str]) -> dict[str, str]:
    """The addresses of other pages as pages have them, without the host."""
    return {name: link.removeprefix(request.url_root.rstrip("/")) for name, link in links.items()}


def words_asked() -> str:
    """The words of the request; 400 when they are too many."""
    words = request.args.get("q", "").strip()
    if len(words) > LONGEST:
        raise BadRequest(f"q has {len(words)} characters, and at most {LONGEST} are looked for.")
    return words


def kind_asked() -> str:
    """The kind of things of the request; 400 when there is none of that name."""
    kind = request.args.get("kind", "")
    names = [each.kind for each in kinds()]
    if kind and kind not in names:
        raise BadRequest(f"kind is one of {', '.join(names)}, not {kind[:40]!r}.")
    return kind


def _as_page() -> bool:
    asked = request.args.get("format", "")
    if asked not in ("", "json", "html"):
        raise NotAcceptable("format is json or html.")
    return asked == "html" or (not asked and wants_html())


def _said(words: str, kind: str, found: Hits, here: Page) -> dict[str, Any]:
    return {
        "query": words,
        "kind": kind or None,
        "total": found.total,
        "total_is_lower_bound": found.capped,
        "page": here.number,
        "size": here.size,
        "results": [result(each) for each in found.results],
        "links": here.links(found.total),
    }


def result(found: Found) -> dict[str, Any]:
    """One thing as search and API show it."""
    local = href(found["iri"])
    said = {
        "iri": found["iri"],
        "kind": found["kind"],
        "label": found["label"],
        "label_en": found["english"] or None,
        "code": found["notation"] or None,
        "belongs_to": found["place"] or None,
        "matched": found.get("matched"),
        "page": url_for("pages.home", _external=True, lang=None) + local.removeprefix("/") if local else None,
    }
    return {key: value for key, value in said.items() if value is not None}
