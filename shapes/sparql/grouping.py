"""GROUP BY, aggregates and HAVING."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import cast

from shapes.core.data import Data
from shapes.sparql.expressions import Maker, Work, constant
from shapes.sparql.groups import conjuncts, exists, filtered
from shapes.sparql.joins import Join
from shapes.sparql.operators import plain_text
from shapes.sparql.scope import Row, Scope
from shapes.sparql.syntax import AGGREGATES, Call, Expression, Select, Variable
from shapes.sparql.terms import Maybe, Unsure, bounded
from shapes.sparql.tokens import Unreadable

Members = list[Row]
Aggregate = Callable[[Members, Data], Maybe]
MEMBERS = "?="


class Grouping:
    """What is done to the rows of a grouped query: what HAVING asks is worked out first, the rest for what is left."""

    def __init__(self, query: Select, scope: Scope) -> None:
        self.inner, keys = scope, query.keys or ()
        slots = [scope[name] for name in keys if name in scope]
        if len(slots) < len(keys):
            raise Unreadable("GROUP BY a variable that is never bound")
        self.names: dict[Call, str] = {}
        self.joins: list[Join] = [grouped([slot.place for slot in slots], always=query.keys is None)]
        kinds = {name: slot._replace(place=at) for at, (name, slot) in enumerate(zip(keys, slots, strict=True))}
        self.scope = Scope(kinds, len(keys)).adding(MEMBERS)
        for test in [each for having in query.having for each in conjuncts(having)]:
            lifted = self.lifted(test)
            self.joins.append(filtered(Maker(self.scope, exists).test(lifted)))

    def lifted(self, expression: Expression) -> Expression:
        """An expression with variables instead of its aggregates, which are worked out from here on."""
        if not isinstance(expression, Call):
            return expression
        if expression.name not in AGGREGATES:
            return Call(expression.name, tuple(map(self.lifted, expression.arguments)))
        if expression not in self.names:
            self.names[expression] = f"{MEMBERS}{len(self.names)}"
            self.joins.append(added(aggregate(expression, self.inner), self.scope[MEMBERS].place))
            self.scope = self.scope.adding(self.names[expression], sure=False, computed=True)
        return Variable(self.names[expression])


def grouped(keys: Sequence[int], always: bool) -> Join:
    """The members of each group behind its keys; without keys there is one group, also of nothing."""

    def join(data: Data, rows: list[Row]) -> list[Row]:
        found: dict[Row, Members] = {(): []} if always else {}
        for row in rows:
            found.setdefault(tuple([row[key] for key in keys]), []).append(row)
        return [(*key, members) for key, members in found.items()]

    return join


def added(work: Aggregate, members: int) -> Join:
    return lambda data, rows: [(*row, work(row[members], data)) for row in rows]


def aggregate(call: Call, scope: Scope) -> Aggregate:
    """An aggregate over the members of a group."""
    if not call.arguments:
        return lambda members, data: Decimal(len(members))
    work = Maker(scope, exists).work(call.arguments[0])
    if call.name == "GROUP_CONCAT":
        separator = constant(call.arguments[1]) if len(call.arguments) > 1 else " "
        return lambda members, data: separator.join(map(plain_text, values(work, members, data)))
    make = MAKERS[call.name]
    return lambda members, data: make([work(row, data) for row in members])


def values(work: Work, members: Members, data: Data) -> Iterable[Maybe]:
    return (work(row, data) for row in members)


def numbers(found: list[Maybe]) -> list[Decimal]:
    """The values, which must all be numbers."""
    if any(type(value) is not Decimal for value in found):
        raise Unsure("an aggregate over what is no number")
    return cast(list[Decimal], found)


def least(found: list[Maybe]) -> Maybe:
    return min(numbers(found), default=None)


def greatest(found: list[Maybe]) -> Maybe:
    return max(numbers(found), default=None)


def total(found: list[Maybe]) -> Maybe:
    return bounded(sum(numbers(found), Decimal(0)))


def counted(found: list[Maybe]) -> Maybe:
    return Decimal(sum(value is not None for value in found))


def sample(found: list[Maybe]) -> Maybe:
    """The first that there is."""
    return next((value for value in found if value is not None), None)


MAKERS: dict[str, Callable[[list[Maybe]], Maybe]] = {
    "SUM": total,
    "COUNT": counted,
    "MIN": least,
    "MAX": greatest,
    "SAMPLE": sample,
}
