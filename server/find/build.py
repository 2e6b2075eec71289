"""Building the index of a release from its store."""

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from ontology.namespaces import CODE, PREFIXES
from server.engine import Row, rows
from server.find.adding import add_sums
from server.find.grams import chars, grams, kind_tokens
from server.labels import last_part
from server.queries import bound
from server.release import Release

NAMES = ("label", "prefLabel", "title")  # those that name a thing first; the others are further names


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that has a name: its class, what it is called, and whether it can be reconciled."""

    kind: str
    type: str
    label_zh: str
    label_en: str
    reconciled: bool


@dataclass(slots=True)
class Named:
    """A thing with its names while the index is being built."""

    names: list[tuple[str, str, str]] = field(default_factory=list)  # (property, text, language)
    code: str = ""
    places: dict[str, str] = field(default_factory=dict)

    def label(self, language: str) -> str:
        """The first name in a language, of the properties in their order; empty when there is none."""
        ranked = [(NAMES.index(p), text) for p, text, given in self.names if p in NAMES and given == language]
        return min(ranked)[1] if ranked else ""


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of named things, in the order in which people want them."""
    lines = (files("server") / "find" / "kinds.csv").read_text("utf-8").splitlines()
    return tuple(_kind(row) for row in csv.DictReader(lines))


def _kind(row: dict[str, str]) -> Kind:
    prefix, _, name = row["class"].partition(":")
    return Kind(row["kind"], PREFIXES[prefix] + name, row["label_zh"], row["label_en"], row["reconciled"] == "yes")


def build_index(store: Store, release: Release, place: Path) -> None:
    """Write the index of a store into a new file."""
    with closing(sqlite3.connect(place)) as index:
        index.executescript((files("server") / "find" / "schema.sql").read_text("utf-8"))
        found = {each.kind: _named(store, each) for each in kinds()}
        every = chain.from_iterable(things.items() for things in found.values())
        labels = {iri: thing.label("zh") or thing.label("en") for iri, thing in every} | _scheme_labels(store)
        for kind in kinds():
            _add_entities(index, kind, found[kind.kind], labels)
        _add_disclosures(index, store, release)
        _add_facts(index, store)
        add_sums(index, store)
        for table, query in COUNTED.items():
            counted = rows(store, bound(f"index/{query}"))
            _fill(index, table, ((_text(row["iri"]), int(_text(row["number"]))) for row in counted))
        index.commit()
        index.execute("INSERT INTO words (words) VALUES ('optimize')")
        index.commit()
        index.execute("ANALYZE")


# names


def _named(store: Store, kind: Kind) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for row in rows(store, bound("index/names", **{"class": kind.type})):
        name = row["name"]
        if isinstance(name, Literal) and name.value.strip() and isinstance(row["iri"], NamedNode):
            thing = found.setdefault(row["iri"].value, Named())
            thing.names.append((last_part(_text(row["property"])), name.value.strip(), name.language or "zh"))
    for row in rows(store, bound("index/codes", **{"class": kind.type})):
        if _text(row["iri"]) in found and "://" not in _text(row["code"]):  # an IRI is no code that people type
            found[_text(row["iri"])].code = _text(row["code"])
    for row in rows(store, bound("index/places", **{"class": kind.type})):
        if _text(row["iri"]) in found:
            found[_text(row["iri"])].places[last_part(_text(row["property"]))] = _text(row["place"])
    return found


def _scheme_labels(store: Store) -> dict[str, str]:
    found = rows(store, bound("index/names", **{"class": PREFIXES["skos"] + "ConceptScheme"}))
    return {_text(row["iri"]): _text(row["name"]) for row in found if _language(row) == "zh"}


def _language(row: Row) -> str:
    name = row["name"]
    return (name.language or "") if isinstance(name, Literal) else ""


PLACES = {  # by kind, the properties that say where a thing belongs, the best first
    "region": ("isPartOf", "province"),
    "department": ("region",),
    "unit": ("unitOf", "region"),
    "project": ("department",),
    "code": ("inScheme",),
    "disclosure": ("region",),
    "indicator": ("disclosure",),
}


