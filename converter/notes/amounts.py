"""What the amounts of one passage of the prose have to do with one another: parts and wholes, changes and rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from converter.amounts import UNITS
from converter.facts import Note, Statement
from converter.notes.language import said
from converter.relations.references import least
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

ALL = Decimal(100)
NEAR = 12
FEW = 2
ROUND = Decimal(50)


def amount_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on passages whose own amounts contradict one another."""
    stated = disclosure.statement_facts
    yield from wholes(stated)
    yield from functions(stated)
    yield from large_projects(disclosure)
    yield from evaluated(disclosure)


def place(*stated: Statement) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys((s.line_start, s.line_end) for s in stated))


def half(stated: Statement) -> Decimal:
    """Half a unit of the last printed place, in yuan."""
    places = len(stated.published_value.partition(".")[2])
    return Decimal(5).scaleb(-places - 1) * UNITS.get(stated.unit, Decimal(1))


def wholes(stated: Sequence[Statement]) -> Iterator[Note]:
    """Amounts behind which the parts that are all of them follow, and do not add up."""
    for number, whole in enumerate(stated):
        if whole.measure != "amount" or whole.scheme not in {"item", "expenditure-kind"}:
            continue
        following = [s for s in stated[number + 1 : number + 1 + NEAR] if s.measure == "amount"]
        for group in said()["whole"]:
            parts = following[: len(group["items"])]
            told = {part.item for part in parts} == set(group["items"]) and whole.item in group["of"]
            if told and parts[-1].line_end - whole.line_end <= NEAR:
                yield from differing(whole, parts)


def differing(whole: Statement, parts: Sequence[Statement]) -> Iterator[Note]:
    found = sum((part.value for part in parts), Decimal(0))
    if abs(found - whole.value) > half(whole) * 2 + sum(map(half, parts)):
        seen = " + ".join(f"{part.published_value}{part.unit}" for part in parts)
        known = f"{whole.published_value}{whole.unit}"
        yield Note("prose-parts", place(*parts, whole), seen, key=f"{whole.line_end}.{whole.item}", known=known)


def functions(stated: Sequence[Statement]) -> Iterator[Note]:
    """Shares of the classes of expenditure that do not add up to a hundred, or amounts that do not to the whole."""
    run: list[tuple[Statement, Statement]] = []
    for one, share in [*pairwise(stated), (None, None)]:
        if (
            one is not None
            and share is not None
            and is_class(one)
            and share.measure == "share"
            and share.item == one.item
        ):
            run.append((one, share))
        elif run and not (share is not None and is_class(share)):
            if len(run) > 1:
                yield from shares(run)
            run = []


def is_class(stated: Statement) -> bool:
    return stated.scheme == "function" and len(stated.item) == 3 and stated.measure == "amount"


def shares(run: Sequence[tuple[Statement, Statement]]) -> Iterator[Note]:
    """A list of classes whose shares are a hundred but for one: that which does not fit the amounts of the others."""
    amounts = sum((amount.value for amount, _ in run), Decimal(0))
    percents = sum((share.value for _, share in run), Decimal(0))
    slack = Decimal("0.02") * len(run)
    if len(run) < FEW or not amounts or abs(percents - ALL) <= slack:
        return
    right = [abs(amount.value * ALL / amounts - share.value) <= slack for amount, share in run]
    if sum(right) >= len(run) - 1:
        seen = " + ".join(f"{share.published_value}%" for _, share in run)
        lines = place(*(share for _, share in run))
        yield Note("prose-parts", lines, seen, key=f"shares.{run[0][0].line_start}", known="100%")


def large_projects(disclosure: Disclosure) -> Iterator[Note]:
    """The money of the projects from an amount on, against what the projects of the tables make."""
    counts = [s for s in disclosure.statement_facts if s.item == "large-projects-number" and least(s) is not None]
    for told in (s for s in disclosure.statement_facts if s.item == "large-projects"):
        near = next((c for c in counts if 0 <= told.line_end - c.line_start <= 1), None)
        limit = least(near) if near else None
        large = [p for p in disclosure.project_facts if limit and p.amount_yuan and p.amount_yuan >= limit]
        found = sum((p.amount_yuan or Decimal(0) for p in large), Decimal(0))
        if limit and disclosure.project_facts and abs(found - told.value) > half(told) + ROUND:
            lines = (*place(told), *((p.line_start, p.line_end) for p in large))
            seen = key(told.quote)[-24:]
            yield Note("narrative-vs-table", lines, seen, key=f"large.{told.line_end}", known=f"{found / 10000:f}万元")


def evaluated(disclosure: Disclosure) -> Iterator[Note]:
    """Projects evaluated for the year before whose money is more than its whole budget, as the changes tell it."""
    stated = disclosure.statement_facts
    now = next((s for s in stated if s.item == "expenditure-total" and s.measure == "amount"), None)
    change = next((s for s in stated if s.item == "expenditure-total" and s.measure == "change"), None)
    if now is None or change is None:
        return
    before = now.value - change.value if change.direction == "increase" else now.value + change.value
    year = f"{disclosure.identity.year - 1}年"
    for told in (s for s in stated if s.item == "projects-evaluated" and s.value > before > 0):
        text = disclosure.prose.text
        at = text.find(told.published_value + told.unit)
        if year in text[text.rfind("。", 0, at) + 1 : at]:
            known = f"{year}支出预算{before / 10000:f}万元"
            yield Note("prose-parts", place(told, change), key(told.quote)[-24:], key="evaluated", known=known)
