"""The page about reading: the files that it names are there, its example works, its list of steps is whole."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from converter.columns import read_layout
from converter.placed import settings
from converter.tables import REACH
from ontology import codes

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")


def test_files_that_are_named_are_there() -> None:
    names = set(re.findall(r"`([\w/-]+(?:\.(?:py|toml)|/))`", PAGE)) - {"converter/layouts/anyang.toml"}
    places = [ROOT, ROOT / "converter", ROOT / "converter" / "layouts"]
    assert len(names) > 20
    assert [name for name in sorted(names) if not any((place / name).exists() for place in places)] == []


def test_every_way_of_resolving_is_explained() -> None:
    explained = set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE))
    assert explained | {"by-name"} == {concept.notation for concept in codes.scheme("resolved-by")} | {"undecided"}
    assert "`by-name`" in PAGE


def test_the_example_of_a_layout_reads_its_header() -> None:
    toml = re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL)
    header = re.findall(r"^    (科目编码.+)$", PAGE, re.MULTILINE)
    layout = read_layout(tomllib.loads(toml[0])["table"][0])
    assert layout.leftover(header[0].replace(" ", "")) == 0
    assert all(meaning.known for meaning in layout.columns.meanings)
    assert {(i.total, i.parts) for i in layout.columns.identities} == {(0, (1, 4)), (1, (2, 3))}


def test_limits_are_those_of_the_settings() -> None:
    limits = settings()["limits"]
    assert limits["candidates"] == limits["steps"] == 200_000 and "200,000" in PAGE
    assert limits["misfit"] == 0.2 and "no more than a fifth" in PAGE
    assert REACH == 6 and "within six filled lines" in PAGE
