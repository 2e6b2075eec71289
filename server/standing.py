"""How a disclosure stands among those of its kind: so that a reader can tell whether a figure is much."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from server.overview import HEADLINES, Listed, Overview

_FEWEST = 3  # others: below that, a rank says nothing


@dataclass(frozen=True, slots=True)
class Standing:
    """The place by total expenditure among departments of the same type, and their medians.

    `number` counts the department itself. `shares` are medians of shares in the total, in percent, by figure. `level`
    is set where only departments at the same level of government are counted.
    """

    level: str
    rank: int
    number: int
    median: Decimal
    shares: Mapping[str, Decimal]


def standing(listed: Listed, every: Overview) -> Standing | None:
    """The standing of a disclosure; None where there is no total, or there are too few to compare with."""
    total = listed.amounts["total"]
    others = alike(listed, every)
    totals = [amount for each in others if (amount := each.amounts["total"]) is not None]
    if total is None or len(totals) < _FEWEST:
        return None
    shares = {key: _share_median(key, others) for key in HEADLINES}
    return Standing(
        level=listed.level.rpartition("/")[2] if all(each.level == listed.level for each in others) else "",
        rank=1 + sum(amount > total for amount in totals),
        number=1 + len(totals),
        median=median([total, *totals]),
        shares={key: share for key, share in shares.items() if share is not None},
    )


def alike(listed: Listed, every: Overview) -> list[Listed]:
    """One disclosure of each other department of the same type, in the same phase: that of the nearest year.

    Where there are enough at the same level of government, only those.
    """
    same = [
        each
        for each in every.by_type.get(listed.type, ())
        if each.department != listed.department and each.entry.phase == listed.entry.phase
    ]
    nearest: dict[str, Listed] = {}
    for each in sorted(same, key=lambda one: (abs(one.entry.year - listed.entry.year), one.entry.iri)):
        nearest.setdefault(each.department, each)
    level = [each for each in nearest.values() if each.level == listed.level]
    return level if len(level) >= _FEWEST else list(nearest.values())


def _share_median(key: str, listed: Iterable[Listed]) -> Decimal | None:
    pairs = [(each.amounts[key], each.amounts["total"]) for each in listed]
    shares = [100 * part / whole for part, whole in pairs if part is not None and whole]
    return median(shares) if len(shares) >= _FEWEST else None
