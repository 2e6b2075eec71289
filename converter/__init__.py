"""Documents in, a validated release out."""

from converter.disclosure import Disclosure, read
from converter.errors import DocumentError, InputError
from converter.inputs import expand
from converter.release import ReleaseResult, convert
from converter.version import VERSION

__all__ = ["VERSION", "Disclosure", "DocumentError", "InputError", "ReleaseResult", "convert", "expand", "read"]
