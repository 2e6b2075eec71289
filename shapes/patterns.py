"""Which triples a query looks at, so that a graph without them need not be asked.

Only triple patterns count; what a filter compares or a function makes of them does not matter here. A pattern is
`needed` when no row can be without it: it stands in the outermost group, or in a group or a grouped subquery in it,
and in no OPTIONAL, UNION or (NOT) EXISTS. Of a query that could not be read nothing is known: who asks then takes it
to need nothing and to look at everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shapes.sparql.syntax import Bind, Call, Exists, Expression, Filter, Group, Optional, Part, Select, Triple, Union


@dataclass(frozen=True, slots=True)
class Pattern:
    """The predicates on the way of one triple pattern, and its object where that is one IRI; terms as N-Triples."""

    predicates: tuple[str, ...]
    value: str
    needed: bool


def patterns_of(query: Select | None) -> tuple[Pattern, ...] | None:
    """All triple patterns of a query, or None when it could not be read."""
    return None if query is None else tuple(in_select(query, True))


def in_select(query: Select, needed: bool) -> Iterator[Pattern]:
    """The patterns of a query; without GROUP BY its aggregates make a row of nothing."""
    yield from in_group(query.group, needed and (query.keys is not None or not query.is_grouped))
    for expression in (*(value for _, value in query.items if value is not None), *query.having):
        yield from in_expression(expression)


def in_group(group: Group, needed: bool) -> Iterator[Pattern]:
    for part in group.parts:
        yield from in_part(part, needed)


def in_part(part: Part, needed: bool) -> Iterator[Pattern]:
    if isinstance(part, Triple):
        yield pattern(part, needed)
    elif isinstance(part, Optional):
        yield from in_group(part.group, False)
    elif isinstance(part, Union):
        for group in part.groups:
            yield from in_group(group, needed and len(part.groups) == 1)
    elif isinstance(part, Filter | Bind):
        yield from in_expression(part.test if isinstance(part, Filter) else part.value)
    else:
        yield from in_select(part, needed)


def in_expression(expression: Expression) -> Iterator[Pattern]:
    """The patterns of the groups in an expression."""
    if isinstance(expression, Exists):
        yield from in_group(expression.group, False)
    elif isinstance(expression, Call):
        for each in expression.arguments:
            yield from in_expression(each)


def pattern(triple: Triple, needed: bool) -> Pattern:
    """What is known of a triple pattern."""
    steps = [step for way in triple.path for step in way]
    plain = len(steps) == 1 and not steps[0].inverse and not steps[0].repeat
    sure = len(triple.path) == 1 and not any(step.repeat in {"*", "?"} for step in steps)
    value = triple.object if plain and triple.object.startswith("<") else ""
    return Pattern(tuple(step.predicate for step in steps), value, needed and sure)
