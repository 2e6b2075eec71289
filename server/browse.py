"""The list of all disclosures: filtered, ordered, page by page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, Response, render_template, request

from server.formats import HTML
from server.labels import name
from server.language import language
from server.overview import HEADLINES, Listed, Overview, overview
from server.site import site

blueprint = Blueprint("browse", __name__)
ORDERS = ("place", "year", "findings", *HEADLINES)
FILTERS = ("province", "level", "type", "year", "phase")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a list can be narrowed to, with how many entries it leaves."""

    value: str
    label: str
    number: int


@blueprint.route("/disclosures")
def page() -> Response:
    """The page of the list; `q`, `province`, `level`, `type`, `year`, `phase` narrow it, `sort` orders it."""
    every = overview()
    found = sorted_by(narrowed(every, request.args), request.args.get("sort", ""))
    number, most = page_number(), site().settings.page_size
    return Response(
        render_template(
            "browse.html",
            listed=found[(number - 1) * most : number * most],
            matching=len(found),
            number=number,
            more=len(found) > number * most,
            orders=ORDERS,
            choices={key: choices(every, key) for key in FILTERS},
            chosen={key: request.args.get(key, "") for key in (*FILTERS, "q", "sort")},
        ),
        content_type=HTML.content_type,
    )


def page_number() -> int:
    """The page that the request asks for, from 1."""
    return min(max(request.args.get("page", 1, type=int), 1), 10**6)


def narrowed(every: Overview, wanted: Mapping[str, str]) -> list[Listed]:
    """The disclosures that have all the values asked for, and every word of `q`."""
    values = {key: wanted[key] for key in FILTERS if wanted.get(key)}
    return [each for each in every.listed if _has(each, values) and matches(each, wanted.get("q", ""))]


def value(each: Listed, key: str) -> str:
    """What a disclosure has for a filter: codes and numbers, which make short addresses."""
    if key == "year":
        return str(each.entry.year)
    if key == "phase":
        return each.entry.phase
    return str(getattr(each, key)).rpartition("/")[2]


def choices(every: Overview, key: str) -> list[Choice]:
    """The values that a filter can take."""
    numbers = Counter(value(each, key) for each in every.listed)
    named = key in ("province", "level", "type")
    whole = {value(each, key): getattr(each, key) for each in every.listed} if named else {}
    labels = {short: name(every.known, iri, language()) for short, iri in whole.items()}
    found = [Choice(short, labels.get(short, short), number) for short, number in numbers.items() if short]
    return sorted(found, key=lambda each: each.value, reverse=key == "year")


def sorted_by(listed: Iterable[Listed], order: str) -> list[Listed]:
    """The disclosures in an order; those without the figure come last."""
    if order in HEADLINES:
        return sorted(listed, key=lambda each: (each.amounts[order] is None, -(each.amounts[order] or Decimal(0))))
    if order == "findings":
        return sorted(listed, key=lambda each: -each.problems)
    if order == "year":
        return sorted(listed, key=lambda each: -each.entry.year)
    return sorted(listed, key=lambda each: (each.entry.region, each.entry.department, -each.entry.year))


def _has(each: Listed, values: dict[str, str]) -> bool:
    return all(value(each, key) == wanted for key, wanted in values.items())


def matches(each: Listed, words: str) -> bool:
    """Whether every word stands in what the list shows of a disclosure."""
    if not words:
        return True
    entry = each.entry
    text = f"{entry.place} {entry.region} {entry.department} {entry.year} {entry.title}".casefold()
    return all(word in text for word in words.casefold().split())
