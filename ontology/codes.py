"""The code lists: each is read from its CSV file when first asked for, and kept.

`schemes.csv` names every list with its file, the dimension that uses it and the shape of its codes. Lists
of a dimension have the code `total` (合计): the value of a line that is over all codes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from ontology import iris
from ontology.iris import normal
from ontology.tables import rows

TOTAL = "total"
# The pattern of lists that are complete: the list itself says what is right.
_ANY = "[A-Za-z0-9_-]+"
# The columns of lists compiled from printed budgets, under the names that our own lists use.
_RENAMED = {"code": "notation", "name": "label_zh", "parent": "broader"}


@dataclass(frozen=True, slots=True)
class Concept:
    """One code of a list. `level` is 类, 款 or 项 (or the division, group, class of COFOG).

    `years` are those whose budgets are known to print it.
    """

    scheme: str
    notation: str
    label_zh: str
    label_en: str = ""
    broader: str | None = None
    alt_zh: tuple[str, ...] = ()
    definition_zh: str = ""
    definition_en: str = ""
    level: str = ""
    evidence: str = ""
    years: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """The IRI of the code."""
        return iris.code(self.scheme, self.notation)


@dataclass(frozen=True, slots=True)
class Rule(Concept):
    """A rule of findings. `severity` is Violation, Warning or Info."""

    severity: str = ""
    remedy_zh: str = ""
    remedy_en: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentType(Concept):
    """A type of department. `pattern` matches the end of a name; `since`, `until` are years where known.

    `replaced_by` is the type that took over.
    """

    pattern: str = ""
    since: int | None = None
    until: int | None = None
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A code list as the catalogue describes it.

    `dimension` is the dimension whose values it holds, `properties` are others; `pattern` is the shape of its
    notations. A list is open when a code of the right shape may be used before the list has it.
    """

    name: str
    file: str
    dimension: str
    properties: str
    pattern: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    source: str
    licence: str

    @property
    def open(self) -> bool:
        """Whether codes that are not in the list may be used."""
        return self.pattern != _ANY

    @property
    def users(self) -> tuple[str, ...]:
        """All properties whose values are codes of the list."""
        return (*self.dimension.split(), *self.properties.split())


C = TypeVar("C", bound=Concept)


class CodeList(Generic[C]):
    """The concepts of one scheme, in the order of the file."""

    def __init__(self, name: str, concepts: list[C]) -> None:
        self.name = name
        self._by_notation = {concept.notation: concept for concept in concepts}
        if len(self._by_notation) < len(concepts):
            raise ValueError(f"code list {name}: a notation stands in two rows; each must be there once")

    def __iter__(self) -> Iterator[C]:
        return iter(self._by_notation.values())

    def __len__(self) -> int:
        return len(self._by_notation)

    def __contains__(self, notation: object) -> bool:
        return notation in self._by_notation

    def __getitem__(self, notation: str) -> C:
        if notation not in self._by_notation:
            raise KeyError(f"{notation!r} is not in the code list {self.name}; add a row to its CSV file")
        return self._by_notation[notation]

    def get(self, notation: str) -> C | None:
        """The concept of a notation, or None."""
        return self._by_notation.get(notation)

    def by_label(self, label: str) -> C | None:
        """The one concept with this label, else the one with this alternative label, else None.

        White space and full-width forms make no difference. A label that two concepts have finds none.
        """
        for index in (self._labels, self._alternatives):
            found = index.get(normal(label))
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def candidates(self, label: str) -> tuple[C, ...]:
        """All concepts with this label or alternative label."""
        key = normal(label)
        found = [*self._labels.get(key, ()), *self._alternatives.get(key, ())]
        return tuple(dict.fromkeys(found))

    def narrower(self, notation: str) -> tuple[C, ...]:
        """The concepts directly below a notation."""
        return tuple(concept for concept in self if concept.broader == notation)

    def parent(self, notation: str) -> str | None:
        """The notation above: what the list says, or for a code not in the list its longest prefix there."""
        known = self.get(notation)
        if known:
            return known.broader
        starts = (notation[:length] for length in range(len(notation) - 1, 0, -1))
        return next((start for start in starts if start in self), None)

    def path(self, notation: str) -> tuple[str, ...]:
        """The notations from the top of the list down to this one: ('210', '21015', '2101501')."""
        above = self.parent(notation)
        return (*self.path(above), notation) if above else (notation,)

    @cached_property
    def _labels(self) -> dict[str, list[C]]:
        return _index((concept.label_zh, concept) for concept in self)

    @cached_property
    def _alternatives(self) -> dict[str, list[C]]:
        return _index((label, concept) for concept in self for label in concept.alt_zh)


def _index(pairs: Iterator[tuple[str, C]]) -> dict[str, list[C]]:
    index: dict[str, list[C]] = {}
    for label, concept in pairs:
        found = index.setdefault(normal(label), [])
        if concept not in found:
            found.append(concept)
    return index


@cache
def schemes() -> dict[str, Scheme]:
    """Every code list of the catalogue, by name."""
    return {row["name"]: Scheme(**row) for row in rows("codelists", "schemes.csv")}


@cache
def list_of(dimension: str) -> str:
    """The name of the code list whose codes a dimension has; raises KeyError for a dimension without one.

    >>> list_of("deptEconomic")
    'economic-department'
    """
    return {used: name for name, each in schemes().items() for used in each.dimension.split()}[dimension]


