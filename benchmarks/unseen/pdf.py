"""Writes a disclosure as a PDF: tables drawn cell by cell, rules, wrapped names and page breaks as in its style."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.unseen.disclosure import Made, Section
from benchmarks.unseen.grid import Cell, Grid, Printed

FONT = "STSong-Light"
PAPER = (595.0, 842.0)
MARGIN = 50.0
PAD = 2.5
SIZE = 9.0
LEAST = 4.5
WIDE = 8  # columns of a table for which a page of mixed sheets is turned
SMALL = 12  # rows of a table that may stand beside another
LOW = (0.75, 0.35, 0.5)  # where tables begin that break over pages, as shares of the page's height


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
        self.wide = made.style["sheet"] in ("landscape", "turned")
        self.canvas = Canvas(self.file, pagesize=PAPER[::-1] if self.wide else PAPER, invariant=True)
        self.begin()

    def begin(self) -> None:
        """A new page."""
        self.number += 1
        self.width, self.height = PAPER[::-1] if self.wide else PAPER
        self.left, self.right = MARGIN, self.width - MARGIN
        self.canvas.setPageSize((self.width, self.height))
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
        for part in wrapped(text, self.right - self.left, size):
            if self.y < MARGIN + 2 * size:
                self.turn()
            self.y -= size * 1.6
            self.put(part, self.place(part, align, self.left, self.right, size), self.y, size)
        return None

    def place(self, text: str, align: str, left: float, right: float, size: float) -> float:
        """Where a text begins between two edges."""
        room = right - left - width_of(text, size)
        return left + {"left": 0.0, "centre": room / 2, "right": room}[align]

    def table(self, table: Printed, torn: bool) -> None:
        """A table; its head again on each page where the style has it, or torn from its body."""
        size, widths = fitted(table, self.style, self.right - self.left)
        xs = [self.left]
        for width in widths:
            xs.append(xs[-1] + width)
        self.y -= 6
        sizes = heights(table.head, widths, size)
        if self.y - sum(sizes) < MARGIN + 30:
            self.turn()
        self.rows(table.head, xs, sizes, size, head=True)
        if torn:
            self.turn()
        breaks = 0
        for line in self.whole_or_torn(table.body, widths, size):
            height = heights([line], widths, size)
            if self.y - height[0] < MARGIN:
                self.turn()
                breaks += 1
                if self.style["heads"] == "repeated" or (self.style["heads"] == "sometimes" and breaks % 2 == 0):
                    self.rows(table.head, xs, sizes, size, head=True)
            self.rows([line], xs, height, size, head=False)
        if self.style["rules"] in ("head", "level", "outer"):
            self.canvas.line(xs[0], self.y, xs[-1], self.y)

    def whole_or_torn(self, body: Grid, widths: Sequence[float], size: float) -> Iterator[list[Cell | None]]:
        """The rows as they come; one that the page cannot hold in two where the style tears rows."""
        for line in body:
            room = int((self.y - MARGIN - 4) / (size * 1.2))
            if self.style["breaks"] == "torn" and room >= 1 and heights([line], widths, size)[0] > self.y - MARGIN:
                yield from torn_row(line, widths, size, room)
            else:
                yield line

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


def torn_row(
    line: Sequence[Cell | None], widths: Sequence[float], size: float, room: int
) -> Iterator[list[Cell | None]]:
    """A row in two: the lines of its cells that have room, and the rest."""
    parts: tuple[list[Cell | None], list[Cell | None]] = ([], [])
    for place, cell in enumerate(line):
        width = sum(widths[place : place + cell.columns]) - 2 * PAD if cell is not None else 0.0
        lines = wrapped(cell.text, width, size) if cell is not None and cell.text else []
        for part, several in zip(parts, (lines[:room], lines[room:]), strict=True):
            part.append(cell and replace(cell, text="".join(several)))
    yield parts[0]
    if any(cell is not None and cell.text for cell in parts[1]):
        yield parts[1]


def put_section(writer: Writer, section: Section, torn: bool) -> None:
    """A section from here down."""
    for text, align in section.above:
        writer.line(text, align, 14 if align == "centre" else 10.5)
    writer.table(section.table, torn)
    for text in section.below:
        writer.line(text)


def put_beside(writer: Writer, sections: Sequence[Section]) -> None:
    """Two sections side by side on a page of their own."""
    writer.turn()
    top, lowest = writer.y, writer.y
    middle = writer.width / 2
    for section, (left, right) in zip(
        sections, ((MARGIN, middle - 10), (middle + 10, writer.width - MARGIN)), strict=True
    ):
        writer.y, writer.left, writer.right = top, left, right
        put_section(writer, section, torn=False)
        lowest = min(lowest, writer.y)
    writer.y, writer.left, writer.right = lowest, MARGIN, writer.width - MARGIN


def put_in_flow(writer: Writer, number: int, section: Section) -> None:
    """A section where the style has it begin: on a page of its own, low on one, or after the one before."""
    style = writer.style
    wide = len(section.table.form.columns) >= WIDE if style["sheet"] == "mixed" else writer.wide
    if style["flow"] in ("page-each", "low") or writer.y < 200 or wide != writer.wide:
        writer.wide = wide
        writer.turn()
    if style["flow"] == "low":
        writer.y = writer.height * LOW[number % len(LOW)]
    put_section(writer, section, style["heads"] == "torn" and number % 3 == 1)


def write(made: Made) -> bytes:
    """The disclosure as a PDF."""
    writer = Writer(made)
    for text in made.front:
        writer.line(text)
    several, pair = list(made.sections), []
    if made.style["beside"] == "pair" and all(len(s.table.body) <= SMALL for s in several[6:8]):
        pair = several[6:8]
        del several[6:8]
    for number, section in enumerate(several):
        put_in_flow(writer, number, section)
    if pair:
        put_beside(writer, pair)
    writer.wide = made.style["sheet"] in ("landscape", "turned")
    writer.turn()
    for text in made.back:
        writer.line(text)
    return writer.saved()
