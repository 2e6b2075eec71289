"""The lines that things were read from, as links to the source view."""

from collections.abc import Iterable

from server.engine import Row
from server.links import href
from server.results import Cell
from server.site import site
from server.terms import text


def sources(group: Iterable[Row], key: str = "lines") -> tuple[Cell, ...]:
    """The lines of a thing, in the order of the document, each as a link to the source view."""
    return places(text(row[key]) for row in group if row[key])


def places(iris: Iterable[str]) -> tuple[Cell, ...]:
    """The same for the IRIs of lines; what is no line of a document is left out."""
    pairs = [(lines, iri) for iri in set(iris) if (lines := site().addresses.lines(iri))]
    ordered = sorted(pairs, key=lambda pair: (pair[0].page or 0, pair[0].first, pair[0].last))
    return tuple(Cell(f"p{lines.page} L{lines.text}".removeprefix("pNone "), href(iri)) for lines, iri in ordered)
