"""The findings of a disclosure: what the rules of `shapes/rules/` say of the graph of its facts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from converter.facts import Finding
from shapes.evaluating import Breach, evaluate

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

PLACE = re.compile(r"#(?:p\d+)?L(\d+)(?:-L(\d+))?$")
MANY = 2  # from more places than these, a side is given as the span that holds them all
Lines = tuple[tuple[int, int], ...]


def find_findings(disclosure: Disclosure) -> tuple[Finding, ...]:
    """Every finding of a disclosure, in the order of its lines; none where nobody knows whose it is: it has no IRI."""
    from converter.graph import names_of, table_names

    if not disclosure.identity.is_whole:
        return ()
    names = names_of(disclosure)
    orders = {iri: order for order, iri in table_names(disclosure.tables, names.version).items()}
    found = [finding(each, names.version, orders) for each in evaluate(disclosure.fact_quads)]
    return tuple(sorted(found, key=lambda each: (each.lines[0], each.rule, each.key)))


def finding(breach: Breach, version: str, orders: dict[str, int]) -> Finding:
    """The finding that a breach is; nodes are named below the version, so that another base moves them."""
    sides = {name: span(places) for name, places in breach.places.items()}
    subject = breach.focus.removeprefix(version + "/")
    return Finding(
        breach.rule.name,
        breach.rule.severity,
        breach.rule.fault,
        breach.message("zh"),
        breach.message("en"),
        breach.expected,
        breach.found,
        breach.difference,
        tuple(dict.fromkeys(line for lines in sides.values() for line in lines)),
        orders.get(breach.table),
        subject.replace("/", "."),
        subject,
        sides.get("foundAt", ()),
        sides.get("expectedAt", ()),
    )


def span(places: Iterable[str]) -> Lines:
    """The lines of source IRIs, in order; of many, the span from the first to the last."""
    found = [PLACE.search(place) for place in places]
    lines = sorted({(int(m.group(1)), int(m.group(2) or m.group(1))) for m in found if m})
    if len(lines) > MANY:
        return ((lines[0][0], max(last for _, last in lines)),)
    return tuple(lines)
