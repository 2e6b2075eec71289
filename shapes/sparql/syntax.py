"""A SELECT query as a tree. A term is its N-Triples text, a variable `?name`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"}


@dataclass(frozen=True, slots=True)
class Step:
    """One predicate of a path; `repeat` is what stands behind it: *, +, ? or nothing."""

    predicate: str
    inverse: bool = False
    repeat: str = ""


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern; its path is alternatives, each a sequence of steps."""

    subject: str
    path: tuple[tuple[Step, ...], ...]
    object: str


@dataclass(frozen=True, slots=True)
class Term:
    """A constant in an expression."""

    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operator, a function or an aggregate; COUNT(*) has no arguments."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    group: Group


Expression = Term | Variable | Call | Exists


@dataclass(frozen=True, slots=True)
class Filter:
    test: Expression


@dataclass(frozen=True, slots=True)
class Bind:
    value: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Optional:
    group: Group


@dataclass(frozen=True, slots=True)
class Union:
    """Alternatives; a group in braces is an alternative without another."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between braces, in order."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """A query or subquery. `items` are what it projects, each with its expression or None for the variable itself."""

    items: tuple[tuple[str, Expression | None], ...]
    distinct: bool
    group: Group
    keys: tuple[str, ...] | None = None
    having: tuple[Expression, ...] = ()

    @property
    def is_grouped(self) -> bool:
        """Whether rows are put together: by keys, or all into one."""
        made = [value for _, value in self.items if value is not None]
        return self.keys is not None or any(has_aggregate(each) for each in (*made, *self.having))


Part = Triple | Filter | Bind | Optional | Union | Select


def has_aggregate(expression: Expression) -> bool:
    """Whether there is an aggregate in an expression."""
    if not isinstance(expression, Call):
        return False
    return expression.name in AGGREGATES or any(map(has_aggregate, expression.arguments))


def variables(expression: Expression) -> Iterator[str]:
    """The variables that an expression speaks of, also those of the groups in it."""
    if isinstance(expression, Variable):
        yield expression.name
    elif isinstance(expression, Call):
        for each in expression.arguments:
            yield from variables(each)
    elif isinstance(expression, Exists):
        yield from mentioned(expression.group)


def mentioned(part: Group | Part) -> Iterator[str]:
    """The variables that a part of a query speaks of; of a subquery those that it projects."""
    if isinstance(part, Group):
        for each in part.parts:
            yield from mentioned(each)
    elif isinstance(part, Triple):
        yield from (term for term in (part.subject, part.object) if term.startswith("?"))
    elif isinstance(part, Filter):
        yield from variables(part.test)
    elif isinstance(part, Bind):
        yield from (part.name, *variables(part.value))
    elif isinstance(part, Optional):
        yield from mentioned(part.group)
    elif isinstance(part, Union):
        for group in part.groups:
            yield from mentioned(group)
    else:
        yield from (name for name, _ in part.items)
