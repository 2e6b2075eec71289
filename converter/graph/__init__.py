"""Turns the facts of a disclosure into the quads of its named graph."""

from converter.graph.build import GraphNames, build, names_of
from converter.graph.document import title_of

__all__ = ["GraphNames", "build", "names_of", "title_of"]
