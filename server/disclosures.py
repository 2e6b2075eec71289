"""What the page of a disclosure shows: headline figures, tables, projects, findings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from flask import abort, render_template
from pyoxigraph import Literal, NamedNode, Store

from server.client import plain
from server.engine import Row, rows
from server.labels import labels, name
from server.language import language
from server.links import href
from server.queries import bound
from server.release import ReleaseDisclosure
from server.results import Cell
from server.site import site
from server.tables import tables, text

HEADLINES = ("revenue", "total", "basic", "project", "personnel", "public", "three_public", "operating")
MOST_CELLS = 4_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure with the lines that print it."""

    label: str
    href: str | None
    amount: Decimal
    printed: int
    sources: tuple[Cell, ...]


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
class Finding:
    """What does not agree: the rule, both sides, and the lines of both."""

    iri: str
    rule: str
    rule_href: str | None
    severity: str
    fault: str
    comment: str
    expected: Decimal | None
    found: Decimal | None
    difference: Decimal | None
    sources: tuple[Cell, ...]


def disclosure_page(iri: str) -> str:
    """The page about a disclosure, as HTML."""
    entry = site().release.by_iri.get(iri)
    if entry is None:
        abort(404)
    here = tables(site().store, entry.version, language())
    return render_template(
        "disclosure.html",
        entry=entry,
        headlines=headlines(site().store, [iri])[iri],
        figures=_figures(site().store, entry.version),
        tables=here,
        show_cells=sum(each.cells for each in here.tables) <= MOST_CELLS,
        projects=_projects(site().store, entry.version),
        findings=_findings(site().store, entry.version),
        queries=_queries(entry),
    )


def headlines(store: Store, disclosures: Sequence[str]) -> dict[str, dict[str, Decimal | None]]:
    """The headline figures that disclosures carry themselves, by IRI and short name; None where one carries none."""
    found = rows(store, bound("headlines", disclosures=[NamedNode(iri) for iri in disclosures]))
    printed = {text(row["disclosure"]): _amounts(row) for row in found}
    return {iri: printed.get(iri) or dict.fromkeys(HEADLINES) for iri in disclosures}


def _amounts(row: Row) -> dict[str, Decimal | None]:
    return {key: None if row[key] is None else Decimal(text(row[key])) for key in HEADLINES}


def _figures(store: Store, version: str) -> list[Figure]:
    grouped = _by(rows(store, bound("key_figures", version=version)), "figure")
    known = labels(store, [text(group[0]["item"]) for group in grouped])
    return [
        Figure(
            label=name(known, text(group[0]["item"]), language()),
            href=href(text(group[0]["figure"])),
            amount=Decimal(text(group[0]["amount"])),
            printed=int(text(group[0]["printed"]) or 0),
            sources=_sources(group),
        )
        for group in grouped
    ]


def _projects(store: Store, version: str) -> list[Project]:
    grouped = _by(rows(store, bound("projects", version=version)), "budget")
    indicators = _indicators(store, version)
    known = labels(store, [text(group[0][key]) for group in grouped for key in ("kind", "unit")])
    listed = [_project(group, known, indicators) for group in grouped]
    whole = tuple(indicators.get("", ()))
    return [*listed, Project("", None, None, "", "", "", False, (), whole)] if whole else listed


def _project(group: list[Row], known: object, indicators: dict[str, list[Indicator]]) -> Project:
    first = group[0]

    def word(key: str) -> str:
        return name(known, text(first[key]), language()) if first[key] else ""  # type: ignore[arg-type]

    return Project(
        name=text(first["name"]),
        href=href(text(first["project"])),
        amount=_decimal(first, "amount"),
        kind=word("kind"),
        unit=word("unit"),
        purpose=text(first["purpose"]),
        central=text(first["central"]) == "true",
        sources=_sources(group),
        indicators=tuple(indicators.get(text(first["budget"]), ())),
    )


def _indicators(store: Store, version: str) -> dict[str, list[Indicator]]:
    """The indicators by the budget that they belong to; those of the whole department under an empty key."""
    grouped = _by(rows(store, bound("indicators", version=version)), "indicator")
    known = labels(store, [text(group[0]["type"]) for group in grouped])
    found: dict[str, list[Indicator]] = {}
    for group in sorted(grouped, key=lambda each: (text(each[0]["lines"]).zfill(400), text(each[0]["name"]))):
        first = group[0]
        kind = name(known, text(first["type"]), language()) if first["type"] else text(first["level"])
        indicator = Indicator(
            kind, text(first["name"]), text(first["value"]), href(text(first["indicator"])), _sources(group)
        )
        found.setdefault(text(first["budget"]), []).append(indicator)
    return found


def _findings(store: Store, version: str) -> list[Finding]:
    asked = bound("findings", version=version, language=Literal(language()))
    grouped = _by(rows(store, asked), "finding")
    known = labels(store, [text(group[0][key]) for group in grouped for key in ("rule", "fault")])
    return sorted((_finding(group, known) for group in grouped), key=lambda each: _order(each.severity))


def _finding(group: list[Row], known: object) -> Finding:
    first = group[0]
    return Finding(
        iri=text(first["finding"]),
        rule=name(known, text(first["rule"]), language()),  # type: ignore[arg-type]
        rule_href=href(text(first["rule"])),
        severity=text(first["severity"]).rpartition("#")[2].lower(),
        fault=name(known, text(first["fault"]), language()) if first["fault"] else "",  # type: ignore[arg-type]
        comment=text(first["comment"]),
        expected=_decimal(first, "expected"),
        found=_decimal(first, "found"),
        difference=_decimal(first, "difference"),
        sources=_sources(group),
    )


def _order(severity: str) -> int:
    return {"violation": 0, "warning": 1}.get(severity, 2)


def _by(found: list[Row], key: str) -> list[list[Row]]:
    """The rows in groups of the same subject: one thing has a row for each line that it was read from."""
    groups: dict[str, list[Row]] = {}
    for row in found:
        groups.setdefault(text(row[key]), []).append(row)
    return list(groups.values())


def _sources(group: list[Row]) -> tuple[Cell, ...]:
    """The lines of a thing, in the order of the document, each as a link to the source view."""
    iris = {text(row["lines"]) for row in group if row["lines"]}
    pairs = [(lines, iri) for iri in iris if (lines := site().addresses.lines(iri))]
    ordered = sorted(pairs, key=lambda pair: (pair[0].page or 0, pair[0].first, pair[0].last))
    return tuple(Cell(f"L{lines.text}", href(iri)) for lines, iri in ordered)


def _decimal(row: Row, key: str) -> Decimal | None:
    value = plain(row[key])
    return Decimal(str(value)) if value is not None else None


def _queries(entry: ReleaseDisclosure) -> list[tuple[str, str]]:
    """The queries behind the page as anyone can run them: (key of the caption, text)."""
    with_version = ("key_figures", "tables", "projects", "indicators")
    asked = [(each, bound(each, version=entry.version)) for each in with_version]
    return [*asked, ("findings", bound("findings", version=entry.version, language=Literal(language())))]
