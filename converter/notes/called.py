"""Projects that the prose, a task or another table calls by another name than their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from converter.facts import Note, Project
from converter.notes.goals import headed
from converter.notes.spelling import one_replaced, plain_name
from converter.prose import prose_lines
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

YEAR = re.compile(r"^(?:20\d\d年?)?(?:度)?")
AMOUNT = re.compile(r"[\d,.]+(?:亿元|万元|元).*$")
HEADED = re.compile(r"^\d{1,2}[、.．]")
ENDING = re.compile(r"(?:项目)?(?:[，,]?年初预算(?:安排)?|安排|共计)?$")
LEAD = re.compile(r"^.*(?:主要为|主要是|主要有|包括|项目[为是]|[:：，,])")
ALIKE = 0.72
LEAST = 8
Place = tuple[int, int]


def called_notes(disclosure: Disclosure) -> Iterator[Note]:
    """A note for each other name of a project; words left out at its ends or in brackets make no other name."""
    known = {plain_name(project) for project in disclosure.project_facts}
    places: dict[str, list[Place]] = defaultdict(list)
    named: dict[str, Project] = {}
    for name, project, lines in (*mentioned(disclosure), *headings(disclosure), *tasks(disclosure)):
        if name not in known and len(name) >= LEAST and is_variant(name, plain_name(project)):
            places[name].append(lines)
            named.setdefault(name, project)
    for name, project in named.items():
        where = (*places[name], (project.line_start, project.line_end))
        yield Note("project-called-otherwise", where, name, key=name, known=project.name)


def is_variant(name: str, own: str) -> bool:
    """Whether a name is another form of a project's: near to it, and neither a part of it nor with more around it."""
    bare, other = (re.sub(r"[(（][^()（）]*[)）]", "", text) for text in (name, own))
    within = name in own or own in name or bare in own or other in name
    if within or (len(name) == len(own) and one_replaced(name, own)):  # that is a misspelling, a note of its own
        return False
    return SequenceMatcher(None, bare, other, autojunk=False).ratio() >= ALIKE


def mentioned(disclosure: Disclosure) -> Iterator[tuple[str, Project, Place]]:
    """The names before the amounts of projects in the prose."""
    projects = {project.key: project for project in disclosure.project_facts}
    for stated in disclosure.statement_facts:
        if stated.scheme == "project" and stated.item in projects:
            words = ENDING.sub("", AMOUNT.sub("", key(stated.quote)))
            name = YEAR.sub("", LEAD.sub("", words))
            yield name, projects[stated.item], (stated.line_start, stated.line_end)


def headings(disclosure: Disclosure) -> Iterator[tuple[str, Project, Place]]:
    """Numbered headings of the prose that are near to one project's name only."""
    for line in prose_lines(disclosure.document, disclosure.tables):
        project = headed([line], disclosure.project_facts) if HEADED.match(key(line.text)) else None
        if project is not None:
            name = YEAR.sub("", HEADED.sub("", key(line.text)).rstrip("。"))
            yield name, project, (line.number, line.number)


def tasks(disclosure: Disclosure) -> Iterator[tuple[str, Project, Place]]:
    """Tasks of the department that are named nearly like one project."""
    for goal in disclosure.goal_facts:
        name = YEAR.sub("", key(goal.task))
        alike = [p for p in disclosure.project_facts if name and is_variant(name, plain_name(p))]
        if len(alike) == 1:
            yield name, alike[0], (goal.line, goal.line)
