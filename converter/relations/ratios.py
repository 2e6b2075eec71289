"""Which stated figures a change, a growth rate or a share was worked out from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from converter.clauses import BUDGETED
from converter.facts import Cell, Statement

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

PLANNED = {"budget", "adjusted"}
NEAR = 6  # so many statements before and after a share tell which total the passage divides by


@dataclass(frozen=True)
class Ratio:
    """A change, rate or share; the figure that it is based on; for a share, the line or figure of the whole."""

    of: Statement
    based_on: Statement
    whole: Cell | Statement | None = None


@dataclass(frozen=True)
class ChangeSum:
    """A change of the whole, and the changes of its parts that follow it."""

    whole: Statement
    parts: tuple[Statement, ...]


def find_ratios(disclosure: Disclosure) -> Iterator[Ratio]:
    """Rates with their changes, changes with the present amount, shares with their amount and total."""
    stated = disclosure.statement_facts
    for number, (before, here) in enumerate(pairwise(stated)):
        if (before.measure, here.measure) == ("change", "percent") and before.item == here.item:
            now = present(stated[:number], before)
            if now is not None:
                yield Ratio(here, before)
                yield Ratio(before, now)
        elif here.measure == "share" and here.base:
            yield from of_stated(stated[:number + 1], here)
        elif here.measure == "share" and is_share_of(here, before):
            whole = base_of(disclosure, number + 1)
            if whole is not None:
                yield Ratio(here, before, whole)


def of_stated(before: Sequence[Statement], share: Statement) -> Iterator[Ratio]:
    """A share of what the prose states: what is spent in what was budgeted, a part in the subject that it names."""
    part, whole = present(before, share), None
    if part is None or part is not before[-1]:
        return
    if share.base == BUDGETED:
        planned = [s for s in before[-3:-1] if is_share_of(share, s) and s.phase in PLANNED]
        whole = planned[-1] if planned and part.phase not in PLANNED else None
    elif "/" in share.base:
        named = [s for s in before if f"{s.scheme}/{s.item}" == share.base and s.measure == "amount"]
        whole = named[-1] if len({s.value for s in named}) == 1 else None
    if whole is not None:
        yield Ratio(share, part, whole)


def present(before: Sequence[Statement], change: Statement) -> Statement | None:
    """The amount that was stated last for what changes."""
    same = [s for s in before if (s.scheme, s.item, s.measure) == (change.scheme, change.item, "amount")]
    return same[-1] if same else None


def is_share_of(share: Statement, amount: Statement) -> bool:
    return (amount.scheme, amount.item, amount.measure) == (share.scheme, share.item, "amount")


def base_of(disclosure: Disclosure, number: int) -> Cell | None:
    """The total that fits most of the other shares near by; None when none does or two do equally."""
    stated = disclosure.statement_facts
    near = range(max(1, number - NEAR), min(len(stated), number + NEAR + 1))
    pairs = [(stated[i], stated[i - 1]) for i in near if i != number and stated[i].measure == "share"]
    pairs = [(share, amount) for share, amount in pairs if is_share_of(share, amount) and amount.value]
    totals = total_cells(disclosure)
    best = Counter(value for value in totals for s, a in pairs if fits(s, a, value)).most_common(2)
    clear = len(best) == 1 or (len(best) == 2 and best[0][1] > best[1][1])
    return totals[best[0][0]] if clear else None


def total_cells(disclosure: Disclosure) -> dict[Decimal, Cell]:
    """The first total row's cell of each amount."""
    found: dict[Decimal, Cell] = {}
    for cell in disclosure.cell_facts:
        if cell.row_sort == "total" and cell.amount_yuan and cell.role and cell.known:
            found.setdefault(cell.amount_yuan, cell)
    return found


def fits(share: Statement, amount: Statement, total: Decimal) -> bool:
    """Whether a share is that of an amount in a total, as far as it is printed."""
    places = len(share.published_value.partition(".")[2])
    return abs(amount.value * 100 / total - share.value) <= Decimal(5).scaleb(-places - 1) + Decimal("0.001")


def change_sums(stated: Sequence[Statement]) -> Iterator[ChangeSum]:
    """基本 and 项目 changes and the change of the whole, where all three follow one another."""
    for number in range(len(stated) - 2):
        whole, *parts = stated[number : number + 3]
        changes = all(s.measure == "change" for s in (whole, *parts))
        if changes and whole.item == "expenditure-total" and {s.item for s in parts} == {"basic", "project"}:
            yield ChangeSum(whole, tuple(parts))
