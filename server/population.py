"""How many people live in a region: figures with their source, from a file that whoever serves a release may give.

None come with the program: a figure per head is shown only where the server was given a population and its source.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app

from ontology.regions import regions
from server.errors import ServerError

COLUMNS = ("region", "year", "persons", "source")
YEARS = 2  # a budget may be this far from the year of a population
_REMEDY = f"give a CSV file with the columns {','.join(COLUMNS)}, one row for each region and year"


@dataclass(frozen=True, slots=True)
class People:
    """The population of a region in a year, and who says so."""

    region: str
    year: int
    persons: int
    source: str


class Population:
    """The populations that are known, by region."""

    def __init__(self, found: list[People]) -> None:
        self._by_region: dict[str, list[People]] = {}
        for each in sorted(found, key=lambda one: one.year):
            self._by_region.setdefault(each.region, []).append(each)

    def __len__(self) -> int:
        return sum(map(len, self._by_region.values()))

    def of(self, region: str, year: int) -> People | None:
        """The population of a region in the nearest year, the earlier of two; None where none is near enough."""
        near = [each for each in self._by_region.get(region, ()) if abs(each.year - year) <= YEARS]
        return min(near, key=lambda each: (abs(each.year - year), each.year), default=None)


def population() -> Population:
    """What this server was given; empty when it was given nothing."""
    return cast(Population, current_app.extensions["population"])


def read_population(name: str) -> Population:
    """The populations in a file; ServerError says which line is wrong. An empty name is no file."""
    if not name:
        return Population([])
    place = Path(name)
    try:
        with place.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(COLUMNS) <= set(reader.fieldnames or ()):
                raise ServerError(f"{place} lacks one of the columns of a population", _REMEDY)
            found = [_people(place, reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ServerError(f"{place} cannot be read ({error})", _REMEDY) from None
    (key, number), *_ = Counter((each.region, each.year) for each in found).most_common(1) or [(("", 0), 0)]
    if number > 1:
        raise ServerError(f"{place} has {number} rows for region {key[0]} in {key[1]}", "keep one of them")
    return Population(found)


def _people(place: Path, line: int, row: dict[str, str | None]) -> People:
    region, year, persons, source = ((row[name] or "").strip() for name in COLUMNS)
    problem = (
        f"{region!r} is no code of a region (GB/T 2260)" if not regions().by_code(region)
        else f"{year!r} is no year" if not (year.isdecimal() and 1949 <= int(year) <= 2199)
        else f"{persons!r} is no number of persons" if not (persons.isdecimal() and int(persons) > 0)
        else "the source is missing" if not source
        else ""
    )  # fmt: skip
    if problem:
        raise ServerError(f"{place}, line {line}: {problem}", _REMEDY)
    return People(region, int(year), int(persons), source)
