"""Which columns of a table compare two others of their row: changes, growth, rates of execution."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from converter.amounts import Amount, parse
from converter.lexicon import column_word
from converter.words import key

Path = tuple[str, ...]
DATED = {"fiscalYear", "budgetPhase"}
PERCENT = re.compile(r"\s*[%％]\s*$")


@dataclass(frozen=True)
class Kind:
    """A kind of comparison (layouts/comparisons.toml); `in_percent` where its figures are no money."""

    name: str
    in_percent: bool
    words: re.Pattern[str]


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds, in the order in which they are tried."""
    return tuple(Kind(each["name"], each["unit"] == "%", re.compile(each["words"])) for each in _lists()["kind"])


@cache
def _lists() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((files("converter") / "layouts" / "comparisons.toml").read_text("utf-8"))


@cache
def heads() -> re.Pattern[str]:
    """Words that say what is compared with what."""
    return re.compile(_lists()["heads"]["words"])  # type: ignore[call-overload]


def kind_of_word(word: str) -> Kind | None:
    """The kind of comparison that a header word names; None for words that the lists know (用事业基金弥补收支差额)."""
    plain = key(word)
    if column_word(word).known:
        return None
    return next((kind for kind in kinds() if kind.words.search(plain)), None)


@cache
def kind_of(path: Path) -> Kind | None:
    """The kind of comparison that a column makes, or None for one of amounts of its own."""
    for word in reversed(path):
        if kind := kind_of_word(word):
            return kind
        if DATED & column_word(word).values.keys():
            return None
    return None


def compared(path: Path) -> Path:
    """The words of a comparing column that say of what it speaks: those of the columns that it compares."""
    return tuple(word for word in path if not kind_of_word(word) and not heads().search(key(word)))


def percent(text: str, line: int, column: int | None = None) -> Amount | None:
    """The number in front of a percent sign, or a number alone; None when it is none."""
    found = parse(PERCENT.sub("", text), line, column)
    return found and Amount(text.strip(), found.value, line, column)
