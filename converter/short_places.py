"""Places that the name of a body begins with in their short form (某职业学院, 某广播电视台), proved by the text."""

from __future__ import annotations

import re
from functools import cache

from converter.document import Document
from converter.identity_words import central_bodies, central_units, unled, words
from converter.sentences import is_about, sentences
from converter.words import key
from converter.zones import is_managing, zone_behind
from ontology.regions import Region, regions
from ontology.short_names import leading_name

SHORTEST = 2
SPEAKERS = ("学校", "学院", "医院")
# 我校是一所省属重点大学: of which level an institution is.
OWN = re.compile("([省市])属(?:公办|重点|普通|综合|全日制|本科|三级|三甲|公立|高校|高等|大学|院校|学校|医院)")


@cache
def by_short_name() -> dict[str, tuple[Region, ...]]:
    """The provinces and cities of today by their names without 省, 市 and peoples."""
    found: dict[str, tuple[Region, ...]] = {}
    for region in regions():
        short = leading_name(region.name) if region.current and region.level in {"province", "prefecture"} else ""
        if len(short) >= SHORTEST:
            found[short] = (*found.get(short, ()), region)
    return found


@cache
def short_names_within(place: str) -> frozenset[str]:
    """The names of a province's cities and counties, of a city's counties, without 市, 县 and the like (洪泽, 本溪)."""
    below = (each for each in regions() if each.level in {"prefecture", "county"} and each.code != place)
    start = place.removesuffix("00").removesuffix("00")
    names = {leading_name(each.name) or each.name for each in below if each.code.startswith(start)}
    return frozenset(short for name in names if len(short := re.sub("[市县区旗]$", "", name)) > 1)


def short_place(document: Document, printed: str) -> tuple[Region, ...] | None:
    """The one province or city whose short name begins a name, where the text names it in full.

    None for bodies that may belong to another level than the place that they are called after: a university called
    after a city is its province's or a ministry's, a customs house is the centre's; nor where the text says that a
    central body leads it.
    """
    plain = key(printed)
    place = short_lead(document, plain)
    if place is None or is_central_unit(plain) or is_led_by_centre(unspaced(document)):
        return None
    if above := said_level(document, plain, place):
        return (above,)
    if any(word in plain for word in words()["not_of_place"]):
        return None
    elsewhere = place.level != "province" and any(word in plain for word in words()["not_of_city"])
    return None if elsewhere else (place,)


def short_zone(document: Document, printed: str) -> Region | None:
    """The zone below which a body lies whose name begins with a city in short (苏州高新区教育局), or that city.

    The city itself is meant where the name is that of the zone's managing body; the text names the city in full. None
    for a zone that is named after a part of the place: that part may keep it.
    """
    plain = unled(printed)
    place = short_lead(document, plain)
    rest = plain.removeprefix(leading_name(place.name)) if place else ""
    if place is None or rest.startswith(tuple(short_names_within(place.code))):
        return None
    return zone_behind(rest, place) or (place if is_managing(rest) else None)


def short_lead(document: Document, plain: str) -> Region | None:
    """The one province or city whose short name begins a name, and which the text names in full."""
    begun = max((short for short in by_short_name() if plain.startswith(short)), key=len, default="")
    text = unspaced(document)
    named = tuple(region for region in by_short_name().get(begun, ()) if region.name in text)
    return named[0] if len(named) == 1 else None


def unspaced(document: Document) -> str:
    """The text without blanks and line ends."""
    return re.sub(r"\s+", "", document.text)


def said_level(document: Document, plain: str, place: Region) -> Region | None:
    """The province or city whose own a unit is by what the text says of it (我校是一所省属本科高校), or None."""
    said = {
        found[1]
        for sentence in sentences(document)
        if is_about(sentence, plain) or sentence.startswith(SPEAKERS)
        for found in OWN.finditer(sentence)
    }
    if len(said) != 1:
        return None
    level = "province" if "省" in said else "prefecture"
    return next((each for each in regions().path(place.code) if each.level == level), None)


def is_led_by_centre(text: str) -> bool:
    """Whether a text says that a central body leads somebody (教育部直属…)."""
    bodies, after = "|".join(map(re.escape, central_bodies())), "|".join(words()["parent_after"])
    return re.search(f"(?:{bodies})(?:{after})", text) is not None


def is_central_unit(name: str) -> bool:
    """Whether a name begins with that of a unit below a central body: the unit, or what belongs to it."""
    return any(name.startswith(unit) for unit in central_units())
