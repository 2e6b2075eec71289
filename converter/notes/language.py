"""The words that notes go by: `contradictions.toml`, and what two texts have in common."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from converter.words import key


@cache
def said() -> dict[str, Any]:
    """The words of `layouts/contradictions.toml`."""
    text = files("converter").joinpath("layouts", "contradictions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def pattern(name: str) -> re.Pattern[str]:
    return re.compile(said()["pattern"][name])


@cache
def generic() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, said()["generic"]), key=len, reverse=True)))


def plain(text: str) -> list[str]:
    """The runs of Chinese characters of a text that say what it is about."""
    return [run for run in re.findall(r"[\u4e00-\u9fff]+", generic().sub(" ", key(text))) if len(run) > 1]


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters of what a text is about; for Latin words, the words."""
    words = {word.lower() for word in re.findall(r"[A-Za-z]{2,}", key(text))}
    return {run[i : i + 2] for run in plain(text) for i in range(len(run) - 1)} | words


def characters(text: str) -> set[str]:
    return set("".join(plain(text)))
