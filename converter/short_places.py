"""Places that the name of a body begins with in their short form (某职业学院, 某广播电视台), proved by the text."""

from __future__ import annotations

import re
from functools import cache

from converter.document import Document
from converter.identity_words import central_bodies, central_units, words
from converter.words import key
from ontology.regions import Region, regions
from ontology.short_names import leading_name

SHORTEST = 2


@cache
def by_short_name() -> dict[str, tuple[Region, ...]]:
    """The provinces and cities of today by their names without 省, 市 and peoples."""
    found: dict[str, tuple[Region, ...]] = {}
    for region in regions():
        short = leading_name(region.name) if region.current and region.level in {"province", "prefecture"} else ""
        if len(short) >= SHORTEST:
            found[short] = (*found.get(short, ()), region)
    return found


def short_place(document: Document, printed: str) -> tuple[Region, ...] | None:
    """The one province or city whose short name begins a name, where the text names it in full.

    None for bodies that may belong to another level than the place that they are called after: a university called
    after a city is its province's or a ministry's, a customs house is the centre's; nor where the text says that a
    central body leads it.
    """
    plain = key(printed)
    if any(word in plain for word in words()["not_of_place"]) or is_central_unit(plain):
        return None
    begun = max((short for short in by_short_name() if plain.startswith(short)), key=len, default="")
    text = re.sub(r"\s+", "", document.text)
    named = tuple(region for region in by_short_name().get(begun, ()) if region.name in text)
    if len(named) != 1 or is_led_by_centre(text):
        return None
    elsewhere = named[0].level != "province" and any(word in plain for word in words()["not_of_city"])
    return None if elsewhere else named


def is_led_by_centre(text: str) -> bool:
    """Whether a text says that a central body leads somebody (教育部直属…)."""
    bodies, after = "|".join(map(re.escape, central_bodies())), "|".join(words()["parent_after"])
    return re.search(f"(?:{bodies})(?:{after})", text) is not None


def is_central_unit(name: str) -> bool:
    """Whether a name begins with that of a unit below a central body: the unit, or what belongs to it."""
    return any(name.startswith(unit) for unit in central_units())
