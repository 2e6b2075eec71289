"""What operators and functions make of values; None is an error."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from shapes.sparql.terms import Maybe, Node, Other, Tagged, Unsure, bounded, quantized, text, within

HALF = Decimal("0.5")


def worded(value: Maybe) -> str:
    """The text of a literal, with or without a language."""
    if isinstance(value, Tagged):
        return value.text
    return plain_text(value)


def plain_text(value: Maybe) -> str:
    if not isinstance(value, str):
        raise Unsure("a text with a language, or no text")
    return value


def of_texts(function: Callable[[str, str], Maybe]) -> Callable[[Maybe, Maybe], Maybe]:
    def work(one: Maybe, other: Maybe) -> Maybe:
        return None if one is None or other is None else function(plain_text(one), plain_text(other))

    return work


def no_number(*values: Maybe) -> Maybe:
    """The error that there is in counting with what is no number."""
    if any(isinstance(value, Other) for value in values):
        raise Unsure("a number of another kind")
    return None


def plus(one: Maybe, other: Maybe) -> Maybe:
    if type(one) is Decimal and type(other) is Decimal:
        return bounded(one + other)
    return no_number(one, other)


def minus(one: Maybe, other: Maybe) -> Maybe:
    if type(one) is Decimal and type(other) is Decimal:
        return bounded(one - other)
    return no_number(one, other)


def times(one: Maybe, other: Maybe) -> Maybe:
    if type(one) is Decimal and type(other) is Decimal:
        return within(one * other)
    return no_number(one, other)


def divided(one: Maybe, other: Maybe) -> Maybe:
    """The quotient, cut off where the engine cuts it off; nothing by zero."""
    if type(one) is Decimal and type(other) is Decimal:
        return bounded(quantized(one / other)) if other else None
    return no_number(one, other)


def absolute(value: Maybe) -> Maybe:
    return abs(value) if type(value) is Decimal else no_number(value)


def rounded(value: Maybe) -> Maybe:
    """The nearest whole number, of two the larger."""
    if type(value) is not Decimal:
        return no_number(value)
    return (value + HALF).to_integral_value(ROUND_FLOOR)


def negative(value: Maybe) -> Maybe:
    return -value if type(value) is Decimal else no_number(value)


def equal(one: Maybe, other: Maybe) -> bool | None:
    """Whether two values are the same; None for an error."""
    if one is None or other is None:
        return None
    if type(one) is not type(other):
        if isinstance(one, Node) or isinstance(other, Node):
            return False
        raise Unsure("values of two kinds")
    if isinstance(one, Other) and one != other:
        raise Unsure("values that are not known")
    return one == other


def unequal(one: Maybe, other: Maybe) -> bool | None:
    found = equal(one, other)
    return None if found is None else not found


def ordered(test: Callable[[Any, Any], bool]) -> Callable[[Maybe, Maybe], bool | None]:
    def work(one: Maybe, other: Maybe) -> bool | None:
        if type(one) is Decimal and type(other) is Decimal:
            return test(one, other)
        if one is None or other is None:
            return None
        if type(one) is str and type(other) is str:
            return test(one, other)
        raise Unsure("an order of what is no number")

    return work


ONE: dict[str, Callable[[Maybe], Maybe]] = {"STR": text, "ABS": absolute, "ROUND": rounded, "NEGATE": negative}
TWO: dict[str, Callable[[Maybe, Maybe], Maybe]] = {
    "=": equal,
    "!=": unequal,
    "<": ordered(operator.lt),
    ">": ordered(operator.gt),
    "<=": ordered(operator.le),
    ">=": ordered(operator.ge),
    "+": plus,
    "-": minus,
    "*": times,
    "/": divided,
    "STRSTARTS": of_texts(str.startswith),
    "STRENDS": of_texts(str.endswith),
    "CONTAINS": of_texts(lambda one, other: other in one),
    "STRAFTER": of_texts(lambda one, other: one[at + len(other) :] if (at := one.find(other)) >= 0 else ""),
}
