"""What an answer says of the release that it is from."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from werkzeug.http import http_date

REVALIDATE = "public, no-cache"  # keep it, but ask each time: a 304 costs nothing, and a new release shows at once


@dataclass(frozen=True, slots=True)
class Edition:
    """A release as it was loaded: its digest, what made it, and when."""

    digest: str
    generator: str
    at: str

    def tag(self, key: str) -> str:
        """The entity tag of what a key stands for."""
        return hashlib.blake2b(f"{self.digest} {self.generator} {key}".encode(), digest_size=16).hexdigest()

    def dated(self) -> str:
        """When it was loaded, as HTTP writes it."""
        return _written(self.at)


def second_of(at: str) -> datetime:
    """A time without its fractions."""
    return datetime.fromisoformat(at).astimezone(UTC).replace(microsecond=0)


@lru_cache(8)
def _written(at: str) -> str:
    return http_date(second_of(at))
