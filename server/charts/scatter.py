"""A scatter plot: two figures of each thing, on scales that are logarithmic where sizes differ much."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from server.charts.scale import Scale, linear, logarithmic
from server.charts.words import width as text_width

LEFT, RIGHT, TOP, BOTTOM = 84.0, 24.0, 34.0, 46.0
MOST_DOTS, MOST_NAMED, SIZE = 200, 25, 12.0
_WIDE = 50  # largest over smallest value from which a scale is logarithmic


@dataclass(frozen=True, slots=True)
class Point:
    """A thing with its two values; `name` is what may be written beside it."""

    label: str
    href: str | None
    x: Decimal
    y: Decimal
    name: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point with its place, and the words beside it where there is room for them."""

    point: Point
    x: float
    y: float
    words: str = ""
    before: bool = False


@dataclass(frozen=True, slots=True)
class Scatter:
    """The plot: dots, and the marks of both axes as places with words. `left_out`: points that a scale cannot show.

    The first dots can be followed; `cloud` are the places of all the others.
    """

    dots: tuple[Dot, ...]
    cloud: tuple[tuple[float, float], ...]
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
    places = [(x_scale(float(each.x)), y_scale(float(each.y))) for each in kept]
    return Scatter(
        _named([Dot(each, *place) for each, place in zip(kept, places[:MOST_DOTS], strict=False)], width),
        tuple(places[MOST_DOTS:]),
        tuple((x_scale(mark), x_words(Decimal(str(mark)))) for mark in x_marks),
        tuple((y_scale(mark), y_words(Decimal(str(mark)))) for mark in y_marks),
        width,
        height,
        len(points) - len(kept),
    )


def _named(dots: list[Dot], width: float) -> tuple[Dot, ...]:
    """The dots with their names, where there are few of them; a name that would lie on another thing is left out."""
    if len(dots) > MOST_NAMED:
        return tuple(dots)
    taken = [(dot.x - 7, dot.y - 7, dot.x + 7, dot.y + 7) for dot in dots]
    named = []
    for dot in dots:
        long = text_width(dot.point.name, SIZE)
        before = dot.x + 12 + long > width
        left = dot.x - 12 - long if before else dot.x + 12
        box = (left, dot.y - 7, left + long, dot.y + 7)
        if dot.point.name and left > LEFT and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            dot = replace(dot, words=dot.point.name, before=before)
        named.append(dot)
    return tuple(named)


Box = tuple[float, float, float, float]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _shows(scale: Scale, value: Decimal) -> bool:
    return value > 0 or not scale.logarithmic


def _scale(values: Sequence[Decimal], start: float, end: float) -> tuple[Scale, list[float]]:
    numbers = [float(each) for each in values]
    above = [each for each in numbers if each > 0]
    if above and min(numbers) >= 0 and max(above) / min(above) > _WIDE:
        return logarithmic(min(above), max(above), start, end)
    return linear(max(numbers, default=1.0), start, end, min(numbers, default=0.0))
