"""Whose targets a performance form holds: the project that it names, or the department, with its money and goals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from converter.facts import Cell, Goal, Indicator
from converter.header import GridRow
from converter.tables import RawTable
from converter.target_heads import field_of, settings
from converter.words import key, tidy

CODED = re.compile(r"^(\d{17,24}|\d{8}[A-Z][0-9A-Z]{12})[-—－–]?(.*)$")
PARTS = re.compile(r"(?=目标\s*\d+[:：])")
NUMBERED = re.compile(r"^目标\s*\d+[:：]\s*")
LEAST_GOAL = 6  # characters of the shortest goal
LONGEST_HEAD = 12


@dataclass
class Owner:
    """Whose targets are read: a project by code or name, or (both empty) the department; with its money and goals."""

    code: str = ""
    name: str = ""
    unit: str = ""
    amount: Decimal | None = None
    printed: str = ""
    goals: list[Goal] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    first: int = 0
    last: int = 0
    mark: str = ""

    @property
    def key(self) -> str:
        return f"{self.code or self.name}{self.mark}"


def owner_of(table: RawTable, rows: Sequence[GridRow], cells: Sequence[Cell]) -> Owner:
    """The project that a form names, with its money and goals; the department when it names none."""
    code, name = named_in(rows)
    owner = Owner(code, name, first=table.first_line, last=table.first_line)
    money = total_of([cell for cell in cells if cell.table == table.order]) if owner.key else None
    if money is not None:
        owner.amount, owner.printed = money.amount_yuan, money.published_value
    owner.goals = list(goals(rows))
    return owner


def named_in(rows: Sequence[GridRow]) -> tuple[str, str]:
    """Code and name of the project that the cells after 项目名称 and 项目编码 give, or both empty."""
    said: dict[str, str] = {}
    for row in rows:
        for label, text in pairwise([cell for cell in row.cells if cell]):
            if field_of(label) in {"project", "code"} and not field_of(text):
                said.setdefault(field_of(label), text)
    code, name = split_code(said.get("project", ""))
    return key(said.get("code", "")) or code, name


def split_code(text: str) -> tuple[str, str]:
    """Code and name of a cell that holds both (…16-医疗保障公众评价)."""
    found = CODED.match(key(text))
    return (found.group(1), tidy(text)[-len(found.group(2)) :]) if found and found.group(2) else ("", tidy(text))


def total_of(cells: Sequence[Cell]) -> Cell | None:
    """The cell of a form's whole money, when its words tell just one amount."""
    money = settings()["money"]
    for pattern in money["total"]:
        of_all = [cell for cell in cells if re.search(pattern, key(cell.column_path)) and cell.role != "memo"]
        found = [cell for cell in of_all if money["first"] in key(cell.column_path)] or of_all
        if len({cell.amount_yuan for cell in found}) == 1:
            return found[0]
    return None


def goals(rows: Sequence[GridRow]) -> Iterator[Goal]:
    """The goals in words: the cells beside or below 年度目标 and the like, without what was done."""
    inside, apart = False, set[int]()
    for row in rows:
        first = next((cell for cell in row.cells if cell), "")
        below = row.merged[:1] == "^" or (len(row.filled) == 1 and not field_of(first))
        inside = field_of(first) == "goal" or (inside and below)
        apart |= {place for place, cell in enumerate(row.cells) if is_no_goal(cell)}
        for place, cell in enumerate(row.cells) if inside else ():
            left = next((other for other in reversed(row.cells[:place]) if other), "")
            if place not in apart and not is_head(cell) and not is_no_goal(left):
                yield from parts_of_goal(cell, row.line)


def is_head(text: str) -> bool:
    return bool(field_of(text)) or key(text) in settings()["goals"]["head"]


def is_no_goal(text: str) -> bool:
    """Whether a head says that what stands below or beside it is no goal (实际完成情况)."""
    return len(key(text)) <= LONGEST_HEAD and any(word in key(text) for word in settings()["goals"]["not"])


def parts_of_goal(text: str, line: int) -> Iterator[Goal]:
    """A goal for each 目标1： … of a cell."""
    for part in PARTS.split(tidy(text)):
        if len(part.strip()) >= LEAST_GOAL:
            yield Goal("", NUMBERED.sub("", part.strip()), line)


def tasks(rows: Sequence[GridRow]) -> Iterator[Goal]:
    """The tasks of a department: name and content below 任务名称 and 主要内容."""
    places: tuple[int, int] | None = None
    for row in rows:
        words = {key(cell): j for j, cell in enumerate(row.cells) if cell}
        if "任务名称" in words and "主要内容" in words:
            places = (words["任务名称"], words["主要内容"])
        elif places is not None:
            name, content = (row.cells[place] for place in places)
            if name and content:
                yield Goal("", tidy(content), row.line, tidy(name))
            elif row.merged[:1] != "^":
                return
