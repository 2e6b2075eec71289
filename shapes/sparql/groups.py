"""Groups of a query as steps over rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from shapes.core.data import Data
from shapes.sparql.expressions import Maker, Test
from shapes.sparql.joins import Edge, Join, edges, joined, ordered, quickly_left_joined
from shapes.sparql.scope import Row, Scope
from shapes.sparql.syntax import (
    Bind,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    Optional,
    Part,
    Select,
    Triple,
    Union,
    mentioned,
    variables,
)
from shapes.sparql.tokens import Unreadable


@dataclass(frozen=True, eq=False)
class Steps:
    """What is done to rows one after the other, and where their variables stand in the end."""

    joins: tuple[Join, ...]
    scope: Scope

    def run(self, data: Data, rows: list[Row]) -> list[Row]:
        for join in self.joins:
            if not rows:
                return rows
            rows = join(data, rows)
        return rows


class Planner:
    """Plans one group: every filter stands as early as all its variables are there."""

    def __init__(self, group: Group, scope: Scope) -> None:
        self.scope = scope
        self.joins: list[Join] = []
        self.filters = [test for part in group.parts if isinstance(part, Filter) for test in conjuncts(part.test)]
        self.blocks = list(blocks(group.parts))
        self.edges = {id(block): list(edges(block)) for block in self.blocks if isinstance(block, list)}

    def plan(self, start: Edge | None = None) -> Steps:
        self.ready({name for block in self.blocks for name in names_of(block)})
        for number, block in enumerate(self.blocks):
            later = {name for other in self.blocks[number + 1 :] for name in names_of(other)}
            if isinstance(block, list):
                self.block(block, later, start if number == 0 else None)
            else:
                self.part(block, first=number == 0)
            self.ready(later)
        return Steps(tuple(self.joins), self.scope)

    def block(self, block: list[Triple], later: set[str], start: Edge | None) -> None:
        """Triple patterns that stand together."""
        todo = ordered(self.edges[id(block)], self.scope, start)
        while todo:
            join, self.scope = joined(todo.pop(0), self.scope)
            self.joins.append(join)
            self.ready(later | {name for edge in todo for name in (edge.subject, edge.object)})

    def ready(self, later: set[str]) -> None:
        """Puts here the filters that speak of no variable that is still to come."""
        coming = {name for name in later if name not in self.scope}
        for test in [each for each in self.filters if coming.isdisjoint(variables(each))]:
            self.filters.remove(test)
            self.joins.append(filtered(Maker(self.scope, exists).test(test)))

    def part(self, part: Part, first: bool) -> None:
        if isinstance(part, Optional):
            self.optional(part.group)
        elif isinstance(part, Bind):
            self.bind(part)
        elif isinstance(part, Union | Select) and first and not self.scope.width:
            from shapes.sparql.sources import source_of

            source = source_of(part)
            self.joins.append(lambda data, rows: source.rows(data))
            self.scope = source.scope
        else:
            raise Unreadable("a subquery or a group that does not stand first")

    def bind(self, part: Bind) -> None:
        if part.name in self.scope:
            raise Unreadable(f"{part.name} is bound twice")
        work = Maker(self.scope, exists).work(part.value)
        self.joins.append(lambda data, rows: [(*row, work(row, data)) for row in rows])
        self.scope = self.scope.adding(part.name, sure=False, computed=True)

    def optional(self, group: Group) -> None:
        check_inner(group, self.scope)
        width = self.scope.width
        planner = Planner(group, self.scope)
        steps, patterns = planner.plan(), [edge for each in planner.edges.values() for edge in each]
        alone = len(steps.joins) == len(patterns) == 1
        quick = quickly_left_joined(patterns[0], self.scope) if alone else None
        self.joins.append(quick or left_joined(steps, width))
        self.scope = steps.scope.unsure_after(width)


def blocks(parts: Iterable[Part]) -> Iterator[list[Triple] | Part]:
    """The parts of a group without its filters, triple patterns that follow one another together."""
    run: list[Triple] = []
    for part in parts:
        if isinstance(part, Triple):
            run.append(part)
        elif not isinstance(part, Filter):
            if run:
                yield run
            run = []
            yield part
    if run:
        yield run


def names_of(block: list[Triple] | Part) -> set[str]:
    """The variables of a block."""
    return {name for part in (block if isinstance(block, list) else [block]) for name in mentioned(part)}


def conjuncts(test: Expression) -> Iterator[Expression]:
    """The tests that must all hold."""
    if isinstance(test, Call) and test.name == "&&":
        for each in test.arguments:
            yield from conjuncts(each)
    else:
        yield test


def filtered(test: Test) -> Join:
    return lambda data, rows: [row for row in rows if test(row, data)]


def left_joined(steps: Steps, width: int) -> Join:
    """The rows with what an OPTIONAL finds for each, or with nothing."""
    nothing = (None,) * (steps.scope.width - width)

    def join(data: Data, rows: list[Row]) -> list[Row]:
        return [found for row in rows for found in steps.run(data, [row]) or [(*row, *nothing)]]

    return join


def check_inner(group: Group, scope: Scope) -> None:
    """Unreadable when a group would find other things alone than beside the rows that it is joined to."""
    own = names_in(group)
    for part in group.parts:
        if not isinstance(part, Triple | Filter | Optional):
            raise Unreadable("OPTIONAL or EXISTS with more than patterns and filters")
        if isinstance(part, Optional) and any(name in scope and name not in own for name in mentioned(part)):
            raise Unreadable("OPTIONAL in OPTIONAL or EXISTS with a variable from outside")


def names_in(group: Group) -> set[str]:
    """The variables of the triple patterns of a group."""
    return {name for part in group.parts if isinstance(part, Triple) for name in mentioned(part)}


def exists(group: Group, scope: Scope) -> Test:
    """Whether a group finds something beside a row; asked once for each choice of the variables that it speaks of."""
    flat = flattened(group, scope)
    check_inner(flat, scope)
    test = apart(flat, scope) if is_apart(flat, scope) else beside(flat, scope)
    places = [scope[name].place for name in dict.fromkeys(mentioned(flat)) if name in scope]

    def known(row: Row, data: Data) -> bool | None:
        answers, key = data.known.setdefault(known, {}), tuple([row[place] for place in places])
        if key not in answers:
            answers[key] = test(row, data)
        return cast(bool, answers[key])

    return known


def beside(group: Group, scope: Scope) -> Test:
    """Whether a group finds something, beginning with a row."""
    steps = Planner(group, scope).plan()
    return lambda row, data: bool(steps.run(data, [row]))


def is_apart(group: Group, scope: Scope) -> bool:
    """Whether only filters of a group speak of what stands around it."""
    return all(isinstance(part, Triple | Filter) for part in group.parts) and names_in(group).isdisjoint(scope.slots)


def apart(group: Group, scope: Scope) -> Test:
    """The same where only filters speak of the row: all else is found once for a graph."""
    from shapes.sparql.sources import Body

    outer = [part for part in group.parts if isinstance(part, Filter) and any(n in scope for n in mentioned(part))]
    body = Body(Group(tuple(part for part in group.parts if part not in outer)))
    inner = {name: slot._replace(place=slot.place + scope.width) for name, slot in body.scope.slots.items()}
    maker = Maker(Scope({**scope.slots, **inner}, scope.width + body.scope.width), exists)
    tests = [maker.test(part.test) for part in outer]

    def test(row: Row, data: Data) -> bool:
        found = data.known.setdefault(body, {})
        if () not in found:
            found[()] = body.rows(data)
        return any(all(each((*row, *other), data) for each in tests) for other in found[()])

    return test


def flattened(group: Group, scope: Scope) -> Group:
    """The group of an EXISTS with those of the EXISTS in it: whether there is anything is the same for all at once."""
    parts: list[Part] = []
    for part in group.parts:
        parts += [Filter(test) for test in conjuncts(part.test)] if isinstance(part, Filter) else [part]
    for at, part in enumerate(parts):
        if isinstance(part, Filter) and isinstance(part.test, Exists):
            inner = flattened(part.test.group, scope)
            others = {name for each in (*parts[:at], *parts[at + 1 :]) for name in mentioned(each)}
            strange = {name for name in mentioned(inner) if name not in scope} & others - names_in(group)
            if not strange and all(isinstance(each, Triple | Filter) for each in inner.parts):
                return flattened(Group((*parts[:at], *inner.parts, *parts[at + 1 :])), scope)
    return Group(tuple(parts))
