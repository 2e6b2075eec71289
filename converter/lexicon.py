"""What header words and row labels mean: the code lists' labels, and phrases.toml's few extras."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files

from converter.words import key, strip_ordinal
from ontology import codes

DATED = re.compile(r"^(20[0-4]\d)年(?:度)?(.*)$")
# A header word may be in several lists; the first list that knows it wins.
COLUMN_SCHEMES = {
    "fundVintage": "fund-vintage",
    "fundSource": "fund-source",
    "expenditureKind": "expenditure-kind",
    "item": "item",
}
ROW_SCHEMES = {"item": "item", "fundSource": "fund-source", "expenditureKind": "expenditure-kind"}


@dataclass(frozen=True)
class Meaning:
    """What a word says: values by dimension; whether it is a total word, a memo (其中) or known at all."""

    values: dict[str, str] = field(default_factory=dict)
    total: bool = False
    memo: bool = False
    known: bool = True


@cache
def headers() -> dict[str, object]:
    """The words of headers.toml."""
    return tomllib.loads((files("converter") / "layouts" / "headers.toml").read_text("utf-8"))


@cache
def key_words() -> dict[str, str]:
    """Header word (normal form) → field of the row."""
    return {key(word): name for word, name in headers()["keys"].items()}  # type: ignore[attr-defined]


@cache
def total_words() -> frozenset[str]:
    return frozenset(key(word) for word in headers()["total"])  # type: ignore[attr-defined]


@cache
def neutral_words() -> frozenset[str]:
    return frozenset(key(word) for word in headers()["neutral"])  # type: ignore[attr-defined]


@cache
def phrases() -> dict[str, Meaning]:
    return {
        key(entry["word"]): Meaning(entry["means"], memo=entry.get("memo", False))
        for entry in headers()["phrase"]  # type: ignore[attr-defined]
    }


def is_total_word(word: str) -> bool:
    """Whether a header word or row label is 合计, 小计, 总计 …, with or without a colon."""
    return key(word).rstrip(":") in total_words()


@lru_cache(maxsize=4096)
def column_word(word: str) -> Meaning:
    """The meaning of one header word."""
    plain = key(strip_ordinal(word))
    dated = DATED.match(plain)
    if dated and plain not in phrases():
        rest = column_word(dated.group(2)) if dated.group(2) else Meaning()
        return replace(rest, values={**rest.values, "fiscalYear": dated.group(1)})
    if plain in phrases():
        return phrases()[plain]
    if plain.rstrip(":") == "其中":
        return Meaning(memo=True)
    if plain in total_words():
        return Meaning(total=True)
    if plain in neutral_words():
        return Meaning()
    memo = plain.startswith("其中") or plain in headers()["beside"]  # type: ignore[operator]
    found = look_up(plain.removeprefix("其中").lstrip(":"), COLUMN_SCHEMES)
    total = not memo and found.get("item") == "three-public"
    return Meaning(found, memo=memo, total=total, known=bool(found))


def look_up(plain: str, schemes: dict[str, str]) -> dict[str, str]:
    """The value of the first list that knows this label, as dimension → notation."""
    for dimension, scheme in schemes.items():
        concept = codes.scheme(scheme).by_label(plain)
        if concept is not None and concept.notation != "total":
            return {dimension: concept.notation}
    return {}


def path_meaning(path: tuple[str, ...]) -> Meaning:
    """The meaning of a header path: inner words refine outer ones."""
    words = [column_word(word) for word in path]
    values: dict[str, str] = {}
    for word in words:
        values |= word.values
    known = bool(words) and all(word.known for word in words)
    return Meaning(values, bool(words) and words[-1].total, any(word.memo for word in words), known)


def row_function_class(label: str) -> str | None:
    """The 类 code that a label such as 十、卫生健康 names, or None."""
    found = [c for c in codes.scheme("function").candidates(strip_ordinal(label)) if len(c.notation) == 3]
    return found[0].notation if len(found) == 1 else None
