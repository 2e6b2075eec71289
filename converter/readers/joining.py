"""Joins the lines of a cell: without spaces between Chinese characters, and without tearing or fusing numbers."""

from __future__ import annotations

import re

FIRST = re.compile(r"^-?[\d,，]*(?:\.\d+)?")
LAST = re.compile(r"-?[\d,，]*(?:\.\d*)?$")
CUT = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})*,\d{0,2}$")  # the last group of three is not whole
WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
WORD = re.compile(r"[A-Za-z0-9%]")


def joined(before: str, after: str, filled: bool = False) -> str:
    """Two lines of a cell as one.

    A number goes on in the next line only when the first line was `filled`, or if its last group of three is not whole.
    """
    if before and after and (cut := CUT.search(before)) and WHOLE.fullmatch(cut.group() + after):
        return before + after
    if not (before and after and WORD.match(before[-1]) and WORD.match(after[0])):
        return before + after
    if before[-1].isdigit() and after[0].isdigit() and filled and continues(before, after):
        return before + after
    return f"{before} {after}"


def continues(before: str, after: str) -> bool:
    """Whether the last number of a line can go on with the first of the next: no decimals twice, not longer."""
    last, first = LAST.search(before), FIRST.search(after)
    head, tail = last.group() if last else "", first.group() if first else ""
    return not ("." in head and "." in tail) and len(tail) <= len(head)
