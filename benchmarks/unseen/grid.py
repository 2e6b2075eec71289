"""A table before it is written: columns with paths of header words, rows, and the cells that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Path = tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column: its header words from the top down, its width as a share, and whether it holds amounts."""

    path: Path
    width: float = 1.0
    money: bool = True
    narrow: bool = False


@dataclass(frozen=True)
class Row:
    """A row: a text or an amount (in yuan) by column, and what it is about by column of its amounts."""

    cells: Mapping[int, str | Decimal]
    about: Mapping[int, str]
    indent: int = 0


@dataclass(frozen=True)
class Truth:
    """An amount that the document prints: in which table, row and column, in yuan."""

    table: str
    row: str
    path: Path
    amount: Decimal
    text: str


@dataclass(frozen=True)
class Form:
    """A table: its kind, its title, its columns, its rows and a note below it."""

    kind: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    unit: str = ""


@dataclass
class Cell:
    """A written cell: its text, how many rows and columns it spans, and where its text stands."""

    text: str
    rows: int = 1
    columns: int = 1
    align: str = "left"
    value: Decimal | None = None


Grid = list[list[Cell | None]]
"""Rows of places; None where a cell above or to the left goes on."""


@dataclass(frozen=True)
class Printed:
    """A table as it is to be written: head rows and body rows of cells."""

    form: Form
    head: Grid
    body: Grid
    truths: tuple[Truth, ...] = field(default=())


def header(columns: Sequence[Column]) -> Grid:
    """The header's rows: neighbours with the same words share a cell, a short path reaches down."""
    depth = max(len(column.path) for column in columns)
    grid: Grid = [[None] * len(columns) for _ in range(depth)]
    for level in range(depth):
        start = 0
        while start < len(columns):
            path = columns[start].path[: level + 1]
            stop = start + 1
            if len(path) > level:
                leaf = len(columns[start].path) == level + 1
                while not leaf and stop < len(columns) and columns[stop].path[: level + 1] == path:
                    stop += 1
                rows = depth - level if leaf else 1
                grid[level][start] = Cell(path[-1], rows, stop - start, "centre")
            start = stop
    return grid


def printed(form: Form, show: dict[str, str], numbers_row: bool) -> Printed:
    """The form's cells; `show` says how amounts are written."""
    head, body, truths = header(form.columns), [], []
    if numbers_row:
        head.append(numbers(form.columns))
    for row in form.rows:
        line: list[Cell | None] = []
        for place, column in enumerate(form.columns):
            value = row.cells.get(place, "")
            if isinstance(value, Decimal):
                text = amount_text(value, show)
                line.append(Cell(text, align=show.get("align", "right"), value=value))
                if any(character.isdigit() for character in text):
                    truths.append(Truth(form.title, row.about.get(place, ""), column.path, told_by(value, show), text))
            else:
                first = next(j for j, other in enumerate(form.columns) if not other.money and (other.width > 1.5))
                line.append(Cell("　" * row.indent * (place == first) + value if value else ""))
        body.append(line)
    return Printed(form, head, body, tuple(truths))


def numbers(columns: Sequence[Column]) -> list[Cell | None]:
    """A row that numbers the columns of amounts; the others say 栏次 or **."""
    line: list[Cell | None] = []
    count = 0
    for place, column in enumerate(columns):
        count += column.money
        line.append(Cell(str(count) if column.money else "栏次" if not place else "", align="centre"))
    return line


STYLES = {
    "wan-grouped": ("万元", "{:,.2f}"),
    "wan-plain": ("万元", "{:.2f}"),
    "wan-four": ("万元", "{:.4f}"),
    "wan-six": ("万元", "{:,.6f}"),
    "yuan-whole": ("元", "{:,.0f}"),
    "yuan-grouped": ("元", "{:,.2f}"),
    "thousand": ("千元", "{:,.2f}"),
    "wan-one": ("万元", "{:,.1f}"),
    "yuan-plain": ("元", "{:.2f}"),
    "wan-wide": ("万元", "{:,.2f}"),
    "wan-spaced": ("万元", "{:,.2f}"),
    "wan-loose": ("万元", "{:,.2f}"),
    "yuan-mixed": ("元", "{:,.2f}"),
}
SEPARATORS = {"wan-wide": ["，"], "wan-spaced": [" "], "wan-loose": [", "], "yuan-mixed": [",", "，"]}
NEGATIVE = {
    "minus": "-{}", "brackets": "({})", "wide-brackets": "（{}）", "triangle": "△{}", "wide-minus": "－{}",
}  # fmt: skip
SCALE = {"万元": Decimal(10_000), "元": Decimal(1), "千元": Decimal(1_000)}
GRAIN = {
    "wan-four": Decimal(1),
    "wan-six": Decimal("0.01"),
    "yuan-whole": Decimal(1),
    "yuan-grouped": Decimal("0.01"),
    "yuan-plain": Decimal("0.01"),
    "wan-one": Decimal(1000),
    "yuan-mixed": Decimal("0.01"),
}
ZERO = {"blank": "", "dash": "-", "lone": "0", "long-dash": "—"}


def amount_text(value: Decimal, show: dict[str, str]) -> str:
    """An amount in yuan as the document prints it."""
    unit, form = STYLES[show["number"]]
    if not value and show["zero"] != "printed":
        return ZERO[show["zero"]]
    text = form.format(abs(value) / SCALE[unit])
    if several := SEPARATORS.get(show["number"]):
        text = text.replace(",", several[int(abs(value)) % len(several)])
    return text if value >= 0 else NEGATIVE.get(show["negative"], "-{}").format(text)


def told_by(value: Decimal, show: dict[str, str]) -> Decimal:
    """The amount in yuan that its printed text gives: what was rounded away is not there to be read."""
    unit, form = STYLES[show["number"]]
    return Decimal(form.format(value / SCALE[unit]).replace(",", "")) * SCALE[unit]
