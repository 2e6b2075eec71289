"""Answers that are kept: the same query of the same release has the same answer, and need not be worked out again."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from threading import Lock

from server.engine import Query
from server.guard import mask

# What a query with one of these says is new each time.
_NEW_EACH_TIME = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
SIZE = 16  # of a key, in bytes
LARGEST = 4_000_000  # an answer larger than this is not kept
EACH = 400  # what it takes to keep an answer, besides its bytes


class Answers:
    """The answers asked for last, by key, as many as fit into so many bytes."""

    def __init__(self, most: int) -> None:
        self._left = self._most = most
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self.hits = self.misses = 0
        self.told: Callable[[str], None] = lambda _key: None  # of every key whose answer is kept

    @property
    def size(self) -> int:
        """How much is kept."""
        return self._most - self._left

    def get(self, key: str) -> bytes | None:
        """The answer to a key, if it is kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                self.misses += 1
            else:
                self.hits += 1
                self._kept.move_to_end(key)
            return found

    def has(self, key: str) -> bool:
        """Whether there is an answer, without counting the question."""
        return self.seen(key) is not None

    def seen(self, key: str) -> bytes | None:
        """The answer to a key, if it is kept, without counting the question."""
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: str, answer: bytes) -> None:
        """Keep an answer; those that were asked for longest ago make room."""
        if len(answer) + EACH > min(LARGEST, self._most // 4):
            return
        with self._lock:
            if key in self._kept:
                self._left += len(self._kept.pop(key)) + EACH
            self._kept[key] = answer
            self._left -= len(answer) + EACH
            while self._left < 0:
                self._left += len(self._kept.popitem(last=False)[1]) + EACH
        self.told(key)

    def keys(self) -> list[str]:
        """The keys of all answers that are kept."""
        with self._lock:
            return list(self._kept)

    def kept_while_sent(self, key: str, parts: Iterator[bytes]) -> Iterator[bytes]:
        """The parts of an answer, which is kept when the last of them has been sent."""
        taken: list[bytes] | None = []
        size = 0
        for part in parts:
            size += len(part)
            if taken is not None and size <= LARGEST:
                taken.append(part)
            else:
                taken = None
            yield part
        if taken is not None:
            self.keep(key, b"".join(taken))


def key_of(release: str, query: Query, form: str) -> str | None:
    """The key of a query's answer in a format, or None when the answer is new each time."""
    if _is_new_each_time(query.text):
        return None
    asked = f"{release}\0{form}\0{query.default_graphs!r}\0{query.named_graphs!r}\0{query.text}"
    return hashlib.blake2b(asked.encode("utf-8", "surrogatepass"), digest_size=SIZE).hexdigest()


def _is_new_each_time(text: str) -> bool:
    """Whether a query says so; most do not even have the words."""
    upper = text.upper()
    if "RAND" not in upper and "NOW" not in upper and "UUID" not in upper and "BNODE" not in upper:
        return False
    return bool(_NEW_EACH_TIME.search(mask(text).text))
