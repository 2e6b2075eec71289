"""What can be reconciled: its types, its properties, its identifiers."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ontology.namespaces import CODE, PREFIXES
from server.find.build import Kind, kinds
from server.find.index import Found
from server.site import site

CONCEPT = PREFIXES["skos"] + "Concept"


@dataclass(frozen=True, slots=True)
class Property:
    """A property that can be asked for: `path` is empty, or the way that leads from a thing to it."""

    id: str
    type: str
    label_zh: str
    label_en: str
    iri: str
    path: str

    @property
    def name(self) -> str:
        """What people see."""
        return f"{self.label_zh} {self.label_en}"


@cache
def properties() -> tuple[Property, ...]:
    """All properties, in the order in which they are proposed."""
    lines = (files("server") / "reconcile" / "properties.csv").read_text("utf-8").splitlines()
    return tuple(
        Property(**{**row, "type": _expanded(row["type"]), "iri": _expanded(row["iri"])})
        for row in csv.DictReader(lines)
    )


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def properties_of(type_iri: str) -> list[Property]:
    """The properties of a type; a code list has those of every code."""
    wanted = CONCEPT if type_iri.startswith(CODE) else type_iri
    return [each for each in properties() if each.type == wanted]


def named_property(name: str, type_iri: str = "") -> Property | None:
    """A property by its id or IRI, of the type if it has it."""
    found = [each for each in properties() if name in (each.id, each.iri)]
    mine = [each for each in found if type_iri and each in properties_of(type_iri)]
    return next(iter(mine or found), None)


@dataclass(frozen=True, slots=True)
class Type:
    """A type of things: a class, or a code list."""

    id: str
    name: str
    kind: str
    number: int


def types() -> list[Type]:
    """The types that can be reconciled: departments, units, regions, projects, and each list of codes."""
    return _types(site().release.digest)


@lru_cache(maxsize=4)
def _types(_release: str) -> list[Type]:
    known = {each.kind: each for each in kinds() if each.reconciled}
    found = [
        Type(each["type"], _type_name(known[each["kind"]], each["type"]), each["kind"], each["number"])
        for each in site().index.rows("types")
        if each["kind"] in known
    ]
    codes = sum(each.number for each in found if each.kind == "code")
    return [*found, Type(CONCEPT, _type_name(known["code"], known["code"].type), "code", codes)]


def _type_name(kind: Kind, iri: str) -> str:
    if iri == kind.type:
        return f"{kind.label_zh} {kind.label_en}"
    return f"{kind.label_zh}：{iri.rpartition('/')[2]}"


def identifier(iri: str) -> str:
    """The short identifier of a thing: its path here, as `id/org/410703/309`; else its IRI."""
    place = site().addresses.place(iri)
    return f"{place[0]}/{place[1]}" if place else iri


def iri_of(name: str) -> str:
    """The IRI that an identifier stands for; IRIs are taken as they are."""
    kind, _, rest = name.partition("/")
    if "://" in name or kind not in ("id", "code", "dsd") or not rest:
        return name
    return site().addresses.iri(kind, rest)


def typed(found: Found) -> list[dict[str, str]]:
    """The types of a thing as the API has them: of a code, its list and what all codes are."""
    names = {each.id: each.name for each in types()}
    iris = [found["type"], *([CONCEPT] if found["kind"] == "code" else [])]
    return [{"id": iri, "name": names.get(iri, iri)} for iri in iris]


def description(found: Found) -> str:
    """A few words that tell a thing from others of its name."""
    return " · ".join(part for part in (found["notation"], found["place"], found["english"]) if part)


def kinds_of(type_iris: Iterable[str]) -> list[tuple[str, str]]:
    """The kinds and types of the index that types of the API mean; unknown ones are left out."""
    known = {each.id: each.kind for each in types()}
    return [(known[iri], "" if iri == CONCEPT else iri) for iri in type_iris if iri in known]
