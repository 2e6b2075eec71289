"""SHACL Core over terms as N-Triples text: what pySHACL finds, some fifty times as fast on a disclosure's graph."""

from shapes.core.data import Data
from shapes.core.engine import Violation, validate
from shapes.core.reading import Shapes, read_shapes

__all__ = ["Data", "Shapes", "Violation", "read_shapes", "validate"]
