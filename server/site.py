"""What every request needs: the settings, the release, its store, and the way between IRIs and paths."""

from dataclasses import dataclass
from typing import cast

from flask import current_app
from pyoxigraph import Store

from server.addresses import Addresses
from server.engine import open_store
from server.release import Release, read_release
from server.settings import Settings
from server.store import load


@dataclass(frozen=True, slots=True)
class Site:
    """One release being served. Nothing in it changes while the server runs."""

    settings: Settings
    release: Release
    store: Store
    triples: int
    addresses: Addresses


def open_site(settings: Settings, *, force: bool = False) -> Site:
    """The site of the release in the settings, loaded into the store where that is not done yet."""
    loaded = load(settings.release, settings.store, force=force)
    release = read_release(settings.release)
    return Site(settings, release, open_store(settings.store), loaded.triples, Addresses(release.base))


def site() -> Site:
    """The site of the current request."""
    return cast(Site, current_app.extensions["yusuan"])
