"""Small makers of quads in one graph."""

from collections.abc import Iterator
from functools import cache, lru_cache

import pyoxigraph as ox

from ontology.namespaces import PREFIXES

Value = ox.NamedNode | ox.Literal


@lru_cache(maxsize=65536)
def name(term: str) -> ox.NamedNode:
    """The node of a prefixed name (`skos:broader`) of our prefixes, or of a whole IRI."""
    prefix, _, local = term.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else term)


@cache
def keyword(key: str) -> ox.NamedNode:
    """The property of a keyword: `rdf_type`."""
    return name(key.replace("_", ":", 1))


def zh(text: str) -> ox.Literal:
    """A Chinese text."""
    return ox.Literal(text, language="zh")


def en(text: str) -> ox.Literal:
    """An English text."""
    return ox.Literal(text, language="en")


def texts(chinese: str, english: str) -> list[Value]:
    """The texts that are there, each in its language."""
    return [make(text) for make, text in ((zh, chinese), (en, english)) if text]


def number(value: int) -> ox.Literal:
    """An integer."""
    return ox.Literal(str(value), datatype=name("xsd:integer"))


def year(value: int) -> ox.Literal:
    """A calendar year."""
    return ox.Literal(str(value), datatype=name("xsd:gYear"))


def year_month(year: str, month: str) -> ox.Literal:
    """A month of a calendar year."""
    return ox.Literal(f"{year}-{month}", datatype=name("xsd:gYearMonth"))


def day_or_month(value: str) -> ox.Literal:
    """A date, or a year and month where no day is known."""
    return ox.Literal(value, datatype=name("xsd:date" if len(value) == 10 else "xsd:gYearMonth"))


class Writer:
    """Quads about subjects of one graph."""

    def __init__(self, graph: str) -> None:
        self.graph = ox.NamedNode(graph)

    def about(self, subject: str, **properties: str | Value | list[Value] | None) -> Iterator[ox.Quad]:
        """The quads of one subject. A keyword is a prefixed name with `_` for `:`; a plain str is an IRI."""
        node = ox.NamedNode(subject)
        for key, value in properties.items():
            if value:
                predicate = keyword(key)
                for one in value if isinstance(value, list) else (value,):
                    yield ox.Quad(node, predicate, name(one) if isinstance(one, str) else one, self.graph)
