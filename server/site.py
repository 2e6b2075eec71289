"""What every request needs: the settings, the release, its store, and the way between IRIs and paths."""

import logging
import sys
from dataclasses import dataclass
from typing import cast

from flask import current_app
from pyoxigraph import Store

from server.addresses import Addresses
from server.engine import Engine, InProcess, open_store
from server.release import Release, read_release
from server.settings import Settings
from server.store import load

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Site:
    """One release being served. Nothing in it changes while the server runs."""

    settings: Settings
    release: Release
    store: Store
    engine: Engine
    triples: int
    addresses: Addresses


def open_site(settings: Settings, *, force: bool = False, limited: bool = False) -> Site:
    """The site of the release in the settings, loaded into the store where that is not done yet.

    With `limited`, queries from outside run in worker processes that keep to the limits; close its engine then.
    """
    loaded = load(settings.release, settings.store, force=force)
    release = read_release(settings.release)
    store = open_store(settings.store)
    engine = _limited(settings, loaded.release) if limited else None
    return Site(settings, release, store, engine or InProcess(store), loaded.triples, Addresses(release.base))


def _limited(settings: Settings, release: str) -> Engine | None:
    """The engine in worker processes, or None with a warning where the system has no way to limit them."""
    if sys.platform != "linux":
        _log.warning("queries run without limits of time and memory on %s; serve to others from Linux", sys.platform)
        return None
    from server.pool import Pool

    return Pool(settings, release)


def site() -> Site:
    """The site of the current request."""
    return cast(Site, current_app.extensions["yusuan"])
