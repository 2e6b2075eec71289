"""Compression: whether it is worth it, which kind a client likes best, and the packed bytes."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from werkzeug.http import parse_accept_header
from zstandard import ZstdCompressor

SMALLEST = 860  # below that, packing makes it larger or saves no packet
TYPES = (
    "text/", "application/json", "application/xml", "application/rdf+xml", "application/ld+json", "image/svg+xml",
    "application/sparql-results", "application/n-triples", "application/n-quads", "application/trig",
    "application/atom+xml", "application/feed+json", "application/problem+json",
)  # fmt: skip
LEVEL = {"gzip": 5, "zstd": 3}


def worth_packing(media_type: str, size: int | None) -> bool:
    """Whether an answer of this type and size is packed for those who can unpack it; None is a size unknown yet."""
    return (size is None or size >= SMALLEST) and media_type.startswith(TYPES)


@lru_cache(256)
def coding(header: str) -> str | None:
    """zstd or gzip by the weights of an Accept-Encoding header; of equals zstd, which is quicker. None for neither."""
    if not header:
        return None
    accepted = parse_accept_header(header)
    weights = {"zstd": accepted["zstd"], "gzip": accepted["gzip"]}
    best = max(weights, key=lambda name: weights[name])
    return best if weights[best] > 0 and weights[best] >= accepted["identity"] * 0.5 else None


def packed(data: bytes, coding: str) -> bytes:
    """The data in one piece, packed."""
    return b"".join(packed_parts([data], coding))


def packed_parts(parts: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The parts packed one by one, each flushed, so that the first byte leaves as early as it comes."""
    feed, flush, end = _packer(coding)
    try:
        for part in parts:
            packed = feed(part) + flush()
            if packed:
                yield packed
        yield end()
    finally:
        close = getattr(parts, "close", None)
        if close:
            close()


def _packer(coding: str) -> tuple[Callable[[bytes], bytes], Callable[[], bytes], Callable[[], bytes]]:
    if coding == "zstd":
        frame = ZstdCompressor(level=LEVEL["zstd"]).compressobj()
        return frame.compress, lambda: frame.flush(1), frame.flush
    stream = zlib.compressobj(LEVEL["gzip"], wbits=31)
    return stream.compress, lambda: stream.flush(zlib.Z_SYNC_FLUSH), stream.flush
