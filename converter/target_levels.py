"""The two levels that performance targets stand under, with what is torn or left out known from the list of types."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from converter.words import key, tidy
from ontology import codes


@dataclass
class Levels:
    """The two levels that the rows stand under."""

    first: str = ""
    second: str = ""

    def take(self, first: str, second: str) -> None:
        """Takes what a row prints of its levels; a first level that is torn or blank is that of the second."""
        if first or second:
            known = key(first) if is_type(first) else above(second) or (self.first if not first else "")
            self.second = tidy(second) if second or known != self.first else self.second
            self.first = known or tidy(first)


@cache
def type_labels() -> tuple[str, ...]:
    """The names of types of targets, the longest first."""
    return tuple(sorted((c.label_zh for c in codes.scheme("indicator-type")), key=len, reverse=True))


def is_type(text: str) -> bool:
    return bool(text) and codes.scheme("indicator-type").by_label(key(text)) is not None


def above(second: str) -> str:
    """The first level that a second level belongs to, or empty."""
    types = codes.scheme("indicator-type")
    concept = types.by_label(key(second)) if second else None
    return types[concept.broader].label_zh if concept is not None and concept.broader else ""


def unprefixed(name: str) -> tuple[str, str, str]:
    """(level 1, level 2, name) of a name that its levels may stand before (产出指标数量指标审计项目).

    >>> unprefixed("产出指标数量指标审计项目")
    ('产出指标', '数量指标', '审计项目')
    """
    found: list[str] = []
    while len(found) < 2 and (label := next((each for each in type_labels() if name.startswith(each)), "")):
        if len(label) == len(name):
            break
        found.append(label)
        name = name[len(label) :].lstrip("：:-—/ ")
    first, second = (*found, "", "")[:2]
    return (first, second, name) if second or not above(first) else (above(first), first, name)
