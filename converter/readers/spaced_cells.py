"""The cells of lines whose columns are kept by blanks, as `pdftotext -layout` writes them.

Such a text says less than a page: a line's cells stand in their order, and cells of which one ends left of where the
other begins on the page never share a place. So all that is printed in one column is parted from all that is printed
in the next by at least one place that no cell of either fills.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from converter.amounts import looks_printed
from converter.header import GridRow, is_column_numbers
from converter.readers.words import BEGINNING, CHINESE, SPREAD_HEADS, is_letter

WORD = re.compile(r"\S+")
NUMERAL = re.compile(r"[-△▲¥￥(（]*\d[\d,，.]*[)）%％]*|[-\u2013\u2212—－─]+")
DIGITS = re.compile(r"\d+")
TOUCHING = re.compile(
    rf"(-?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.\d\d)((?:{BEGINNING}|\d{{1,2}}、|[\u4e00-\u9fff]{{3}}).*)"
)  # an amount, and the name of the next cell without a blank between
TOTAL = re.compile(r".*[合总小]\s*计[:：]?")  # stands in the middle of its column, and of two where these are names
LEVELS = {"类", "款", "项"}  # heads of the parts of a code
FEW = 4  # one of so many names may reach over numbers
LONE_TOTAL = re.compile(r"[合总小]\s*计[:：]?")
WHOLE_CODE = re.compile(r"[235]\d{4}(?:\d\d)?")
DATE = ("年", "月", "日")
OPEN = "：:（(、"  # what a word that goes on ends with
INNER = "年月日）)（(："  # what one that goes on with another begins with


@dataclass(frozen=True)
class Cell:
    """A text in a line and the places that it fills, from `start` to before `stop`; `line` is the line's index."""

    text: str
    line: int
    start: int
    stop: int
    near: bool = False  # of a header's word: whether it nearly touches the one left of it

    @property
    def is_figure(self) -> bool:
        """Whether it can only be an amount."""
        return looks_printed(self.text)

    @property
    def is_numeral(self) -> bool:
        return NUMERAL.fullmatch(self.text) is not None

    @property
    def is_worded(self) -> bool:
        return CHINESE.search(self.text) is not None

    def overlap(self, start: int, stop: int) -> int:
        """How many of some places it fills."""
        return max(0, min(self.stop, stop) - max(self.start, start))

    def touches(self, start: int, stop: int) -> bool:
        """Whether it stands so near to other places that both are in one column."""
        return self.start <= stop and start <= self.stop


def words_of(text: str, line: int) -> list[Cell]:
    """The words of a line between blanks; an amount that touches a name is a word of its own."""
    found: list[Cell] = []
    for match in WORD.finditer(text):
        torn = TOUCHING.fullmatch(match.group())
        cut = match.start() + (len(torn.group(1)) if torn else 0)
        if torn:
            found.append(Cell(torn.group(1), line, match.start(), cut))
        found.append(Cell(text[cut : match.end()], line, cut, match.end()))
    return found


def cells_of(words: Sequence[Cell], filled: Sequence[tuple[int, int]]) -> list[Cell]:
    """The cells of a line: words with one blank between are one cell, unless that blank parts two columns.

    `filled` are the places that the other lines fill: a blank between names parts columns if none of them is there.
    """
    found: list[Cell] = []
    for word in words:
        if found and word.start - found[-1].stop <= 1 and not are_apart(found[-1], word, filled):
            found[-1] = joined(found[-1], word)
        else:
            found.append(word)
    return found


def are_apart(left: Cell, right: Cell, filled: Sequence[tuple[int, int]]) -> bool:
    """Whether two words that stand close beside each other on a line are two cells."""
    last, first = left.text.split(" ")[-1], right.text
    if right.start == left.stop:
        return True
    if looks_printed(last) or looks_printed(first):
        return True
    if is_letter(last) and is_letter(first):
        return False
    if first.startswith(DATE) or DIGITS.fullmatch(first) or last[-1:].isdigit():
        code = DIGITS.fullmatch(last) is not None and len(last) != 4
        return not first.startswith(DATE) and (code or bool(DIGITS.fullmatch(first) and len(first) != 4))
    return not any(start <= left.stop < stop for start, stop in filled)


def head_cells(words: Sequence[Cell]) -> list[Cell]:
    """The cells of a header's line; words of two cells that nearly touch on the page have one blank between them."""
    found: list[Cell] = []
    for word in words:
        near = bool(found) and word.start - found[-1].stop <= 1
        if near and not are_two_heads(found[-1], word):
            found[-1] = joined(found[-1], word)
        else:
            found.append(replace(word, near=near))
    return found


def are_two_heads(left: Cell, right: Cell) -> bool:
    """Whether two words of a header's line with one blank between are heads of two columns."""
    last, first = left.text.split(" ")[-1], right.text
    if is_letter(last) and is_letter(first):
        return {last, first} <= LEVELS
    words = CHINESE.search(last) and CHINESE.search(first) and len(first) > 1
    return bool(words) and not last[-1].isdigit() and last[-1] not in OPEN and first[0] not in INNER


