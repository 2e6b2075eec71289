"""The words by which a disclosure says whose it is (layouts/identity.toml), and bodies of the central government."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from converter.words import key


@cache
def words() -> dict[str, Any]:
    """The words of identity.toml."""
    return tomllib.loads((files("converter") / "layouts" / "identity.toml").read_text("utf-8"))


@cache
def central_bodies() -> frozenset[str]:
    return frozenset(map(key, words()["central"]))


@cache
def central_units() -> frozenset[str]:
    """Universities, institutes and the like below central bodies."""
    return frozenset(map(key, words()["central_units"]))


def unled(name: str) -> str:
    """A body's name as `key` makes it, without what may stand before its place (中共, 共青团)."""
    plain = key(name)
    return plain[max((len(word) for word in words()["prefixes"] if plain.startswith(word)), default=0) :]
