"""The SELECT queries of the rules, read and answered over a graph as columns; what is not understood is left to Oxigraph."""

from shapes.sparql.parsing import Unreadable, parse, parsed
from shapes.sparql.sources import Plan, plan_of
from shapes.sparql.syntax import Select
from shapes.sparql.terms import Unsure

__all__ = ["Plan", "Select", "Unreadable", "Unsure", "parse", "parsed", "plan_of"]
