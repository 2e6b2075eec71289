"""The pages for people: the front page with every disclosure, and the example questions."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, Response, abort, render_template, request, url_for

from server.asking import ask
from server.disclosures import headlines
from server.engine import FirstRows, Query
from server.errors import ServerError
from server.formats import HTML, RESULTS
from server.queries import example, examples
from server.release import Release, ReleaseDisclosure
from server.results import shown
from server.site import site

blueprint = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much there is in the release."""

    disclosures: int
    regions: int
    figures: int
    triples: int
    findings: int


@dataclass(frozen=True, slots=True)
class ListedDisclosure:
    """One row of the list of disclosures."""

    entry: ReleaseDisclosure
    amounts: dict[str, Decimal | None]

    @property
    def findings(self) -> int:
        """How many findings there are about the document."""
        return sum(self.entry.findings.values())


@blueprint.route("/")
def home() -> Response:
    """What this is, how much there is, the disclosures, the examples."""
    words = request.args.get("q", "").strip()
    found = [each for each in site().release.disclosures if _matches(each, words.split())]
    most = site().settings.page_size
    number = min(max(request.args.get("page", 1, type=int), 1), 10**6)
    listed = _listed(found[(number - 1) * most : number * most])
    return _html(
        "home.html",
        numbers=numbers(site().release),
        listed=listed,
        words=words,
        number=number,
        more=len(found) > number * most,
        matching=len(found),
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
    downloads = {each.label: url_for("sparql.endpoint", query=asked.text, format=each.name) for each in RESULTS}
    return _html("example.html", example=asked, examples=examples(), results=shown(table), downloads=downloads)


def numbers(release: Release) -> Numbers:
    """The counts of a release, from its manifest."""
    counted: Counter[str] = Counter()
    for each in release.disclosures:
        counted.update(figures=each.cells, triples=each.triples, findings=sum(each.findings.values()))
    return Numbers(
        disclosures=len(release.disclosures),
        regions=len({each.region for each in release.disclosures}),
        figures=counted["figures"],
        triples=counted["triples"],
        findings=counted["findings"],
    )


def _matches(entry: ReleaseDisclosure, words: list[str]) -> bool:
    """Whether every word stands in what the list shows of a disclosure."""
    text = f"{entry.place} {entry.region} {entry.department} {entry.year} {entry.title}"
    return all(word.casefold() in text.casefold() for word in words)


def _listed(entries: list[ReleaseDisclosure]) -> list[ListedDisclosure]:
    amounts = headlines(site().store, [each.iri for each in entries]) if entries else {}
    return [ListedDisclosure(each, amounts[each.iri]) for each in entries]


def _html(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), content_type=HTML.content_type)
