"""Explanations of targets that belong to another target of the same table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from converter.facts import Indicator, Note
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

FORMULA = re.compile(r"([\u4e00-\u9fff]{3,20}?[率比])=")
ALIKE = 0.6
LONG = 20


def explanation_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Targets of the department whose explanation defines, or repeats that of, another one."""
    targets = [target for target in disclosure.indicator_facts if not target.project and target.description]
    names = {key(target.level3): target for target in disclosure.indicator_facts if not target.project}
    for number, target in enumerate(targets):
        other = defined_other(target, names) or repeated(target, targets[:number])
        if other is not None:
            lines = ((target.line_start, target.line_end), (other.line_start, other.line_end))
            yield Note("explanation-of-other", lines, target.level3, key=key(target.level3), known=other.level3)
        elif second := second_formula(target):
            own = ((target.line_start, target.line_end),)
            yield Note("explanation-of-other", own, target.level3, key=key(target.level3), known=second)


def defined_other(target: Indicator, names: dict[str, Indicator]) -> Indicator | None:
    """The target whose formula stands in the explanation of another: its name is nearest to what is defined."""
    for found in FORMULA.finditer(key(target.description)):
        near = max(names, key=lambda name: (likeness(name, found.group(1)), name))
        clear = likeness(near, found.group(1)) - likeness(key(target.level3), found.group(1))
        if likeness(near, found.group(1)) >= ALIKE and clear > 0:
            return names[near]
    return None


def second_formula(target: Indicator) -> str:
    """What an explanation defines besides its own target, when it defines two things; else ""."""
    defined = [found.group(1) for found in FORMULA.finditer(key(target.description))]
    own = max(defined, key=lambda name: likeness(name, key(target.level3)), default="")
    other = [name for name in defined if name != own and likeness(name, key(target.level3)) < ALIKE]
    return other[0] if other and likeness(own, key(target.level3)) >= ALIKE else ""


def repeated(target: Indicator, before: Sequence[Indicator]) -> Indicator | None:
    """An earlier target with the same long explanation, word for word."""
    words = key(target.description)
    same = (other for other in before if key(other.description) == words and key(other.level3) != key(target.level3))
    return next(same, None) if len(words) >= LONG else None


def likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
