"""Axes: round numbers to mark, and the place of a value between them."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places. A logarithmic scale shows only values above zero."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def __call__(self, value: float) -> float:
        """The place of a value."""
        low, high, at = (math.log10(each) for each in (self.low, self.high, value)) if self.logarithmic else (
            self.low, self.high, value
        )  # fmt: skip
        return self.start + (at - low) / ((high - low) or 1) * (self.end - self.start)


def linear(most: float, start: float, end: float, least: float = 0.0, count: int = 5) -> tuple[Scale, list[float]]:
    """A scale that begins at zero (or below, where values are), and its marks."""
    low, high = min(least, 0.0), max(most, 0.0) or 1.0
    step = _round_step((high - low) / count)
    first, last = math.floor(low / step), math.ceil(high / step)
    return Scale(first * step, last * step, start, end), [number * step for number in range(first, last + 1)]


def logarithmic(least: float, most: float, start: float, end: float) -> tuple[Scale, list[float]]:
    """A scale over powers of ten, and those powers as marks; both values must be above zero."""
    first, last = math.floor(math.log10(least)), math.ceil(math.log10(most))
    last = max(last, first + 1)
    return Scale(10.0**first, 10.0**last, start, end, True), [10.0**power for power in range(first, last + 1)]


def _round_step(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= step * 0.999)
