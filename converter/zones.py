"""Development zones that have no code: cities and provinces keep them beside their districts.

What lies below one (岳阳市南湖新区教育局) is not the city's; the zone is a region of its own within the place that
keeps it. Its managing body is that place's, as others of its departments are (长沙市高新区管委会).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from converter.identity_words import unled, words
from converter.words import key
from ontology.regions import Region, regions
from ontology.short_names import leading_name, short_name
from ontology.tables import rows

PLACES = {"province", "prefecture"}
OTHER_NAME = re.compile(r"[(（][^()（）]+[区城][)）]")  # 经济技术开发区（国际商务区）
CHINESE = "[\u4e00-\u9fff]"


def zone_behind(rest: str, place: Region) -> Region | None:
    """The zone of a place below which the body lies whose name goes on behind the place's, or None.

    >>> place = regions()["430600"]
    >>> [zone_behind(rest, place) for rest in ("教育局", "南湖新区管理委员会", "公安局南湖新区分局")]
    [None, None, None]
    >>> zone_behind("南湖新区教育局", place).code
    '430600-南湖新区'
    """
    found = re.match(rf"({CHINESE}{{0,12}}?(?:{ends()}))(?!区)({CHINESE}{{2,}})", OTHER_NAME.sub("", rest))
    if place.level not in PLACES or not found or is_own_body(found[2]):
        return None
    return zone_called(found[1], place)


def zone_managed(body: str, place: Region) -> Region | None:
    """The zone of a place whose managing body's name some words end with (…由北部生态新区管理委员会), or None."""
    found = re.search(rf"({CHINESE}{{0,12}}(?:{ends()}))(?:管理委员会|管委)", body)
    if place.level not in PLACES or not found:
        return None
    return zone_called(found[1].removeprefix(place.name), place)


def zone_called(name: str, place: Region) -> Region | None:
    """The zone of a place with such a name, one with a code for statistics first; None where it is no zone's name."""
    short = plain_name(name)
    coded = [each for each in coded_zones() if each.parent == place.code and plain_name(own_part(each)) == short]
    if len(coded) == 1:
        return coded[0]
    kind = next(end for end in words()["zones"] if short.endswith(end))
    is_nameless = short == kind
    if re.search(words()["organs"], short) or (is_nameless and kind not in words()["nameless_zones"]):
        return None
    return regions().zone(place, leading_name(place.name) + short if is_nameless else short)


def known_zone(name: str, text: str) -> Region | None:
    """The zone of the list of known ones that a body's name begins with, where the text or the name tells its place.

    >>> known_zone("湘江新区教育局", "湖南省信访局").code, known_zone("湘江新区教育局", "河南省信访局")
    ('430000-湘江新区', None)
    """
    plain = unled(name)
    for row in rows("codelists", "zones.csv"):
        place = regions()[row["parent"]]
        leads = [lead for lead in ("", *leads_of(place)) if plain.startswith(lead + row["name"])]
        if leads and (any(leads) or any(lead in text for lead in leads_of(place))):
            return regions().zone(place, row["name"])
    return None


def is_own_body(rest: str) -> bool:
    """Whether what follows a zone's name makes it that of the body which manages it, or of a company of it."""
    return re.fullmatch(words()["zone_bodies"], rest) is not None


def is_managing(rest: str) -> bool:
    """Whether what follows a place's name is that of a zone and the body that manages it (高新区管理委员会)."""
    found = re.match(rf"{CHINESE}{{0,12}}?(?:{ends()})(?!区)({CHINESE}*)$", OTHER_NAME.sub("", rest))
    return found is not None and (not found[1] or is_own_body(found[1]))


def behind(name: str, place: Region) -> str:
    """What follows a place's name in that of a body, "" where the name does not hold it."""
    plain = key(name)
    found = next((each for each in called(place) if each in plain), "")
    return plain.partition(found)[2] if found else ""


def called(place: Region) -> Iterator[str]:
    """The names that a place goes by, the longest first."""
    yield from sorted({place.name, *place.former, short_name(place.name)} - {""}, key=len, reverse=True)


def leads_of(place: Region) -> list[str]:
    """How a name leads up to a zone of a place: by the place, and by what lies above it."""
    path = regions().path(place.code)
    single = [form for each in path for form in (each.name, leading_name(each.name)) if form]
    return [*single, "".join(each.name for each in path)]


def plain_name(name: str) -> str:
    """A zone's name with its kind in short: 高新技术产业开发区 is 高新区."""
    for long, short in words()["zone_kinds"]:
        name = re.sub(f"(?:{long})$", short, name)
    return name


def own_part(zone: Region) -> str:
    """A zone's name without the places that it begins with: 湖南衡阳高新技术产业园区, 高新技术产业园区."""
    name = zone.name
    for place in regions().path(zone.code)[:-1]:
        for form in (place.name, leading_name(place.name)):
            name = name.removeprefix(form)
    return name


@cache
def coded_zones() -> tuple[Region, ...]:
    """The zones that have a code for statistics."""
    return tuple(each for each in regions() if each.level == "development-zone")


@cache
def ends() -> str:
    """What the names of zones end with, as a pattern."""
    return "|".join(map(re.escape, sorted(words()["zones"], key=len, reverse=True)))
