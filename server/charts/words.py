"""How much of a text fits into a space of a chart."""

import re
import unicodedata

_NARROW = 0.56  # of the font size, for Latin letters and digits
_MARK = "…"
# What a line is not broken within: a word of Latin letters with the space after it, or one other character.
_PIECES = re.compile(r"[\x21-\x7e]+\s*|\s+|.")


def width(text: str, size: float) -> float:
    """The rough width of a text at a font size: Chinese is as wide as it is high."""
    return sum(size if unicodedata.east_asian_width(each) in "WF" else _NARROW * size for each in text)


def fitted(text: str, size: float, room: float) -> str:
    """The text, cut with a mark where it is too long for the room; empty where nearly nothing would be left."""
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(kept + _MARK, size) > room:
        kept = kept[:-1]
    return kept.rstrip() + _MARK if len(kept) > 1 else ""


def wrapped(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """The text over at most so many lines, the last one cut where it goes on; words of Latin letters stay whole."""
    if room < 2 * size:
        return ()
    lines: list[str] = []
    for piece in _PIECES.findall(text):
        if lines and (len(lines) == most or width(lines[-1] + piece.rstrip(), size) <= room):
            lines[-1] += piece
        elif most:
            lines.append(piece)
    shown = [fitted(line.strip(), size, room) for line in lines]
    whole = next((place for place, line in enumerate(lines) if shown[place] != line.strip()), len(lines))
    return tuple(line for line in shown[: whole + 1] if line)
