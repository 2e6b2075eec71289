"""Reads the amounts of single projects that the prose names: 项目支出…，主要为甲 5 万元，乙 40 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from converter.amounts import parse, yuan
from converter.document import Document
from converter.facts import Project, Statement
from converter.prose import join_prose, prose_lines
from converter.tables import RawTable
from converter.words import key

OPENING = re.compile(r"(?:主要为|主要是|主要有|包括|主要项目[为是]|重点项目[一二三四五六七八九十]*[:：])([^。；]+)")
NAMED = re.compile(
    r"([\u4e00-\u9fff〔〕\[\]【】（）()、，\d]{4,60}?)(?:项目)?(?:[，,]?年初预算(?:安排)?|安排|共计)?"
    r"(\d[\d,]*(?:\.\d+)?)(亿元|万元|元)"
)
ENDING = re.compile(r"(?:补助|专项)?(?:资金|经费|费用?)$")


def read_mentions(document: Document, tables: Sequence[RawTable], projects: Sequence[Project]) -> Iterator[Statement]:
    """The amounts of sentences that list projects, for the names that fit one project only."""
    prose = join_prose(prose_lines(document, tables))
    for sentence in OPENING.finditer(prose.text):
        for found in NAMED.finditer(sentence.group(1)):
            project = project_named(found.group(1).strip("，、,"), projects)
            amount = parse(found.group(2), 0)
            if project is None or amount is None or is_about(prose.text, sentence.start(), project):
                continue
            start, end = sentence.start(1) + found.start(), sentence.start(1) + found.end()
            value, unit = yuan(amount.value, found.group(3)), found.group(3)
            lines = prose.line_at(start), prose.line_at(end - 1)
            yield Statement(
                project.key, "project", "amount", value, amount.text, unit, "", found.group(0)[-40:], *lines
            )


def is_about(text: str, start: int, project: Project) -> bool:
    """Whether a list opens with the parts of a project: 甲 9 万元，主要包括：甲的一部分 5 万元."""
    return key(project.name) in key(text[text.rfind("。", 0, start) + 1 : start])


def project_named(name: str, projects: Sequence[Project]) -> Project | None:
    """The one project that a name is, abbreviates or lengthens; None when several could be meant."""
    plain = key(name)
    for words in (plain, ENDING.sub("", plain)):
        exact = [project for project in projects if key(project.name) == words]
        near = exact or [p for p in projects if is_short_for(words, key(p.name)) or is_short_for(key(p.name), words)]
        if len(near) == 1 and len(words) >= 4:
            return near[0]
        if near:
            return None
    return None


def is_short_for(short: str, name: str) -> bool:
    """Whether all characters of a short name stand in a name, in their order."""
    rest = iter(name)
    return all(character in rest for character in short)
