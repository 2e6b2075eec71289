"""Kinds of targets that the prose promises for every project: 各项目…成本指标、产出指标、效益指标和满意度指标."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from converter.facts import Indicator, Note
from converter.prose import Prose, join_prose, prose_lines

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

EVERY = re.compile(r"(?:各项目|所有项目|全部项目|每个项目|项目均|项目全部)[^。]*")
KINDS = {"成本指标": "cost", "产出": "output", "效益": "benefit", "满意度": "satisfaction"}
RULE = "indicator-promised"


def promise_notes(disclosure: Disclosure) -> Iterator[Note]:
    """A note for each kind of target that a sentence about all projects names."""
    prose = join_prose(prose_lines(disclosure.document, disclosure.tables))
    told: set[str] = set()
    for sentence in EVERY.finditer(prose.text):
        if "绩效" not in whole_sentence(prose, sentence):
            continue
        for word, kind in KINDS.items():
            if word in sentence.group(0) and kind not in told:
                told.add(kind)
                lines = (prose.line_at(sentence.start()), prose.line_at(sentence.end() - 1))
                yield Note(RULE, (lines,), word.removesuffix("指标") + "指标", key=kind, code=kind)
    if "satisfaction" in told:
        yield from unsatisfied(disclosure)


def unsatisfied(disclosure: Disclosure) -> Iterator[Note]:
    """Projects of whose targets some stand under no known kind, and none is about satisfaction."""
    targets: dict[str, list[Indicator]] = defaultdict(list)
    for target in disclosure.indicator_facts:
        targets[target.project].append(target)
    for project in disclosure.project_facts:
        own = targets.get(project.key, [])
        told = any(re.search(r"满意|认可", target.level3 + target.description + target.level1) for target in own)
        if not told and any(not target.level1 for target in own):
            lines = ((own[0].line_start, own[-1].line_end), (project.line_start, project.line_end))
            yield Note(RULE, lines, project.name, key=f"untold.{project.key}", known="满意度指标")


def whole_sentence(prose: Prose, found: re.Match[str]) -> str:
    return prose.text[prose.text.rfind("。", 0, found.start()) + 1 : found.end()]
