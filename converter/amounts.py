"""Printed numbers: what they say, to which place, and in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from converter.words import GROUP_BLANK

NUMBER = r"-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
WHOLE = re.compile(rf"^{NUMBER}$")
DECIMAL = re.compile(r"^-?(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+\.\d{1,6})$")
# (1,234.50) or （12.30） with decimals or groups, △12 or ▲12.30: negative amounts
NEGATIVE = re.compile(r"^(?:\((\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)\)|[△▲](\d[\d,]*(?:\.\d+)?))$")
FORMS = str.maketrans("０１２３４５６７８９．，－−–（）￥", "0123456789.,---()¥")
# groups of three with blanks about their commas (14, 353.34); parted by blanks alone they may be two numbers (1 740.73)
LOOSE = re.compile(r"^[-(△▲]?\d{1,3}(?: ?, ?\d{3})+(?:\.\d+)?\)?$")
GROUPED = re.compile(rf"^[-(△▲]?\d{{1,3}}(?:{GROUP_BLANK}\d{{3}})+(?:\.\d+)?\)?$")
MAX_DIGITS = 24  # more is no amount but a code or two numbers run together
UNITS = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10000),
    "百万元": Decimal(10**6),
    "亿元": Decimal(10**8),
}
NAMES = "万元|千元|百万元|亿元|元"
UNIT = re.compile(
    rf"单位[:：](?:人民币)?({NAMES})|^(?:金额)?单位({NAMES})$|[(（](?:金额)?(?:单位)?[:：]?(?:人民币)?({NAMES})[)）]"
)


@dataclass(frozen=True)
class Amount:
    """A number as printed, with the line that it stands on and the number of its cell there, where cells are marked."""

    text: str
    value: Decimal
    line: int
    column: int | None = field(default=None, compare=False)

    @cached_property
    def half_place(self) -> Decimal:
        """Half a unit of the last printed place: the largest rounding error of one number."""
        return Decimal(5).scaleb(min(int(self.value.as_tuple().exponent), 0) - 1)


def parse(text: str, line: int, column: int | None = None) -> Amount | None:
    """The amount that `text` is, or None when it is no number."""
    text = text.strip()
    plain = tight(text)
    if (negative := NEGATIVE.match(plain)) is not None:
        plain = "-" + next(group for group in negative.groups() if group)
    if not WHOLE.match(plain) or len(plain) > MAX_DIGITS:
        return None
    return Amount(text, Decimal(plain.replace(",", "")), line, column)


def tight(text: str) -> str:
    """The text with its signs in their narrow form, and without the blanks between the groups of one number."""
    plain = text.translate(FORMS).removeprefix("¥")
    if GROUP_BLANK in plain and GROUPED.match(plain):
        return plain.replace(GROUP_BLANK, ",")
    if " " in plain and LOOSE.match(plain):
        return re.sub(" ?, ?", ",", plain)
    return plain


def rounding(text: str, unit: str = "元") -> Decimal:
    """Half a unit of the last printed place, in yuan: the most by which rounding can have moved a number."""
    return Decimal(5).scaleb(-len(re.sub(r"\D", "", text.partition(".")[2])) - 1) * UNITS.get(unit, Decimal(1))


def looks_printed(text: str) -> bool:
    """Whether a token can only be an amount: grouped, with decimals, or a lone zero."""
    plain = tight(text)
    return plain == "0" or bool(DECIMAL.match(plain) or NEGATIVE.match(plain))


def unit_of(text: str) -> str | None:
    """The money unit that a line announces (单位：万元), or None."""
    found = UNIT.search(re.sub(r"\s+", "", text))
    return next(group for group in found.groups() if group) if found else None


def yuan(value: Decimal, unit: str) -> Decimal:
    """The exact amount in yuan; KeyError for a unit that is none."""
    exact = value * UNITS[unit]
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()
