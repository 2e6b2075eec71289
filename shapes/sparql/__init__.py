"""SELECT queries, read and answered over a graph as columns; what is not understood is left to the query engine."""

from shapes.sparql.parsing import parse, parsed
from shapes.sparql.sources import Plan, plan_of
from shapes.sparql.syntax import Select
from shapes.sparql.terms import Unsure
from shapes.sparql.tokens import Unreadable

__all__ = ["Plan", "Select", "Unreadable", "Unsure", "parse", "parsed", "plan_of"]
