"""The region of a disclosure: from the department's name, else from what the document says of it, never by guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from typing import NamedTuple

from converter.document import Document
from converter.errors import DocumentError
from converter.identity_words import central_bodies, central_units, unled, words
from converter.keepers import BODY, is_below, keepers
from converter.organisation import LEVEL
from converter.sentences import is_about, sentences
from converter.short_places import short_names_within, short_place, short_zone
from converter.words import key
from converter.zones import behind, known_zone, zone_behind, zone_managed
from ontology.regions import COUNTRY, Region, regions

FILE_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
# 410703 25 0000 … (Henan and others) and 130208 25 P0000 … (Hebei): region code, then the year's last two digits.
PROJECT_CODE = re.compile(r"\b(\d{6})(\d{2})(?:P[0-9A-Z]{12}|\d{10}\s?\d{3})\b")
# 监督索引号53230101377401000 (Yunnan): the region's code first. 索引号 11500107094994658W/2025-00007: the code of
# the body that publishes begins with 11 and the code of its region.
SUPERVISED = re.compile(r"监督索引号[:：]?\s*(\d{6})\d{8,}")
PUBLISHED = re.compile(r"索\s*引\s*号[\]】:：|\s]*11(\d{6})[0-9A-Z]{10}(?![0-9A-Z])")
PUBLISHER = re.compile(r"发布(?:机构|单位)[\]】:：|\s]*([\u4e00-\u9fff]{2,15}?)人民政府")
NAME_CHARACTER = r"[\u4e00-\u9fff（）()]"
COVER = re.compile(r"^(.{2,20}?)20\d\d年度?(?:[省市区县旗州]?本?级)?(?:部门|单位|部门和单位)(?:综合)?(?:预算|决算)")
COVER_LINES = 30
SHORTEST_REST = 3


class Found(NamedTuple):
    """Regions that a name may mean, the department's full name, and how they were found."""

    candidates: tuple[Region, ...]
    name: str
    how: str


def find_region(document: Document, printed: str) -> tuple[Region, str, str]:
    """(region, full department name, how): one that is proved; raises DocumentError when none is."""
    found = next(proofs(document, printed), Found((), printed, ""))
    if len(found.candidates) == 1:
        return found.candidates[0], found.name, found.how
    coded = Counter(match.group(1) for match in PROJECT_CODE.finditer(document.text))
    supervised = {code for code in SUPERVISED.findall(document.text) if is_current(code)}
    in_name = FILE_CODE.findall(document.path.stem)
    proved, how = narrowed(document, found.candidates, coded, supervised)
    if proved:
        return proved, found.name, f"{found.how} and {how}"
    told = ((coded, "project codes"), (supervised, "supervision number"), (in_name, "file name"))
    for codes_found, where in told:
        if not found.candidates and len(codes_found) == 1 and (region := regions().by_code(*codes_found)):
            return region, printed, where
    raise DocumentError(document.path, region_problem(found.name, found.candidates), region_remedy(found.candidates))


def kept_below(document: Document, printed: str, place: Sequence[Region]) -> tuple[Region, ...] | None:
    """The place or zone within that of a unit's name whose body keeps it, () where several do; None if none does."""
    found = keepers(LEVEL.sub("", key(printed)), sentences(document))
    named = (tuple(each for each in first_place(body) or () if is_below((each,), place)) for body in found)
    if places := {within for within in named if len(within) == 1}:
        return next(iter(places)) if len(places) == 1 else ()
    if len(place) != 1 or is_county(place):
        return None
    zones = {zone.code: zone for body in found if (zone := zone_managed(body, place[0]))}
    return (tuple(zones.values()) if len(zones) == 1 else ()) if zones else None


def is_county(place: Sequence[Region]) -> bool:
    """Whether a place is a county or district: a zone in it is its own."""
    return all(region.level == "county" for region in place)


def is_of_lower_zone(name: str, place: Sequence[Region]) -> bool:
    """Whether behind a province's name a zone is named after a city or county of it (江苏省洪泽经济开发区管委会).

    Which of them keeps the zone the name does not say; the province does not.
    """
    if len(place) != 1 or place[0].level != "province" or place[0].name.endswith("市"):
        return False
    rest = key(name).partition(place[0].name)[2]
    ends = "|".join(map(re.escape, words()["zones"]))
    return re.search(ends, rest) is not None and rest.startswith(tuple(short_names_within(place[0].code)))


