"""Triple patterns as joins over columns: which comes first, and what each does to the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

from shapes.core.data import Column, Data
from shapes.sparql.scope import Row, Scope
from shapes.sparql.syntax import Triple
from shapes.sparql.tokens import Unreadable

Join = Callable[[Data, list[Row]], list[Row]]
NOTHING = (None,)


class Edge(NamedTuple):
    """A triple pattern of one predicate, or of any of several."""

    subject: str
    predicates: tuple[str, ...]
    object: str


def edges(triples: Iterable[Triple]) -> Iterator[Edge]:
    """Triple patterns without sequences and inverses; a sequence has variables of its own between its steps."""
    fresh = count()
    for triple in triples:
        if any(step.repeat for way in triple.path for step in way):
            raise Unreadable("a path that repeats")
        for edge in sequence(triple, fresh) if len(triple.path) == 1 else alternatives(triple):
            if not edge.subject.startswith("?") or edge.subject == edge.object:
                raise Unreadable(f"a pattern from {edge.subject} to {edge.object}")
            yield edge


def sequence(triple: Triple, fresh: Iterator[int]) -> Iterator[Edge]:
    """The steps of a path."""
    (way,), at = triple.path, triple.subject
    for number, step in enumerate(way, 1):
        to = triple.object if number == len(way) else f"?-{triple.subject}-{next(fresh)}"
        yield Edge(to, (step.predicate,), at) if step.inverse else Edge(at, (step.predicate,), to)
        at = to


def alternatives(triple: Triple) -> Iterator[Edge]:
    """A path of several predicates."""
    if any(len(way) > 1 or way[0].inverse for way in triple.path):
        raise Unreadable("alternatives of more than predicates")
    yield Edge(triple.subject, tuple(way[0].predicate for way in triple.path), triple.object)


def ordered(found: Sequence[Edge], scope: Scope, start: Edge | None = None) -> list[Edge]:
    """The patterns in the order in which they are joined, each reached from what is bound before it."""
    bound = set(scope.slots)
    todo = list(found)
    out: list[Edge] = []
    while todo:
        edge = start if start is not None and not out else min(todo, key=lambda each: rank(each, bound))
        todo.remove(edge)
        out.append(edge)
        bound |= {edge.subject, edge.object}
    return out


def rank(edge: Edge, bound: set[str]) -> int:
    """Tests first, then what is said of known nodes, then what leads to them; several predicates only at the end."""
    subject, value = edge.subject in bound, is_known(edge.object, bound)
    if subject:
        return 0 if value else 1
    return 4 if len(edge.predicates) > 1 else 2 if value else 3


def is_known(term: str, bound: set[str]) -> bool:
    return not term.startswith("?") or term in bound


def size(data: Data, edge: Edge) -> int:
    """How many statements a pattern fits at most."""
    columns = [data.column(predicate) for predicate in edge.predicates]
    if edge.object.startswith("?"):
        return sum(len(column.subjects) for column in columns)
    return sum(column.count(edge.object) for column in columns)


def joined(edge: Edge, scope: Scope) -> tuple[Join, Scope]:
    """What a pattern does to rows, and where their variables stand after it."""
    for name in (edge.subject, edge.object):
        if name in scope and (not scope[name].sure or scope[name].computed):
            raise Unreadable(f"a pattern with {name}, which may be unbound or was worked out")
    new = [name for name in (edge.subject, edge.object) if name.startswith("?") and name not in scope]
    if len(edge.predicates) == 1:
        return one(edge, edge.predicates[0], scope), scope.adding(*new)
    if edge.subject not in scope:
        raise Unreadable("several predicates from a node that is not known")
    return several(edge, scope), scope.adding(*new)


def several(edge: Edge, scope: Scope) -> Join:
    """The join of several predicates: what a node has by two of them counts once, as in the engine."""
    subject, value = scope[edge.subject].place, edge.object

    def join(data: Data, rows: list[Row]) -> list[Row]:
        ways = [data.column(predicate).at for predicate in edge.predicates]
        reached = [(row, dict.fromkeys(each for at in ways for each in at(row[subject]))) for row in rows]
        if value in scope:
            return [row for row, values in reached if row[scope[value].place] in values]
        if value.startswith("?"):
            return [(*row, each) for row, values in reached for each in values]
        return [row for row, values in reached if value in values]

    return join


def one(edge: Edge, predicate: str, scope: Scope) -> Join:
    """The join of one predicate, by what is known of its subject and object."""
    subject = scope[edge.subject].place if edge.subject in scope else -1
    value = scope[edge.object].place if edge.object in scope else -1
    if subject >= 0:
        if value >= 0:
            return tested(predicate, subject, value)
        return extended(predicate, subject) if edge.object.startswith("?") else kept(predicate, subject, edge.object)
    if value >= 0:
        return turned(predicate, value)
    return scanned(predicate) if edge.object.startswith("?") else having(predicate, edge.object)


def tested(predicate: str, subject: int, value: int) -> Join:
    def join(data: Data, rows: list[Row]) -> list[Row]:
        at = data.column(predicate).at
        return [row for row in rows if row[value] in at(row[subject])]

    return join


def kept(predicate: str, subject: int, value: str) -> Join:
    def join(data: Data, rows: list[Row]) -> list[Row]:
        wanted = data.column(predicate).having(value)
        return [row for row in rows if row[subject] in wanted]

    return join


def extended(predicate: str, subject: int) -> Join:
    def join(data: Data, rows: list[Row]) -> list[Row]:
        column = data.column(predicate)
        if column.is_single:
            get = column.only.get
            return [(*row, value) for row in rows if (value := get(row[subject])) is not None]
        at = column.at
        return [(*row, value) for row in rows for value in at(row[subject])]

    return join


def turned(predicate: str, value: int) -> Join:
    def join(data: Data, rows: list[Row]) -> list[Row]:
        get = data.column(predicate).back.get
        return [(*row, subject) for row in rows for subject in get(row[value], ())]

    return join


def having(predicate: str, value: str) -> Join:
    return lambda data, rows: [(*row, subject) for row in rows for subject in data.column(predicate).having(value)]


def scanned(predicate: str) -> Join:
    def join(data: Data, rows: list[Row]) -> list[Row]:
        pairs = list(statements(data.column(predicate)))
        return pairs if rows == [()] else [(*row, *pair) for row in rows for pair in pairs]

    return join


def statements(column: Column) -> Iterator[tuple[str, str]]:
    """Subject and object of each statement, each once."""
    if column.is_single:
        return zip(column.subjects, column.objects, strict=True)
    return ((subject, value) for subject, values in column.values.items() for value in values)


def quickly_left_joined(edge: Edge, scope: Scope) -> Join | None:
    """An OPTIONAL of one pattern that says something new of a known node; None for another."""
    if edge.subject not in scope or not edge.object.startswith("?") or edge.object in scope or len(edge.predicates) > 1:
        return None
    subject, (predicate,) = scope[edge.subject].place, edge.predicates

    def join(data: Data, rows: list[Row]) -> list[Row]:
        column = data.column(predicate)
        if column.is_single:
            get = column.only.get
            return [(*row, get(row[subject])) for row in rows]
        at = column.at
        return [(*row, value) for row in rows for value in at(row[subject]) or NOTHING]

    return join
