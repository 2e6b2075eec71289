"""A treemap: areas in proportion to amounts, as near to squares as they come (Bruls, Huizing, van Wijk 2000)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from server.charts.words import wrapped

SIZE = 14.0
# A part of the whole that takes some three pixels.
_SEEN = Decimal("0.00001")


@dataclass(frozen=True, slots=True)
class Part:
    """What is drawn: a name, an amount, where it leads, and the number of its colour."""

    label: str
    amount: Decimal
    href: str | None = None
    colour: int = 1


@dataclass(frozen=True, slots=True)
class Box:
    """A part with its place. `lines` are the words that fit into it."""

    part: Part
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


def treemap(parts: Sequence[Part], width: float = 960, height: float = 340) -> tuple[Box, ...]:
    """A box for each part that is large enough to be seen, the largest first; empty when there is none."""
    least = sum((each.amount for each in parts if each.amount > 0), Decimal(0)) * _SEEN
    kept = sorted((each for each in parts if each.amount > 0 and each.amount >= least), key=lambda each: -each.amount)
    whole = float(sum(each.amount for each in kept))
    areas = [float(each.amount) / whole * width * height for each in kept]
    places = _squarified(areas, 0.0, 0.0, width, height)
    return tuple(_box(part, *place) for part, place in zip(kept, places, strict=True))


def _box(part: Part, x: float, y: float, width: float, height: float) -> Box:
    lines = wrapped(part.label, SIZE, width - 14, min(3, int((height - 12) // (SIZE * 1.35))))
    return Box(part, x, y, width, height, lines)


Place = tuple[float, float, float, float]


def _squarified(areas: list[float], x: float, y: float, width: float, height: float) -> list[Place]:
    """Rows along the shorter side; a row takes the next area as long as its worst shape gets no worse."""
    places: list[Place] = []
    rest = areas
    while rest:
        side = min(width, height)
        count = 1
        while count < len(rest) and _worst(rest[: count + 1], side) <= _worst(rest[:count], side):
            count += 1
        row, rest = rest[:count], rest[count:]
        depth = sum(row) / side
        along = 0.0
        for area in row:
            length = area / depth
            places.append((x + along, y, length, depth) if width <= height else (x, y + along, depth, length))
            along += length
        x, y, width, height = (x, y + depth, width, height - depth) if width <= height else (
            x + depth, y, width - depth, height
        )  # fmt: skip
    return places


def _worst(row: list[float], side: float) -> float:
    depth = sum(row) / side
    return max(max(depth * depth / area, area / (depth * depth)) for area in row)
