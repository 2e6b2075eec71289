"""Every disclosure of the release with its headline figures: read once, and kept while the release is served."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pyoxigraph import Store

from ontology import iris
from ontology.regions import regions
from server.find.index import Found
from server.kept import for_release
from server.labels import Labels, labels
from server.release import Release, ReleaseDisclosure
from server.site import Site, site

HEADLINES = ("revenue", "total", "basic", "project", "personnel", "public", "three_public", "operating")
# Ratios in percent: a headline figure of another.
RATIOS = {
    "project_share": ("project", "total"),
    "basic_share": ("basic", "total"),
    "personnel_share": ("personnel", "total"),
    "public_share": ("public", "total"),
    "three_public_share": ("three_public", "total"),
    "operating_share": ("operating", "total"),
}
_PARTS = ("region", "province", "department", "type", "scope")
NO_FIGURES: Mapping[str, Decimal | None] = dict.fromkeys(HEADLINES)


@dataclass(frozen=True, slots=True)
class Listed:
    """A disclosure as lists show it. IRIs are empty where the graph names none."""

    entry: ReleaseDisclosure
    region: str
    province: str
    department: str
    type: str
    scope: str
    level: str
    amounts: Mapping[str, Decimal | None]

    @property
    def findings(self) -> int:
        """How many findings there are about the document."""
        return sum(self.entry.findings.values())

    @property
    def problems(self) -> int:
        """How many of them are more than notes."""
        return self.entry.findings.get("violation", 0) + self.entry.findings.get("warning", 0)

    def ratio(self, name: str) -> Decimal | None:
        """A ratio in percent; None where one of its figures is not there."""
        part, whole = (self.amounts[key] for key in RATIOS[name])
        return 100 * part / whole if part is not None and whole else None


@dataclass(frozen=True)
class Overview:
    """All disclosures, in the order of the release; one row for each IRI."""

    listed: tuple[Listed, ...]
    known: Labels

    @cached_property
    def by_iri(self) -> dict[str, Listed]:
        """The disclosures by IRI."""
        return {each.entry.iri: each for each in self.listed}

    @cached_property
    def by_department(self) -> dict[str, list[Listed]]:
        """The disclosures of each department, the newest first."""
        return _grouped(self.listed, lambda each: each.department)

    @cached_property
    def by_region(self) -> dict[str, list[Listed]]:
        """The disclosures of each region, the newest first."""
        return _grouped(self.listed, lambda each: each.region)

    @cached_property
    def by_type(self) -> dict[str, list[Listed]]:
        """The disclosures of each type of department, the newest first."""
        return _grouped(self.listed, lambda each: each.type)


def overview() -> Overview:
    """The overview of the release that is being served."""
    return for_release("overview", lambda: read(site()))


def read(here: Site) -> Overview:
    """The overview, from the manifest and the index, which has the rows of `overview.rq`."""
    found = {row["disclosure"]: row for row in here.index.rows("overview")}
    listed = tuple(_listed(each, found.get(each.iri)) for each in _latest(here.release))
    return Overview(listed, _labels(here.store, listed))


def _latest(release: Release) -> list[ReleaseDisclosure]:
    return [each for each in release.disclosures if release.by_iri[each.iri] is each]


def _listed(entry: ReleaseDisclosure, row: Found | None) -> Listed:
    known = regions().by_code(entry.region)
    level = iris.code("region-level", known.level) if known else ""
    if row is None:
        return Listed(entry, "", "", "", "", "", level, NO_FIGURES)
    amounts = {key: Decimal(row[key]) if row[key] else None for key in HEADLINES}
    region, province, department, kind, scope = (row[key] or "" for key in _PARTS)
    return Listed(entry, region, province, department, kind, scope, level, amounts)


def _labels(store: Store, listed: tuple[Listed, ...]) -> Labels:
    """The names of all regions, provinces, departments, types and levels."""
    return labels(store, {iri for each in listed for iri in _named(each)})


def _named(each: Listed) -> tuple[str, ...]:
    return each.region, each.province, each.department, each.type, each.level


def _grouped(listed: tuple[Listed, ...], key: Callable[[Listed], str]) -> dict[str, list[Listed]]:
    groups: dict[str, list[Listed]] = {}
    for each in sorted(listed, key=lambda one: -one.entry.year):
        if key(each):
            groups.setdefault(key(each), []).append(each)
    return groups
