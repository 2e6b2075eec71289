"""Writes a disclosure as a PDF: tables drawn cell by cell, rules, wrapped names and page breaks as in its style."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.unseen.disclosure import Made
from benchmarks.unseen.grid import Cell, Grid, Printed

FONT = "STSong-Light"
PAPER = (595.0, 842.0)
MARGIN = 50.0
PAD = 2.5
SIZE = 9.0
LEAST = 4.5


def width_of(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, size))


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text broken wherever the width ends."""
    lines = [""]
    for character in text:
        if lines[-1] and width_of(lines[-1] + character, size) > width:
            lines.append("")
        lines[-1] += character
    return lines


class Writer:
    """Pages of text and tables, written from the top down."""

    def __init__(self, made: Made) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.style, self.name, self.number = made.style, made.name, 0
        self.file = io.BytesIO()
        self.wide = made.style["sheet"] != "portrait"
        self.width, self.height = PAPER[::-1] if self.wide else PAPER
        self.canvas = Canvas(self.file, pagesize=(self.width, self.height), invariant=True)
        self.begin()

    def begin(self) -> None:
        """A new page."""
        self.number += 1
        if self.style["sheet"] == "turned":
            self.canvas.setPageRotation(90)
            self.canvas.translate(PAPER[0], 0)
            self.canvas.rotate(90)
        self.y = self.height - MARGIN
        foot = {"numbered": str(self.number), "dashed": f"— {self.number} —"}.get(self.style["feet"], "")
        self.put(foot, self.width / 2 - width_of(foot, SIZE) / 2, MARGIN / 2, SIZE)
        if self.style["feet"] == "dashed":
            self.put(self.name, MARGIN, self.height - MARGIN / 2, 8)

    def turn(self) -> None:
        self.canvas.showPage()
        self.begin()

    def put(self, text: str, x: float, y: float, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, text)

    def line(self, text: str, align: str = "left", size: float = 10.5) -> None:
        """Lines of a text, broken at the margins."""
        if text == "\f":
            return self.turn()
        for part in wrapped(text, self.width - 2 * MARGIN, size):
            if self.y < MARGIN + 2 * size:
                self.turn()
            self.y -= size * 1.6
            self.put(part, self.place(part, align, MARGIN, self.width - MARGIN, size), self.y, size)
        return None

    def place(self, text: str, align: str, left: float, right: float, size: float) -> float:
        """Where a text begins between two edges."""
        room = right - left - width_of(text, size)
        return left + {"left": 0.0, "centre": room / 2, "right": room}[align]

    def table(self, table: Printed, torn: bool) -> None:
        """A table; its head again on each page where the style has it, or torn from its body."""
        size, widths = fitted(table, self.style, self.width - 2 * MARGIN)
        xs = [MARGIN]
        for width in widths:
            xs.append(xs[-1] + width)
        self.y -= 6
        sizes = heights(table.head, widths, size)
        if self.y - sum(sizes) < MARGIN + 30:
            self.turn()
        self.rows(table.head, xs, sizes, size, head=True)
        if torn:
            self.turn()
        for line in table.body:
            height = heights([line], widths, size)
            if self.y - height[0] < MARGIN:
                self.turn()
                if self.style["heads"] == "repeated":
                    self.rows(table.head, xs, sizes, size, head=True)
            self.rows([line], xs, height, size, head=False)
        if self.style["rules"] in ("head", "level", "outer"):
            self.canvas.line(xs[0], self.y, xs[-1], self.y)

    def rows(self, rows: Grid, xs: Sequence[float], sizes: Sequence[float], size: float, head: bool) -> None:
        """Rows of cells from here down."""
        tops = [self.y]
        for height in sizes:
            tops.append(tops[-1] - height)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    edges = xs[column], xs[column + cell.columns], tops[number], tops[number + cell.rows]
                    self.cell(cell, *edges, size, head)
                    self.rule(*edges)
        if head and self.style["rules"] in ("head", "outer"):
            for y in (tops[0], tops[-1]):
                self.canvas.line(xs[0], y, xs[-1], y)
        if self.style["rules"] == "outer":
            for x in (xs[0], xs[-1]):
                self.canvas.line(x, tops[0], x, tops[-1])
        self.y = tops[-1]

    def cell(self, cell: Cell, left: float, right: float, top: float, bottom: float, size: float, head: bool) -> None:
        """The text of a cell, where its alignments put it."""
        lines = wrapped(cell.text, right - left - 2 * PAD, size) if cell.text else []
        room = top - bottom - len(lines) * size * 1.2
        names = f"narrow-{self.style['head_lines']}" if head else self.style["names"]
        start = top - {"narrow-top": 1.5, "narrow-bottom": room - 1.5}.get(names, room / 2)
        for number, text in enumerate(lines):
            x = self.place(text, cell.align, left + PAD, right - PAD, size)
            self.put(text, x, start - (number + 0.85) * size * 1.2, size)

    def rule(self, left: float, right: float, top: float, bottom: float) -> None:
        """The rules around a cell that the style draws."""
        self.canvas.setLineWidth(0.5)
        if self.style["rules"] in ("full", "level"):
            self.canvas.line(left, top, right, top)
            self.canvas.line(left, bottom, right, bottom)
        if self.style["rules"] == "full":
            self.canvas.line(left, top, left, bottom)
            self.canvas.line(right, top, right, bottom)

    def saved(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()


def fitted(table: Printed, style: dict[str, str], room: float) -> tuple[float, list[float]]:
    """The size of the letters and the widths of the columns with which the table fits the page."""
    size = SIZE
    while True:
        widths = list(wanted(table, style, size))
        if sum(widths) <= room or size <= LEAST:
            break
        size -= 0.5
    spare = max(0.0, room - sum(widths)) / len(widths)
    return size, [width + min(spare, 40) for width in widths]


def wanted(table: Printed, style: dict[str, str], size: float) -> Iterator[float]:
    """How wide each column must be: amounts whole, names as the style has them."""
    for place, column in enumerate(table.form.columns):
        cells = [row[place].text for row in table.body if row[place] is not None]  # type: ignore[union-attr]
        longest = max((width_of(text, size) for text in cells), default=0.0) + 2 * PAD + 1
        if column.money and style["amounts"] == "split" and place % 3 == 2:
            yield max(longest * 0.7, 3 * size)
        elif column.money or not column.narrow:
            yield max(longest, 3.2 * size)
        else:
            limit = 9 * size if style["names"].startswith("narrow") else 22 * size
            yield min(longest, limit) + 1


def heights(rows: Grid, widths: Sequence[float], size: float) -> list[float]:
    """The height of each row, so that every cell holds its lines."""
    found = [size * 1.2 + 4] * len(rows)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None and cell.text:
                width = sum(widths[column : column + cell.columns]) - 2 * PAD
                need = len(wrapped(cell.text, width, size)) * size * 1.2 + 4
                short = need - sum(found[number : number + cell.rows])
                found[number + cell.rows - 1] += max(0.0, short)
    return found


def write(made: Made) -> bytes:
    """The disclosure as a PDF."""
    writer = Writer(made)
    for text in made.front:
        writer.line(text)
    for number, section in enumerate(made.sections):
        if made.style["flow"] == "page-each" or writer.y < 200:
            writer.turn()
        for text, align in section.above:
            writer.line(text, align, 14 if align == "centre" else 10.5)
        writer.table(section.table, made.style["heads"] == "torn" and number % 3 == 1)
        for text in section.below:
            writer.line(text)
    writer.turn()
    for text in made.back:
        writer.line(text)
    return writer.saved()
