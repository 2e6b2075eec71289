"""What every request needs: the settings, the release, its store, and the way between IRIs and paths."""

import logging
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from flask import current_app, g, request
from pyoxigraph import Store

from server.addresses import Addresses
from server.edition import Edition
from server.engine import Engine, InProcess, open_version
from server.errors import ServerError
from server.find.index import Index
from server.places import FORMAT, INDEX, RELEASE, LoadResult, current_name, home, meta_of, versions
from server.release import MANIFEST, Release, read_release
from server.remote import RemoteEngine, RemoteStore, remote_at
from server.settings import Settings
from server.store import load

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Site:
    """One release being served, from one version of the store. Nothing in it changes while the server runs."""

    settings: Settings
    release: Release
    store: Store
    engine: Engine
    triples: int
    addresses: Addresses
    version: Path
    meta: LoadResult

    @cached_property
    def edition(self) -> Edition:
        """What every answer says of the release."""
        return Edition(self.release.digest, self.release.generator, self.meta.at)

    @cached_property
    def index(self) -> Index:
        """The names and figures of the release."""
        return Index(self.version / INDEX)

    @cached_property
    def arrived(self) -> dict[str, str]:
        """When each disclosure came: with the first of the kept releases that has it."""
        found: dict[str, str] = {}
        for each in versions(self.version.parent.parent):
            if each.name <= self.version.name:
                earlier = self.release if each == self.version else read_release(each / RELEASE)
                found |= {entry.id: earlier.created for entry in earlier.disclosures if entry.id not in found}
        return found


def open_site(settings: Settings, *, force: bool = False, limited: bool = False) -> Site:
    """The site of the release in the settings, loaded into the store where that is not done yet.

    Where there is no release (any more), what the store holds is served: it has the release's files too.

    With `limited`, queries from outside run in worker processes that keep to the limits; close its engine then.
    """
    if (settings.release / MANIFEST).is_file() or not current_name(settings.store):
        load(settings.release, settings.store, force=force, endpoint=settings.endpoint, keep=settings.keep)
    return open_current(settings, limited=limited)


def open_current(settings: Settings, *, limited: bool = False) -> Site:
    """The site of the version in use, whichever release that holds."""
    version = home(settings.store)
    meta = meta_of(version)
    if meta is None:
        raise ServerError(f"{version} is damaged: it has no meta.json", "load the release again with `yusuan load`")
    if meta.format != FORMAT:
        problem = f"{version} was made by another version of yusuan"
        raise ServerError(problem, f"load it again with `yusuan load {version / RELEASE} --store {settings.store}`")
    release = read_release(version / RELEASE)
    store, engine = _remote(settings) if meta.endpoint else _embedded(settings, version, limited)
    return Site(settings, release, store, engine, meta.triples, Addresses(release.base), version, meta)


def _embedded(settings: Settings, version: Path, limited: bool) -> tuple[Store, Engine]:
    store = open_version(version)
    return store, (_limited(settings, version) if limited else None) or InProcess(store)


def _remote(settings: Settings) -> tuple[Store, Engine]:
    """A server of others in the place of the embedded store, of which pages use only `query`."""
    remote = remote_at(settings.endpoint)
    return cast(Store, RemoteStore(remote, settings.seconds)), RemoteEngine(remote, settings.seconds)


def _limited(settings: Settings, version: Path) -> Engine | None:
    """The engine in worker processes, or None with a warning where the system has no way to limit them."""
    if sys.platform != "linux":
        _log.warning("queries run without limits of time and memory on %s; serve to others from Linux", sys.platform)
        return None
    from server.pool import Pool

    return Pool(settings, version)


def site() -> Site:
    """The site of the current request, the same from its beginning to its end."""
    if "site" not in g:
        brought = request.environ.get("yusuan.brought")  # what was found out already is of one release
        g.site = brought.site if brought else current_app.extensions["yusuan"]
    return cast(Site, g.site)
