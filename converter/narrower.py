"""Names of parts of a function class that end or begin as the class does (学前教育支出, 其他教育支出: not 教育支出)."""

from __future__ import annotations

from functools import cache

from converter.words import key
from ontology import codes

CLASS = 3  # digits of the code of a class
OTHER = "其他"


def is_narrower(plain: str, start: int, word: str) -> bool:
    """Whether the word for a class that stands at a place is there a piece of the name of one of its parts."""
    stem = word.removesuffix("支出")
    starts = ((name, start - name.index(stem)) for name in longer_names().get(stem, ()))
    return plain.endswith(OTHER, 0, start) or any(at >= 0 and plain.startswith(name, at) for name, at in starts)


def names_part(clause: str) -> bool:
    """Whether a clause names a part of a function class by words that hold the name of the class."""
    plain = key(clause)
    words = (word for stem in longer_names() for word in (stem, f"{stem}支出"))
    return any(is_narrower(plain, at, word) for word in words if (at := plain.rfind(word)) >= 0)


@cache
def longer_names() -> dict[str, tuple[str, ...]]:
    """For each word for a class the names of 款 and 项 that hold it and more."""
    functions = codes.scheme("function")
    names = {form for concept in functions if len(concept.notation) > CLASS for form in forms(concept)}
    classes = {form for concept in functions if len(concept.notation) == CLASS for form in forms(concept)}
    return {stem: tuple(sorted(name for name in names if stem in name and name != stem)) for stem in classes}


def forms(concept: codes.Concept) -> frozenset[str]:
    """The labels of a concept without the word 支出."""
    return frozenset(key(label).removesuffix("支出") for label in (concept.label_zh, *concept.alt_zh))
