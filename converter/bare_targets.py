"""Reads a bare list of projects with targets, in which every cell has become a run of wrapped lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from converter.amounts import Amount, looks_printed, parse, yuan
from converter.bare import first_run
from converter.facts import Indicator, Project
from converter.performance import words_of
from converter.tables import RawTable
from converter.targets import is_value, read_target
from converter.words import key, tidy

PROJECT = re.compile(r"^(\d{17,24}|\d{8}P[0-9A-Z]{12})\b\s*(.*)$")
UNIT = re.compile(r"^\d{3}(?:\d{3})?(?:\s|$)")
UNIT_REST = re.compile(r"^(?:元|万元|人|万人|人次|次|个|家|%|日|月)$")
LEVELS = ("成本指标", "产出指标", "效益指标", "满意度指标")
PARTIAL_DATE = re.compile(r"^(?:每月月|每季度|每月|\d{1,2}月\d{1,2})$")


@dataclass
class Entry:
    """A project of the list while its lines are gathered."""

    code: str
    name: list[str]
    amounts: list[Amount] = field(default_factory=list)
    pieces: list[tuple[str, int]] = field(default_factory=list)
    first: int = 0
    last: int = 0


def bare_indicators(table: RawTable) -> tuple[list[Project], list[Indicator]]:
    """The projects and targets of a bare list; level 1 stays empty where nothing proves it."""
    found = list(entries(table))
    pairs = [(entry, read_pairs(entry)) for entry in found]
    levels = levels_by_width([(pair.texts, level) for _, some in pairs for pair, level in counted(some)])
    indicators = [
        make(entry.code, pair, level or levels(pair.texts)) for entry, some in pairs for pair, level in counted(some)
    ]
    return [make_project(table, entry) for entry in found], indicators


def entries(table: RawTable) -> Iterator[Entry]:
    """Each project from its code to the next project or unit."""
    current: Entry | None = None
    for line in table.body:
        text = line.text.strip()
        if not text:
            continue
        found = PROJECT.match(text)
        if found:
            if current is not None:
                yield current
            current = Entry(found.group(1), [], first=line.number, last=line.number)
            add(current, found.group(2), line.number)
        elif UNIT.match(text) and not re.search(r"[≥≤%]", text):
            if current is not None:
                yield current
            current = None
        elif current is not None:
            add(current, text, line.number)
    if current is not None:
        yield current


def add(entry: Entry, text: str, line: int) -> None:
    """Puts a line's words where they belong: name until the amounts, then pieces of targets."""
    entry.last = line
    words = text.split()
    tail = len(words)
    while tail and looks_printed(words[tail - 1]):
        tail -= 1
    if not entry.amounts and tail == len(words):
        tail = first_run(words)[0]
    if not entry.amounts:
        entry.name += [" ".join(words[:tail])] if tail else []
        rest = list(words[tail:])
        while rest and looks_printed(rest[0]):
            entry.amounts += [a for a in (parse(rest.pop(0), line),) if a]
        entry.pieces += [(word, line) for word in rest]
    else:
        whole = len(words) < 3 or is_value(text) or PARTIAL_DATE.match(key(text))
        entry.pieces += [(tidy(text), line)] if whole else [(word, line) for word in words]


def make_project(table: RawTable, entry: Entry) -> Project:
    amount = entry.amounts[0] if entry.amounts else None
    value = yuan(amount.value, table.unit or "万元") if amount else None
    name = tidy(words_of(entry.name))
    return Project(entry.code, name, "", "", value, amount.text if amount else "", "", (), entry.first, entry.last)


@dataclass
class Pair:
    """A target while it is read: the pieces of its name, its value, and whether both stood on one line."""

    names: list[tuple[str, int]]
    value: str
    line: int

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.names]

    @property
    def inline(self) -> bool:
        return self.names[-1][1] == self.line


