"""What crawlers and catalogues look for: VoID, DCAT, the site map, robots.txt, OpenSearch, feeds."""

import json
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template, request, url_for
from markupsafe import Markup
from pyoxigraph import Triple, serialize

from ontology.namespaces import PREFIXES
from server.catalogue import SPDX, TITLES, catalog_triples, schema_dataset, void_triples
from server.formats import GRAPHS, QUADS
from server.freshness import fresh, not_modified
from server.negotiation import wanted
from server.release import ReleaseDisclosure
from server.site import site

blueprint = Blueprint("crawling", __name__)
PER_CATALOG = 500
PER_MAP = 40_000
NEWEST = 50


def root() -> str:
    """The address of this site as the client has it, with a slash at the end."""
    return request.url_root


@blueprint.route("/.well-known/void")
def void() -> Response:
    """The VoID description of the data."""
    return _described("void", lambda: void_triples(site(), root()))


@blueprint.route("/catalog")
def catalog() -> Response:
    """The DCAT catalogue of the disclosures, in pages; the first has what the release says of itself."""
    number = _page_number()
    chosen = site().release.disclosures[(number - 1) * PER_CATALOG : number * PER_CATALOG]
    if number > 1 and not chosen:
        abort(404)
    response = _described(f"catalog-{number}", lambda: catalog_triples(site(), root(), chosen, number == 1))
    if len(site().release.disclosures) > number * PER_CATALOG:
        following = url_for("crawling.catalog", page=number + 1, lang=None)
        response.headers.add("Link", f'<{following}>; rel="next"')
    return response


def _page_number() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), 10**6)


def _described(name: str, make: object) -> Response:
    form, content_type = wanted((*GRAPHS, *QUADS), request.args.get("format"))
    key = f"{name} {form.name} {root()}"
    if not_modified(key):
        return fresh(Response(status=304), key, "Accept")
    triples: list[Triple] = make()  # type: ignore[operator]
    text = serialize(dict.fromkeys(triples), format=form.graph, prefixes={**PREFIXES, "spdx": SPDX})
    return fresh(Response(text or b"", content_type=content_type), key, "Accept")


# for search engines


@blueprint.route("/robots.txt")
def robots() -> Response:
    """What crawlers may visit: everything but the endpoints, where each query is a page of its own."""
    text = render_template("robots.txt", sitemap=url_for("crawling.sitemap", _external=True, lang=None))
    return fresh(Response(text, content_type="text/plain; charset=utf-8"), f"robots {root()}")


@blueprint.route("/sitemap.xml")
def sitemap() -> Response:
    """The pages of the site; where they are many, an index of maps."""
    pages = _pages()
    number = request.args.get("page", 0, type=int)
    if number < 0 or (number and (number - 1) * PER_MAP >= len(pages)):
        abort(404)
    if not number and len(pages) > PER_MAP:
        count = range(1, (len(pages) - 1) // PER_MAP + 2)
        maps = [url_for("crawling.sitemap", page=each, _external=True, lang=None) for each in count]
        return _xml(render_template("sitemap-index.xml", maps=maps), f"sitemap-index {root()}")
    start = max(number - 1, 0) * PER_MAP
    listed = pages[start : start + PER_MAP]
    text = render_template("sitemap.xml", pages=listed, root=root(), changed=site().release.created[:10])
    return _xml(text, f"sitemap {number} {root()}")


def _pages() -> list[str]:
    fixed = ["", "sparql", "def", "dump/"]
    return fixed + [_page_path(each) for each in site().release.disclosures]


def _page_path(entry: ReleaseDisclosure) -> str:
    return f"page/{quote(entry.iri.removeprefix(site().release.base))}"


def _xml(text: str, key: str, kind: str = "application/xml") -> Response:
    return fresh(Response(text, content_type=f"{kind}; charset=utf-8"), key)


@blueprint.route("/opensearch.xml")
def opensearch() -> Response:
    """How browsers search this site."""
    text = render_template("opensearch.xml", root=root(), titles=TITLES)
    return _xml(text, f"opensearch {root()}", "application/opensearchdescription+xml")


def schema_org() -> Markup:
    """The mark-up for search engines of the page of this request: a block of data, which no browser runs."""
    if request.endpoint == "pages.home":
        said = schema_dataset(site(), root())
    else:
        rest = (request.view_args or {}).get("rest", "")
        kind = (request.view_args or {}).get("kind", "")
        entry = site().release.by_iri.get(site().addresses.iri(kind, rest)) if kind == "id" else None
        if entry is None:
            return Markup("")
        said = schema_dataset(site(), root(), entry)
    text = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))


# feeds


@blueprint.route("/feed.atom")
def atom() -> Response:
    """The disclosures that came last, as Atom."""
    text = render_template(
        "feed.xml", entries=newest(), root=root(), titles=TITLES, updated=_moment(site().release.created),
        page=_page_path, arrived=lambda each: _moment(site().arrived[each.id]),
    )  # fmt: skip
    return _xml(text, f"atom {root()}", "application/atom+xml")


@blueprint.route("/feed.json")
def json_feed() -> Response:
    """The same as a JSON feed."""
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLES["zh"],
        "home_page_url": root(),
        "feed_url": url_for("crawling.json_feed", _external=True, lang=None),
        "language": "zh",
        "items": [_item(each) for each in newest()],
    }
    text = json.dumps(said, ensure_ascii=False)
    return fresh(Response(text, content_type="application/feed+json; charset=utf-8"), f"feed {root()}")


def _item(entry: ReleaseDisclosure) -> dict[str, object]:
    return {
        "id": entry.version,
        "url": f"{root()}{_page_path(entry)}",
        "title": f"{entry.place} {entry.title}",
        "content_text": f"{entry.department}，{entry.year}；{entry.cells} 个金额。",
        "date_published": _moment(site().arrived[entry.id]),
        "tags": [entry.province_name, str(entry.year)],
    }


def newest() -> list[ReleaseDisclosure]:
    """The disclosures that came with the latest releases first; of those, the latest years."""
    arrived = site().arrived
    found = sorted(site().release.disclosures, key=lambda each: -each.year)
    return sorted(found, key=lambda each: arrived[each.id], reverse=True)[:NEWEST]


def _moment(created: str) -> str:
    return datetime.fromisoformat(created).astimezone(UTC).isoformat(timespec="seconds")
