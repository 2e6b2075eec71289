"""What the page of a disclosure shows: headline figures, where the money goes, tables, projects, findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask import abort, render_template
from pyoxigraph import Literal, Store

from server.cited import sources
from server.engine import rows
from server.findings import findings
from server.labels import labels, name
from server.language import language, t
from server.links import href
from server.overview import Listed, overview
from server.projects import projects
from server.queries import bound
from server.release import ReleaseDisclosure
from server.results import Cell
from server.site import site
from server.spending import spending
from server.standing import standing
from server.tables import tables
from server.terms import by, decimal, text, whole

MOST_CELLS = 60  # a larger table is fetched by the page itself
_NEARLY = Decimal("1.001")


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure with the lines that print it."""

    label: str
    href: str | None
    amount: Decimal
    printed: int
    sources: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the total, for the bar of parts."""

    label: str
    amount: Decimal


def disclosure_page(iri: str) -> str:
    """The page about a disclosure, as HTML."""
    entry = site().release.by_iri.get(iri)
    if entry is None:
        abort(404)
    here = tables(site().store, entry.version, language(), most=MOST_CELLS)
    listed = overview().by_iri[iri]
    others = [each for each in overview().by_department.get(listed.department, []) if each is not listed]
    return render_template(
        "disclosure.html",
        entry=entry,
        listed=listed,
        headlines=listed.amounts,
        shares=[Share(t(f"figure_{key}"), amount) for key, amount in parts(listed.amounts)],
        before=_before(listed, others),
        standing=standing(listed, overview()),
        others=others,
        peers=_peers(listed),
        money=spending(site().store, iri, entry.version, language()),
        figures=_figures(site().store, entry.version),
        tables=here,
        projects=projects(site().store, entry.version),
        findings=findings(site().store, entry.version),
        cells_query=bound("disclosure_cells", version=entry.version),
        queries=_queries(entry),
    )


def parts(amounts: Mapping[str, Decimal | None]) -> list[tuple[str, Decimal]]:
    """The parts of the total that can be shown side by side: they add up to no more than it, but for rounding."""
    for keys in (("personnel", "public", "project"), ("basic", "project")):
        found = [(key, amount) for key in keys if (amount := amounts[key]) is not None]
        if len(found) == len(keys) and sum(amount for _, amount in found) <= _NEARLY * (amounts["total"] or 0):
            return [pair for pair in found if pair[1] > 0]
    return []


def _before(listed: Listed, others: list[Listed]) -> Listed | None:
    """The same department's disclosure of the year before, in the same phase and scope."""
    wanted = (listed.entry.year - 1, listed.entry.phase, listed.scope)
    return next((each for each in others if (each.entry.year, each.entry.phase, each.scope) == wanted), None)


def _peers(listed: Listed) -> list[Listed]:
    """Departments of the same type elsewhere, of the same phase: the nearest year first."""
    same = overview().by_type.get(listed.type, [])
    found = [each for each in same if each.department != listed.department and each.entry.phase == listed.entry.phase]
    return sorted(found, key=lambda each: abs(each.entry.year - listed.entry.year))[:12]


def _figures(store: Store, version: str) -> list[Figure]:
    grouped = by(rows(store, bound("key_figures", version=version)), "figure")
    known = labels(store, [text(group[0]["item"]) for group in grouped])
    return [
        Figure(
            label=name(known, text(group[0]["item"]), language()),
            href=href(text(group[0]["figure"])),
            amount=decimal(group[0]["amount"]) or Decimal(0),
            printed=whole(group[0]["printed"]),
            sources=sources(group),
        )
        for group in grouped
    ]


def _queries(entry: ReleaseDisclosure) -> list[tuple[str, str]]:
    """The queries behind the page as anyone can run them: (key of the caption, text)."""
    with_version = ("key_figures", "tables", "projects", "indicators")
    asked = [(each, bound(each, version=entry.version)) for each in with_version]
    money = bound("spending", disclosure=entry.iri, version=entry.version)
    cells = bound("disclosure_cells", version=entry.version)
    found = bound("findings", version=entry.version, language=Literal(language()))
    return [*asked, ("spending", money), ("disclosure_cells", cells), ("findings", found)]
