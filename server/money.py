"""Money as people read it. Values are exact decimals in yuan; a reader chooses 万元, 亿元 or 元."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup

WAN = 10_000
# What one unit is in yuan, and how many decimals a table shows of it.
UNITS = {"wan": (Decimal(WAN), 2), "yi": (Decimal(100_000_000), 4), "yuan": (Decimal(1), 0)}
_SIGNIFICANT = 2


def wan(yuan: Decimal | int | None) -> str:
    """An amount in 万元 with grouped thousands and at least two decimals, never rounded: 1,740.73."""
    if yuan is None:
        return ""
    value = Decimal(yuan) / WAN
    places = max(2, -int(value.normalize().as_tuple().exponent))
    return f"{value:,.{places}f}"


def rounded(yuan: Decimal | int | None, unit: str = "wan") -> str:
    """An amount in a unit with the decimals that a table shows; more where it would else look like zero."""
    if yuan is None:
        return ""
    size, places = UNITS[unit]
    value = Decimal(yuan) / size
    if value and abs(value) < Decimal(1).scaleb(-places):
        places = _SIGNIFICANT - 1 - value.adjusted()
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"


def exact(yuan: Decimal | int) -> str:
    """An amount to its last decimal, in yuan: ¥17,407,300."""
    return f"¥{grouped(Decimal(yuan).normalize() + 0)}"


def shown(unit: Callable[[], str]) -> Callable[[Decimal | int | None], str]:
    """A filter for templates: an amount rounded in the reader's unit, its exact value beside it in the mark-up."""

    def money(yuan: Decimal | int | None) -> str:
        if yuan is None:
            return ""
        mark = '<data value="{}" title="{}">{}</data>'
        return Markup(mark).format(f"{Decimal(yuan):f}", exact(yuan), rounded(yuan, unit()))

    return money


def grouped(value: Decimal | int | float) -> str:
    """A number with grouped thousands and all its decimals: 17,407,300, or 92.5."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def percent(part: Decimal | None, whole: Decimal | None) -> str:
    """The share of a part in a whole with one decimal: 92.5%; empty where there is none."""
    if part is None or not whole:
        return ""
    return f"{100 * part / whole:.1f}%"


def change(now: Decimal | None, before: Decimal | None) -> str:
    """How much more or less than before, in percent with a sign: +5.1%; empty where there is nothing to compare."""
    if now is None or not before:
        return ""
    return f"{100 * (now - before) / abs(before):+.1f}%"


def size(octets: int) -> str:
    """A number of bytes as people read it: 22 kB."""
    value = float(octets)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "B" or value >= 10 else f"{value:.1f} {unit}"
