"""What only several disclosures together show: a department or unit that keeps its code and changes its name.

Old and new name stay in the data as printed; the finding stands with the later disclosure, in a graph of the release.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from converter.words import key
from ontology import codes, iris
from ontology.quads import Writer, en, zh

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

RULE = "name-differs"


@dataclass(frozen=True, slots=True)
class Named:
    """A department or unit as one disclosure prints it: `org` is its IRI, `place` the line of its name."""

    org: str
    code: str
    name: str
    place: str
    year: int
    phase: str
    disclosure: str
    file: str


@dataclass(frozen=True, slots=True)
class Change:
    """The same code with another name in a later year."""

    before: Named
    after: Named

    def message(self, language: str) -> str:
        """What happened, in Chinese or English."""
        before, after = self.before, self.after
        return words()[language].format(
            code=after.code, old=before.name, new=after.name, year=before.year, later=after.year
        )


@cache
def words() -> dict[str, str]:
    """The words of the finding by language."""
    text = (files("converter") / "layouts" / "across.toml").read_text(encoding="utf-8")
    return {language: str(said) for language, said in tomllib.loads(text)[RULE].items()}


def named(disclosure: Disclosure, disclosure_iri: str, version: str, base: str) -> Iterator[Named]:
    """The department and units of a disclosure that have a code, where the document prints their names."""
    identity, document = disclosure.identity, disclosure.document
    org = identity.organisation
    texts = [(line, key(line.text)) for line in document.lines]
    for code, name in {**org.units, org.code: org.name}.items():
        wanted = key(name)
        line = next((line for line, text in texts if code and wanted and wanted in text), None)
        if line is not None:
            yield Named(
                org=iris.org(identity.region.code, code, base=base),
                code=code,
                name=name,
                place=iris.source_lines(version, line.number, page=line.page),
                year=identity.year,
                phase=identity.phase,
                disclosure=disclosure_iri,
                file=document.path.name,
            )


def changes(found: Iterable[Named]) -> list[Change]:
    """Each change of name from one year to the next that is there; the first name of a year counts."""
    years: dict[str, dict[int, Named]] = defaultdict(dict)
    for each in sorted(found, key=lambda each: (each.org, each.year, each.phase, each.disclosure)):
        years[each.org].setdefault(each.year, each)
    pairs = (pair for each in years.values() for pair in pairwise(each.values()))
    return [Change(*pair) for pair in pairs if key(pair[0].name) != key(pair[1].name)]


def change_quads(found: Sequence[Change], base: str) -> Iterator[ox.Quad]:
    """The changes as findings of the release, with the codes that they use."""
    writer = Writer(iris.findings(base))
    severity = codes.rules()[RULE].severity
    for change in found:
        yield from writer.about(
            iris.release_finding(RULE, f"{'.'.join(change.after.org.split('/')[-2:])}.{change.after.year}", base=base),
            rdf_type="ys:Finding",
            ys_disclosure=change.after.disclosure,
            ys_rule=iris.rule(RULE),
            ys_severity=f"sh:{severity}",
            ys_fault=iris.code("fault", "document"),
            ys_subject=change.after.org,
            rdfs_comment=[zh(change.message("zh")), en(change.message("en"))],
            prov_wasDerivedFrom=[ox.NamedNode(change.after.place), ox.NamedNode(change.before.place)],
        )


def change_rows(found: Sequence[Change]) -> Iterator[dict[str, str]]:
    """The changes as rows of `findings.csv`."""
    for change in found:
        yield {
            "document": change.after.file,
            "rule": RULE,
            "severity": codes.rules()[RULE].severity,
            "fault": "document",
            "message_zh": change.message("zh"),
            "message_en": change.message("en"),
            "lines": change.after.place.rpartition("L")[2],
        }
