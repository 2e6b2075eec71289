"""The front page, and the example questions."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template, url_for

from server.asking import ask
from server.charts.tiles import Tile, tilemap
from server.engine import FirstRows, Query
from server.errors import ServerError
from server.formats import HTML, RESULTS
from server.kept import kept
from server.labels import name
from server.language import language
from server.links import href
from server.overview import Listed, Overview, overview
from server.queries import example, examples
from server.release import Release
from server.results import shown
from server.site import site

blueprint = Blueprint("pages", __name__)
NEWEST = 8


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much there is in the release."""

    regions: int
    departments: int
    years: str
    disclosures: int
    figures: int
    findings: int
    triples: int


@dataclass(frozen=True, slots=True)
class TypeCount:
    """A type of department with the number of its disclosures."""

    label: str
    notation: str
    number: int


@blueprint.route("/")
def home() -> Response:
    """What this is, how much there is, where it is from, what one can ask."""
    return Response(kept(_home), content_type=HTML.content_type)


def _home() -> str:
    every = overview()
    return render_template(
        "home.html",
        numbers=numbers(site().release, every),
        tiles=_tiles(every),
        types=_types(every),
        newest=_newest(every),
        examples=examples(),
        release=site().release,
    )


@blueprint.route("/examples/<name>")
def example_page(name: str) -> Response:
    """An example question with its query and the answer of this store."""
    try:
        asked = example(name)
    except ServerError:
        abort(404)
    table = ask(Query(asked.text), FirstRows(site().settings.html_rows))
    downloads = {
        each.label: url_for("sparql.endpoint", query=asked.text, format=each.name, lang=None, money=None)
        for each in RESULTS
    }
    return _html("example.html", example=asked, examples=examples(), results=shown(table), downloads=downloads)


def numbers(release: Release, every: Overview) -> Numbers:
    """The counts of a release, from its manifest and the overview."""
    counted: Counter[str] = Counter()
    for each in release.disclosures:
        counted.update(figures=each.cells, triples=each.triples, findings=sum(each.findings.values()))
    years = sorted({each.year for each in release.disclosures})
    return Numbers(
        regions=len({each.region for each in release.disclosures}),
        departments=len(every.by_department),
        years=f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years)),
        disclosures=len(release.disclosures),
        figures=counted["figures"],
        findings=counted["findings"],
        triples=counted["triples"],
    )


def _tiles(every: Overview) -> tuple[Tile, ...]:
    """The map: how many disclosures each province has; a tile leads to the province's page."""
    counted = Counter(f"{each.entry.region[:2]}0000" for each in every.listed)
    provinces = {f"{each.entry.region[:2]}0000": each.province for each in every.listed}
    return tilemap(counted, {code: href(iri) if iri else None for code, iri in provinces.items()})


def _types(every: Overview) -> list[TypeCount]:
    """The types of departments that can be compared, the most frequent first."""
    found = [
        TypeCount(name(every.known, iri, language()), iri.rpartition("/")[2], len(listed))
        for iri, listed in every.by_type.items()
    ]
    return sorted(found, key=lambda each: (-each.number, each.label))[:12]


def _newest(every: Overview) -> list[Listed]:
    """A few disclosures to begin with: of the latest years, the largest."""
    return sorted(every.listed, key=lambda each: (-each.entry.year, -(each.amounts["total"] or 0)))[:NEWEST]


def _html(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), content_type=HTML.content_type)
