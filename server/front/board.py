"""Memory that the server shares with workers that have connections: one side writes, the other looks, nobody waits."""

import mmap
import os
import struct

_KEPT = 1 << 20  # one byte for each beginning of a key
_MOST = _KEPT // 16  # so many marks, and they are made anew: some of them stand for answers that are kept no more
_DIGITS = 5  # of a key in hexadecimal
_SLOT = struct.Struct("dqq")


# What a worker is at: nothing that matters, a query, or the moment in which a request becomes an answer.
REST, QUERY, ANSWER = range(3)


class Board:
    """Which answers the server has kept, and for each worker what it is at, for which connection, since when."""

    def __init__(self, file: int) -> None:
        self.file = file
        self._memory = mmap.mmap(file, 0)
        self._marks = 0

    @classmethod
    def made(cls, workers: int) -> "Board":
        """A new one, for so many workers."""
        file = os.memfd_create("board", os.MFD_CLOEXEC)
        os.ftruncate(file, _KEPT + workers * _SLOT.size)
        return cls(file)

    def mark(self, key: str) -> bool:
        """Note that the server has kept an answer; False when there are too many marks to be of use."""
        self._memory[int(key[:_DIGITS], 16)] = 1
        self._marks += 1
        return self._marks <= _MOST

    def clear(self) -> None:
        """Take all marks away."""
        self._memory[:_KEPT] = bytes(_KEPT)
        self._marks = 0

    def may_have(self, key: str) -> bool:
        """Whether the server is likely to have an answer."""
        return self._memory[int(key[:_DIGITS], 16)] != 0

    def write(self, slot: int, at: int, number: int = 0, since: float = 0.0) -> None:
        """Note what a worker is at."""
        _SLOT.pack_into(self._memory, _KEPT + slot * _SLOT.size, since, number, at)

    def read(self, slot: int) -> tuple[int, int, float]:
        """What a worker is at, for which connection, since when."""
        since, number, at = _SLOT.unpack_from(self._memory, _KEPT + slot * _SLOT.size)
        return at, number, since

    def close(self) -> None:
        """Let go of it on this side."""
        self._memory.close()
        os.close(self.file)
