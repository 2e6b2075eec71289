"""Whether a client's copy is still good: what a release says does not change while it is the one in use."""

import hashlib
from datetime import UTC, datetime
from functools import lru_cache

from flask import Response, request
from werkzeug.http import http_date

from server.site import Site, site

REVALIDATE = "public, no-cache"  # keep it, but ask each time: a 304 costs nothing, and a new release shows at once


def tag(key: str) -> str:
    """The entity tag of what a key stands for in the release in use."""
    return tag_in(site(), key)


def tag_in(site: Site, key: str) -> str:
    """The same for a given release."""
    return hashlib.sha256(f"{site.release.digest} {site.release.generator} {key}".encode()).hexdigest()[:32]


def not_modified(key: str) -> bool:
    """Whether the client has what the key stands for already, so that nothing need be worked out."""
    if request.method not in ("GET", "HEAD"):
        return False
    if request.if_none_match:
        return request.if_none_match.contains_weak(tag(key))
    since = request.if_modified_since
    return since is not None and since >= loaded_at()


def has_this(key: str) -> bool:
    """Whether the client names the very answer that it has: then even a query need not be looked at."""
    named = request.if_none_match
    return request.method in ("GET", "HEAD") and not named.star_tag and named.contains_weak(tag(key))


def fresh(response: Response, key: str, *vary: str) -> Response:
    """The response with its tag and date, as 304 without a body where the client has it already."""
    response.set_etag(tag(key), weak=True)
    response.last_modified = loaded_at()
    response.headers["Cache-Control"] = REVALIDATE
    response.vary.update(vary)
    if response.status_code == 200 and not_modified(key):
        response.close()
        response.response, response.status_code = [], 304
    if response.status_code == 304:
        response.headers.pop("Content-Length", None)
        response.headers.pop("Content-Type", None)
    return response


def loaded_at() -> datetime:
    """When the release in use was loaded, to the second."""
    return _second(site().meta.at)


def dated(site: Site) -> str:
    """The same as HTTP writes it, for a given release."""
    return _written(site.meta.at)


def _second(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC).replace(microsecond=0)


@lru_cache(8)
def _written(at: str) -> str:
    return http_date(_second(at))
