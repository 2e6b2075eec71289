"""Whether a client's copy is still good: what a release says does not change while it is the one in use."""

from datetime import datetime

from flask import Response, request

from server.edition import REVALIDATE, second_of
from server.site import site


def tag(key: str) -> str:
    """The entity tag of what a key stands for in the release in use."""
    return site().edition.tag(key)


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
    return second_of(site().meta.at)
