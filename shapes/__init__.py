"""What a right graph is: SHACL shapes and accounting rules in Turtle; `check(graph)` gives the report."""

from shapes.checking import check, check_structure, reference
from shapes.report import Report, Result

__all__ = ["Report", "Result", "check", "check_structure", "reference"]