def publishing_place(document: Document, above: Sequence[Region]) -> tuple[Region, ...] | None:
    """The place within another whose government publishes a document, as the box on the page says."""
    found = {place for name in PUBLISHER.findall(document.text) if (place := place_of(f"{name}人民政府"))}
    places = [place for place in found if is_below(place, above)]
    return places[0] if len(places) == len(found) == 1 else None


def is_current(code: str) -> bool:
    """Whether a code is that of a region of today."""
    region = regions().by_code(code)
    return region is not None and region.current


def proofs(document: Document, printed: str) -> Iterator[Found]:
    """What tells the region, the strongest first: the name, its longer form, the cover, the body above."""
    place = place_of(printed)
    if zone := known_zone(printed, document.text) or (None if place else short_zone(document, printed)):
        yield Found((zone,), printed, "zone that the name begins with")
    if place:
        below_it = kept_below(document, printed, place)
        if below_it is not None:
            yield Found(below_it, printed, "body above, in the text")
        elif not is_of_lower_zone(printed, place):
            yield Found(with_zone(place, printed), printed, "department name")
        elif keeper := publishing_place(document, place):
            yield Found(keeper, printed, "body that publishes")
        else:
            yield Found((), printed, "")
    if is_central(printed):
        yield Found((regions()[COUNTRY],), printed, "list of central bodies")
    elif is_below_central(printed):
        yield Found((regions()[COUNTRY],), printed, "central body that begins the name")
    for name in longer_names(document.text, printed):
        if (place := place_of(name)) and not is_of_lower_zone(name, place):
            yield Found(with_zone(place, name), name, "department name in the text")
    if place := cover_place(document):
        yield Found(place, printed, "cover")
    if place := parent_place(document, printed):
        yield Found(place, printed, "body above, in the text")
    if place := short_place(document, printed):
        yield Found(place, printed, "short name of a place that the text names in full")


def with_zone(place: tuple[Region, ...], name: str) -> tuple[Region, ...]:
    """The place that a name begins with, or the zone of it below which the body lies."""
    zone = zone_behind(behind(name, place[0]), place[0]) if len(place) == 1 else None
    return (zone,) if zone else place


def place_of(name: str) -> tuple[Region, ...] | None:
    """The regions that a name may begin with, prefixes such as 中共 aside; the longest place wins."""
    plain = unled(name)
    for size in range(len(plain) - 1, 1, -1):
        if found := places(plain[:size]):
            return (below(found[0], plain[size:]),) if len(found) == 1 else found
    return None


def places(name: str) -> tuple[Region, ...]:
    """The regions with a name; a statistical zone only where nothing else has it (嘉峪关市)."""
    found = regions().candidates(name)
    return tuple(region for region in found if region.level != "development-zone") or found


def below(region: Region, rest: str) -> Region:
    """The region within one that the rest of a name begins with (广西桂林市, 灵川县财政局), or that one itself.

    The end of the first may be the beginning of the second: 山东济南市, 中区 is 济南, 市中区.
    """
    for text in (rest, region.name[-1] + rest):
        for size in range(len(text) - 1, 1, -1):
            within = [each for each in places(text[:size]) if region in regions().path(each.code)[:-1]]
            if len(within) == 1:
                return within[0]
    return region


def is_central(name: str) -> bool:
    """Whether a name is that of a body of the central government."""
    plain = re.sub(r"[(（]?(?:本级|机关|汇总)[)）]?$|^中华人民共和国|^中共(?=中央)", "", key(name))
    return bool({plain, key(name)} & (central_bodies() | central_units()))


def is_below_central(name: str) -> bool:
    """Whether a name begins with that of a central body and names no place behind it (水利部长江水利委员会).

    Bodies with branches all over the country prove nothing: what follows may be a place that no list knows.
    """
    plain = re.sub(r"^中华人民共和国", "", key(name))
    body = max((each for each in central_bodies() if plain.startswith(each)), key=len, default="")
    rest = plain[len(body) :]
    if not body or body in words()["prefixes"] or len(rest) < SHORTEST_REST or (body + rest).startswith(f"{body}门"):
        return False
    return place_of(rest) is None


