"""Which codes share a colour: those of one class (类), or of one 款 where a single class has nearly everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

COLOURS = 8
_LEVELS = (3, 5)
_NEARLY_ALL = Decimal("0.7")


@dataclass(frozen=True, slots=True)
class Group:
    """Codes of one colour: the digits that they begin with (empty for what is left over), and their amount."""

    digits: str
    colour: int
    amount: Decimal


def groups(amounts: Mapping[str, Decimal]) -> tuple[Group, ...]:
    """The groups of some codes, the largest first; the smallest share the last colour where there are too many."""
    whole = sum(amounts.values(), Decimal(0))
    for digits in _LEVELS:
        sums: dict[str, Decimal] = {}
        for code, amount in amounts.items():
            sums[code[:digits]] = sums.get(code[:digits], Decimal(0)) + amount
        if max(sums.values(), default=Decimal(0)) <= _NEARLY_ALL * whole:
            break
    ordered = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    single = len(ordered) if len(ordered) <= COLOURS else COLOURS - 1
    found = [Group(code, number, amount) for number, (code, amount) in enumerate(ordered[:single], start=1)]
    rest = sum((amount for _, amount in ordered[single:]), Decimal(0))
    return (*found, Group("", COLOURS, rest)) if ordered[single:] else tuple(found)


def colour(code: str, found: tuple[Group, ...]) -> int:
    """The colour of a code: that of its group, else the last one."""
    return next((each.colour for each in found if each.digits and code.startswith(each.digits)), COLOURS)
