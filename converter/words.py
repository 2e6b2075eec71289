"""Normal forms of Chinese table text: what two printings of the same word have in common."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LEFT_OUT = "（从略）"  # what stands in tables that we write out where prose was
SPACE = re.compile(r"\s+")
GROUP_BLANK = "\u202f"  # the narrow blank between the groups of three of one number
LOOSE_BLANK = re.compile(rf"[^\S{GROUP_BLANK}]+")
CJK = r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’]"
BETWEEN_CJK = re.compile(rf"(?<={CJK})\s+(?={CJK})")
ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]、?|\d{1,2}[、.．](?!\d)|[(（]\d{1,2}[)）])"
)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The text without spaces, quotes and emphasis, brackets and colons in their narrow form."""
    text = unicodedata.normalize("NFKC", SPACE.sub("", text).translate(CIRCLED))
    return text.translate(QUOTES).replace("**", "").replace("#", "")


CIRCLED = {ord(circled): f"({number})" for number, circled in enumerate("①②③④⑤⑥⑦⑧⑨⑩", start=1)}
QUOTES = str.maketrans({c: None for c in "\"'“”‘’「」*"})


def tidy(text: str) -> str:
    """A label as it should be shown: no space between Chinese characters, one elsewhere."""
    return BETWEEN_CJK.sub("", LOOSE_BLANK.sub(" ", text)).strip()


def strip_ordinal(text: str) -> str:
    """The label without a leading 一、 or （一） or 1. ."""
    return ORDINAL.sub("", text.strip()).strip()


def ordinal(text: str) -> str | None:
    """The leading ordinal of a label, or None."""
    found = ORDINAL.match(text.strip())
    return found.group(0) if found else None


NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")}


def ordinal_value(text: str) -> int | None:
    """The number of a Chinese ordinal such as 二十一、 or （十）; None when there is none."""
    digits = re.sub(r"[^一二三四五六七八九十]", "", ordinal(text) or "")
    if not digits:
        return None
    tens, ten, ones = digits.partition("十")
    if not ten:
        return NUMERALS.get(digits)
    return (NUMERALS.get(tens, 1) if tens else 1) * 10 + (NUMERALS.get(ones, 0) if ones else 0)
