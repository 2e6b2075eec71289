"""Pages printed into HTML: boxes of a fixed size in which every word and every rule has its place (Pdf2Dom)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from converter.readers.marks import Box, Glyph, Page, Rule

LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|px)$")
POINTS = {"pt": 1.0, "px": 0.75}
BORDER_SIDES = ("border-top", "border-right", "border-bottom", "border-left")
Style = dict[str, str]


def style_of(node: LexborNode) -> Style:
    """The node's own style by property."""
    parts = (part.partition(":") for part in (node.attributes.get("style") or "").split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in parts if value}


def points(style: Style, name: str) -> float | None:
    """A length in points, or None when the style does not fix it."""
    found = LENGTH.match(style.get(name, ""))
    return float(found[1]) * POINTS[found[2]] if found else None


def is_sheet(node: LexborNode) -> bool:
    """Whether a node is a page: a box of a fixed size whose first child has its place in it."""
    if node.tag != "div" or "height" not in (node.attributes.get("style") or ""):
        return False
    style, child = style_of(node), next(node.iter(), None)
    if points(style, "width") is None or points(style, "height") is None or child is None:
        return False
    return is_placed(style_of(child))


def is_placed(style: Style) -> bool:
    placed = style.get("position") == "absolute"
    return placed and points(style, "left") is not None and points(style, "top") is not None


def sheet_page(node: LexborNode, number: int) -> Page:
    """The marks of a page that is printed into HTML."""
    glyphs: list[Glyph] = []
    level: list[Rule] = []
    upright: list[Rule] = []
    for child in node.iter():
        style = style_of(child)
        if not is_placed(style):
            continue
        if text := child.text(deep=True).rstrip():
            glyphs.extend(set_text(text, style))
        elif any(side in style for side in BORDER_SIDES):
            box = box_of(style)
            if box.right - box.left >= box.bottom - box.top:
                level.append(Rule(box.top, box.left, box.right))
            else:
                upright.append(Rule(box.left, box.top, box.bottom))
    sheet = box_of({**style_of(node), "left": "0pt", "top": "0pt"})
    return Page(number, sheet, tuple(glyphs), tuple(level), tuple(upright))


def box_of(style: Style) -> Box:
    left, top = points(style, "left") or 0.0, points(style, "top") or 0.0
    return Box(left, left + (points(style, "width") or 0.0), top, top + (points(style, "height") or 0.0))


def set_text(text: str, style: Style) -> Iterator[Glyph]:
    """The glyphs of a placed text; a wide character takes its size, any other half of it."""
    left, top = points(style, "left") or 0.0, points(style, "top") or 0.0
    size = points(style, "font-size") or points(style, "line-height") or 12.0
    for character in text:
        right = left + (size if unicodedata.east_asian_width(character) in "WFA" else size / 2)
        if not character.isspace():
            yield Glyph(character, left, right, top, top + size)
        left = right
