"""The regions of China by code (GB/T 2260) and by name, with names and codes of the past."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from ontology import iris
from ontology.iris import normal
from ontology.short_names import autonomous_name, leading_names, short_name
from ontology.tables import rows

# Rows of the history that group others and are no places of their own.
_PLACEHOLDER = re.compile("市辖区|县|市|.*直辖.*(单位|区划)")
# The whole country: the region of the central government's own bodies.
COUNTRY = "100000"
# The month from which departments published budgets; who had lost a name by then cannot be meant by it.
_FIRST_BUDGETS = "200801"
# Between the code of a place and the name of a zone in it that has no code.
_DASH = "-"
_ZONE_NAME = re.compile("[\u4e00-\u9fff]{2,20}")
# By how many regions lie above.
_LEVELS = ("province", "prefecture", "county")


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a code had, with the first and the last list that is known to hold it (2002, 198012)."""

    name: str
    first: str
    last: str

    def iri(self, code: str, base: str | None = None) -> str:
        """The IRI of the name."""
        return iris.region_name(code, self.first, base=base)


@dataclass(frozen=True, slots=True)
class Region:
    """One region. `former` are earlier names of the code; `current` is False for codes given up.

    `names` are the former names with their time, for a code given up all its names; `successor` is the code that the
    place has now, where name and province leave no doubt.
    """

    code: str
    name: str
    level: str
    parent: str | None
    full_name: str
    former: tuple[str, ...] = ()
    current: bool = True
    evidence: str = ""
    names: tuple[FormerName, ...] = ()
    successor: str | None = None

    def iri(self, base: str | None = None) -> str:
        """The IRI of the region."""
        return iris.region(self.code, base=base)


class Regions:
    """All regions, with look-up by code and by name."""

    def __init__(self, found: list[Region]) -> None:
        self._by_code = {region.code: region for region in found}

    def __iter__(self) -> Iterator[Region]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __getitem__(self, code: str) -> Region:
        if found := self.by_code(code):
            return found
        raise KeyError(code)

    def by_code(self, code: str) -> Region | None:
        """The region of a six-digit code, current or given up, or of a zone's (see `zone`), or None."""
        if found := self._by_code.get(code):
            return found
        place, dash, name = code.partition(_DASH)
        return self.zone(self._by_code[place], name) if dash and place in self._by_code else None

    def zone(self, place: Region, name: str) -> Region | None:
        """A development zone that no list has a code for, by the code of its city or province and its name; else None.

        Cities and provinces set up such zones as they like, and their bodies are not the city's (岳阳市南湖新区教育局).

        >>> zone = regions().zone(regions()["430600"], "南湖新区")
        >>> zone.code, zone.full_name, zone.parent
        ('430600-南湖新区', '湖南省岳阳市南湖新区', '430600')
        """
        if not (place.current and place.level in {"province", "prefecture"} and _ZONE_NAME.fullmatch(name)):
            return None
        evidence = "named by its bodies; it has no code in GB/T 2260 and none for statistics"
        code, full_name = f"{place.code}{_DASH}{name}", place.full_name + name
        return Region(code, name, "development-zone", place.code, full_name, evidence=evidence)

    def by_name(self, name: str) -> Region | None:
        """The one region with this name, or None when there is none or more than one."""
        found = self.candidates(name)
        return found[0] if len(found) == 1 else None

    def by_full_name(self, name: str) -> Region | None:
        """The region with this full name (河南省三门峡市湖滨区), or None."""
        found = [region for region in self.candidates(name) if normal(region.full_name) == normal(name)]
        return found[0] if len(found) == 1 else None

    def candidates(self, name: str) -> tuple[Region, ...]:
        """All current regions with this name, else all that once had it.

        A name may start at any level above: 湖滨区, 三门峡市湖滨区, 河南省三门峡市湖滨区, 河南省湖滨区. Last come
        short names (楚雄州, 新疆阿克陶县), together with regions that bore such a name when budgets were published.
        """
        key = normal(name)
        current, past = self._names
        if not (short := self._short_names.get(key)):
            return tuple(current.get(key) or past.get(key) or ())
        others = [region for region in past.get(key, ()) if _bore_lately(region, key)]
        return tuple(current.get(key) or dict.fromkeys([*short, *others]))

    def province(self, code: str) -> Region | None:
        """The province that a region lies in; a province lies in itself, and so does the country as a whole."""
        above = self.path(code)
        return above[0] if above and above[0].level in {"province", "country"} else None

    def path(self, code: str) -> tuple[Region, ...]:
        """The regions from the province down to this one; empty for an unknown code."""
        region = self.by_code(code)
        if not region:
            return ()
        return (*(self.path(region.parent) if region.parent else ()), region)

    @cached_property
    def _names(self) -> tuple[dict[str, list[Region]], dict[str, list[Region]]]:
        """The regions by the names of today, and by those of the past."""
        current: dict[str, list[Region]] = {}
        past: dict[str, list[Region]] = {}
        for region in self:
            starts = _starts([place.name for place in self.path(region.code)[:-1]])
            for start in starts:
                (current if region.current else past).setdefault(start + region.name, []).append(region)
                for name in region.former:
                    past.setdefault(start + name, []).append(region)
        return current, past


    @cached_property
    def _short_names(self) -> dict[str, list[Region]]:
        """The regions of today by names that are shorter than the official ones."""
        found: dict[str, list[Region]] = {}
        for region in filter(lambda region: region.current, self):
            above = [place.name for place in self.path(region.code)[:-1]]
            short = {short_name(region.name), autonomous_name(region.name)} - {""}
            long, leading = _starts(above), leading_names(above)
            names = {start + region.name for start in leading} | {s + each for s in leading | long for each in short}
            for name in names:
                found.setdefault(name, []).append(region)
        return found


