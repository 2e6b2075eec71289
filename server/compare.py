"""Comparison: one measure of many disclosures, as bars, as a table, as a scatter plot, as CSV and SVG."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from flask import Blueprint, Response, abort, render_template, request

from ontology import codes
from server.browse import FILTERS, choices, matches, narrowed, page_number
from server.charts.scatter import MOST_DOTS, Point, Scatter, scatter
from server.formats import HTML
from server.kept import kept
from server.labels import name
from server.language import language, money_unit, t
from server.links import href
from server.measures import ITEMS, Measure, Values, label, measure, values
from server.money import rounded
from server.overview import HEADLINES, RATIOS, Listed, Overview, overview
from server.population import People, population
from server.site import site

blueprint = Blueprint("compare", __name__)
BARS = 40
CHOSEN = (*FILTERS, "q", "of", "code", "against", "per")
_CSV = (
    "disclosure", "region_code", "region", "department", "department_type", "year", "phase", "measure", "value", "unit",
)  # fmt: skip
_PEOPLE = ("persons", "persons_year", "persons_source")


@dataclass(frozen=True, slots=True)
class Compared:
    """A disclosure with its value, which is for each of so many people where it is asked for per head."""

    disclosure: Listed
    value: Decimal
    people: People | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The middle and the ends of what is compared."""

    number: int
    least: Decimal
    median: Decimal
    most: Decimal


@blueprint.route("/compare")
def page() -> Response:
    """The page of a comparison; everything that is chosen stands in its address."""
    return Response(kept(_page), content_type=HTML.content_type)


