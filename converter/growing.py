"""What a release prints that the open code lists do not have: new codes, and other names of codes that they have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from typing import Any

from converter.exports.source import Line, Source
from converter.words import key, strip_ordinal
from ontology import codes

SCHEMES = {"function": "function", "deptEconomic": "economic-department", "govEconomic": "economic-government"}
COLUMNS = ("scheme", "code", "name", "documents", "years", "status", "listed_name", "parent")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name that documents print with a code.

    `status` is new, conflicting (several names and none of them listed) or other-name.
    """

    scheme: str
    code: str
    name: str
    documents: int
    years: str
    status: str
    listed_name: str
    parent: str

    def row(self) -> dict[str, str]:
        """The proposal as a row of a table."""
        return dict(zip(COLUMNS, map(str, astuple(self)), strict=True))


@dataclass
class Seen:
    """Where a name was printed with a code."""

    documents: set[str] = field(default_factory=set)
    years: set[str] = field(default_factory=set)


def proposals(source: Source) -> list[Proposal]:
    """All names that the lists do not have, by scheme and code; those that most documents print come first."""
    found: dict[tuple[str, str], dict[str, Seen]] = defaultdict(lambda: defaultdict(Seen))
    for entry in source.entries:
        for scheme, code, name in printed_codes(source, entry):
            seen = found[scheme, code][name]
            seen.documents.add(entry["id"])
            seen.years.add(str(entry["year"]))
    listed = (proposal for (scheme, code), names in found.items() for proposal in judge(scheme, code, names))
    return sorted(listed, key=lambda each: (each.scheme, each.code, -each.documents, each.name))


def judge(scheme: str, code: str, names: dict[str, Seen]) -> Iterator[Proposal]:
    """The names of one code that are not in its list."""
    known = codes.scheme(scheme).get(code)
    own = {key(known.label_zh), *map(key, known.alt_zh)} if known else set()
    status = "other-name" if known else "new" if len({key(name) for name in names}) == 1 else "conflicting"
    for name, seen in names.items():
        if key(name) not in own:
            above = codes.scheme(scheme).parent(code) or ""
            years, label = " ".join(sorted(seen.years)), known.label_zh if known else ""
            yield Proposal(scheme, code, name, len(seen.documents), years, status, label, above)


def printed_codes(source: Source, entry: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Scheme, code and name of the rows of one document that the graph knows to be rows of that scheme."""
    rows: dict[tuple[str, str], str] = {}
    for cell in source.cells_of(entry):
        if cell["row_label"] and "/" not in cell["row_code"]:
            rows[cell["line_start"], cell["row_code"]] = strip_ordinal(cell["row_label"])
    for line in source.lines(entry):
        for term, scheme in SCHEMES.items():
            code = line.code(term)
            for start in starts(line):
                name = rows.get((start, code))
                if code and name and code != codes.TOTAL:
                    yield scheme, code, name


def starts(line: Line) -> Iterator[str]:
    """The first lines of the places that a line was read from."""
    for place in line.sources:
        yield place.rpartition("#")[2].partition("-")[0].rpartition("L")[2]


def summary(found: list[Proposal]) -> str:
    """How many of which kind, in words."""
    counted = Counter(each.status for each in found)
    return ", ".join(f"{number} {status}" for status, number in sorted(counted.items())) or "nothing new"
