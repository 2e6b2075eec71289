"""Characters that look like others and stand for them: radicals, compatibility forms, ligatures."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

ALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")


def unified(text: str) -> str:
    """The text with every such character as the one that it stands for (⼈ → 人, ⻓ → 长, ﬁ → fi)."""
    return ALIKE.sub(meant, text) if ALIKE.search(text) else text


def meant(found: re.Match[str]) -> str:
    """What a character stands for; itself, where neither Unicode nor the list of radicals knows."""
    return radicals().get(found[0]) or unicodedata.normalize("NFKC", found[0])


@cache
def radicals() -> dict[str, str]:
    """The radicals of the CJK supplement, each with the character that looks like it; Unicode decomposes the others.

    ⼾ looks like 户 in fonts of the mainland, where Unicode has 戶.
    """
    with files("converter.readers").joinpath("radicals.csv").open(encoding="utf-8") as file:
        return {row["radical"]: row["character"] for row in csv.DictReader(file)}
