"""What is kept once it is made, since it stays the same as long as the release behind it does: pages, and values.

Answers to queries from outside are kept by server.answers, in bytes, with a limit of their own.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar, cast

from flask import current_app, request

from server.language import language
from server.site import site

MOST = 128
VALUES = 256
T = TypeVar("T")


class Kept:
    """What was asked for last, by key: the texts of pages by address and language, values by release and name."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._made: OrderedDict[tuple[str, ...], Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What belongs to a key, made now if it is not there; two requests at once may both make it."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return cast(T, self._made[key])
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


def kept(make: Callable[[], str]) -> str:
    """The text of the page of this request."""
    pages: Kept = current_app.extensions["kept"]
    return pages.get((site().release.digest, request.script_root, request.full_path, language()), make)


def for_release(name: str, make: Callable[[], T]) -> T:
    """A value that is made once for the release being served: the list of its disclosures, sums, counts."""
    values: Kept = current_app.extensions["values"]
    return values.get((site().release.digest, name), make)
