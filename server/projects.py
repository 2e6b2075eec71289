"""Projects: those of a disclosure with their indicators, and the page of one project over the years."""

from dataclasses import dataclass, field
from decimal import Decimal

from flask import abort, render_template
from pyoxigraph import Store

from server.cited import sources
from server.engine import Row, rows
from server.labels import Labels, labels, name
from server.language import language
from server.links import href
from server.overview import Listed, overview
from server.queries import bound
from server.results import Cell
from server.site import site
from server.terms import by, decimal, text


@dataclass(frozen=True, slots=True)
class Indicator:
    """A performance indicator: its kind, its name, what is aimed at."""

    kind: str
    name: str
    value: str
    href: str | None
    sources: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """A project's money in a disclosure, and its indicators."""

    name: str
    href: str | None
    amount: Decimal | None
    kind: str
    unit: str
    purpose: str
    central: bool
    sources: tuple[Cell, ...]
    indicators: tuple[Indicator, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Budgeted:
    """A project's money in one disclosure, for the page of the project."""

    disclosure: Listed
    amount: Decimal | None
    kind: str
    unit: str
    purpose: str
    sources: tuple[Cell, ...]
    indicators: tuple[Indicator, ...]


def projects(store: Store, version: str) -> list[Project]:
    """The projects of a disclosure, the largest first; indicators of no project come last, under no name."""
    grouped = by(rows(store, bound("projects", version=version)), "budget")
    indicators = _indicators(store, version)
    known = labels(store, [text(group[0][key]) for group in grouped for key in ("kind", "unit")])
    listed = [_project(group, known, indicators) for group in grouped]
    whole = tuple(indicators.get("", ()))
    return [*listed, Project("", None, None, "", "", "", False, (), whole)] if whole else listed


def project_page(iri: str) -> str:
    """The page about a project, as HTML: its money in every disclosure that has it, its indicators, its targets."""
    store = site().store
    found = rows(store, bound("project", project=iri))
    if not found:
        abort(404)
    grouped = by((row for row in found if row["budget"]), "budget")
    named = ("kind", "unit", "department", "transfer")
    known = labels(store, [iri, *(text(row[key]) for row in found for key in named)])
    listed = [each for group in grouped if (each := _budgeted(group, known))]
    first = found[0]
    department = text(first["department"])
    return render_template(
        "project.html",
        iri=iri,
        title=name(known, iri, "zh"),
        number=text(first["number"]),
        department=(name(known, department, language()), href(department)) if department else None,
        transfer=(name(known, text(first["transfer"]), language()), href(text(first["transfer"]))),
        central=any(text(row["central"]) == "true" for row in found),
        budgets=sorted(listed, key=lambda each: -each.disclosure.entry.year),
        queries=[("project", bound("project", project=iri))],
    )


def _budgeted(group: list[Row], known: Labels) -> Budgeted | None:
    first = group[0]
    disclosure = overview().by_iri.get(text(first["disclosure"]))
    if disclosure is None:
        return None
    indicators = _indicators(site().store, text(first["version"]))
    return Budgeted(
        disclosure=disclosure,
        amount=decimal(first["amount"]),
        kind=_word(known, first, "kind"),
        unit=_word(known, first, "unit"),
        purpose=text(first["purpose"]),
        sources=sources(group),
        indicators=tuple(indicators.get(text(first["budget"]), ())),
    )


def _project(group: list[Row], known: Labels, indicators: dict[str, list[Indicator]]) -> Project:
    first = group[0]
    return Project(
        name=text(first["name"]),
        href=href(text(first["project"])),
        amount=decimal(first["amount"]),
        kind=_word(known, first, "kind"),
        unit=_word(known, first, "unit"),
        purpose=text(first["purpose"]),
        central=text(first["central"]) == "true",
        sources=sources(group),
        indicators=tuple(indicators.get(text(first["budget"]), ())),
    )


def _word(known: Labels, row: Row, key: str) -> str:
    return name(known, text(row[key]), language()) if row[key] else ""


def _indicators(store: Store, version: str) -> dict[str, list[Indicator]]:
    """The indicators by the budget that they belong to; those of the whole department under an empty key."""
    grouped = by(rows(store, bound("indicators", version=version)), "indicator")
    known = labels(store, [text(group[0]["type"]) for group in grouped])
    found: dict[str, list[Indicator]] = {}
    for group in sorted(grouped, key=lambda each: (text(each[0]["lines"]).zfill(400), text(each[0]["name"]))):
        first = group[0]
        kind = name(known, text(first["type"]), language()) if first["type"] else text(first["level"])
        indicator = Indicator(
            kind, text(first["name"]), text(first["value"]), href(text(first["indicator"])), sources(group)
        )
        found.setdefault(text(first["budget"]), []).append(indicator)
    return found
