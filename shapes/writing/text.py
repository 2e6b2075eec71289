"""The report for a terminal: by rule, each contradiction with the lines of both sides beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from unicodedata import east_asian_width

from shapes.report import Result
from shapes.writing.checked import Checked, Group, Side

WIDTH = 54
SHOWN = 3


def as_text(checked: Sequence[Checked], shown: int = SHOWN) -> str:
    """The whole report; of each rule the first few results."""
    return "\n".join(line for each in checked for line in disclosure_lines(each, shown)) + "\n"


def disclosure_lines(checked: Checked, shown: int) -> Iterator[str]:
    """One disclosure: its verdict, then its rules."""
    state = "conforms to the shapes" if checked.report.conforms else "violates the shapes"
    zh, en = checked.summary.words
    yield f"{checked.name}: {state} · {en} {zh} · {counts(checked)}"
    for group in checked.groups:
        yield from group_lines(checked, group, shown)


def counts(checked: Checked) -> str:
    """The numbers of the summary that are not nil."""
    found = {name: number for name, number in checked.summary.as_dict().items() if name != "verdict" and number}
    return ", ".join(f"{number} {name}" for name, number in found.items()) or "nothing found"


def group_lines(checked: Checked, group: Group, shown: int) -> Iterator[str]:
    fault = f"; fault: {group.fault}" if group.fault else ""
    yield f"  {group.name} × {len(group.results)} ({group.severity}{fault}) {group.en} {group.zh}"
    for result in group.results[:shown]:
        yield from result_lines(checked, result)
    if len(group.results) > shown:
        yield f"    … and {len(group.results) - shown} more"


def result_lines(checked: Checked, result: Result) -> Iterator[str]:
    """One result: what is wrong, where, and both sides."""
    if not result.rule:
        yield f"    e.g. {result.focus}"
        return
    yield f"    {result.message_zh}"
    yield f"    {result.message_en}"
    found, expected = checked.sides(result.found_at), checked.sides(result.expected_at)
    for left, right in zip_longest(side_lines("found", found), side_lines("expected", expected), fillvalue=""):
        yield f"      {fit(left)} | {fit(right)}".rstrip(" |")


def side_lines(name: str, sides: Sequence[Side]) -> list[str]:
    """A side as a heading and its text."""
    lines: list[str] = []
    for side in sides:
        lines += [f"{name} {side.label}", *side.text.splitlines()]
    return lines


def fit(text: str) -> str:
    """The text cut or filled to the width of a column; Chinese characters take two places."""
    out, used = "", 0
    for character in text:
        size = 2 if east_asian_width(character) in "WF" else 1
        if used + size > WIDTH:
            return out[:-1] + "…"
        out, used = out + character, used + size
    return out + " " * (WIDTH - used)
