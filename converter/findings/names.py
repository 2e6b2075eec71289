"""Units and projects that the prose names otherwise, or with another amount, than the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from converter.facts import Finding
from converter.findings.message import make
from converter.findings.prose import printed_half
from converter.prose import prose_lines
from converter.words import key, strip_ordinal

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

ENDS = "局|中心|院|所|站|馆|处|办公室|本级"
LISTED = re.compile(rf"^(?:\d{{1,2}}[.、．]|[（(][一二三四五六七八九十]+[)）])(\S{{4,30}}?(?:{ENDS}))[；;。]?$")
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
    """Projects that the prose names with another amount than the tables."""
    projects = {project.key: project for project in disclosure.project_facts}
    for stated in disclosure.statement_facts:
        project = projects.get(stated.item) if stated.scheme == "project" else None
        if project is None or project.amount_yuan is None:
            continue
        if abs(project.amount_yuan - stated.value) > printed_half(stated):
            lines = [(stated.line_start, stated.line_end), (project.line_start, project.line_end)]
            yield make(
                "narrative-vs-table",
                lines,
                expected=project.amount_yuan,
                found=stated.value,
                key=f"project.{stated.line_start}.{key(project.key)}",
                what=project.name,
            )
