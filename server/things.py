"""The pages of the things that disclosures are about: regions, departments, codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from flask import abort, render_template

from ontology import codes
from ontology.namespaces import CODE, PREFIXES
from server.compare import Compared, compared, summary
from server.disclosures import Share, parts
from server.engine import Row, rows
from server.findings import counts, meaning
from server.labels import labels, name
from server.language import language, t
from server.links import href
from server.measures import measure
from server.overview import Listed, overview
from server.queries import bound
from server.results import Cell
from server.site import site
from server.terms import decimal, text

SKOS = PREFIXES["skos"]
_SHOWN = 25
_MATCHES = ("closeMatch", "broadMatch", "exactMatch", "relatedMatch")


@dataclass(frozen=True, slots=True)
class Year:
    """The sum of the departments' budgets of a region in one year, over the disclosures that are here."""

    year: int
    departments: int
    total: Decimal


def region_page(iri: str) -> str:
    """The page about a region, as HTML: its disclosures, and those of the regions below it."""
    found = rows(site().store, bound("region", region=iri))
    if not found:
        abort(404)
    first = found[0]
    number = text(first["number"])
    own = overview().by_region.get(iri, [])
    start = number.rstrip("0") if number.endswith("00") else number
    below = [each for each in overview().listed if each.region != iri and _under(each.entry.region, start)]
    whole, level = text(first["whole"]), text(first["level"])
    known = labels(site().store, [iri, whole, level])
    return render_template(
        "region.html",
        iri=iri,
        title=name(known, iri, "zh"),
        full=text(first["full"]),
        number=number,
        level=name(known, level, language()) if level else "",
        whole=(name(known, whole, "zh"), href(whole)) if whole else None,
        same=sorted({text(row["same"]) for row in found if row["same"]}),
        own=own,
        below=sorted(below, key=lambda each: (each.entry.region, each.entry.department))[: site().settings.page_size],
        below_number=len(below),
        province=number[:2] + "0000",
        years=_years([*own, *below]),
        queries=[("region", bound("region", region=iri)), ("overview", bound("overview"))],
    )


def department_page(iri: str) -> str:
    """The page about a department, as HTML: its years, its projects, the same department elsewhere."""
    asked = bound("department", department=iri, limit=_SHOWN)
    found = rows(site().store, asked)
    if not found:
        abort(404)
    first = found[0]
    own = overview().by_department.get(iri, [])
    kind, region = text(first["type"]), text(first["region"])
    known = labels(site().store, [iri, kind, region])
    latest = own[0] if own else None
    peers = [each for each in overview().by_type.get(kind, []) if each.department != iri] if kind else []
    return render_template(
        "department.html",
        iri=iri,
        title=name(known, iri, "zh"),
        number=text(first["number"]),
        region=(latest.entry.place if latest else name(known, region, "zh"), href(region)) if region else None,
        kind=(name(known, kind, language()), href(kind), kind.rpartition("/")[2]) if kind else None,
        own=own,
        latest=latest,
        most=max((each.amounts["total"] or Decimal(0) for each in own), default=Decimal(0)),
        shares=[Share(t(f"figure_{key}"), amount) for key, amount in parts(latest.amounts)] if latest else [],
        projects=[_budgeted(row) for row in found if row["project"]],
        peers=peers[:_SHOWN],
        queries=[("department", asked), ("overview", bound("overview"))],
    )


def concept_page(iri: str) -> str:
    """The page about a code, as HTML: what it means, what is above and below, who spends on it."""
    asked = bound("concept", concept=iri)
    said: dict[str, list[object]] = {}
    for row in rows(site().store, asked):
        said.setdefault(text(row["relation"]).removeprefix(SKOS), []).append(row["value"])
    if "prefLabel" not in said and "notation" not in said:
        abort(404)
    scheme, notation = _scheme(iri)
    spenders = _spenders(scheme, notation)
    below = [text(row["code"]) for row in rows(site().store, bound("narrower", concept=iri, limit=200))]
    above = _above(scheme, notation, said)
    matches = [text(each) for key in _MATCHES for each in said.get(key, [])]
    known = labels(site().store, [iri, *above, *below, *matches, *map(text, said.get("inScheme", []))])
    return render_template(
        "concept.html",
        iri=iri,
        titles={each: name(known, iri, each) for each in ("zh", "en")},
        notation=notation,
        scheme=[Cell(name(known, text(each), language()), href(text(each))) for each in said.get("inScheme", [])],
        above=[_cell(each, name(known, each, language())) for each in above],
        below=[_cell(each, name(known, each, language())) for each in below],
        matches=[Cell(name(known, each, language()), href(each)) for each in matches],
        definition=_spoken(said.get("definition", [])) or _spoken(said.get("scopeNote", [])),
        spenders=spenders[:_SHOWN],
        summary=summary([each.value for each in spenders]),
        measure=_key(scheme, notation),
        departments=overview().by_type.get(iri, [])[:_SHOWN],
        found=_found(iri),
        remedy=meaning(iri)[1],
        queries=[("concept", asked), *_measured(scheme, notation)],
    )


def _budgeted(row: Row) -> tuple[str, str | None, Decimal | None]:
    return text(row["name"]), href(text(row["project"])), decimal(row["most"])


def _under(region: str, start: str) -> bool:
    return bool(start) and region.startswith(start)


def _years(listed: Iterable[Listed]) -> list[Year]:
    """Only disclosures of whole departments count, or money would count twice."""
    sums: dict[int, list[Decimal]] = {}
    for each in listed:
        amount = each.amounts["total"]
        if each.scope.endswith("/department") and each.entry.phase == "budget" and amount is not None:
            sums.setdefault(each.entry.year, []).append(amount)
    return [Year(year, len(found), sum(found, Decimal(0))) for year, found in sorted(sums.items(), reverse=True)]


def _scheme(iri: str) -> tuple[str, str]:
    scheme, _, notation = iri.removeprefix(CODE).partition("/")
    return scheme, notation


def _above(scheme: str, notation: str, said: dict[str, list[object]]) -> list[str]:
    """The codes above, from the top down: by the list, else what the graph says."""
    if scheme in codes.schemes():
        return [f"{CODE}{scheme}/{each}" for each in codes.scheme(scheme).path(notation)[:-1]]
    return [text(each) for each in said.get("broader", [])]


def _cell(iri: str, words: str) -> Cell:
    notation = iri.rpartition("/")[2]
    return Cell(f"{notation} {words}" if notation.isdigit() else words, href(iri))


def _spoken(values: list[object]) -> str:
    """The text in the language of the page, else the first."""
    mine = [each for each in values if getattr(each, "language", None) == language()]
    return text((mine or values or [None])[0])


def _key(scheme: str, notation: str) -> str:
    key = f"item/{notation}" if scheme == "item" else notation
    return key if scheme in ("function", "economic-department", "economic-government", "item") and measure(key) else ""


def _spenders(scheme: str, notation: str) -> list[Compared]:
    key = _key(scheme, notation)
    chosen = measure(key) if key else None
    return compared(overview(), chosen, {}) if chosen else []


def _measured(scheme: str, notation: str) -> list[tuple[str, str]]:
    key = _key(scheme, notation)
    chosen = measure(key) if key else None
    return [("compare", chosen.query)] if chosen else []


def _found(rule: str) -> int:
    """How many findings there are by a rule; 0 for what is no rule."""
    if not rule.startswith(CODE + "rule/"):
        return 0
    return sum(number for key, number in counts().items() if key[0] == rule)
