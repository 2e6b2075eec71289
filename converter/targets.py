"""What a printed target value says: comparator, number and unit."""

from __future__ import annotations

import re
from decimal import Decimal

COMPARATORS = {
    "≥": "ge",
    "≧": "ge",
    ">=": "ge",
    "≤": "le",
    "≦": "le",
    "<=": "le",
    ">": "gt",
    "＞": "gt",
    "<": "lt",
    "＜": "lt",
    "=": "eq",
    "＝": "eq",
}
WORDS = {
    "大于等于": "ge",
    "不少于": "ge",
    "不低于": "ge",
    "小于等于": "le",
    "不超过": "le",
    "不高于": "le",
    "大于": "gt",
    "小于": "lt",
}
DATE = re.compile(
    r"^(?:不晚于)?(?:20\d\d年)?(?:\d{1,2}月|年)?(?:\d{1,2}日|\d{1,2}号)?(?:[底末]|底?之?前|前)+$|^\d{1,2}-\d{1,2}月$|^每(?:月|季度|年).*前$|^(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:前)?$|^(?:20\d\d年)?\d{1,2}月[底末]?前?$|^20\d\d年[底末].*$|^年[底末].*$"
)
NUMBER = re.compile(r"^(-?\d[\d,]*(?:\.\d+)?)(%|％|‰)?(\D*)$")
UNIT_WORDS = {"%": "%", "％": "%", "百分比": "%", "‰": "‰"}


def read_target(text: str) -> tuple[str, Decimal | None, str]:
    """(comparator, quantity, unit) of a printed value; `qualitative` or `by-date` without a quantity."""
    plain = re.sub(r"\s+", "", text)
    if DATE.match(plain):
        return "by-date", None, ""
    comparator, rest = split_comparator(plain)
    found = NUMBER.match(rest)
    if not found or len(found.group(3)) > 8:
        return ("qualitative", None, "") if comparator == "eq" else (comparator, None, "")
    unit = found.group(2) or found.group(3)
    return comparator, Decimal(found.group(1).replace(",", "")), UNIT_WORDS.get(unit, unit)


def split_comparator(plain: str) -> tuple[str, str]:
    """(comparator, the rest); no sign means equal."""
    for sign, name in (*COMPARATORS.items(), *WORDS.items()):
        if plain.startswith(sign):
            return name, plain[len(sign) :]
    return "eq", plain


def is_value(text: str) -> bool:
    """Whether a text can only be a target value: a comparator, a number with a unit, or a date."""
    plain = re.sub(r"\s+", "", text)
    if DATE.match(plain):
        return True
    comparator, rest = split_comparator(plain)
    found = NUMBER.match(rest)
    return comparator != "eq" or (found is not None and 0 < len(found.group(2) or found.group(3)) <= 6)