@blueprint.route("/compare.csv")
def as_csv() -> Response:
    """The same comparison as a table for programs: exact values, in yuan or percent."""
    chosen = _measure()
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(_CSV + _PEOPLE * per_head(chosen, request.args))
    writer.writerows(_csv_row(each, chosen) for each in compared(overview(), chosen, request.args))
    response = Response(buffer.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="compare-{chosen.key.replace("/", "-")}.csv"'
    return response


@blueprint.route("/compare.svg")
def as_svg() -> Response:
    """The same comparison as a drawing: the first bars."""
    chosen = _measure()
    found = compared(overview(), chosen, request.args)[:BARS]
    per = per_head(chosen, request.args)
    drawn = render_template(
        "compare.svg", bars=found, title=_title(chosen, per), measure=chosen, most=_most(found), per_head=per
    )
    response = Response(drawn, content_type="image/svg+xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="compare-{chosen.key.replace("/", "-")}.svg"'
    return response


def compared(every: Overview, chosen: Measure, wanted: Mapping[str, str]) -> list[Compared]:
    """The disclosures that are asked for and have a value, the largest first; budgets unless another phase is."""
    found = values(chosen, every)
    phase = wanted.get("phase") or "budget"
    within = narrowed(every, {**{key: wanted.get(key, "") for key in (*FILTERS, "q")}, "phase": phase})
    listed = [Compared(each, found[each.entry.iri]) for each in within if each.entry.iri in found]
    if per_head(chosen, wanted):
        listed = [each for one in listed if (each := _for_each(one))]
    return sorted(listed, key=lambda each: (-each.value, each.disclosure.entry.iri))


def per_head(chosen: Measure, wanted: Mapping[str, str]) -> bool:
    """Whether amounts are asked for per head, and this server knows how many people there are."""
    return wanted.get("per") == "head" and not chosen.is_ratio and len(population()) > 0


def _for_each(found: Compared) -> Compared | None:
    entry = found.disclosure.entry
    people = population().of(entry.region, entry.year)
    return Compared(found.disclosure, found.value / people.persons, people) if people else None


def _page() -> str:
    every, chosen = overview(), _measure()
    everyone, found = _ranked(every, chosen)
    number, most = page_number(), site().settings.page_size
    other = measure(request.args.get("against", "")) or measure("project_share" if chosen.key == "total" else "total")
    assert other is not None
    return render_template(
        "compare.html",
        measure=chosen,
        title=_title(chosen, per_head(chosen, request.args)),
        measure_title=_title(chosen),
        against=other,
        against_title=_title(other),
        listed=found[(number - 1) * most : number * most],
        narrowed=len(found) < len(everyone),
        most=_most(everyone),
        number=number,
        more=len(found) > number * most,
        heads=len(population()),
        per_head=per_head(chosen, request.args),
        summary=summary([each.value for each in everyone]),
        scatter=_scatter(found, values(other, every), chosen, other),
        figures=HEADLINES,
        ratios=tuple(RATIOS),
        items=[(f"item/{each}", _concept("item", each)) for each in ITEMS],
        classes=_classes(),
        choices={key: choices(every, key) for key in FILTERS},
        chosen={key: request.args.get(key, "") for key in CHOSEN},
        address={key: request.args[key] for key in CHOSEN if request.args.get(key)},
        queries=[("compare", chosen.query)],
    )


def _ranked(every: Overview, chosen: Measure) -> tuple[list[Compared], list[Compared]]:
    """All that are compared, each with its place; and those of them whose names have the words that are looked for."""
    listed = compared(every, chosen, {**request.args, "q": ""})
    everyone = [replace(each, rank=number) for number, each in enumerate(listed, start=1)]
    return everyone, [each for each in everyone if matches(each.disclosure, request.args.get("q", ""))]


def _measure() -> Measure:
    """The measure asked for: a code that was typed in goes before a choice from the list."""
    key = request.args.get("code", "").strip() or request.args.get("of", "") or "total"
    found = measure(key)
    if found is None:
        abort(400, t("compare_unknown", measure=key))
    return found


def _title(chosen: Measure, per: bool = False) -> str:
    words = (
        t(f"ratio_{chosen.key}" if chosen.is_ratio else f"figure_{chosen.key}")
        if chosen.is_headline
        else label(chosen, language())
    )
    return t("compare_per_head", what=words) if per else words


def _concept(scheme: str, notation: str) -> str:
    concept = codes.scheme(scheme)[notation]
    return concept.label_zh if language() == "zh" else concept.label_en


def _classes() -> list[tuple[str, str]]:
    """The classes of functions (类), as choices."""
    found = [each for each in codes.scheme("function") if len(each.notation) == 3 and each.notation.isdigit()]
    return [(each.notation, each.label_zh if language() == "zh" else each.label_en or each.label_zh) for each in found]


def _most(found: Iterable[Compared]) -> Decimal:
    return max((each.value for each in found), default=Decimal(0))


def summary(numbers: list[Decimal]) -> Summary | None:
    """The middle and the ends of some numbers; None for none."""
    if not numbers:
        return None
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return Summary(len(ordered), ordered[0], median, ordered[-1])


def _scatter(found: list[Compared], others: Values, chosen: Measure, other: Measure) -> Scatter | None:
    points = [
        Point(
            f"{entry.department} {entry.year}",
            href(entry.iri) if number < MOST_DOTS else None,
            others[entry.iri],
            each.value,
            entry.department,
        )
        for number, each in enumerate(found)
        if (entry := each.disclosure.entry).iri in others
    ]
    return scatter(points, _words(other), _words(chosen, found)) if points else None


def _words(chosen: Measure, found: Iterable[Compared] = ()) -> "_Words":
    return _Words(chosen.is_ratio, "yuan" if any(each.people for each in found) else money_unit())


@dataclass(frozen=True, slots=True)
class _Words:
    """Writes a mark of an axis: a percentage, or an amount in the reader's unit without needless decimals."""

    is_ratio: bool
    unit: str

    def __call__(self, value: Decimal) -> str:
        if self.is_ratio:
            return f"{value.normalize():f}%"
        written = rounded(value, self.unit)
        return written.rstrip("0").rstrip(".") if "." in written else written


def _csv_row(each: Compared, chosen: Measure) -> tuple[object, ...]:
    entry = each.disclosure.entry
    kind = name(overview().known, each.disclosure.type, "zh") if each.disclosure.type else ""
    rounds = chosen.is_ratio or each.people
    value = f"{each.value.quantize(Decimal('0.0001')) if rounds else each.value:f}"
    unit = "percent" if chosen.is_ratio else "yuan per head" if each.people else "yuan"
    people = (each.people.persons, each.people.year, each.people.source) if each.people else ()
    where = (entry.iri, entry.region, entry.place, entry.department, kind)
    return *where, entry.year, entry.phase, chosen.key, value, unit, *people
