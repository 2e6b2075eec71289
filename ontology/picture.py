"""The picture of the model: boxes for classes, arrows for properties, drawn from the vocabulary.

`vocabulary/picture.csv` says which are shown and where; labels come from the vocabulary. `python -m ontology.picture`
writes `vocabulary/model.svg`.
"""

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from pathlib import Path

from ontology.namespaces import DEF
from ontology.publish import term_labels
from ontology.tables import rows

WIDE, HIGH = 170, 50  # a box
STEP_X, STEP_Y = 275, 115  # from one box to the next
MARGIN = 20
Point = tuple[float, float]


def svg() -> str:
    """The picture as SVG, without styles or scripts of its own."""
    shown = list(rows("vocabulary", "picture.csv"))
    places = {row["name"]: (int(row["column"]), int(row["row"])) for row in shown if row["what"] == "class"}
    arrows = [arrow(row, places) for row in shown if row["what"] != "class"]
    boxes = [box(name, *place) for name, place in places.items()]
    width = 2 * MARGIN + STEP_X * max(column for column, _ in places.values()) + WIDE
    height = 2 * MARGIN + STEP_Y * max(row for _, row in places.values()) + HIGH
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="group" font-family="sans-serif" '
        'font-size="13" fill="currentColor">',
        "<title>预算公开词汇表的主要类与属性 · The main classes and properties of the vocabulary</title>",
        '<defs><marker id="open" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
        'orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10" fill="none" stroke="currentColor"/></marker>'
        '<marker id="closed" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" markerHeight="11" '
        'orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 Z" fill="white" stroke="currentColor"/></marker></defs>',
        *arrows, *boxes, "</svg>\n",
    ])  # fmt: skip


def corner(column: int, row: int) -> Point:
    """The upper left corner of a box."""
    return MARGIN + column * STEP_X, MARGIN + row * STEP_Y


def box(name: str, column: int, row: int) -> str:
    """A class: its name and its Chinese label, as a link to its description."""
    x, y = corner(column, row)
    middle, label = x + WIDE / 2, escape(term_labels(DEF + name)["zh"])
    shape = f'x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="6"'
    return (
        f'<a href="#{name}"><rect {shape} fill="white" stroke="currentColor"/>'
        f'<text x="{middle:g}" y="{y + 21}" text-anchor="middle" font-weight="bold" fill="black">{escape(name)}</text>'
        f'<text x="{middle:g}" y="{y + 39}" text-anchor="middle" fill="black">{label}</text></a>'
    )


def arrow(row: dict[str, str], places: dict[str, tuple[int, int]]) -> str:
    """An arrow from one class to another, with the property on it; a closed head for a subclass."""
    source, target = row["to"].split()
    start, end = ends(places[source], places[target])
    head = "closed" if row["what"] == "subclass" else "open"
    line = (
        f'<line x1="{start[0]:g}" y1="{start[1]:g}" x2="{end[0]:g}" y2="{end[1]:g}" stroke="currentColor" '
        f'marker-end="url(#{head})"/>'
    )
    if not row["name"]:
        return line
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    place = f'x="{x:g}" y="{y - 5:g}" text-anchor="middle"' if start[1] == end[1] else f'x="{x + 5:g}" y="{y - 5:g}"'
    return f'{line}<text {place} font-size="11">{escape(row["name"])}</text>'


def ends(source: tuple[int, int], target: tuple[int, int]) -> tuple[Point, Point]:
    """Where an arrow leaves one box and meets the other: at the sides that face each other."""
    (x1, y1), (x2, y2) = corner(*source), corner(*target)
    if source[0] == target[0]:
        down = target[1] > source[1]
        return (x1 + WIDE / 2, y1 + HIGH * down), (x2 + WIDE / 2, y2 + HIGH * (not down))
    right = target[0] > source[0]
    return (x1 + WIDE * right, y1 + HIGH / 2), (x2 + WIDE * (not right), y2 + HIGH / 2)


def drawn() -> Iterator[tuple[str, str, str]]:
    """The arrows as property (or nothing for a subclass), class it leaves, class it leads to."""
    for row in rows("vocabulary", "picture.csv"):
        if row["what"] != "class":
            source, target = row["to"].split()
            yield row["name"], source, target


def picture() -> str:
    """The text of `vocabulary/model.svg`."""
    return files("ontology").joinpath("vocabulary", "model.svg").read_text(encoding="utf-8")


def write() -> Path:
    """Where `model.svg` was written."""
    path = Path(__file__).parent / "vocabulary" / "model.svg"
    path.write_text(svg(), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(write())
