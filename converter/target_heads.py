"""The heads of performance targets: what each column of a row of heads holds (layouts/targets.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from converter.header import GridRow
from converter.words import key

BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")
GROUPS = {"绩效指标", "年度绩效指标"}  # also the name of the block that the heads stand in


@cache
def settings() -> dict[str, Any]:
    return tomllib.loads((files("converter") / "layouts" / "targets.toml").read_text("utf-8"))


@cache
def fields_by_word() -> dict[str, str]:
    return {word: name for name, words in settings()["heads"].items() for word in words}


def field_of(text: str) -> str:
    """What a head says that its column holds, or empty.

    >>> field_of("本年绩效指标值"), field_of("指标权重(%)")
    ('value', '')
    """
    plain = key(text)
    words = fields_by_word()
    return words.get(plain) or words.get(BRACKETS.sub("", plain), "")


def heads_of(row: GridRow) -> dict[str, int]:
    """Field → column of a row that heads targets; empty for any other row, and for one with several sets of targets."""
    found: dict[str, list[int]] = {}
    for place, name in named(row):
        found.setdefault(name, []).append(place)
    names = found.get("name", [])
    if len(names) > 1:  # 绩效指标 beside 三级指标 names the block
        own = [place for place in names if key(row.cells[place]) not in GROUPS] or names
        found["name"] = own[:1]
    if "value" not in found or not {"name", "level2"} & found.keys():
        return {}
    if any(len(found.get(name, ())) > 1 for name in ("value", "level1", "level2")):
        return {}
    if "name" in found and key(row.cells[found["name"][0]]) in GROUPS and "level2" in found:
        del found["name"]
    return {name: places[0] for name, places in found.items()}


def named(row: GridRow) -> Iterator[tuple[int, str]]:
    for place, cell in enumerate(row.cells):
        if cell and (name := field_of(cell)):
            yield place, name
