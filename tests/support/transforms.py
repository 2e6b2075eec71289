"""Changes made to real documents, so that the reading is tested on layouts and errors that nobody has published."""

from __future__ import annotations

import re
from collections.abc import Container
from decimal import Decimal

from converter.amounts import DECIMAL


def collapse(text: str) -> str:
    """Tabs and Markdown cells become bare words: empty cells vanish, and with them their columns."""
    return "\n".join(collapse_line(line) for line in text.split("\n"))


def collapse_line(line: str) -> str:
    if re.fullmatch(r"\|?[\s:|-]+\|?", line) and "-" in line:
        return ""
    if line.lstrip().startswith("|"):
        cells = line.strip().strip("|").split("|")
    elif "\t" in line:
        cells = line.split("\t")
    else:
        return line
    return " ".join(re.sub(r"\s+", "", cell) for cell in cells if cell.strip())


def wrap(text: str, width: int, numbers: Container[int]) -> str:
    """The lines with these numbers broken at another width; figures and codes stay whole."""
    out = []
    for number, line in enumerate(text.split("\n"), start=1):
        out += wrap_words(line.split(" "), width) if number in numbers and len(line) > width else [line]
    return "\n".join(out)


def wrap_words(words: list[str], width: int) -> list[str]:
    lines, current = [], ""
    for word in words:
        while len(word) > width and not DECIMAL.match(word):
            lines += [current] if current else []
            current = ""
            lines.append(word[:width])
            word = word[width:]
        current = f"{current} {word}".strip()
    return [*lines, current] if current else lines


def rescale(text: str, factor: Decimal) -> str:
    """Every amount with two decimals multiplied."""
    return re.sub(r"(?<![\d.])\d{1,3}(?:,?\d{3})*\.\d\d(?!\d)", lambda m: scaled(m.group(0), factor), text)


def scaled(number: str, factor: Decimal) -> str:
    value = Decimal(number.replace(",", "")) * factor
    return f"{value:,.2f}" if "," in number else f"{value:.2f}"