def read_pairs(entry: Entry) -> list[Pair]:
    """(name, value) pairs: pieces are a name until one is a value."""
    names: list[tuple[str, int]] = []
    pairs: list[Pair] = []
    for text, line in split_values(entry.pieces):
        if is_value(text) and names:
            names = give_back(pairs, names)
            pairs.append(Pair(names, text, line))
            names = []
        elif names or not is_rest(text):
            names.append((text, line))
    return pairs


def give_back(pairs: Sequence[Pair], names: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The name without pieces that end the name before: one shorter than the column ends a name."""
    width = max(wide(text) for text, _ in names)
    if not pairs or not goes_on(pairs[-1], names, width):
        return names
    short = next((i for i, (text, _) in enumerate(names[:-1]) if wide(text) < width), None)
    if short is None:
        return names
    pairs[-1].names += names[: short + 1]
    return names[short + 1 :]


def goes_on(pair: Pair, names: list[tuple[str, int]], width: int) -> bool:
    """Whether a name may go on below its value: one that shares its last line with it, or that fills the column."""
    fills = len(pair.names) > 1 and all(wide(text) == width for text in pair.texts)
    return pair.inline or (fills and wide(names[0][0]) < width)


def counted(pairs: Sequence[Pair]) -> list[tuple[Pair, str]]:
    """Each pair with its level 1 where counting proves it, else an empty one."""
    return list(zip(pairs, levels_by_count([words_of(pair.texts) for pair in pairs]), strict=True))


def levels_by_count(names: Sequence[str]) -> list[str]:
    """Level 1 where counting proves it: four in the first row fill its four columns, satisfaction last."""
    levels = [""] * len(names)
    if len(names) >= 4 and "满意" in names[3] and not any("满意" in name for name in names[:3]):
        levels[:4] = LEVELS
    return levels


def levels_by_width(known: Sequence[tuple[list[str], str]]) -> Callable[[list[str]], str]:
    """What tells the level 1 of a wrapped name: the one column, of those proved by counting, that is as wide as it."""
    widths = {level: max((wrapped(texts) for texts, own in known if own == level), default=0) for level in LEVELS}

    def level_of(texts: list[str]) -> str:
        fitting = [level for level, width in widths.items() if wrapped(texts) and width == wrapped(texts)]
        return fitting[0] if len(fitting) == 1 and all(widths.values()) else ""

    return level_of


def wrapped(texts: Sequence[str]) -> int:
    """The width at which a name was broken: that of its widest line but the last; 0 for a name on one line."""
    return max((wide(text) for text in texts[:-1]), default=0)


def wide(text: str) -> int:
    """The width of a line in characters; punctuation, which may be set narrow, does not count."""
    return sum(char.isalnum() for char in key(text))


def is_rest(text: str) -> bool:
    return bool(UNIT_REST.match(text))


def split_values(pieces: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The pieces with values cut from the names before them and joined with the units after them."""
    out: list[tuple[str, int]] = []
    for text, line in pieces:
        found = re.match(r"^(\D*?[^\d\s≥≤])\s+([≥≤]?\s*\d.*|每.*)$", text)
        parts = [found.group(1), found.group(2)] if found and is_value(found.group(2)) else [text]
        for part in parts:
            plain = key(part)
            if out and needs_rest(key(out[-1][0])) and (UNIT_REST.match(plain) or plain in {"底前", "30号前"}):
                out[-1] = (out[-1][0] + plain, out[-1][1])
            else:
                out.append((part, line))
    return out


def needs_rest(plain: str) -> bool:
    """Whether a value seems to go on with the next piece (≤9.6万 + 元, 每月月 + 底前)."""
    return bool(re.match(r"^[≥≤]?\d[\d.,]*万?$", plain) or PARTIAL_DATE.match(plain))


def make(code: str, pair: Pair, level: str) -> Indicator:
    name = words_of([text for text, _ in pair.names])
    comparator, quantity, unit = read_target(pair.value)
    first, last = pair.names[0][1], max(pair.line, pair.names[-1][1])
    return Indicator(
        code, level, "", name, "", pair.value.replace(" ", ""), comparator, quantity, unit, "", first, last
    )
