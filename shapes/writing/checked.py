"""A checked disclosure with all that a report needs: its results by rule, and the source lines of both sides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ontology import codes, iris
from shapes.report import Report, Result
from shapes.verdict import Summary

PLACE = re.compile(r"#(?:p(\d+))?L(\d+)(?:-L(\d+))?$")
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: page (0 for none), first and last line, and what stands there."""

    page: int
    first: int
    last: int
    text: str

    @property
    def label(self) -> str:
        """p3 L12–L14."""
        page = f"p{self.page} " if self.page else ""
        return f"{page}L{self.first}" + (f"–L{self.last}" if self.last > self.first else "")


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one rule or shape, the first of which speaks for the title."""

    name: str
    zh: str
    en: str
    severity: str
    fault: str
    remedy_zh: str
    remedy_en: str
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Checked:
    """A disclosure by name, what was found in it, and the lines of its document where they are at hand."""

    name: str
    report: Report
    summary: Summary
    lines: Sequence[str] = field(default=(), repr=False)
    source: str = ""
    version: str = ""

    @property
    def iri(self) -> str:
        """The IRI of the report."""
        return iris.quality(self.version or f"urn:yusuan:{iris.segment(self.name)}")

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The results by rule: violations first, then warnings, then what should be known."""
        found: dict[tuple[str, str], list[Result]] = {}
        for result in self.report.results:
            found.setdefault((result.severity, result.name), []).append(result)
        ranks = ("Violation", "Warning", "Info")
        names = sorted(found, key=lambda key: (ranks.index(key[0]), key[1]))
        return tuple(group_of(name, found[severity, name]) for severity, name in names)

    def sides(self, places: Sequence[str]) -> list[Side]:
        """The places with their text; of many, the span that holds them."""
        found = sorted(part for part in map(numbers, places) if part)
        if len(found) > 1:
            found = [(found[0][0], found[0][1], max(last for _, _, last in found))]
        return [Side(page, first, last, self.text(first, last)) for page, first, last in found]

    def text(self, first: int, last: int) -> str:
        """The lines of the document, the first few of many."""
        shown = [" ".join(line.split()) for line in self.lines[first - 1 : last]]
        shown = [line for line in shown if line]
        more = ["…"] if len(shown) > MOST_LINES else []
        return "\n".join(shown[:MOST_LINES] + more)


def numbers(place: str) -> tuple[int, int, int] | None:
    """Page (0 for none), first and last line of a place in a source."""
    found = PLACE.search(place)
    if found is None:
        return None
    page, first, last = found.groups()
    return int(page or 0), int(first), int(last or first)


def group_of(name: str, results: list[Result]) -> Group:
    first = results[0]
    if not first.rule:
        return Group(name, first.message_zh, first.message_en, first.severity, "", "", "", tuple(results))
    rule = codes.rules()[name]
    remedies = rule.remedy_zh, rule.remedy_en
    return Group(name, rule.label_zh, rule.label_en, first.severity, first.fault, *remedies, tuple(results))