def longer_names(text: str, printed: str) -> list[str]:
    """The names in the text that end with the printed one (三门峡市医疗保障局 for 市医疗保障局), commonest first."""
    plain = re.sub(r"[ \t]+", "", text)
    tail = re.escape(re.sub(r"^[省市县区州]", "", printed))
    found: Counter[str] = Counter()
    for match in re.finditer(rf"{NAME_CHARACTER}{{2,12}}?(?={tail})", plain):
        for start in range(len(match.group(0)) - 1):
            found[match.group(0)[start:] + plain[match.end() : match.end() + len(tail)]] += 1
    return [name for name, _ in found.most_common()]


def cover_place(document: Document) -> tuple[Region, ...] | None:
    """The place that publishes, where the cover names nothing else: 上海市2026年市级单位预算."""
    for line in document.lines[:COVER_LINES]:
        match = COVER.match(key(line.text))
        if match and (found := regions().candidates(match.group(1))):
            return tuple(found)
    return None


def parent_place(document: Document, printed: str) -> tuple[Region, ...] | None:
    """The one place of the bodies above that sentences about the unit name (…是上海市教育委员会直属…)."""
    own = LEVEL.sub("", key(printed))
    places = {
        found
        for sentence in sentences(document)
        if is_about(sentence, own)
        for body in parents_in(sentence)
        if (found := first_place(body))
    }
    return next(iter(places)) if len(places) == 1 else None


def parents_in(sentence: str) -> Iterator[str]:
    """The words that end with a body above, in a sentence that says so."""
    after, before = "|".join(words()["parent_after"]), "|".join(words()["parent_before"])
    for match in re.finditer(rf"[\u4e00-\u9fff]{{2,20}}?{BODY}(?={after})", sentence):
        yield match.group()
    for match in re.finditer(rf"[\u4e00-\u9fff]{{2,20}}?(?:{'|'.join(words()['approves'])})(?=批复)", sentence):
        yield match.group()
    for match in re.finditer(rf"(?:{before})(?:单位)?[:：为是]{{0,2}}([\u4e00-\u9fff]{{2,20}}?{BODY})", sentence):
        yield match.group(1)


def first_place(body: str) -> tuple[Region, ...] | None:
    """The place in words that end with a body's name."""
    return next((found for start in range(len(body) - 2) if (found := place_of(body[start:]))), None)


def narrowed(
    document: Document, candidates: Sequence[Region], coded: Counter[str], supervised: Set[str]
) -> tuple[Region | None, str]:
    """The one of several regions that the document proves, and by what."""
    text = re.sub(r"\s+", "", document.text)
    published = set(PUBLISHED.findall(document.text))
    tests: tuple[tuple[str, Callable[[Region], bool]], ...] = (
        ("project codes", lambda region: region.code in coded or region.code in document.path.stem),
        ("supervision number", lambda region: region.code in supervised),
        ("its full name in the text", lambda region: any(name in text for name in full_names(region))),
        ("the region above in the text", lambda region: sum(text.count(name) for name in names_above(region)) > 1),
        ("index number of the page", lambda region: region.code in published),
    )
    for how, test in tests:
        proved = [region for region in candidates if test(region)]
        if len(proved) == 1:
            return proved[0], how
    return None, ""


def full_names(region: Region) -> list[str]:
    """The region's name with the names of those above before it."""
    return [region.full_name, *(name + region.name for name in names_above(region))]


def names_above(region: Region) -> list[str]:
    return [above.name for above in regions().path(region.code)[:-1]]


def region_problem(name: str, candidates: Sequence[Region]) -> str:
    if candidates:
        return f"the region cannot be told: {name} may lie in " + ", ".join(
            f"{r.full_name} {r.code}" for r in candidates[:6]
        )
    return f"the region cannot be told from the name {name}"


def region_remedy(candidates: Sequence[Region]) -> str:
    return (
        "put the region's six-digit code into the file name, e.g. "
        + (candidates[0].code if candidates else "410703")
        + "-budget.txt"
    )
