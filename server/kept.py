"""Pages that are kept once they are made: they stay the same as long as the release behind them does."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from flask import current_app, request

from server.language import language
from server.site import site

MOST = 128


class Kept:
    """The texts of the pages asked for last, by address and language."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._texts: OrderedDict[tuple[str, ...], str] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, ...], make: Callable[[], str]) -> str:
        """The text of a key, made now if it is not there; two requests at once may both make it."""
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
                return self._texts[key]
        text = make()
        with self._lock:
            self._texts[key] = text
            while len(self._texts) > self._most:
                self._texts.popitem(last=False)
        return text


def kept(make: Callable[[], str]) -> str:
    """The text of the page of this request."""
    pages: Kept = current_app.extensions["kept"]
    return pages.get((site().release.digest, request.script_root, request.full_path, language()), make)
