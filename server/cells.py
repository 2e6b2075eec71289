"""The page of one figure: its exact amount, what it means, how it was read, and the lines around it."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from flask import abort, render_template
from pyoxigraph import NamedNode

from ontology.namespaces import DEF, PREFIXES
from server.engine import rows
from server.labels import Labels, labels, name
from server.language import language
from server.links import href
from server.pivot import ALWAYS_ROWS, BLOCK, EITHER, ROLES
from server.queries import bound
from server.results import Cell
from server.site import site
from server.sources import excerpts
from server.terms import text

_DERIVED = PREFIXES["prov"] + "wasDerivedFrom"
_TYPE = PREFIXES["rdf"] + "type"
# What a figure is of, which stands beside it.
_TELLING = ("function", "deptEconomic", "govEconomic", "project", "item", "expenditureKind")
_SHOWN = ("department", BLOCK, *ALWAYS_ROWS, *EITHER)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A dimension of a figure with its value."""

    name: str
    label: str
    href: str | None
    value: Cell
    total: bool


def cell_page(iri: str) -> str:
    """The page about a figure of a table, as HTML."""
    asked = bound("cell", cell=iri)
    said: dict[str, list[object]] = {}
    found = rows(site().store, asked)
    if not found:
        abort(404)
    for row in found:
        said.setdefault(text(row["property"]), []).append(row["value"])
    values = {key: text(each[0]) for key, each in said.items()}
    named = [text(each) for each in chain(*said.values()) if isinstance(each, NamedNode)]
    known = labels(site().store, [*values, *named, *(DEF + each for each in _SHOWN)])
    table = text(found[0]["table"])
    entry = site().release.by_version.get(table.partition("/table/")[0])
    places = [lines for each in said.get(_DERIVED, []) if (lines := site().addresses.lines(text(each)))]
    meanings = [each for local in _SHOWN if (each := _meaning(local, values, known))]
    return render_template(
        "cell.html",
        iri=iri,
        entry=entry,
        table=(name(labels(site().store, [table]), table, "zh"), href(table)),
        unit=text(found[0]["unit"]),
        about=" · ".join(each.value.text for each in meanings if each.name in _TELLING and not each.total),
        amount=_amount(values.get(DEF + "amount")),
        count=values.get(DEF + "count", ""),
        printed=values.get(DEF + "publishedValue", ""),
        role=next((role for local, role in ROLES.items() if DEF + local in map(text, said[_TYPE])), "detail"),
        resolved=_meaning("resolvedBy", values, known),
        meanings=meanings,
        excerpts=excerpts(sorted(places, key=lambda each: each.first)),
        queries=[("cell", asked)],
    )


def _amount(value: str | None) -> Decimal | None:
    return Decimal(value) if value else None


def _meaning(local: str, values: dict[str, str], known: Labels) -> Meaning | None:
    value = values.get(DEF + local)
    if value is None or (local == "occurrence" and value == "1"):
        return None
    shown = Cell(name(known, value, language()), href(value)) if ":" in value else Cell(value)
    return Meaning(local, name(known, DEF + local, language()), href(DEF + local), shown, value.endswith("/total"))
