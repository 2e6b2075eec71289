"""A stored number as its format shows it: the text that a reader of the workbook sees.

Formats are written as in ECMA-376, 18.8.31. What a format cannot tell here (fractions, exponents, numerals of other
scripts) is shown as in the general format, with all its digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[([^\]]*)\]|(General|G/通用格式)|([0#?.,%])|(.)', re.I | re.S)
CONDITION = re.compile(r"[<>=]+-?[\d.]+$")
UNKNOWN = re.compile(r"DBNum|ENG", re.I)
CURRENCY = "¥￥$€"
MOST_EXACT = Decimal(10) ** 15
MAX_FORMAT = 255


@dataclass(frozen=True)
class Pattern:
    """One section of a format: text before and after the digits, the digits, and what else is done to the number."""

    before: str
    whole: tuple[str, ...]
    places: str
    after: str
    grouped: bool
    shift: int
    percent: bool
    general: bool

    @property
    def empty(self) -> bool:
        return not (self.whole or self.places or self.general)


MINUS = ("-", "－", "△", "▲")


def shown(value: int | float, number_format: str) -> str:
    """The number as its format shows it; a negative one always with a sign, for brackets or colour say no more."""
    exact = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return str(value)
    sections = patterns(number_format)
    if not sections:
        return plain(exact)
    index = 1 if exact < 0 and len(sections) > 1 else 2 if exact == 0 and len(sections) > 2 else 0
    text = filled(abs(exact), sections[min(index, len(sections) - 1)])
    negative = exact < 0 and any(character in "123456789" for character in text)
    return f"-{text}" if negative and not text.startswith(MINUS) else text


def plain(value: Decimal) -> str:
    """The digits of a number without a format; one of more digits than a workbook keeps is given in its own form."""
    if abs(value) >= MOST_EXACT:
        return f"{value:E}"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1024)
def patterns(number_format: str) -> tuple[Pattern, ...]:
    """The sections for numbers, at most three; none for a format that is not understood, or for text."""
    if len(number_format) > MAX_FORMAT or number_format in {"", "@"}:
        return ()
    found = [read_section(section) for section in split_sections(number_format)[:3]]
    return () if None in found else tuple(pattern for pattern in found if pattern)


def split_sections(number_format: str) -> list[str]:
    """The parts between semicolons that stand in no quotes."""
    sections = [""]
    for piece in re.findall(r'"[^"]*"|\\.|.', number_format, re.S):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


def read_section(section: str) -> Pattern | None:
    """One section, or None when it does more than place digits."""
    whole: list[str] = []
    texts, places, percent, general, point = ["", ""], "", False, False, False
    for quoted, escaped, bracket, whatever, sign, other in TOKEN.findall(section):
        literal = quoted or escaped or other
        if bracket and (CONDITION.match(bracket) or UNKNOWN.search(bracket)):
            return None
        if other and re.match(r"[A-Za-z/年月日@]", other):
            return None
        general, percent = general or bool(whatever), percent or sign == "%"
        if sign == "." and not point:
            point = True
        elif sign in tuple("0#?,"):
            places, whole = (places + sign, whole) if point else (places, [*whole, sign])
        elif sign == "%" or (literal and literal not in CURRENCY):
            place_text(sign or literal, whole, texts, bool(places))
    return finish(whole, texts, places, percent, general)


def place_text(text: str, whole: list[str], texts: list[str], ended: bool) -> None:
    """Puts a literal before the digits, among them or behind them."""
    if not whole and not ended:
        texts[0] += text
    elif ended or text == "%":
        texts[1] += text
    else:
        whole.append(text)


def finish(whole: list[str], texts: list[str], places: str, percent: bool, general: bool) -> Pattern:
    """The section, its commas told apart: between digits they group, behind them they divide by a thousand."""
    shift = 0
    places = places.rstrip(",") if (thousands := len(places) - len(places.rstrip(","))) else places
    tail: list[str] = []
    while whole and whole[-1] not in ("0", "#", "?"):
        last = whole.pop()
        if last == ",":
            shift += 1
        else:
            tail.insert(0, last)
    grouped = "," in whole
    digits = tuple(mark for mark in whole if mark != ",")
    after = "".join(tail) + texts[1]
    brackets = texts[0].replace("(", "").replace("（", ""), after.replace(")", "").replace("）", "")
    before, after = brackets if texts[0][-1:] in ("(", "（") else (texts[0], after)
    return Pattern(before, digits, places, after, grouped, (shift + thousands) * 3, percent, general)


def filled(value: Decimal, pattern: Pattern) -> str:
    """The digits of a number that is not negative in their places."""
    if pattern.general or value >= MOST_EXACT:
        return pattern.before.strip() + plain(value) + pattern.after.rstrip()
    if pattern.empty:
        return (pattern.before + pattern.after).strip()
    scaled = value.scaleb((2 if pattern.percent else 0) - pattern.shift)
    step = Decimal(1).scaleb(-len(pattern.places))
    head, _, tail = f"{scaled.quantize(step, ROUND_HALF_UP):f}".partition(".")
    while tail and pattern.places[len(tail) - 1] != "0" and tail[-1] == "0":
        tail = tail[:-1]
    text = whole_part(head, pattern) + (f".{tail}" if tail else "")
    text = f"0{text}" if text.startswith(".") else text
    return (pattern.before.lstrip() + text + pattern.after).strip()


def whole_part(head: str, pattern: Pattern) -> str:
    """The digits before the point, filled in from the right, with literals where the format has them."""
    digits = list(head.lstrip("0"))
    out: list[str] = []
    for mark in reversed(pattern.whole):
        if mark not in ("0", "#", "?"):
            out.append(mark)
        elif digits or mark == "0":
            out.append(digits.pop() if digits else "0")
    text = "".join(digits) + "".join(reversed(out))
    return f"{int(text):,}".rjust(len(text), "0") if pattern.grouped and text.isdecimal() else text


def shown_date(value: datetime | date | time, number_format: str) -> str:
    """A stored day in the way that disclosures write it: 2025年1月31日 where the format has 年, else 2025-01-31."""
    if isinstance(value, time):
        return value.isoformat("minutes")
    if "年" not in number_format:
        return value.strftime("%Y-%m-%d")
    parts = ((value.year, "年"), (value.month, "月"), (value.day, "日"))
    return "".join(f"{number}{unit}" for number, unit in parts if unit in number_format)
