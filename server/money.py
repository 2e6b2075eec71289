"""Money as people read it. Values are exact decimals in yuan; pages show 万元, as the documents do."""

from decimal import Decimal

WAN = 10_000


def wan(yuan: Decimal | int | None) -> str:
    """An amount in 万元 with grouped thousands and at least two decimals, never rounded: 1,740.73."""
    if yuan is None:
        return ""
    value = Decimal(yuan) / WAN
    places = max(2, -int(value.normalize().as_tuple().exponent))
    return f"{value:,.{places}f}"


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


def size(octets: int) -> str:
    """A number of bytes as people read it: 22 kB."""
    value = float(octets)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "B" or value >= 10 else f"{value:.1f} {unit}"
