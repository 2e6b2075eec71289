"""What a catalogue is made from, and what is said of everything in it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from converter.statistics import Counts
from ontology import iris
from ontology.quads import Value, name

EU = "http://publications.europa.eu/resource/authority/"
THEMES = {
    EU + "data-theme/GOVE": ("政府与公共部门", "Government and public sector"),
    EU + "data-theme/ECON": ("经济与金融", "Economy and finance"),
}
PUBLIC = EU + "access-right/PUBLIC"
CHINESE, ENGLISH = EU + "language/ZHO", EU + "language/ENG"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Who is named as the publisher of a release, and how to reach them (an address of mail or a web page).
PUBLISHER, CONTACT = "YUSUAN_PUBLISHER", "YUSUAN_CONTACT"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the release as its manifest lists it."""

    path: str
    bytes: int
    sha256: str
    media_type: str


@dataclass(frozen=True)
class Release:
    """The manifest's entries and files, when they were made, what they hold, and who publishes them."""

    base: str
    created: str
    entries: Sequence[dict[str, Any]]
    files: Sequence[Listed]
    counts: Counts
    publisher: str = field(default_factory=lambda: os.environ.get(PUBLISHER) or "yusuan")
    contact: str = field(default_factory=lambda: os.environ.get(CONTACT, ""))

    @property
    def catalog(self) -> str:
        """The IRI of the catalogue, and its graph."""
        return iris.catalog(self.base)

    @property
    def words(self) -> str:
        """The IRI of the data set of vocabulary, code lists and links."""
        return self.part("ontology")

    def part(self, name: str) -> str:
        """The IRI of a part of the catalogue that has no address of its own."""
        return f"{self.catalog}#{name}"

    @property
    def date(self) -> ox.Literal:
        """The day of the release."""
        return ox.Literal(self.created[:10], datatype=name("xsd:date"))

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """The first and the last year of every series."""
        years: dict[str, list[int]] = defaultdict(list)
        for entry in self.entries:
            years[series_of(entry, self.base)].append(int(entry["year"]))
        return {series: (min(found), max(found)) for series, found in years.items()}

    def those(self, paths: Iterable[str]) -> list[Value]:
        """The distributions of the files of these paths that are there."""
        return [ox.NamedNode(distribution(path, self.base)) for path in paths if path in self._listed]

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(file.path for file in self.files)


def series_of(entry: dict[str, Any], base: str) -> str:
    """The IRI of the series that a disclosure is in: its address without the year."""
    region, department, _, phase = entry["iri"].split("/")[-4:]
    return iris.series(region, department, phase, base=base)


def distribution(path: str, base: str) -> str:
    """The IRI of a file as a distribution."""
    return iris.dump(path, base=base) + "#distribution"


def common(release: Release, title: list[Value], description: list[Value]) -> dict[str, Any]:
    """What is said of every data set, series and service, and of the catalogue."""
    return {
        "dct_title": title,
        "dct_description": description,
        "dct_publisher": release.part("publisher"),
        "dcat_contactPoint": release.part("contact"),
        "dcat_theme": nodes(THEMES),
        "dct_accessRights": PUBLIC,
        "dct_language": nodes([CHINESE, ENGLISH]),
        "dct_issued": release.date,
        "dct_modified": release.date,
    }


def nodes(iris: Iterable[str]) -> list[Value]:
    """The nodes of some IRIs, each once."""
    return [ox.NamedNode(iri) for iri in dict.fromkeys(iris)]
