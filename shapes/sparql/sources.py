"""Groups and queries that stand for themselves: what begins with nothing and makes rows of a graph."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from decimal import localcontext
from typing import Any, Protocol

from shapes.core.data import Data
from shapes.sparql.expressions import Maker
from shapes.sparql.grouping import Grouping
from shapes.sparql.groups import Planner, Steps, exists
from shapes.sparql.joins import Edge, Join, size
from shapes.sparql.scope import NOTHING, Row, Scope, Slot
from shapes.sparql.syntax import Expression, Group, Select, Union, Variable
from shapes.sparql.terms import EXACT, VALUES, Unsure, term_of
from shapes.sparql.tokens import Unreadable

Pick = Callable[[Row, Data], object]


class Source(Protocol):
    """Rows of a graph, and where their variables stand."""

    scope: Scope

    def rows(self, data: Data) -> list[Row]: ...


def source_of(part: Union | Select) -> Source:
    """The source of a subquery, of a group in braces or of several of them."""
    if isinstance(part, Select):
        return Selected(part)
    return Alternatives([Body(group) for group in part.groups])


class Body:
    """A group. The pattern that fits least of a graph is the first that is looked at, so there is a plan for each."""

    def __init__(self, group: Group) -> None:
        self.group = group
        planner = Planner(group, NOTHING)
        first = planner.blocks[0] if planner.blocks else None
        edges = planner.edges[id(first)] if isinstance(first, list) else []
        self.starts = [edge for edge in edges if len(edge.predicates) == 1]
        self.plans: dict[Edge | None, Steps] = {}
        self.scope = planner.plan(self.starts[0] if self.starts else None).scope

    def start(self, data: Data) -> Edge | None:
        """The pattern to begin with."""
        return min(self.starts, key=lambda edge: size(data, edge)) if self.starts else None

    def steps(self, start: Edge | None) -> Steps:
        """The plan that begins with a pattern."""
        if start not in self.plans:
            self.plans[start] = Planner(self.group, NOTHING).plan(start)
        return self.plans[start]

    def rows(self, data: Data) -> list[Row]:
        steps = self.steps(self.start(data))
        found = steps.run(data, [()])
        if steps.scope.slots == self.scope.slots:
            return found
        places = [steps.scope[name].place for name in self.scope.names]
        return [tuple([row[place] for place in places]) for row in found]


class Alternatives:
    """Groups of which each gives its rows."""

    def __init__(self, bodies: list[Body]) -> None:
        self.bodies = bodies
        names = list(dict.fromkeys(name for body in bodies for name in body.scope.names))
        self.scope = Scope({name: self.slot(at, name) for at, name in enumerate(names)}, len(names))

    def slot(self, at: int, name: str) -> Slot:
        slots = [body.scope.slots.get(name) for body in self.bodies]
        kinds = {slot.computed for slot in slots if slot}
        if len(kinds) > 1:
            raise Unreadable(f"{name} is a term here and worked out there")
        return Slot(at, all(slot is not None and slot.sure for slot in slots), kinds.pop())

    def rows(self, data: Data) -> list[Row]:
        return [row for body in self.bodies for row in self.of(body, data)]

    def of(self, body: Body, data: Data) -> Iterable[Row]:
        """The rows of a group in the order of all."""
        rows = body.rows(data)
        if body.scope.names == self.scope.names:
            return rows
        slots = [body.scope.slots.get(name) for name in self.scope.names]
        return [tuple([None if slot is None else row[slot.place] for slot in slots]) for row in rows]


class Selected:
    """A query: what it projects is worked out for the rows that are left."""

    def __init__(self, query: Select) -> None:
        self.query, self.body = query, Body(query.group)
        self.plans: dict[Edge | None, tuple[Steps, list[Join]]] = {}
        _, self.scope = finished(query, self.body.scope)

    def rows(self, data: Data) -> list[Row]:
        start = self.body.start(data)
        if start not in self.plans:
            steps = self.body.steps(start)
            self.plans[start] = steps, finished(self.query, steps.scope)[0]
        steps, joins = self.plans[start]
        found = steps.run(data, [()])
        for join in joins:
            found = join(data, found)
        return list(dict.fromkeys(found)) if self.query.distinct else found


def finished(query: Select, scope: Scope) -> tuple[list[Join], Scope]:
    """What makes the answer of the rows of a query's group: grouping and projection."""
    joins: list[Join] = []
    items = query.items
    if query.is_grouped:
        grouping = Grouping(query, scope)
        items = tuple((name, value and grouping.lifted(value)) for name, value in items)
        joins, scope = grouping.joins, grouping.scope
    picked = [picking(name, value, scope) for name, value in items]
    works = [work for work, _ in picked]
    joins.append(lambda data, rows: [tuple([work(row, data) for work in works]) for row in rows])
    slots = {name: slot._replace(place=at) for at, ((name, _), (_, slot)) in enumerate(zip(items, picked, strict=True))}
    return joins, Scope(slots, len(items))


def picking(name: str, value: Expression | None, scope: Scope) -> tuple[Pick, Slot]:
    """How to get what is projected from a row, and what it is."""
    if value is not None and not isinstance(value, Variable):
        return Maker(scope, exists).work(value), Slot(0, False, True)
    slot = scope.slots.get(value.name if value is not None else name)
    if slot is None:
        return (lambda row, data: None), Slot(0, False, True)
    index = slot.place
    return (lambda row, data: row[index]), slot


class Plan:
    """A query that is answered over columns."""

    def __init__(self, query: Select) -> None:
        self.source = Selected(query)
        self.names = [name[1:] for name, _ in query.items]

    def answers(self, data: Data, focus: Container[str] | None = None) -> Iterator[dict[str, Any]]:
        """The rows of a graph as terms by name, those with one of the given nodes as `this`; Unsure for the engine."""
        with localcontext(EXACT):
            rows = self.source.rows(data)
        slots = [self.source.scope[f"?{name}"] for name in self.names]
        this = self.names.index("this") if focus is not None else -1
        for row in rows:
            if focus is None or row[this] in focus:
                yield {name: shown(row[slot.place], slot) for name, slot in zip(self.names, slots, strict=True)}


def shown(found: Any, slot: Slot) -> Any:
    """What stands in a row as a term; None for nothing."""
    return None if found is None else term_of(found if slot.computed else VALUES[found])


def plan_of(query: Select | None) -> Plan | None:
    """The plan of a query, or None when it has more in it than is understood here."""
    try:
        return None if query is None else Plan(query)
    except (Unreadable, Unsure):
        return None
