"""Units and projects that the prose names otherwise, or with another amount, than the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from converter.amounts import UNITS
from converter.facts import Finding
from converter.findings.message import make
from converter.prose import join_prose, prose_lines
from converter.words import key, strip_ordinal

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

ENDS = "局|中心|院|所|站|馆|处|办公室|本级"
LISTED = re.compile(rf"^(?:\d{{1,2}}[.、．]|[（(][一二三四五六七八九十]+[)）])(\S{{4,30}}?(?:{ENDS}))[；;。]?$")
MENTIONED = re.compile(r"([\u4e00-\u9fff（）()\d]{4,40}?)(\d[\d,]*(?:\.\d+)?)万元")
ALIKE = 0.6


def name_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Findings about names in the prose."""
    yield from listed_unit_findings(disclosure)
    yield from mention_findings(disclosure)


def listed_unit_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Units that the prose lists under another name than the tables."""
    org = disclosure.identity.organisation
    known = {key(name) for name in org.units.values()} | org.names
    free = [name for name in org.units.values() if key(name) not in {key(org.name)}]
    for line in prose_lines(disclosure.document, disclosure.tables):
        found = LISTED.match(strip_space(line.text))
        if not found or not org.units or is_known(found.group(1), known):
            continue
        name = found.group(1)
        near = max(free, key=lambda other: SequenceMatcher(None, key(other), key(name)).ratio(), default="")
        if near and SequenceMatcher(None, key(near), key(name)).ratio() >= ALIKE:
            yield make("name-differs", [(line.number, line.number)], key=key(name), found_name=name, known=near)


def strip_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


def is_known(name: str, known: set[str]) -> bool:
    """Whether a listed name is a unit's, with or without 局本级, 机关本级 and the like."""
    plain = key(strip_ordinal(name))
    bare = re.sub(r"(?:机关本级|局本级|本级|机关)$", "", plain)
    return plain in known or bare in known or f"{bare}局" in known


def mention_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Projects that the prose names with another amount (项目支出…，主要为A 5万元，B 40万元)."""
    prose = join_prose(prose_lines(disclosure.document, disclosure.tables))
    for sentence in re.finditer(r"(?:主要为|主要是|主要有|包括)([^。；]+)", prose.text):
        for found in MENTIONED.finditer(sentence.group(1)):
            name, value = found.group(1), Decimal(found.group(2).replace(",", "")) * UNITS["万元"]
            named = [p for p in disclosure.project_facts if is_short_for(key(name), key(p.name))]
            if len(named) != 1 or named[0].amount_yuan is None or abs(named[0].amount_yuan - value) <= Decimal(5000):
                continue
            line = prose.line_at(sentence.start(1) + found.start())
            lines = [(line, line), (named[0].line_start, named[0].line_end)]
            yield make(
                "narrative-vs-table",
                lines,
                expected=named[0].amount_yuan,
                found=value,
                key=f"project.{line}",
                what=name,
            )


def is_short_for(short: str, name: str) -> bool:
    """Whether all characters of a short name stand in a name, in their order."""
    rest = iter(name)
    return all(character in rest for character in short)
