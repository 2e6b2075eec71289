"""What a worker process is not allowed: to outlive its parent, to open sockets or programs, to fill the memory.

Linux only, and without extra packages: the system calls that Python does not offer are reached through ctypes.
Sockets can be refused on x86_64 and aarch64 with a kernel that has seccomp; elsewhere the guard alone keeps
queries from the network. The memory limit needs Linux 4.7, where RLIMIT_DATA began to count mappings.
"""

import contextlib
import ctypes
import os
import platform
import resource
import signal
import struct

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
# Instructions and answers of the filter, from linux/bpf_common.h and linux/seccomp.h.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # EPERM
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_OTHER_NUMBERING = 0x40000000  # of x32, a second way to every call on x86_64
# AUDIT_ARCH_…, then the numbers of socket, connect, execve, execveat, io_uring_setup.
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 425)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def die_with(parent: int) -> None:
    """End this process when the process `parent` ends, even when that is while a native call runs."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def be_the_first_to_go() -> None:
    """Have the kernel end this process, not the server, when the whole machine runs out of memory."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def deny_network() -> bool:
    """Refuse new sockets and new programs to this process and its later threads; whether that could be done."""
    known = _CALLS.get(platform.machine())
    if known is None:
        return False
    code = _filter(*known)
    program = _Program(len(code) // 8, code)
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1) and _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program))


def limit_memory(more: int) -> None:
    """Let this process take so many bytes more than it has; RLIMIT_DATA counts heap and stacks, not files."""
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[5])
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _filter(architecture: int, calls: tuple[int, ...]) -> bytes:
    """The filter program: an instruction is a code, how many to skip if true and if false, and a value."""
    count = len(calls)
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 0, count + 3, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_AT_LEAST, count + 1, 0, _OTHER_NUMBERING),
        *((_IF_EQUAL, count - place, 0, call) for place, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _prctl(*arguments: int) -> bool:
    padded = [ctypes.c_ulong(each) for each in (*arguments, 0, 0, 0, 0)[:5]]
    return bool(ctypes.CDLL(None).prctl(*padded) == 0)
