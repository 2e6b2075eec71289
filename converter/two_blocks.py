"""Reads bare tables in which revenue and expenditure stand side by side (收支总表)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.amounts import Amount, looks_printed, parse
from converter.columns import Layout
from converter.document import Line
from converter.lexicon import ROW_SCHEMES, look_up, phrases, row_function_class
from converter.sheet import Block, Row
from converter.words import key, ordinal, ordinal_value, strip_ordinal, tidy
from ontology import codes

STARTS = re.compile(
    r"(?=(?:(?<![一二三四五六七八九十])[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|其中[:：]))"
)
SIDES = ("收入", "支出")
SPECIALS = {"current-year-total", "grand-total", "opening-balance", "closing-balance"}


@dataclass
class Entry:
    """A label and the amounts that follow it."""

    label: str
    amounts: list[Amount]
    first: int
    last: int


def read_two_blocks(body: Sequence[Line], layout: Layout, numbered: bool) -> tuple[Block, Block]:
    """The revenue block and the expenditure block; each label goes to the side that its meaning and ordinal name."""
    rows: dict[str, list[Row]] = {side: [] for side in SIDES}
    seen: dict[str, int] = dict.fromkeys(SIDES, 0)
    last = "支出"
    for entry in entries(body, numbered):
        side = side_of(entry, seen, last)
        number = ordinal_value(entry.label)
        seen[side] = number if number is not None else seen[side]
        last = side
        rows[side].append(Row({"label": entry.label}, tuple(entry.amounts), None, entry.first, entry.last))
    assert layout.left is not None
    return Block("收入", layout.left, tuple(rows["收入"])), Block("支出", layout.columns, tuple(rows["支出"]))


def entries(body: Sequence[Line], numbered: bool) -> Iterator[Entry]:
    """Labels with their amounts, in reading order; a label wrapped over lines is joined."""
    current: Entry | None = None
    for line in body:
        for piece in pieces(line, numbered):
            amount = parse(piece, line.number) if looks_printed(piece) else None
            if amount is not None and current is not None:
                current.amounts.append(amount)
                current.last = line.number
            elif current is None or opens(current, piece):
                if current is not None:
                    yield current
                current = Entry(piece, [], line.number, line.number)
            else:
                current.label, current.last = current.label + piece, line.number
    if current is not None:
        yield current


def opens(current: Entry, piece: str) -> bool:
    """Whether a piece of text begins a new label rather than going on with the current one."""
    return bool(current.amounts) or bool(ordinal(piece)) or key(piece).startswith("其中") or bool(special(piece))


def pieces(line: Line, numbered: bool) -> Iterator[str]:
    """Amounts and label pieces of a line: cut before each ordinal, 其中 and total word."""
    text = tidy(line.text)
    text = re.sub(r"^\d{1,2}\s+", "", text) if numbered else text
    run: list[str] = []
    for word in [*text.split(), "\0"]:
        if looks_printed(word) or word == "\0":
            yield from cut_labels("".join(run))
            run = []
            if word != "\0":
                yield word
        else:
            run.append(word)


def cut_labels(text: str) -> Iterator[str]:
    for part in STARTS.split(text):
        if part:
            yield from cut_specials(part)


def cut_specials(text: str) -> Iterator[str]:
    """The text cut where a total or balance word stands after another label (上年结转结余年终结转结余)."""
    for size in range(1, len(text)):
        if special(text[size:]) and (special(text[:size]) or (ordinal(text) and strip_ordinal(text[:size]))):
            yield text[:size]
            yield text[size:]
            return
    yield text


def special(text: str) -> str | None:
    """The item that a total or balance word names (收入总计, 年终结转结余), or None."""
    concept = codes.scheme("item").by_label(key(text).rstrip(":"))
    return concept.notation if concept is not None and concept.notation in SPECIALS else None


def side_of(entry: Entry, seen: dict[str, int], last: str) -> str:
    """收入 or 支出, by what the label says, else by which side's ordinals it goes on with."""
    plain = key(strip_ordinal(entry.label))
    if plain in phrases():
        return "收入"
    if plain.startswith("其中"):
        return last
    if "收入" in plain or "拨款" in plain or plain.startswith(("上年", "年初")):
        return "收入"
    if "支出" in plain or plain.startswith(("年终", "年末", "结转下年")):
        return "支出"
    function = row_function_class(entry.label) is not None
    income = bool(look_up(plain, ROW_SCHEMES))
    if function != income:
        return "支出" if function else "收入"
    number = ordinal_value(entry.label)
    if number is not None:
        steps = {side: number - seen[side] for side in SIDES}
        forward = [side for side in SIDES if steps[side] > 0]
        if forward:
            return min(forward, key=lambda side: steps[side])
    return "支出" if last == "收入" else "收入"