def _add_entities(index: sqlite3.Connection, kind: Kind, things: dict[str, Named], labels: dict[str, str]) -> None:
    for iri, thing in sorted(things.items()):
        label = thing.label("zh") or thing.label("en") or thing.names[0][1]
        belongs = [thing.places[name] for name in PLACES[kind.kind] if name in thing.places]
        place = labels.get(belongs[0], "") if belongs else ""
        type_iri = thing.places.get("inScheme", kind.type) if kind.kind == "code" else kind.type
        values = (iri, kind.kind, type_iri, label, thing.label("en"), thing.code, place)
        made = index.execute(
            "INSERT OR IGNORE INTO entity (iri, kind, type, label, english, notation, place) VALUES (?,?,?,?,?,?,?)",
            values,
        )
        if made.rowcount == 1 and made.lastrowid is not None:
            _add_names(index, made.lastrowid, thing, kind, kind_tokens(kind.kind, type_iri, kind.reconciled))


def _add_names(index: sqlite3.Connection, entity: int, thing: Named, kind: Kind, tokens: str) -> None:
    label = thing.label("zh") if kind.reconciled else ""
    for text, language in dict.fromkeys((text, language) for _, text, language in thing.names):
        made = index.execute("INSERT INTO name (entity, text, language) VALUES (?,?,?)", (entity, text, language))
        index.execute(
            "INSERT INTO words (rowid, grams, chars, initials, notation, kind) VALUES (?,?,?,?,?,?)",
            (made.lastrowid, grams(text), chars(text), initials(text) if text == label else "", thing.code, tokens),
        )


def initials(text: str) -> str:
    """The first letters of the pinyin of a name: 郑州市医疗保障局 is zzsylbzj."""
    from pypinyin import Style, lazy_pinyin

    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors="ignore")
    return "".join(letters).lower()


# facts


def _add_disclosures(index: sqlite3.Connection, store: Store, release: Release) -> None:
    said: dict[str, dict[str, str]] = {}
    for row in rows(store, bound("index/disclosures")):
        said.setdefault(_text(row["iri"]), {})[last_part(_text(row["property"]))] = _text(row["value"])
    values = []
    for each in release.disclosures:
        mine = said.get(each.iri, {})
        province = mine.get("province", "")
        values.append((
            each.id, each.iri, each.version, each.title, each.region, each.region_name, last_part(province),
            each.province_name, each.department, each.department_code, mine.get("department", ""),
            last_part(mine.get("departmentType", "")), last_part(mine.get("scope", "")), each.year, each.phase,
            each.cells, each.undecided, sum(each.findings.values()),
        ))  # fmt: skip
    _fill(index, "disclosure", values)


def _add_facts(index: sqlite3.Connection, store: Store) -> None:
    by_version = dict(index.execute("SELECT version, id FROM disclosure"))
    for table, columns in FACTS.items():
        grouped = _grouped(rows(store, bound(f"index/{table}s")))
        _fill(index, table, (_fact(group, columns, by_version) for group in grouped if _version(group) in by_version))


COUNTED = {"predicate": "predicates", "class": "classes", "graph": "graphs"}
FACTS = {
    "figure": ("item", "amount", "printed"),
    "finding": ("rule", "severity", "fault", "zh", "en", "expected", "found", "difference"),
    "project": ("project", "name", "amount", "type"),
}
AS_CODE = {"item", "rule", "severity", "fault", "type"}
MAY_LACK = {"printed", "expected", "found", "difference", "amount"}


def _fact(group: list[Row], columns: Iterable[str], ids: dict[str, str]) -> tuple[str | None, ...]:
    first = group[0]
    lines = sorted({_text(row["line"]).partition("#")[2] for row in group if row["line"]}, key=_by_number)
    return (
        _text(first["iri"]),
        ids[_version(group)],
        *(_value(first, column) for column in columns),
        json.dumps(lines),
    )


def _value(row: Row, column: str) -> str | None:
    if row[column] is None and column in MAY_LACK:
        return None
    text = _text(row[column])
    return _code(text) if column in AS_CODE else text


def _code(iri: str) -> str:
    """The short name of a code: without the list where all have the same."""
    return iri.removeprefix(CODE).partition("/")[2] if iri.startswith(CODE) else last_part(iri)


def _by_number(fragment: str) -> tuple[int, ...]:
    return tuple(int(part) for part in "".join(c if c.isdigit() else " " for c in fragment).split())


def _version(group: list[Row]) -> str:
    return _text(group[0]["version"])


def _grouped(found: list[Row]) -> Iterator[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in found:
        groups.setdefault(_text(row["iri"]), []).append(row)
    return chain(groups.values())


def _text(term: object) -> str:
    return str(getattr(term, "value", "") or "")


def _fill(index: sqlite3.Connection, table: str, values: Iterable[tuple[object, ...]]) -> None:
    for each in values:
        index.execute(f"INSERT OR REPLACE INTO {table} VALUES ({','.join('?' * len(each))})", each)
