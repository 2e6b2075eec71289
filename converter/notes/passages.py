"""Passages of the prose that contradict themselves: signs, two years, reasons, numbers of staff and of cars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.facts import Note
from converter.notes.language import pattern

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

MORE = {"增加", "增长", "上升"}
CENT = Decimal("0.02")


def passage_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Signs against words, two years against their difference, reasons that only repeat, staff and cars."""
    prose = disclosure.prose
    for found in pattern("negative").finditer(prose.text):
        yield passage(disclosure, "direction-differs", found, "负数")
    for found in pattern("two_years").finditer(prose.text):
        now, before, by = (Decimal(found.group(name).replace(",", "")) for name in ("now", "before", "by"))
        signed = by if found.group("sign") in {"增加", "增长"} else -by
        if abs(now - before - signed) > CENT:
            yield passage(disclosure, "direction-differs", found, f"{now - before:+f}万元")
    for found in pattern("empty_reason").finditer(prose.text):
        if pattern("only_names").fullmatch(found.group("reason")):
            yield passage(disclosure, "reason-empty", found, found.group("reason"))
    yield from rates(disclosure)
    yield from counted(disclosure, pattern("staff"), pattern("kind"))
    yield from counted(disclosure, pattern("vehicles"), pattern("car"))


def rates(disclosure: Disclosure) -> Iterator[Note]:
    """A rise whose rate falls; a rate that is not the change over the amount of the year before beside it."""
    for found in pattern("rise_fall").finditer(disclosure.prose.text):
        some = all(Decimal(found.group(name).replace(",", "").rstrip(".")) for name in ("by", "rate"))
        if some and (found.group(1) in MORE) != (found.group(3) in MORE):
            yield passage(disclosure, "direction-differs", found, f"{found.group(1)}、{found.group(3)}")
    for found in pattern("from_before").finditer(disclosure.prose.text):
        before, by, rate = (Decimal(found.group(name).replace(",", "")) for name in ("before", "by", "rate"))
        slack = Decimal(1).scaleb(-len(found.group("rate").partition(".")[2]))
        bases = [base for base in (before, before - by, before + by) if base > 0]
        if by and bases and all(abs(by * 100 / base - rate) > slack + 1 / base for base in bases):
            yield passage(disclosure, "percent-arithmetic", found, f"{by * 100 / before:.2f}%")


def counted(disclosure: Disclosure, whole: re.Pattern[str], part: re.Pattern[str]) -> Iterator[Note]:
    """Numbers of people or cars whose kinds, two at least, add up to another number."""
    for found in whole.finditer(disclosure.prose.text):
        parts = [int(n) for n in part.findall(pattern("stop").split(found.group("rest"))[0])]
        if len(parts) > 1 and sum(parts) != int(found.group("n")):
            yield passage(disclosure, "prose-parts", found, " + ".join(map(str, parts)) + f" = {sum(parts)}")


def passage(disclosure: Disclosure, rule: str, found: re.Match[str], known: str) -> Note:
    prose = disclosure.prose
    lines = (prose.line_at(found.start()), prose.line_at(found.end() - 1))
    return Note(rule, (lines,), found.group(0)[:60], key=f"{rule}.{lines[0]}.{found.start()}", known=known)
