"""A scatter plot: two figures of each thing, on scales that are logarithmic where sizes differ much."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from server.charts.scale import Scale, linear, logarithmic

LEFT, RIGHT, TOP, BOTTOM = 84.0, 24.0, 34.0, 46.0
_WIDE = 50  # largest over smallest value from which a scale is logarithmic


@dataclass(frozen=True, slots=True)
class Point:
    """A thing with its two values."""

    label: str
    href: str | None
    x: Decimal
    y: Decimal


@dataclass(frozen=True, slots=True)
class Dot:
    """A point with its place."""

    point: Point
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Scatter:
    """The plot: dots, and the marks of both axes as places with words. `left_out`: points that a scale cannot show."""

    dots: tuple[Dot, ...]
    x_marks: tuple[tuple[float, str], ...]
    y_marks: tuple[tuple[float, str], ...]
    width: float
    height: float
    left_out: int


def scatter(
    points: Sequence[Point],
    x_words: Callable[[Decimal], str],
    y_words: Callable[[Decimal], str],
    width: float = 960,
    height: float = 440,
) -> Scatter | None:
    """The plot of at least three points, else None."""
    x_scale, x_marks = _scale([each.x for each in points], LEFT, width - RIGHT)
    y_scale, y_marks = _scale([each.y for each in points], height - BOTTOM, TOP)
    kept = [each for each in points if _shows(x_scale, each.x) and _shows(y_scale, each.y)]
    if len(kept) < 3:
        return None
    return Scatter(
        tuple(Dot(each, x_scale(float(each.x)), y_scale(float(each.y))) for each in kept),
        tuple((x_scale(mark), x_words(Decimal(str(mark)))) for mark in x_marks),
        tuple((y_scale(mark), y_words(Decimal(str(mark)))) for mark in y_marks),
        width,
        height,
        len(points) - len(kept),
    )


def _shows(scale: Scale, value: Decimal) -> bool:
    return value > 0 or not scale.logarithmic


def _scale(values: Sequence[Decimal], start: float, end: float) -> tuple[Scale, list[float]]:
    numbers = [float(each) for each in values]
    above = [each for each in numbers if each > 0]
    if above and min(numbers) >= 0 and max(above) / min(above) > _WIDE:
        return logarithmic(min(above), max(above), start, end)
    return linear(max(numbers, default=1.0), start, end, min(numbers, default=0.0))
