"""Damaged documents: read as far as possible or refused with a message; never a crash or a wrong graph."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import converter
from converter import Disclosure, DocumentError
from converter.graph import build
from shapes import check

Damage = Callable[[list[str], random.Random], list[str]]


def drop_lines(lines: list[str], chance: random.Random) -> list[str]:
    return [line for line in lines if chance.random() > 0.1]


def drop_characters(lines: list[str], chance: random.Random) -> list[str]:
    return ["".join(c for c in line if chance.random() > 0.01) for line in lines]


def cut_off(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    return lines[:at] if chance.random() < 0.5 else lines[at:]


def repeat_part(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(50, len(lines))
    return [*lines[:at], *lines[at - 50 : at], *lines[at:]]


def shuffle_cells(lines: list[str], chance: random.Random) -> list[str]:
    def shuffled(line: str) -> str:
        cells = line.split("\t")
        return "\t".join(chance.sample(cells, len(cells)))

    return [shuffled(line) if chance.random() < 0.05 else line for line in lines]


def join_lines(lines: list[str], chance: random.Random) -> list[str]:
    return [a + b for a, b in zip(lines[::2], lines[1::2], strict=False)]


@pytest.mark.parametrize("damage", [drop_lines, drop_characters, cut_off, repeat_part, shuffle_cells, join_lines])
def test_damage_never_crashes_the_reading(damage: Damage, readings: dict[str, Disclosure], tmp_path: Path) -> None:
    chance = random.Random(damage.__name__)
    read = 0
    for name, reading in readings.items():
        path = tmp_path / f"{reading.identity.region.code}-{name}"
        path.write_text("\n".join(damage(reading.document.text.split("\n"), chance)), encoding="utf-8")
        try:
            damaged = converter.read(path)
        except DocumentError as error:
            assert error.remedy
            continue
        read += 1
        assert check(build(damaged)).conforms
    assert read
