"""What a printed target value says: comparator, number and unit."""

from __future__ import annotations

import re
from decimal import Decimal

COMPARATORS = {"≥": "ge", "≧": "ge", "⩾": "ge", ">=": "ge", "≤": "le", "≦": "le", "⩽": "le", "<=": "le"}
COMPARATORS |= {">": "gt", "＞": "gt", "<": "lt", "＜": "lt", "=": "eq", "＝": "eq"}
WORDS = {
    "大于或等于": "ge", "大于等于": "ge", "不少于": "ge", "不低于": "ge", "不小于": "ge", "至少": "ge", "达到": "ge",
    "小于或等于": "le", "小于等于": "le", "不超过": "le", "不高于": "le", "不大于": "le", "不多于": "le",
    "高于": "gt", "超过": "gt", "大于": "gt", "低于": "lt", "少于": "lt", "小于": "lt",
}  # fmt: skip
ENDINGS = {"及以上": "ge", "以上": "ge", "及以下": "le", "以下": "le", "以内": "le"}
DATE = re.compile(
    r"^(?:不晚于)?(?:20\d\d年)?(?:\d{1,2}月|年)?(?:\d{1,2}日|\d{1,2}号)?(?:[底末]|底?之?前|前)+$|^\d{1,2}-\d{1,2}月$|^每(?:月|季度|年)[^目标]{0,8}前$|^(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:前)?$|^(?:20\d\d年)?\d{1,2}月[底末]?前?$|^20\d\d年[底末].*$|^年[底末].*$"
)
DEADLINE = re.compile(r"^(?:不晚于)(?:20\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?[底末前]?$|^20\d\d年$")
NUMBER = re.compile(r"^(-?\d[\d,]*(?:\.\d+)?)(%|％|‰)?(\D*)$")
UNIT_WORDS = {"%": "%", "％": "%", "百分比": "%", "‰": "‰"}


def read_target(text: str) -> tuple[str, Decimal | None, str]:
    """(comparator, quantity, unit) of a printed value; `qualitative` or `by-date` without a quantity."""
    plain = re.sub(r"\s+", "", text)
    if DATE.match(plain) or DEADLINE.match(plain):
        return "by-date", None, ""
    comparator, rest = split_comparator(plain)
    found = NUMBER.match(rest.replace("，", ","))
    if not found or len(found.group(3)) > 8:
        return "qualitative", None, ""
    unit = found.group(2) or found.group(3)
    return comparator, Decimal(found.group(1).replace(",", "")), UNIT_WORDS.get(unit, unit)


def split_comparator(plain: str) -> tuple[str, str]:
    """(comparator, the rest); no sign means equal."""
    for sign, name in (*COMPARATORS.items(), *WORDS.items()):
        if plain.startswith(sign):
            return name, plain[len(sign) :]
    ending = next((end for end in ENDINGS if plain.endswith(end) and NUMBER.match(plain[: -len(end)])), "")
    return (ENDINGS[ending], plain[: -len(ending)]) if ending else ("eq", plain)


def is_value(text: str) -> bool:
    """Whether a text can only be a target value: a comparator, a number with a unit, or a date."""
    plain = re.sub(r"\s+", "", text)
    if DATE.match(plain):
        return True
    comparator, rest = split_comparator(plain)
    found = NUMBER.match(rest)
    return comparator != "eq" or (found is not None and 0 < len(found.group(2) or found.group(3)) <= 6)
