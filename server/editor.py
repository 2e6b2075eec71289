"""The query editor: YASGUI served from here, our prefixes, words and codes to complete, the examples by topic."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from ontology.namespaces import CODE_GRAPH, PREFIXES, VOCABULARY_GRAPH
from server.engine import rows
from server.formats import HTML
from server.kept import kept
from server.queries import bound, examples
from server.site import site
from server.terms import text

blueprint = Blueprint("editor", __name__)
# What the editor needs and no other page has: it sets styles on its own elements and draws icons as data.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@blueprint.route("/query")
def page() -> Response:
    """The editor with a query (`query=`) or the first example. Without scripts it is a form that asks the endpoint."""
    asked = request.args.get("query", "") or examples()[0].text
    page_text = render_template("editor.html", text=asked, examples=examples())
    response = Response(page_text, content_type=HTML.content_type)
    response.headers["Content-Security-Policy"] = POLICY
    return response


@blueprint.route("/query/terms.json")
def terms() -> Response:
    """What can be completed: prefixes, classes, properties, codes with their labels in both languages."""
    return Response(kept(_terms), content_type="application/json; charset=utf-8")


def _terms() -> str:
    asked = bound("terms", vocabulary=VOCABULARY_GRAPH, codes=CODE_GRAPH)
    found: dict[str, dict[str, Any]] = {}
    for row in rows(site().store, asked):
        entry = found.setdefault(text(row["term"]), {"kind": text(row["kind"]), "labels": []})
        entry["labels"].append(text(row["label"]))
    listed = [{"iri": iri, **entry} for iri, entry in sorted(found.items())]
    return jsonify({"prefixes": PREFIXES, "terms": listed}).get_data(as_text=True)
