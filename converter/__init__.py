"""Documents in, a validated release out."""

from converter.disclosure import Disclosure, read, read_each
from converter.errors import DocumentError, InputError
from converter.inputs import expand
from converter.isolated import Limits
from converter.release import ReleaseResult, convert
from converter.version import VERSION

__all__ = [
    "VERSION",
    "Disclosure",
    "DocumentError",
    "InputError",
    "Limits",
    "ReleaseResult",
    "convert",
    "expand",
    "read",
    "read_each",
]
