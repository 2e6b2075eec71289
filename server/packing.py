"""Compression of what is sent, in the way that the client likes best; files of dumps are sent as they are."""

from collections.abc import Iterable
from typing import cast

from flask import Response, request

from server.coding import coding, packed, packed_parts, worth_packing


def pack(response: Response) -> Response:
    """The response packed, where it may be, is worth it, and the client can take it."""
    if response.status_code == 304:
        return _unchanged(response)
    if not _may_be_packed(response):
        return response
    response.vary.add("Accept-Encoding")
    wanted = coding(request.headers.get("Accept-Encoding", ""))
    if wanted is None:
        return response
    if response.is_streamed:
        response.response = packed_parts(cast(Iterable[bytes], response.response), wanted)
        response.headers.pop("Content-Length", None)
    else:
        response.set_data(packed(response.get_data(), wanted))
    response.headers["Content-Encoding"] = wanted
    return _weakened(response)


def _unchanged(response: Response) -> Response:
    """A 304 that says what the answer would: a cache takes over its headers. What has ranges is never packed."""
    if "Accept-Ranges" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    return _weakened(response) if coding(request.headers.get("Accept-Encoding", "")) else response


def _weakened(response: Response) -> Response:
    """The response with a tag that does not stand for its very bytes: those differ with the coding."""
    etag, weak = response.get_etag()
    if etag and not weak:
        response.set_etag(etag, weak=True)
    return response


def _may_be_packed(response: Response) -> bool:
    return (
        response.status_code not in (204, 206)
        and not response.direct_passthrough
        and "Content-Encoding" not in response.headers
        and worth_packing(response.mimetype or "", response.content_length)
    )
