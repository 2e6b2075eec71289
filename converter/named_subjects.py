"""Subjects that the prose names by level or by code: 审计事务（款）行政运行（项）, 司法（06款）, 行政运行（2010801）.

A name counts only where the code lists have it there: at its level, below what is named before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from converter.words import key
from ontology import codes

MARK = re.compile(r"[(（](?:(?P<code>\d{2,7})?(?P<level>[类款项])?)[)）]")
SIZES = {"类": 3, "款": 5, "项": 7}
SCHEMES = {"2": "function", "3": "economic-department", "5": "economic-government"}
LONGEST = 40
WORDS = re.compile(r"[\u4e00-\u9fff、]+(?:[(（][一二三四五六七八九十室境][)）])?$")
Names = dict[str, tuple[str, ...]]  # a name, the codes that have it


@dataclass(frozen=True)
class NamedSubject:
    """A subject and the place of its name in the text: `subject` is `scheme/notation`, "" for a name in no list."""

    start: int
    end: int
    subject: str


def named_subjects(text: str) -> list[NamedSubject]:
    """The subjects that a text without spaces names, in order; of 类, 款 and 项 in a row the last."""
    found: list[NamedSubject] = []
    last = ""
    for mark in MARK.finditer(text):
        before = found[-1] if found else None
        here = by_level(text, mark, before, last) if mark.group("level") else by_code(text, mark)
        if here is None and mark.group("level"):
            here = NamedSubject(mark.start(), mark.end(), "")
        if here is None:
            continue
        if before and mark.group("level") and here.start == before.end:
            found[-1] = NamedSubject(before.start, here.end, here.subject)
        else:
            found.append(here)
        last = notation(here) if here.subject.startswith("function/") else last
    return found


def notation(named: NamedSubject) -> str:
    return named.subject.rpartition("/")[2]


def by_code(text: str, mark: re.Match[str]) -> NamedSubject | None:
    """The subject whose whole code stands behind its name, or behind a form of it (a 支出 more, a 机关 less)."""
    code = mark.group("code") or ""
    scheme = SCHEMES.get(code[:1], "")
    if not scheme or code not in codes.scheme(scheme):
        return None
    concept = codes.scheme(scheme)[code]
    found = WORDS.search(text, max(0, mark.start() - LONGEST), mark.start())
    name = key(found.group(0)).removesuffix("支出") if found else ""
    labels = [key(label) for label in (concept.label_zh, *concept.alt_zh)]
    if found is None or len(name) < 2 or not any(x.removesuffix("支出") in name or name in x for x in labels):
        return None
    own = max((len(label) for label in labels if text.endswith(label, 0, mark.start())), default=len(found.group(0)))
    return NamedSubject(mark.start() - own, mark.end(), f"{scheme}/{code}")


def by_level(text: str, mark: re.Match[str], before: NamedSubject | None, last: str) -> NamedSubject | None:
    """The one subject of a level that its name can mean: below the name right before it, else below the last."""
    size, part = SIZES[mark.group("level")], mark.group("code") or ""
    for name, found in names_before(text, mark.start(), size):
        start = start_of(text, mark.start(), name)
        if start is None:
            continue
        above = notation(before) if before and before.end == start else class_before(text, start)
        for within in (above,) if above else ("", last, last[:5], last[:3]):
            fits = {code for code in found if code.startswith(within[: size - 2]) and code.endswith(part)}
            if len(fits) == 1:
                return NamedSubject(start, mark.end(), f"function/{fits.pop()}")
    return None


def class_before(text: str, end: int) -> str:
    """The 类 whose name alone stands right before a place, or ""."""
    return next((found[0] for _, found in names_before(text, end, 3) if len(found) == 1), "")


def names_before(text: str, end: int, size: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of a level that end a text at a place, longest first, each with its codes."""
    names = names_of(size)
    plain = key(text[max(0, end - LONGEST) : end])
    for length in range(len(plain), 1, -1):
        if plain[-length:] in names:
            yield plain[-length:], names[plain[-length:]]


@cache
def names_of(size: int) -> Names:
    """The names of a level of functions, with and without 支出; of 项 also behind the name of their 款."""
    found: dict[str, set[str]] = {}
    functions = codes.scheme("function")
    for concept in functions:
        if len(concept.notation) == size and concept.notation.isdigit():
            for label in (concept.label_zh, *concept.alt_zh):
                above = functions.get(concept.notation[:-2]) if size == 7 else None
                for name in (label, f"{above.label_zh}{label}" if above else label):
                    for form in (key(name), key(name).removesuffix("支出")):
                        found.setdefault(form, set()).add(concept.notation)
    return {name: tuple(sorted(notations)) for name, notations in found.items() if len(name) > 1}


def start_of(text: str, end: int, name: str) -> int | None:
    """Where a name that ends at a place begins, whatever the form of its brackets and quotes; None if it does not."""
    start = max(0, end - len(name))
    while start >= 0 and end - start <= LONGEST:
        plain = key(text[start:end])
        if len(plain) >= len(name):
            return start if plain == name else None
        start -= 1
    return None