@cache
def scheme(name: str) -> CodeList[Concept]:
    """A code list by name."""
    return CodeList(name, [*(_concept(Concept, name, row) for row in _rows(name)), *_total(name)])


@cache
def rules() -> CodeList[Rule]:
    """The rules of findings."""
    extra = ("severity", "remedy_zh", "remedy_en")
    found = [_concept(Rule, "rule", row, **{key: row[key] for key in extra}) for row in _rows("rule")]
    return CodeList("rule", found)


@cache
def department_types() -> CodeList[DepartmentType]:
    """The types of departments, with the patterns of their names."""
    name = "department-type"
    return CodeList(name, [_concept(DepartmentType, name, row, **_dated(row)) for row in _rows(name)])


def department_type(name: str, year: int | None = None) -> DepartmentType | None:
    """The type of a department by its name: the longest pattern that ends the name, or None when two tie.

    本级, 机关 and 汇总 at the end and any brackets after the name make no difference. With a year, types
    that did not exist in it are left out.
    """
    text = _bare_name(name)
    lengths: dict[DepartmentType, int] = {}
    for kind, pattern in _name_patterns():
        match = pattern.search(text)
        if match and _existed(kind, year):
            lengths[kind] = len(match.group())
    longest = [kind for kind, length in lengths.items() if length == max(lengths.values())]
    return longest[0] if len(longest) == 1 else None


@cache
def correspondence(dept_code: str, unit_kind: str | None = None) -> frozenset[str]:
    """The government economic codes that stand beside a department economic code in print or in the table.

    `unit_kind` (government-unit or institution) leaves out the pairs of the other kind.
    """
    kinds = {unit_kind, "any"} if unit_kind else {"any", "government-unit", "institution"}
    pairs = correspondence_rows()
    return frozenset(row["gov_code"] for row in pairs if row["dept_code"] == dept_code and row["unit_kind"] in kinds)


@cache
def correspondence_rows() -> tuple[dict[str, str], ...]:
    """The rows of the correspondence between the two economic classifications."""
    return tuple(rows("codelists", "economic-correspondence.csv"))


def well_formed(name: str, notation: str) -> bool:
    """Whether a notation has the shape of the codes of a scheme, in the list or not."""
    return re.fullmatch(schemes()[name].pattern, notation) is not None


def _rows(name: str) -> Iterator[dict[str, str]]:
    if name not in schemes():
        raise KeyError(f"{name!r} is no code list; expected one of {', '.join(schemes())}")
    for row in rows("codelists", schemes()[name].file):
        yield {_RENAMED.get(key, key): value for key, value in row.items()}


def _concept(kind: type[C], name: str, row: dict[str, str], **extra: Any) -> C:
    notation, label = row["notation"], row["label_zh"]
    alternatives = [text for text in row.get("alt_zh", "").split("|") if text]
    return kind(
        scheme=name,
        notation=notation,
        label_zh=label,
        label_en=row.get("label_en") or _translations().get(label, ""),
        broader=row.get("broader") or None,
        alt_zh=(*alternatives, *_aliases().get((name, notation), ())),
        definition_zh=row.get("definition_zh", ""),
        definition_en=row.get("definition_en", ""),
        level=row.get("level", ""),
        evidence=_evidence(row),
        years=tuple(row.get("source_year", "").split()),
        **extra,
    )


def _total(name: str) -> list[Concept]:
    """The code `total` for a list of a dimension whose file, compiled from print, has none."""
    if not schemes()[name].dimension or any(row["notation"] == TOTAL for row in _rows(name)):
        return []
    return [Concept(name, TOTAL, "合计", "Total", alt_zh=("总计",))]


def _dated(row: dict[str, str]) -> dict[str, str | int | None]:
    years = {key: int(row[key]) if row[key] else None for key in ("since", "until")}
    return {"pattern": row["pattern"], "replaced_by": row["replaced_by"], **years}


def _evidence(row: dict[str, str]) -> str:
    if not row.get("documents", "").strip("0"):
        return row.get("evidence", "")
    places = f" of {row['cities']} cities" if row.get("cities") else ""
    return f"{row.get('evidence') or 'printed'}: in {row['documents']} documents{places}"


@cache
def _translations() -> dict[str, str]:
    """Our English for the labels of lists that are printed in Chinese only."""
    return {row["label_zh"]: row["label_en"] for row in rows("codelists", "translations.csv")}


@cache
def _aliases() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows("codelists", "aliases.csv"):
        found.setdefault((row["scheme"], row["notation"]), []).append(row["label_zh"])
    return {key: tuple(labels) for key, labels in found.items()}


@cache
def _name_patterns() -> tuple[tuple[DepartmentType, re.Pattern[str]], ...]:
    kinds = [kind for kind in department_types() if kind.pattern]
    return tuple((kind, re.compile(f"(?:{kind.pattern})$")) for kind in kinds)


def _bare_name(name: str) -> str:
    text = normal(name)
    while True:
        bare = re.sub(r"(\([^()]*\)|-?(本级|机关|汇总|本部|部门))$", "", text)
        if not bare or bare == text:
            return text
        text = bare


def _existed(kind: DepartmentType, year: int | None) -> bool:
    return year is None or ((kind.since or year) <= year <= (kind.until or year))
