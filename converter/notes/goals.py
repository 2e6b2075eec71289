"""Goals and prose targets for which a project's sheet has no target, and targets that are about another project."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from converter.document import Line
from converter.facts import Indicator, Note, Project
from converter.notes.language import characters, pairs
from converter.prose import prose_lines
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

CLAUSE = re.compile(r"[，,。；;]")
BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
AMOUNT = re.compile(r"\d[\d,.]*")
ENDING = re.compile(r"(?:等)?(?:专项)?(?:工作)?(?:经费|资金|费用?)$")
HEADED = re.compile(r"^\d{1,2}[、.．]")
PROSE_TARGET = re.compile(r"^绩效指标[:：](.+)")
ALIKE = 0.8
FEW, LONG, NEAR = 3, 4, 6


def goal_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on what a project's targets leave out, and on targets that belong to another project."""
    targets: dict[str, list[Indicator]] = defaultdict(list)
    for target in disclosure.indicator_facts:
        targets[target.project].append(target)
    for project in disclosure.project_facts:
        own = targets.get(project.key, [])
        if len(own) >= FEW:
            yield from goals_left_out(disclosure, project, own)
            yield from parts_left_out(project, own)
    yield from tasks_left_out(disclosure)
    yield from prose_targets(disclosure, targets)
    yield from borrowed(disclosure.project_facts, targets)


def words_of(targets: Sequence[Indicator]) -> set[str]:
    return pairs("，".join(f"{t.level3}，{t.description}，{t.published_value}" for t in targets))


def goals_left_out(disclosure: Disclosure, project: Project, own: Sequence[Indicator]) -> Iterator[Note]:
    """Clauses of the goals that share no word with any target, beside others that do; the project's name is no word."""
    known, name = words_of(own), pairs(project.name)
    for goal in (goal for goal in disclosure.goal_facts if goal.project == project.key and not goal.task):
        clauses = [clause.strip() for clause in CLAUSE.split(goal.text)]
        told = [(clause, pairs(clause) - name) for clause in clauses]
        lost = [clause for clause, words in told if len(words) >= FEW and not words & known]
        if len(lost) == 1 and any(words & known for _, words in told) and not is_counted(lost[0], own):
            lines = ((goal.line, goal.line), (own[0].line_start, own[-1].line_end))
            yield Note("goal-without-target", lines, lost[0], key=f"{key(project.key)}.{goal.line}", known=project.name)


def is_counted(clause: str, own: Sequence[Indicator]) -> bool:
    """Whether a target has the number of a clause, and words of it too."""
    numbers = {Decimal(n.rstrip(".").replace(",", "")) for n in AMOUNT.findall(clause)}
    return any(t.quantity in numbers and pairs(t.level3 + t.description) & pairs(clause) for t in own)


def listed_parts(name: str) -> list[str]:
    """What a name lists with 、: in its brackets when the list stands there, else outside of them."""
    inside = next((text for text in BRACKETS.findall(key(name)) if "、" in text), "")
    parts = [ENDING.sub("", part) for part in (inside or BRACKETS.sub("", key(name))).split("、")]
    return [part for part in parts if re.fullmatch(r"[\u4e00-\u9fff]{2,12}", part)]


def parts_left_out(project: Project, own: Sequence[Indicator]) -> Iterator[Note]:
    """What a project's name lists and no target is about."""
    parts, known = listed_parts(project.name), words_of(own)
    lost = [part for part in parts if pairs(part) and not pairs(part) & known]
    if len(parts) > 1 and any(len(part) > 2 for part in lost):
        lines = ((own[0].line_start, own[-1].line_end), (project.line_start, project.line_end))
        yield Note("goal-without-target", lines, "、".join(lost), key=key(project.key), known=project.name)


def tasks_left_out(disclosure: Disclosure) -> Iterator[Note]:
    """Tasks of the department that join several things, of which the content leaves some out."""
    for goal in (goal for goal in disclosure.goal_facts if goal.task):
        parts, content = [part for part in re.split(r"[；;]", goal.task) if pairs(part)], pairs(goal.text)
        lost = [part for part in parts if not pairs(part) & content]
        if len(parts) > 1 and lost and len(lost) < len(parts):
            where, name = ((goal.line, goal.line),), f"task.{goal.line}"
            yield Note("description-differs", where, "；".join(lost), None, name, goal.text, "task")


def prose_targets(disclosure: Disclosure, targets: dict[str, list[Indicator]]) -> Iterator[Note]:
    """Targets that the prose sets below the name of a project, and that its sheet does not have."""
    lines = [line for line in prose_lines(disclosure.document, disclosure.tables) if key(line.text)]
    for number, line in enumerate(lines):
        found = PROSE_TARGET.match(key(line.text))
        project = headed(lines[max(0, number - NEAR) : number], disclosure.project_facts) if found else None
        own = targets.get(project.key, []) if project else []
        if not found or project is None or len(own) < FEW:
            continue
        words = pairs(found.group(1)) - pairs(project.name)
        if words and not words & words_of(own):
            where = ((line.number,) * 2, (own[0].line_start, own[-1].line_end))
            yield Note("goal-without-target", where, found.group(1), key=f"prose.{line.number}", known=project.name)


def headed(lines: Sequence[Line], projects: Sequence[Project]) -> Project | None:
    """The project that the last numbered heading names."""
    heads = [line for line in lines if HEADED.match(key(line.text))]
    name = HEADED.sub("", key(heads[-1].text)).rstrip("。") if heads else ""
    near = max(projects, key=lambda p: likeness(key(p.name), name), default=None)
    return near if near and name and (name in key(near.name) or likeness(key(near.name), name) >= ALIKE) else None


def likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def borrowed(projects: Sequence[Project], targets: dict[str, list[Indicator]]) -> Iterator[Note]:
    """Targets that stand word for word in two projects and speak of what only one of them is about."""
    about = {p.key: characters("，".join((p.name, p.purpose, *p.goals))) for p in projects}
    same: dict[str, list[Indicator]] = defaultdict(list)
    for target in (t for p in projects for t in targets.get(p.key, []) if len(words_in(t)) >= LONG):
        same[words_in(target)].append(target)
    for words, group in same.items():
        fits = {t.project: len(subject(words) & about[t.project]) for t in group}
        best, most = max(fits.items(), key=lambda fit: fit[1])
        owner = next(t for t in group if t.project == best)
        for target in group:
            if most - fits[target.project] >= FEW - 1 and fits[target.project] <= 1 and len(fits) == FEW - 1:
                lines = ((target.line_start, target.line_end), (owner.line_start, owner.line_end))
                name = next(p.name for p in projects if p.key == best)
                yield Note("target-of-other", lines, target.description or target.level3,
                           key=f"{key(target.project)}.{target.line_start}", known=name)  # fmt: skip


def words_in(target: Indicator) -> str:
    return key(target.level3 + target.description)


def subject(words: str) -> set[str]:
    """The characters of what a target is about, without those of satisfaction."""
    return characters(re.sub(r"满意(?:度|程度|率)?|服务对象|受益|群众|合作|人员|指标", " ", words))
