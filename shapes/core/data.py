"""A graph as columns, one for each predicate.

A term is its N-Triples text: `<iri>`, `_:node`, `"text"@zh`, `"1"^^<type>`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

import pyoxigraph as ox

from ontology.namespaces import PREFIXES

Properties = dict[str, list[str]]
Statement = ox.Quad | ox.Triple
Append = Callable[[Any], None]
RDF_TYPE = f"<{PREFIXES['rdf']}type>"
SUBCLASS = f"<{PREFIXES['rdfs']}subClassOf>"
FIRST, REST, NIL = (f"<{PREFIXES['rdf']}{name}>" for name in ("first", "rest", "nil"))
NOTHING: Properties = {}
NONE: list[str] = []


class Column:
    """All statements of one predicate: subjects and objects side by side; the rest is worked out when asked for."""

    def __init__(self) -> None:
        self.subjects: list[str] = []
        self.objects: list[str] = []
        self._wrong: dict[int, frozenset[str]] = {}
        self._counts: dict[str, int] = {}
        self._having: dict[str, dict[str, None]] = {}

    @cached_property
    def users(self) -> frozenset[str]:
        """The subjects, each once."""
        return frozenset(self.subjects)

    @cached_property
    def used(self) -> frozenset[str]:
        """The objects, each once."""
        return frozenset(self.objects)

    @cached_property
    def is_single(self) -> bool:
        """Whether no subject stands here twice."""
        return len(self.users) == len(self.subjects)

    @cached_property
    def only(self) -> dict[str, str]:
        """Subject → its object, where no subject has two."""
        return dict(zip(self.subjects, self.objects, strict=True))

    @cached_property
    def values(self) -> Properties:
        """Subject → its objects, each once."""
        return grouped(zip(self.subjects, self.objects, strict=True))

    @cached_property
    def many(self) -> frozenset[str]:
        """The subjects with two objects or more."""
        if self.is_single:
            return frozenset()
        return frozenset(subject for subject, values in self.values.items() if len(values) > 1)

    def more_than(self, count: int) -> frozenset[str]:
        """The subjects with more than so many objects, which is one or more."""
        return self.many if count == 1 else frozenset(each for each in self.many if len(self.values[each]) > count)

    @cached_property
    def repeated(self) -> frozenset[str]:
        """The subjects with two texts in one language."""
        return frozenset(subject for subject in self.many if repeats(self.values[subject]))

    def at(self, subject: str) -> list[str]:
        """The objects of a subject."""
        if not self.is_single:
            return self.values.get(subject, NONE)
        return [self.only[subject]] if subject in self.only else NONE

    def of(self, nodes: Iterable[str]) -> set[str]:
        """The objects of some subjects."""
        return set(chain.from_iterable(map(self.at, nodes)))

    def count(self, value: str) -> int:
        """How many statements have an object."""
        if value not in self._counts:
            self._counts[value] = self.objects.count(value)
        return self._counts[value]

    def having(self, value: str) -> dict[str, None]:
        """The subjects that have an object, each once, in order."""
        if value not in self._having:
            pairs = zip(self.subjects, self.objects, strict=True)
            self._having[value] = dict.fromkeys([subject for subject, each in pairs if each == value])
        return self._having[value]

    def wrong(self, key: int, test: Callable[[str], bool]) -> frozenset[str]:
        """The objects that fail a test; the number stands for the test, so that equal tests share the answer."""
        if key not in self._wrong:
            self._wrong[key] = frozenset(value for value in self.used if not test(value))
        return self._wrong[key]

    @cached_property
    def back(self) -> Properties:
        """Object → its subjects, each once."""
        return grouped(zip(self.objects, self.subjects, strict=True))


EMPTY = Column()


def repeats(values: Iterable[str]) -> bool:
    """Whether two of some terms are texts in one language."""
    languages = [value[value.rindex('"') + 1 :].lower() for value in values if value[0] == '"']
    tagged = [each for each in languages if each.startswith("@")]
    return len(set(tagged)) < len(tagged)


def grouped(pairs: Iterable[tuple[str, str]]) -> Properties:
    """What stands second by what stands first, each pair once."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for first, second in pairs:
        found[first].append(second)
    for first, seconds in found.items():
        if len(seconds) > 1 and len(set(seconds)) < len(seconds):
            found[first] = list(dict.fromkeys(seconds))
    return dict(found)


class Data:
    """The triples of a graph by predicate."""

    def __init__(self, columns: dict[str, Column], statements: Sequence[Statement] = ()) -> None:
        self.columns, self.statements = columns, statements
        self.known: dict[object, dict[tuple[Any, ...], Any]] = {}  # what queries have asked before

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Data:
        """The data of quads (whatever their graph) or triples; quickest when those of a subject stand together."""
        columns: dict[str, Column] = {}
        ways: dict[ox.NamedNode, tuple[Append, Append]] = {}
        texts: dict[object, str] = {}
        last, node = None, ""
        held = statements if isinstance(statements, list | tuple) else list(statements)
        for each in held:
            subject = each.subject
            if subject != last:
                last, node = subject, str(subject)
            predicate, value = each.predicate, each.object
            way = ways.get(predicate)
            if way is None:
                column = columns[str(predicate)] = Column()
                way = ways[predicate] = column.subjects.append, column.objects.append
            text = texts.get(value)
            if text is None:
                text = texts[value] = str(value)
            add_subject, add_object = way
            add_subject(node)
            add_object(text)
        return cls(columns, held)

    @cached_property
    def subjects(self) -> dict[str, Properties]:
        """Subject → predicate → objects: the other way to look at it, for what is asked for rarely."""
        found: dict[str, Properties] = {}
        for predicate, column in self.columns.items():
            for subject, values in column.values.items():
                found.setdefault(subject, {})[predicate] = values
        return found

    def column(self, predicate: str) -> Column:
        """All statements of a predicate."""
        return self.columns.get(predicate, EMPTY)

    def values(self, node: str, predicate: str) -> list[str]:
        """The objects of a subject and predicate."""
        column = self.columns.get(predicate)
        return NONE if column is None else column.at(node)

    def value(self, node: str, predicate: str) -> str | None:
        """The first object, or None."""
        return next(iter(self.values(node, predicate)), None)

    def items(self, node: str) -> list[str]:
        """The members of an RDF list."""
        found: list[str] = []
        while node != NIL and (first := self.value(node, FIRST)) is not None:
            found.append(first)
            node = self.value(node, REST) or NIL
        return found

    def back(self, predicate: str) -> Properties:
        """Object → subjects of a predicate."""
        return self.column(predicate).back

    def users(self, predicate: str) -> list[str]:
        """The subjects of a predicate."""
        return list(dict.fromkeys(self.column(predicate).subjects))

    def classes_below(self, name: str) -> list[str]:
        """A class and all its subclasses."""
        narrower = self.back(SUBCLASS)
        found, todo = [name], [name]
        while todo:
            new = [each for each in narrower.get(todo.pop(), NONE) if each not in found]
            found += new
            todo += new
        return found

    def instances(self, name: str) -> list[str]:
        """The SHACL instances of a class, each once."""
        types = self.back(RDF_TYPE)
        if SUBCLASS not in self.columns:
            return types.get(name, NONE)
        below = self.classes_below(name)
        return list(dict.fromkeys(node for each in below for node in types.get(each, NONE)))

    def is_instance(self, node: str, name: str) -> bool:
        """Whether a node is a SHACL instance of a class."""
        types = self.values(node, RDF_TYPE)
        return name in types or (SUBCLASS in self.columns and not set(types).isdisjoint(self.classes_below(name)))
