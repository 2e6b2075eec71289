"""The words of a web page round a document: the way to it, the box of its index number, date and source."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from converter.words import key

# 预决算, 预算/决算: what is filed there is of either phase; a law that is named says nothing either.
EITHER_PHASE = re.compile(r"预算法|预决算|预[(（]?决[)）]?算|预[、/和]决算|(?:预算|决算)[、/](?:预算|决算)")
CITED = re.compile("《[^》]*》")
TITLED = re.compile(r"(?:部门|单位|年度?)(?:综合|收支|汇总)?(预算|决算)")
PATH = re.compile(r"[>»›].*[>»›]")
OPENING = r"^[\[【•·\-*]*"
BEHIND = r"[\]】]?(?:[:：|\]\t]|$|(?<=索引号)[\dA-Z])"


@cache
def _words(name: str) -> str:
    table = tomllib.loads((files("converter") / "layouts" / "furniture.toml").read_text("utf-8"))
    return "|".join(sorted((re.escape(key(word)) for word in table[name]), key=len, reverse=True))


@cache
def _field() -> re.Pattern[str]:
    return re.compile(rf"{OPENING}(?:{_words('fields')}){BEHIND}")


@cache
def _field_name() -> re.Pattern[str]:
    return re.compile(rf"({_words('fields')})(?:[:：]|$)")


@cache
def _spaced_field() -> re.Pattern[str]:
    """A field and its value with only a space between (发布机构 某局)."""
    return re.compile(rf"^[\s\[【•·]*(?:{_words('fields')})[\s\]】]+\S")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"^(?:标题(?=\S)|[\[【]?(?:{_words('titles')})[\]】]?[:：|]+)")


def is_furniture(text: str) -> bool:
    """Whether a line leads to the page or describes it, and is no part of the document."""
    plain = key(text)
    found = re.search(_words("places"), plain) or PATH.search(plain) or _field().search(plain)
    return bool(found or _spaced_field().search(text))


def is_box(text: str) -> bool:
    """Whether a row of cells is one of the box that describes a page (索引号 … 发布机构 …)."""
    cells = [key(cell) for cell in text.split("\t")]
    fields = [cell for cell in cells if (found := _field_name().match(cell)) and len(found.group(1)) > 2]
    return len(fields) > 1 or bool(fields and fields[0].startswith("索引号"))


def own_words(text: str) -> str:
    """A line's words about the document, without spaces: "" for furniture, the title behind 标题.

    >>> own_words("您的位置：首页 > 预算/决算 > 决算公开"), own_words("标题 某县档案馆2023年单位预算")
    ('', '某县档案馆2023年单位预算')
    """
    return "" if is_furniture(text) else _title().sub("", key(text))


def own_lines(texts: Iterable[str]) -> Iterator[str]:
    """The words of lines that are part of the document."""
    return (words for text in texts if (words := own_words(text)))


def phase_words(text: str) -> list[str]:
    """预算 and 决算 as a text names them, but for where it names both at once (预决算公开), and for what it cites.

    The words of a title come first (部门决算, 2022年度决算): 预算编制审核中心2022年度部门决算 is a final account.
    """
    plain = EITHER_PHASE.sub("", uncited(text))
    return TITLED.findall(plain) or re.findall("决算|预算", plain)


def uncited(text: str) -> str:
    """A text without the documents that it cites (根据《…关于推进部门所属单位预算公开的指导意见》)."""
    return CITED.sub("", text)
