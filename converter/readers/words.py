"""The words of a line with their boxes: what an unruled table is put together from."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from converter.readers.glyphs import height
from converter.readers.marks import Glyph

GAP = 0.42  # a wider gap than this share of the glyphs' height parts two words of a line
SPREAD_HEADS = {
    "收入",
    "支出",
    "合计",
    "小计",
    "总计",
    "项目",
    "科目",
    "名称",
    "编码",
    "金额",
    "备注",
    "单位",
    "部门",
    "行次",
}
SPREAD = 4.0  # so wide may the letters of a spread word be apart (合　计)
WIDE_HEADS = {"收入", "支出", "项目"}  # stand over half a table, or over its names
WIDE = 20.0  # so wide theirs
FIGURE = re.compile(r"[-△▲¥￥]?[(（]?[-¥￥]?(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+\.\d+)[)）]?|0")
NUMERAL = re.compile(r"[-△▲¥￥(（]*\d[\d,，.]*[)）%％]*|[-\u2013\u2212—－─]+")
NAMED = r"[^\W\d_元万亿千百十人个台辆平年月日天分倍次号][^\W\d_]"  # letters that can begin a name behind a number
NOUN = "年[终末初度]|人员|个人|日常"  # what can only begin a name though its first letter may be a unit
BEGINNING = r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,2}[)）]"  # of a numbered name
TOUCHING = re.compile(
    r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d+\.\d\d)"
    rf"(?={BEGINNING}|\d{{1,2}}、|{NAMED}[^\W\d_]|{NOUN})"
)  # an amount whose cell ends where the next begins
CODED = re.compile(rf"\d{{3,9}}(?={NAMED})")  # a code, and a name at some distance
DASHED = re.compile(rf"[-\u2013\u2212—－─](?={BEGINNING}|[\u4e00-\u9fff]{{3}})")  # a dash for nothing, and a name
AMOUNT = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d"
TWIN = re.compile(rf"{AMOUNT}(?=(?:{AMOUNT})+(?!\d))")  # two amounts or more
NARROW = 0.2  # of their height at least is between them
BRACKETS = ("(", "（")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Word:
    """Glyphs of a line without a gap between them, and their box."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    glyphs: tuple[Glyph, ...]

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @cached_property
    def size(self) -> float:
        """How large the letters are: the largest tells, for a box may hold no more than the stroke of 一 or a comma."""
        return max(map(height, self.glyphs))

    @property
    def is_figure(self) -> bool:
        """Whether the word can only be an amount: with groups or decimals, or a lone zero."""
        return bool(FIGURE.fullmatch(self.text))

    @property
    def is_numeral(self) -> bool:
        return bool(NUMERAL.fullmatch(self.text))


def word_of(glyphs: Sequence[Glyph]) -> Word:
    """The word of glyphs that stand in reading order."""
    return Word(
        "".join(glyph.text for glyph in glyphs),
        min(glyph.left for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
        tuple(glyphs),
    )


def words_of(line: Sequence[Glyph]) -> tuple[Word, ...]:
    """The words of a line from the left."""
    parts: list[list[Glyph]] = []
    for glyph in line:
        last = parts[-1][-1] if parts else None
        if last is not None and glyph.left - last.right <= GAP * max(height(last), height(glyph)):
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return tuple(word_of(word) for close in parts for word in parted(close))


def parted(glyphs: Sequence[Glyph]) -> list[Sequence[Glyph]]:
    """Glyphs close to each other as those of one word; or of several, where a cell begins close to another."""
    text = "".join(glyph.text for glyph in glyphs)
    found = TOUCHING.match(text) or CODED.match(text) or TWIN.match(text) or DASHED.match(text)
    ends = [i for i in range(1, len(glyphs)) if found and sum(len(g.text) for g in glyphs[:i]) == found.end()]
    if not ends or (found and found.re is not TOUCHING and not is_narrow(*glyphs[ends[0] - 1 : ends[0] + 1])):
        return [glyphs]
    return [glyphs[: ends[0]], *parted(glyphs[ends[0] :])]


def is_narrow(before: Glyph, after: Glyph) -> bool:
    """Whether there is a narrow gap between two glyphs."""
    return after.left - before.right > NARROW * max(height(before), height(after))


def together(words: Iterable[Word]) -> Word:
    """Words that stand one below or beside the other as one, in reading order."""
    ordered = sorted(words, key=lambda word: (round(word.middle), word.left))
    return word_of([glyph for word in ordered for glyph in word.glyphs])


def unspread(words: Sequence[Word], known: Container[str] | None = None) -> list[Word]:
    """The words of a row, single letters far apart (合　计) as the one word that they are; or only known ones.

    A known one may have brackets behind it: 支　出（按功能科目）.
    """
    out: list[Word] = []
    for word in words:
        last = out[-1] if out else None
        head = word.text if known is None or word.text[1:2] not in BRACKETS else word.text[:1]
        near = last is not None and is_letter(last) and is_letter(head) and is_spread(last, word, head)
        if last is not None and near and (known is None or last.text + head in known):
            out[-1] = together([last, word])
        else:
            out.append(word)
    return out


def is_spread(last: Word, word: Word, head: str) -> bool:
    """Whether two letters are so near that they can be of one spread word."""
    return word.left - last.right < word.size * (WIDE if last.text + head in WIDE_HEADS else SPREAD)


def is_letter(word: Word | str) -> bool:
    text = word if isinstance(word, str) else word.text
    return len(text) == 1 and bool(CHINESE.match(text))
