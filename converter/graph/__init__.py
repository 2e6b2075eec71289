"""Turns the facts of a disclosure into the quads of its named graph."""

from converter.graph.build import GraphNames, build, facts, names_of
from converter.graph.document import table_names, title_of

__all__ = ["GraphNames", "build", "facts", "names_of", "table_names", "title_of"]
