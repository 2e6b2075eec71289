"""Names of projects that the document spells otherwise in another place, by one character."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from converter.facts import Note, Project
from converter.prose import join_prose, prose_lines
from converter.words import key
from ontology import codes

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

CUT = re.compile(r"^(?:20\d\d年?)?(?:度)?")
LEAST = 8
SCHEMES = ("function", "economic-department", "item")
Text = tuple[str, tuple[int, int]]


def spelling_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Places where one character of a project's name has been replaced by another."""
    names = {plain_name(project): project for project in disclosure.project_facts}
    known = "\n".join([*names, *(key(c.label_zh) for scheme in SCHEMES for c in codes.scheme(scheme))])
    said = list(texts(disclosure))
    for name, project in names.items():
        where: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for other, place in misspelt(name, said):
            if other not in known and place not in where[other]:
                where[other].append(place)
        for other, places in where.items():
            lines = (*places, (project.line_start, project.line_end))
            yield Note("name-differs", lines, other, key=f"spelling.{other}", known=name)


def plain_name(project: Project) -> str:
    return CUT.sub("", key(project.name))


def misspelt(name: str, said: Iterable[Text]) -> Iterator[Text]:
    """(words, lines) of each text that has the name but for one Chinese character; none for short names."""
    if len(name) < LEAST:
        return
    half = len(name) // 2
    for text, lines in said:
        for start in {*starts(text, name[:half], 0), *starts(text, name[half:], half)}:
            other = text[start : start + len(name)]
            if len(other) == len(name) and one_replaced(name, other):
                yield other, lines


def starts(text: str, part: str, offset: int) -> Iterator[int]:
    """Where a name would begin in a text, by each place of one of its halves."""
    at = text.find(part)
    while at >= 0:
        if at >= offset:
            yield at - offset
        at = text.find(part, at + 1)


def one_replaced(name: str, other: str) -> bool:
    """Whether two words of one length differ in one place, by Chinese characters that are no numbers."""
    differing = [(a, b) for a, b in zip(name, other, strict=True) if a != b]
    return len(differing) == 1 and all(re.match(r"[^\W\d_a-zA-Z一二三四五六七八九十]", c) for c in differing[0])


def texts(disclosure: Disclosure) -> Iterator[Text]:
    """Every text that may name a project: other projects, targets, goals and tasks, the sentences of the prose."""
    for project in disclosure.project_facts:
        yield key(project.name), (project.line_start, project.line_end)
    for target in disclosure.indicator_facts:
        yield key(target.level3), (target.line_start, target.line_end)
    for goal in disclosure.goal_facts:
        yield from ((key(text), (goal.line, goal.line)) for text in (goal.text, goal.task) if text)
    prose = join_prose(prose_lines(disclosure.document, disclosure.tables))
    for sentence in re.finditer(r"[^。；]+", prose.text):
        yield key(sentence.group(0)), (prose.line_at(sentence.start()), prose.line_at(sentence.end() - 1))
