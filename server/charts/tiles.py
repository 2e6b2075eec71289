"""China's provinces as a map of equal tiles: each near its neighbours, none larger than it has data."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

STEP, SIDE = 66, 62


@dataclass(frozen=True, slots=True)
class Tile:
    """A province's place in the map. `number` is how much there is, `state` none, here or most."""

    code: str
    zh: str
    en: str
    x: int
    y: int
    number: int = 0
    state: str = ""
    href: str | None = None


@cache
def places() -> tuple[Tile, ...]:
    """All tiles, without numbers."""
    lines = (files("server") / "charts" / "tiles.csv").read_text("utf-8").splitlines()
    return tuple(
        Tile(row["code"], row["zh"], row["en"], int(row["column"]) * STEP, int(row["row"]) * STEP)
        for row in csv.DictReader(lines)
    )


def tilemap(numbers: Mapping[str, int], hrefs: Mapping[str, str | None]) -> tuple[Tile, ...]:
    """The tiles with the number of each province, by its code."""
    most = max(numbers.values(), default=0)
    return tuple(
        Tile(
            each.code, each.zh, each.en, each.x, each.y, numbers.get(each.code, 0),
            _state(numbers.get(each.code, 0), most), hrefs.get(each.code),
        )
        for each in places()
    )  # fmt: skip


def _state(number: int, most: int) -> str:
    return "" if not number else "most" if number * 2 > most else "here"
