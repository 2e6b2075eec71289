"""Units that the prose or the projects name otherwise than the tables do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from converter.facts import Note
from converter.prose import prose_lines
from converter.words import key, strip_ordinal

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

ENDS = "局|中心|院|所|站|馆|处|办公室|本级"
LISTED = re.compile(rf"^(?:\d{{1,2}}[.、．]|[（(][一二三四五六七八九十]+[)）])(\S{{4,30}}?(?:{ENDS}))[；;。]?$")
ORGANISATION_ENDS = ("局", "中心", "委员会", "办公室")
ALIKE = 0.6


def name_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on names that differ."""
    yield from listed_units(disclosure)
    yield from project_units(disclosure)


def listed_units(disclosure: Disclosure) -> Iterator[Note]:
    """Units that the prose lists under another name than the tables."""
    org = disclosure.identity.organisation
    known = {key(name) for name in org.units.values()} | org.names
    free = [name for name in org.units.values() if key(name) not in {key(org.name)}]
    for line in prose_lines(disclosure.document, disclosure.tables):
        found = LISTED.match(re.sub(r"\s+", "", line.text))
        if not found or not org.units or is_known(found.group(1), known):
            continue
        name = found.group(1)
        near = max(free, key=lambda other: SequenceMatcher(None, key(other), key(name)).ratio(), default="")
        if near and SequenceMatcher(None, key(near), key(name)).ratio() >= ALIKE:
            yield Note("name-differs", ((line.number,) * 2,), name, key=key(name), known=near)


def is_known(name: str, known: set[str]) -> bool:
    """Whether a listed name is a unit's, with or without 局本级, 机关本级 and the like."""
    plain = key(strip_ordinal(name))
    bare = re.sub(r"(?:机关本级|局本级|本级|机关)$", "", plain)
    return plain in known or bare in known or f"{bare}局" in known


def project_units(disclosure: Disclosure) -> Iterator[Note]:
    """Units of projects whose name differs by a character or two from a unit of the department."""
    org = disclosure.identity.organisation
    known = {key(name): name for name in (org.name, *org.units.values())}
    near: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for project in disclosure.project_facts:
        plain = key(project.unit).removesuffix("本级")
        if not plain or plain in known or not plain.endswith(ORGANISATION_ENDS):
            continue
        alike = [name for other, name in known.items() if len(other) == len(plain) and differences(other, plain) <= 2]
        if alike:
            near[project.unit, alike[0]].append((project.line_start, project.line_end))
    for (unit, name), lines in near.items():
        yield Note("name-differs", tuple(lines), unit, key=key(unit), known=name)


def differences(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))
