"""What of a graph the queries look at: which of them can find anything, and the triples that they need for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shapes.core.data import Data, Statement
from shapes.patterns import Pattern

Patterns = tuple[Pattern, ...] | None
NEVER: frozenset[str] = frozenset()


def can_match(data: Data, patterns: Patterns) -> bool:
    """Whether the graph has something for each pattern that a row needs."""
    return all(has(data, each) for each in patterns or () if each.needed)


def has(data: Data, pattern: Pattern) -> bool:
    """Whether the graph has the predicates of a pattern, and its object where it names one."""
    if pattern.value:
        return pattern.value in data.column(pattern.predicates[0]).used
    return all(predicate in data.columns for predicate in pattern.predicates)


def needed(data: Data, queries: Iterable[Patterns]) -> Iterator[Statement]:
    """The statements that queries can look at; all when one of them could not be read."""
    asked = list(queries)
    if None in asked:
        yield from data.statements
        return
    wanted = objects_by_predicate(pattern for patterns in asked for pattern in patterns or ())
    for statement in data.statements:
        objects = wanted.get(str(statement.predicate), NEVER)
        if objects is None or (objects and str(statement.object) in objects):
            yield statement


def objects_by_predicate(patterns: Iterable[Pattern]) -> dict[str, set[str] | None]:
    """The objects that patterns name of each predicate; None where they take any."""
    found: dict[str, set[str] | None] = {}
    for pattern in patterns:
        for predicate in pattern.predicates:
            known = found.setdefault(predicate, set())
            if not pattern.value:
                found[predicate] = None
            elif known is not None:
                known.add(pattern.value)
    return found
