"""Pages in words: what this is, how to cite it, the model in short, the ways for programs."""

from flask import Blueprint, Response, render_template

from server.formats import GRAPHS, HTML, RESULTS
from server.overview import overview
from server.pages import numbers
from server.site import site

blueprint = Blueprint("about", __name__)


@blueprint.route("/about")
def page() -> Response:
    """What this is, where the data is from, what it does not say."""
    return _html("about.html", numbers=numbers(site().release, overview()), release=site().release)


@blueprint.route("/cite")
def cite() -> Response:
    """How to cite a release, and under which licences it may be used."""
    release = site().release
    return _html("cite.html", release=release, date=release.created[:10], digest=release.digest)


@blueprint.route("/model")
def model() -> Response:
    """The model in short: the rule for adding up, the three roles of a line, the dimensions."""
    return _html("model.html")


@blueprint.route("/api")
def api() -> Response:
    """The ways for programs: addresses, formats, limits, snippets."""
    return _html("api.html", results=RESULTS, graphs=GRAPHS, limits=site().settings, base=site().release.base)


def _html(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), content_type=HTML.content_type)
