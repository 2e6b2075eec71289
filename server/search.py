"""Search by name: departments, regions, projects and codes, in Chinese, by number, by initials of pinyin.

`search` is all that the pages and the API know of it.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, cast

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from pyoxigraph import NamedNode

from ontology.namespaces import CODE
from server.engine import rows
from server.formats import HTML
from server.labels import labels, name
from server.language import LANGUAGES, language
from server.links import href
from server.overview import overview
from server.pinyin import initials
from server.queries import bound
from server.site import site
from server.terms import text

blueprint = Blueprint("search", __name__)
TYPES = ("region", "department", "code", "project")
SCHEMES = (
    "function", "economic-department", "economic-government", "department-type", "item", "expenditure-kind", "rule"
)  # fmt: skip
MOST = 100
_FIRST = {kind: len(TYPES) - place for place, kind in enumerate(TYPES)}


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found. `path` is its page here; `label` is by language; `detail` says what it belongs to."""

    iri: str
    path: str
    label: dict[str, str]
    type: str
    detail: str
    score: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found. `about` is what it belongs to; `names` are its labels in one form."""

    iri: str
    type: str
    label: dict[str, str]
    number: str
    about: str
    names: tuple[str, ...]
    initials: str


def search(words: str, limit: int, kind: str = "") -> tuple[list[Hit], int]:
    """The best hits for some words, and how many there are in all."""
    parts = words.casefold().split()
    scored = [(score, each) for each in _entries() if kind in ("", each.type) and (score := _score(each, parts))]
    scored.sort(key=lambda pair: (-pair[0], pair[1].number, pair[1].iri))
    abouts = labels(site().store, {each.about for _, each in scored[:limit]})
    details = {about: name(abouts, about, language()) for about in abouts}
    return [_hit(each, score, details) for score, each in scored[:limit]], len(scored)


@blueprint.route("/search")
def page() -> Response:
    """The page of what was found, for those who press Enter."""
    words, kind = request.args.get("q", "").strip()[:200], request.args.get("type", "")
    hits, total = search(words, MOST, kind if kind in TYPES else "") if words else ([], 0)
    page_text = render_template("search.html", words=words, hits=hits, total=total, types=TYPES, kind=kind)
    return Response(page_text, content_type=HTML.content_type)


@blueprint.route("/api/v1/search")
def api() -> Response:
    """What was found, as JSON: for the search box and for programs."""
    words, kind = request.args.get("q", "").strip()[:200], request.args.get("type", "")
    limit = min(max(request.args.get("limit", 20, type=int), 1), MOST)
    hits, total = search(words, limit, kind) if words else ([], 0)
    answer: dict[str, Any] = {"query": words, "results": [asdict(each) for each in hits], "total": total}
    return jsonify(answer)


def _hit(each: Entry, score: float, details: dict[str, str]) -> Hit:
    belongs = details.get(each.about, "")
    detail = f"{belongs} {each.number}".strip() if each.type in ("code", "region") else belongs
    return Hit(each.iri, href(each.iri) or each.iri, each.label, each.type, detail, score)


def _score(each: Entry, parts: list[str]) -> float:
    """How well an entry answers: 0 when a word is nowhere in it."""
    worth = [_worth(each, part) for part in parts]
    if not worth or not all(worth):
        return 0.0
    return sum(worth) / len(worth) + _FIRST[each.type] - min(len(each.names[0]), 60) / 20


def _worth(each: Entry, part: str) -> float:
    if part in each.names or part == each.number:
        return 100.0
    if any(one.startswith(part) for one in each.names) or (part.isdigit() and each.number.startswith(part)):
        return 80.0
    if any(part in one for one in each.names):
        return 60.0
    return 40.0 if len(part) > 1 and part.isascii() and part.isalpha() and part in each.initials else 0.0


def _entries() -> list[Entry]:
    """Everything that can be found, read once for each release."""
    kept = cast(dict[str, list[Entry]], current_app.extensions.setdefault("searchable", {}))
    digest = site().release.digest
    if digest not in kept:
        kept.clear()
        kept[digest] = [*_regions(), *_named()]
    return kept[digest]


def _named() -> Iterator[Entry]:
    found: dict[str, tuple[dict[str, str], str, str, str]] = {}
    asked = bound("searchable", schemes=[NamedNode(CODE + each) for each in SCHEMES])
    for row in rows(site().store, asked):
        entry = found.setdefault(text(row["iri"]), ({}, text(row["type"]), text(row["number"]), text(row["about"])))
        spoken = getattr(row["label"], "language", None) or "zh"
        entry[0].setdefault(spoken, text(row["label"]))
    for iri, (label, kind, number, about) in found.items():
        yield _entry(iri, kind, label, number, about)


def _regions() -> Iterator[Entry]:
    """The regions that have disclosures, and the provinces that they lie in."""
    every = overview()
    places = {each.region: (each.entry.place, each.entry.region) for each in every.listed if each.region}
    for each in every.listed:
        if each.province:
            places.setdefault(each.province, (each.entry.province_name, f"{each.entry.region[:2]}0000"))
    for iri, (place, number) in places.items():
        yield _entry(iri, "region", {"zh": place}, number, "", name(every.known, iri, "zh"))


def _entry(iri: str, kind: str, label: dict[str, str], number: str, about: str, short: str = "") -> Entry:
    spoken = [label[each] for each in LANGUAGES if each in label] or [number]
    names = tuple(each.casefold() for each in (*spoken, short) if each)
    return Entry(iri, kind, label, number, about, names, initials(label.get("zh", "")))
