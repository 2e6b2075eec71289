"""What a page carries before anything is read from it: glyphs with their boxes, and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A box in points: left ≤ right, and top ≤ bottom once it has been turned upright."""

    left: float
    right: float
    top: float
    bottom: float


class Glyph:
    """One printed character and its box in points, upright, y growing downwards.

    Pages have thousands and each is asked for its box many times: slots, filled once, are twice as fast as properties.
    """

    __slots__ = ("bottom", "centre", "left", "middle", "right", "size", "text", "top")

    def __init__(self, text: str, left: float, right: float, top: float, bottom: float) -> None:
        self.text = text
        self.left = left
        self.right = right
        self.top = top
        self.bottom = bottom
        self.middle = (top + bottom) / 2
        self.centre = (left + right) / 2
        self.size = bottom - top


class Rule(NamedTuple):
    """A straight rule: `at` is its y when horizontal, its x when vertical; it runs from `start` to `stop`."""

    at: float
    start: float
    stop: float


class Notice(NamedTuple):
    """Something odd about a page's text, and the text."""

    what: str
    text: str


@dataclass(frozen=True)
class Page:
    """The marks of one page and the sheet that shows them, turned so that its text stands upright."""

    number: int
    sheet: Box
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Tolerances:
    """How exactly a page is drawn: lengths in points, the others as a share of the glyphs' height or of a slot."""

    thin: float = 3.0
    """The greatest thickness of a rule; a thicker filled box is shading."""
    snap: float = 3.0
    """Rules at most this far apart lie on one line."""
    join: float = 3.0
    """Pieces of one line with at most this gap are one rule."""
    touch: float = 3.0
    """Rules at most this far from each other meet."""
    cover: float = 0.5
    """The share of a slot's side that a rule must cover to close it."""
    margin: float = 12.0
    """An outer strip of a table that is narrower and holds no text is no column."""
    gap: float = 0.25
    """A wider gap between two glyphs of a line is a space."""
    drift: float = 0.5
    """Glyphs whose middles are at most this far apart stand on one line."""
    wrap: float = 1.8
    """A line that leaves less room than this in its cell may have been broken for want of it."""
    most_rules: int = 4_000
    """A page with more rules, once joined, is a drawing, not a table."""

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if value <= 0:
                raise ValueError(f"{name} must be greater than 0, not {value}")
        if self.cover > 1:
            raise ValueError(f"cover is a share of a side: at most 1, not {self.cover}")


DEFAULT = Tolerances()
