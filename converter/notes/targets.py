"""Targets of one project that contradict one another, and values and descriptions that do not fit their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.facts import Indicator, Note
from converter.notes.language import characters, said
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

HUNDRED = Decimal(100)
RATIO = re.compile(r"比例|比率|百分比|占.{1,12}的比|[)）]?[÷/×]")
CONTROL = re.compile(r"控制率$")
PROPERTY = re.compile(r"^[\u4e00-\u9fff]{1,3}性$")
THINGS = re.compile(r"^[\u4e00-\u9fff]{2,5}(?:、[\u4e00-\u9fff]{2,5})+$")
OUTPUT = re.compile(r"^(?:工作|任务|项目|计划)(?:按时|及时)?(?:完成|办结|验收合格)率$")
COST_UNIT = re.compile(r"^(?:百|千|万|亿)?(?:员|园|无|远)(?=$|/)")
LOW = Decimal(50)
LEAST = 4
Lines = tuple[int, int]


def target_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on single targets and on pairs of them."""
    projects: dict[str, list[Indicator]] = defaultdict(list)
    for target in disclosure.indicator_facts:
        projects[target.project].append(target)
    for project, targets in projects.items():
        yield from conflicts(targets)
        yield from complements(targets)
        yield from without_basis(targets)
        for target in targets:
            yield from value_notes(target)
            if project:
                yield from description_notes(target)


def lines_of(target: Indicator) -> Lines:
    return target.line_start, target.line_end


def name_of(target: Indicator) -> str:
    return f"{key(target.project)[-8:]}.{key(target.level3)}.{target.line_start}"


def conflicts(targets: Sequence[Indicator]) -> Iterator[Note]:
    """A target without exception beside a rate that leaves room; one name with two values."""
    for pattern in said()["absolute"]:
        whole = [t for t in targets if re.search(pattern["said"], key(t.level3 + t.description + t.published_value))]
        rates = [t for t in targets if re.search(pattern["rate"], key(t.level3)) and below_hundred(t)]
        for absolute in whole[:1]:
            yield from (conflict(rate, absolute) for rate in rates if rate is not absolute)
    for number, one in enumerate(targets):
        yield from (conflict(other, one) for other in targets[number + 1 :] if is_other_value(one, other))


def conflict(one: Indicator, other: Indicator) -> Note:
    seen, known = (f"{t.level3} {t.published_value}" for t in (one, other))
    return Note("targets-conflict", (lines_of(one), lines_of(other)), seen, key=name_of(one), known=known)


def below_hundred(target: Indicator) -> bool:
    at_least = target.comparator in {"ge", "gt", "eq", "approximately"}
    return target.unit == "%" and at_least and target.quantity is not None and target.quantity < HUNDRED


def is_other_value(one: Indicator, other: Indicator) -> bool:
    """Whether two targets of one name, kind and unit ask for different quantities, with one sign."""
    same = (key(one.level3), one.level2, one.unit, one.comparator, key(one.description)) == (
        key(other.level3), other.level2, other.unit, other.comparator, key(other.description)
    )  # fmt: skip
    both = one.quantity is not None and other.quantity is not None
    return same and both and one.quantity != other.quantity and len(key(one.level3)) >= LEAST


def complements(targets: Sequence[Indicator]) -> Iterator[Note]:
    """Rates of which each is what the other leaves, and that leave something else."""
    for pattern in said()["complement"]:
        ones = [t for t in targets if re.search(pattern["one"], key(t.level3)) and t.comparator == "ge"]
        others = [t for t in targets if re.search(pattern["other"], key(t.level3)) and t.comparator == "le"]
        for one, other in zip(ones[:1], others[:1], strict=False):
            if one.quantity is not None and other.quantity is not None and one.quantity + other.quantity != HUNDRED:
                yield conflict(other, one)


def value_notes(target: Indicator) -> Iterator[Note]:
    """A rate of control that allows hardly anything, a property instead of a value, a unit that is a slip."""
    name, value = key(target.level3), key(target.published_value)
    low = target.comparator == "le" and target.unit == "%" and (target.quantity or HUNDRED) < LOW
    if CONTROL.search(name) and low and RATIO.search(key(target.description)):
        yield note("indicator-value", target, "control")
    if PROPERTY.match(value) and not name.endswith(value):
        yield note("indicator-value", target, "property")
    ratio = RATIO.search(key(target.description)) and not re.search(r"[率比]", name) and not RATIO.search(value)
    if target.project and ratio and target.comparator == "qualitative":
        yield note("indicator-value", target, "words")
    if COST_UNIT.match(target.unit):
        yield note("indicator-unit", target, "slip")
    if target.project and THINGS.match(value) and not target.level1.startswith(("效益", "满意")) and "、" in value:
        yield note("indicator-value", target, "things")
    if target.project and has_lost(name, key(target.description)):
        yield note("indicator-name", target, "lost")
    if target.level1.startswith("效益") and OUTPUT.match(name):
        yield note("indicator-level", target, "output")


def has_lost(name: str, described: str) -> bool:
    """Whether a name has only the first character of a verb that its description has whole."""
    return any(verb in described and verb not in name and name.startswith(verb[0]) for verb in said()["verb"])


def note(rule: str, target: Indicator, code: str = "") -> Note:
    seen = f"{target.level3} {target.published_value}"
    return Note(rule, (lines_of(target),), seen, key=f"{code}.{name_of(target)}", code=code)


def description_notes(target: Indicator) -> Iterator[Note]:
    """A description that has nothing to do with the name, or a cost whose description names none."""
    name, described = key(target.level3), key(target.description)
    if len(described) < LEAST or described == name:
        return
    costs = "成本" in name and "元" in target.unit and not re.search(said()["cost"], described)
    own = set() if re.search(said()["plain_name"], name) else characters(name)
    if costs or (len(own) > 1 and not own & set(described) and not set(name) & characters(described)):
        lines = (lines_of(target),)
        yield Note("description-differs", lines, target.level3, None, name_of(target), target.description, "target")


def without_basis(targets: Sequence[Indicator]) -> Iterator[Note]:
    """Targets without a basis beside others of the project that have one."""
    if sum(bool(target.basis) for target in targets) * 2 > len(targets):
        for target in targets:
            if not target.basis:
                yield note("basis-missing", target)