def _bore_lately(region: Region, name: str) -> bool:
    """Whether a region bore a name since departments publish their budgets."""
    return any(name.endswith(normal(past.name)) and past.last >= _FIRST_BUDGETS for past in region.names)


def _starts(above: list[str]) -> set[str]:
    """The ways to lead up to a name: nothing, the region above, all above, the province alone."""
    return {"", "".join(above), *above}


@cache
def regions() -> Regions:
    """The regions of today, the development zones with a statistical code, and the codes given up."""
    present = [_country(), *_present()]
    known = {region.code: region for region in present}
    known |= {zone.code: zone for zone in _zones(known)}
    gone = list(_given_up(known))
    after = _successors(gone, present)
    return Regions([*known.values(), *(replace(region, successor=after.get(region.code)) for region in gone)])


def _successors(gone: list[Region], present: list[Region]) -> dict[str, str]:
    """The code of today for codes given up: the one region of the same name and level in the same province.

    None when another code given up had the same name there, or when the two codes stand in one list together.
    """
    history = _history()
    now: dict[tuple[str, str, str], list[str]] = {}
    then: dict[tuple[str, str, str], list[str]] = {}
    for found, regions_ in ((now, present), (then, gone)):
        for region in regions_:
            found.setdefault((region.name, region.level, region.code[:2]), []).append(region.code)
    pairs = [(old[0], now[key][0]) for key, old in then.items() if len(old) == len(now.get(key, ())) == 1]
    return {old: new for old, new in pairs if new not in history or _before(history[old], history[new])}


def _before(old: list[dict[str, str]], new: list[dict[str, str]]) -> bool:
    """Whether a code left the lists before the other came into them."""
    return old[-1]["last_revision"][:4] <= new[0]["first_revision"][:4]


def _dated_names(past: Iterable[dict[str, str]]) -> tuple[FormerName, ...]:
    """The names of rows of the history, each with its time; the second of two that begin together is left out."""
    found = {
        row["first_revision"]: FormerName(row["name"], row["first_revision"], row["last_revision"]) for row in past
    }
    return tuple(found[first] for first in sorted(found))


def _country() -> Region:
    """The whole country. It lies above every province and is no parent of theirs, as paths begin at the province."""
    name = "中华人民共和国"
    return Region(COUNTRY, name, "country", None, name, evidence="GB/T 2260: the code of the country as a whole")


def _present() -> Iterator[Region]:
    history = _history()
    for row in rows("codelists", "divisions.csv"):
        names = [past["name"] for past in history.get(row["code"], ())]
        yield Region(
            code=row["code"],
            name=row["name"],
            level=row["level"],
            parent=row["parent"] or None,
            full_name=row["full_name"],
            former=tuple(dict.fromkeys(name for name in names if name != row["name"])),
            names=_dated_names(past for past in history.get(row["code"], ()) if past["name"] != row["name"]),
            evidence=f"Ministry of Civil Affairs, {row['source_date']}",
        )


def _zones(known: Mapping[str, Region]) -> Iterator[Region]:
    for row in rows("codelists", "divisions-development-zones.csv"):
        if row["code"] not in known:
            above = known[[code for code in _above(row["code"]) if code in known][-1]]
            full_name = above.full_name + row["name"].removeprefix(above.name)
            yield Region(row["code"], row["name"], "development-zone", above.code, full_name, evidence=row["note"])


def _given_up(known: Mapping[str, Region]) -> Iterator[Region]:
    """Codes of the past; the last name counts, and the region above follows from the shape of the code."""
    history = _history()
    for code in sorted(history.keys() - known.keys()):
        *earlier, last = history[code]
        chain = [above for above in _above(code) if above in known or above in history]
        names = [known[above].name if above in known else history[above][-1]["name"] for above in chain]
        first, final = history[code][0]["first_revision"], last["last_revision"]
        yield Region(
            code=code,
            name=last["name"],
            level=_LEVELS[len(_above(code))],
            parent=chain[-1] if chain else None,
            full_name="".join([*names, last["name"]]),
            former=tuple({row["name"]: None for row in earlier if row["name"] != last["name"]}),
            current=False,
            names=_dated_names(history[code]),
            evidence=f"GB/T 2260, revisions {first} to {final}",
        )


def _above(code: str) -> list[str]:
    """The codes above by the shape of a code, the province first."""
    return [start for start in dict.fromkeys((code[:2] + "0000", code[:4] + "00")) if start != code]


@cache
def _history() -> dict[str, list[dict[str, str]]]:
    """The rows of the history by code, in the order of time."""
    found: dict[str, list[dict[str, str]]] = {}
    all_rows = rows("codelists", "divisions-history.csv")
    past = (row for row in all_rows if not _PLACEHOLDER.fullmatch(row["name"]))
    for row in sorted(past, key=lambda row: (row["code"], row["last_revision"])):
        found.setdefault(row["code"], []).append(row)
    return found
