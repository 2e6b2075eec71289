"""Which converted documents belong together: by whose they are, else by the figures that they share."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from converter.amounts import parse
from converter.one import Rejected, Summary
from converter.together import telling

MIN_AMOUNTS = 3
Paths = tuple[Path, ...]
Results = Mapping[Paths, Summary | Rejected]


@dataclass(frozen=True)
class Tables:
    """A document with tables that a narrative may belong to; `whose` is empty where the document does not say it."""

    path: Path
    whose: str
    result: Summary | Rejected
    root: Path

    @cached_property
    def amounts(self) -> frozenset[str]:
        """The telling amounts of its tables."""
        if isinstance(self.result, Rejected):
            return frozenset(self.result.part.amounts if self.result.part else ())
        path = self.root / self.result.result / f"parts/cells/{self.result.id}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            printed = [parse(row["published_value"], 0) for row in csv.DictReader(file)]
        return frozenset(telling(amount.value for amount in printed if amount))


def belonging(results: Results, root: Path) -> list[Paths]:
    """The documents to be converted together, the one with tables first."""
    tables = [each for paths, result in results.items() if (each := tables_of(paths[0], result, root))]
    groups: dict[Path, list[Path]] = {}
    for paths, result in results.items():
        if isinstance(result, Rejected) and result.part and not result.part.tables:
            found = partner(paths[0], result, tables)
            if found:
                groups.setdefault(found, []).append(paths[0])
    for main, more in scattered(results):
        groups.setdefault(main, []).extend(more)
    return [(main, *more) for main, more in groups.items()]


def tables_of(path: Path, result: Summary | Rejected, root: Path) -> Tables | None:
    """A result as one that a narrative may belong to."""
    if isinstance(result, Summary):
        entry = result.entry
        whose = "|".join((entry["region"], entry["department"], str(entry["year"]), entry["phase"]))
        return Tables(path, whose, result, root)
    return Tables(path, "", result, root) if result.part and result.part.tables else None


def partner(path: Path, narrative: Rejected, tables: list[Tables]) -> Path | None:
    """The one document whose tables a narrative is about: the same body, year and phase, else the same figures."""
    part = narrative.part
    if part is None:
        return None
    same = [each.path for each in tables if part.whose and each.whose == part.whose]
    if same:
        return same[0] if len(same) == 1 else None
    stated = set(part.amounts)
    near = [each for each in tables if each.path.parent == path.parent and not (part.whose and each.whose)]
    proved = [each.path for each in near if len(stated & each.amounts) >= MIN_AMOUNTS]
    return proved[0] if len(proved) == 1 else None


def scattered(results: Results) -> Iterator[tuple[Path, list[Path]]]:
    """Disclosures whose tables stand in several files: the same disclosure, and no kind of table in two of them."""
    found: dict[str, list[tuple[Path, Summary]]] = {}
    for paths, result in results.items():
        if isinstance(result, Summary):
            found.setdefault(result.iri, []).append((paths[0], result))
    for members in found.values():
        kinds = [kind for _, summary in members for kind in set(summary.tables)]
        if len(members) > 1 and len(set(kinds)) == len(kinds):
            yield members[0][0], [path for path, _ in members[1:]]
