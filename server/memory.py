"""Which allocator the processes that answer queries have: the engine takes and gives back small pieces all the time.

With mimalloc questions take 12 to 24 % less processor time than with the C library's allocator. It is loaded before the
process begins, by the loader; where there is none for the system, the C library's is told to keep small pieces for the
next ones and to have one heap for all threads, of which one does anything.
"""

import ctypes
from importlib.metadata import PackageNotFoundError, files

_PACKAGE, _LIBRARY = "cmeel-mimalloc", "libmimalloc.so"
# Read when the process begins; other C libraries than GNU's do not know it.
_OF_C = "glibc.malloc.tcache_count=2000:glibc.malloc.arena_max=1"
# Memory that is only set apart must not count as used (server.confine), and what a worker has it keeps: one that has
# grown large ends (server.replies).
_OF_MIMALLOC = {"MIMALLOC_ARENA_EAGER_COMMIT": "0", "MIMALLOC_PURGE_DELAY": "-1"}


def environment() -> dict[str, str]:
    """What is to stand in the environment of such a process; what stands there already goes before."""
    library = _library()
    return {"LD_PRELOAD": library, **_OF_MIMALLOC} if library else {"GLIBC_TUNABLES": _OF_C}


def _library() -> str | None:
    """Where mimalloc is; None where there is none that can be loaded."""
    try:
        found = [str(each.locate()) for each in files(_PACKAGE) or () if each.name == _LIBRARY]
        ctypes.CDLL(found[0])
    except (PackageNotFoundError, IndexError, OSError):
        return None
    return found[0]