def joined(left: Cell, right: Cell) -> Cell:
    """Two cells of a line as one."""
    return replace(left, text=f"{left.text} {right.text}", stop=right.stop)


def unspread(cells: Sequence[Cell], known: Iterable[str] = SPREAD_HEADS) -> list[Cell]:
    """The cells of a line, two letters far apart as the one word that they spell (收　入)."""
    found: list[Cell] = []
    words = set(known)
    for cell in cells:
        if found and is_letter(found[-1].text) and is_letter(cell.text) and found[-1].text + cell.text in words:
            found[-1] = Cell(found[-1].text + cell.text, cell.line, found[-1].start, cell.stop)
        else:
            found.append(cell)
    return found


def stretches(cells: Iterable[Cell]) -> list[tuple[int, int]]:
    """The runs of places that cells fill, parted by places that none fills."""
    return merged((cell.start, cell.stop) for cell in cells)


@dataclass(frozen=True)
class Content:
    """The places that the body of a column fills; whether it holds words, or amounts."""

    start: int
    stop: int
    worded: bool
    figures: bool


def content_of(body: Sequence[Sequence[Cell]], totals: bool = False) -> list[Content]:
    """The runs of places that the columns of a table's body fill; totals, often in between, count if asked for.

    A few names may be so long that they reach over the numbers beside them: these are a column of their own.
    """
    left_out = LONE_TOTAL if totals else TOTAL
    cells = [cell for line in body for cell in line if not left_out.fullmatch(cell.text)]
    numbers = indented([cell for cell in cells if not cell.is_worded])
    words = [cell for cell in cells if cell.is_worded]
    found = list(numbers)
    for start, stop in stretches(words):
        within = [word for word in words if start <= word.start < stop]
        for number in numbers:
            over = sum(word.overlap(*number) > 0 for word in within)
            if start < number[0] < stop and over * FEW < len(within):
                stop = number[0] - 1
        found.append((start, stop))
    return [content_in(start, stop, cells) for start, stop in merged(found)]


def content_in(start: int, stop: int, cells: Sequence[Cell]) -> Content:
    """What stands in a run of places."""
    within = [cell for cell in cells if start <= cell.start < stop]
    worded = sum(cell.is_worded for cell in within)
    return Content(start, stop, 2 * worded > len(within), any(cell.is_figure for cell in within))


def indented(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """The runs of places that numbers fill, those of codes that are indented level by level as one."""
    found: list[tuple[int, int]] = []
    above: list[Cell] = []
    for start, stop in stretches(cells):
        own = [cell for cell in cells if start <= cell.start < stop]
        if above and all(DIGITS.fullmatch(cell.text) and is_below(cell, above) for cell in own):
            found[-1] = (found[-1][0], stop)
            above = [*above, *own]
        else:
            found.append((start, stop))
            above = own if all(DIGITS.fullmatch(cell.text) for cell in own) else []
    return found


def is_below(cell: Cell, codes: Sequence[Cell]) -> bool:
    """Whether a code goes on with one of some on other lines, or is a whole one where none stands on its line."""
    if any(cell.line == code.line for code in codes):
        return False
    goes_on = any(cell.text.startswith(code.text) and cell.text != code.text for code in codes)
    return goes_on or (WHOLE_CODE.fullmatch(cell.text) is not None and all(len(code.text) >= 3 for code in codes))


def merged(runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of places, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, stop in sorted(runs):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], stop))
        else:
            found.append((start, stop))
    return found


def numbers_columns(cells: Sequence[Cell]) -> bool:
    """Whether a line only numbers the columns (栏次 1 2 3)."""
    return is_column_numbers(GridRow(tuple(cell.text for cell in cells), 0))


def is_row_of_cells(words: Sequence[Cell]) -> bool:
    """Whether a line is a row of a table with an amount that stands apart from all words, not a sentence with one."""
    return any(
        word.is_figure
        and (left is None or stands_apart(left, word))
        and (right is None or stands_apart(word, right))
        and (left is not None or right is not None)
        for left, word, right in zip([None, *words], words, [*words[1:], None], strict=False)
    )


def is_wide(words: Sequence[Cell]) -> bool:
    """Whether a line has an amount with a wide gap beside it."""
    return any(b.start - a.stop >= 2 and (a.is_figure or b.is_figure) for a, b in pairwise(words))


def stands_apart(left: Cell, right: Cell) -> bool:
    """Whether two words of a line can be of two cells: two blanks between, or numbers, or a numbered name."""
    if right.start - left.stop >= 2:
        return True
    if right.is_figure:
        return left.is_numeral
    return right.is_numeral or re.match(rf"{BEGINNING}|\d{{1,2}}、", right.text) is not None
