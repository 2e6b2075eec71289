"""A graph as dictionaries. A term is its N-Triples text: `<iri>`, `_:node`, `"text"@zh`, `"1"^^<type>`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

import pyoxigraph as ox

from ontology.namespaces import PREFIXES

Properties = dict[str, list[str]]
RDF_TYPE = f"<{PREFIXES['rdf']}type>"
SUBCLASS = f"<{PREFIXES['rdfs']}subClassOf>"
FIRST, REST, NIL = (f"<{PREFIXES['rdf']}{name}>" for name in ("first", "rest", "nil"))
NOTHING: Properties = {}
NONE: list[str] = []


class Data:
    """The triples of a graph by subject and predicate, and, where asked for, from object to subject."""

    def __init__(self, subjects: dict[str, Properties]) -> None:
        self.subjects = subjects
        self._back: dict[str, Properties] = {}

    @classmethod
    def of(cls, statements: Iterable[ox.Quad | ox.Triple]) -> Data:
        """The data of quads (whatever their graph) or triples; quickest when those of a subject stand together."""
        subjects: dict[str, Properties] = {}
        last: ox.NamedNode | ox.BlankNode | ox.Triple | None = None
        properties: Properties = {}
        for each in statements:
            if each.subject != last:
                last = each.subject
                properties = subjects.setdefault(str(last), {})
            predicate, value = str(each.predicate), str(each.object)
            if predicate not in properties:
                properties[predicate] = [value]
            elif value not in properties[predicate]:
                properties[predicate].append(value)
        return cls(subjects)

    def values(self, node: str, predicate: str) -> list[str]:
        """The objects of a subject and predicate."""
        return self.subjects.get(node, NOTHING).get(predicate, NONE)

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
        if predicate not in self._back:
            self.turn({predicate})
        return self._back[predicate]

    def turn(self, predicates: Collection[str]) -> None:
        """Makes the way back from object to subject for all these predicates at once."""
        found: dict[str, Properties] = {name: {} for name in predicates}
        for subject, properties in self.subjects.items():
            for predicate, values in properties.items():
                if predicate in found:
                    back = found[predicate]
                    for value in values:
                        if value in back:
                            back[value].append(subject)
                        else:
                            back[value] = [subject]
        self._back |= found

    def users(self, predicate: str) -> list[str]:
        """The subjects of a predicate."""
        return [subject for subject, properties in self.subjects.items() if predicate in properties]

    @cached_property
    def narrower(self) -> Properties:
        """Class → its direct subclasses."""
        return self.back(SUBCLASS)

    def classes_below(self, name: str) -> list[str]:
        """A class and all its subclasses."""
        found, todo = [name], [name]
        while todo:
            new = [each for each in self.narrower.get(todo.pop(), NONE) if each not in found]
            found += new
            todo += new
        return found

    def instances(self, name: str) -> list[str]:
        """The SHACL instances of a class, each once."""
        types = self.back(RDF_TYPE)
        below = self.classes_below(name)
        if len(below) == 1:
            return types.get(name, NONE)
        return list(dict.fromkeys(node for each in below for node in types.get(each, NONE)))

    def is_instance(self, node: str, name: str) -> bool:
        """Whether a node is a SHACL instance of a class."""
        types = self.values(node, RDF_TYPE)
        return name in types or (bool(self.narrower) and not set(types).isdisjoint(self.classes_below(name)))
