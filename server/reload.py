"""A newly loaded release takes the place of the one being served, without a restart and without a gap."""

import logging
import threading
import time
from collections.abc import Callable

from flask import Flask

from server.errors import ServerError
from server.places import current_name
from server.site import Site, open_current
from server.warming import warm

_log = logging.getLogger(__name__)
SLACK = 5.0
LEAVE = 5.0  # how long opening another release may go on when the server ends, in seconds


class Watch:
    """Looks from time to time which version of the store is in use, and has the application serve that one."""

    def __init__(self, app: Flask, limited: bool = True) -> None:
        self._app, self._limited = app, limited
        self.changed: Callable[[], None] = lambda: None  # called when another release is in use
        self._stop, self._look = threading.Event(), threading.Event()
        self._failed = ""
        self._old: list[tuple[float, Site]] = []
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    @property
    def site(self) -> Site:
        """The site that new requests get."""
        found: Site = self._app.extensions["yusuan"]
        return found

    def start(self) -> None:
        """Begin to watch, in a thread."""
        self._thread.start()

    def look(self) -> None:
        """Look now; for signal handlers."""
        self._look.set()

    def close(self) -> None:
        """Stop watching, and let go of every site."""
        self._stop.set()
        self._look.set()
        if self._thread.is_alive():
            self._thread.join(timeout=LEAVE)
        for each in (self.site, *(old for _, old in self._old)):
            each.engine.close()

    def refresh(self) -> bool:
        """Whether another version is served from now on. What goes wrong is said once, and the old one stays."""
        name = current_name(self.site.settings.store)
        if name in (None, self.site.version.name, self._failed):
            return False
        try:
            new = open_current(self.site.settings, limited=self._limited)
        except (ServerError, OSError) as error:
            self._failed = name or ""
            _log.error("the new release cannot be served, the old one stays: %s", error)
            return False
        old, self._app.extensions["yusuan"] = self.site, new
        self.changed()
        limits = new.settings
        self._old.append((time.monotonic() + limits.seconds + limits.wait + SLACK, old))
        _log.warning("now serving release %s, loaded %s", new.release.digest[:12], new.meta.at)
        return True

    def _run(self) -> None:
        self._warm()
        while not self._stop.is_set():
            self._look.wait(self.site.settings.watch)
            self._look.clear()
            if not self._stop.is_set():
                if self.refresh():
                    self._warm()
                self._let_go()

    def _warm(self) -> None:
        """Work out what will be asked first, where workers do it."""
        if self._limited and self.site.settings.warm:
            warm(self.site, self._app.extensions["answers"], self._stop.is_set)

    def _let_go(self) -> None:
        """Close the sites whose last request must have ended by now."""
        due = [each for each in self._old if each[0] < time.monotonic()]
        for each in due:
            self._old.remove(each)
            each[1].engine.close()
