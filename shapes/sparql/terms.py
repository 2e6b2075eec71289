"""The values of terms: what expressions compare and count with.

A number is a Decimal, a truth value a bool, a text without a language a str; the rest have classes of their own. None
is an error or an unbound variable. What is not certain to come out as in the query engine (numbers with exponents,
dates, datatypes that are not known) raises Unsure: the engine is to be asked.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Context, Decimal, DivisionByZero, InvalidOperation
from typing import NamedTuple

import pyoxigraph as ox

from shapes.core.literals import INTEGERS, STRING, XSD, is_well_formed, parts

NUMERIC = {XSD + name for name in (*INTEGERS, "decimal")}
EXACT = Context(prec=60, traps=[DivisionByZero, InvalidOperation])
SMALLEST, LARGEST = Decimal(1).scaleb(-18), Decimal(10) ** 20  # what the engine's decimals hold
AMOUNT = re.compile(rf'"(-?\d{{1,19}}(?:\.\d{{1,18}})?)"\^\^<{re.escape(XSD)}decimal>')  # the usual form, read quickly
KEPT = 50_000


class Unsure(Exception):
    """An answer that the query engine has to give."""


class Node(NamedTuple):
    """An IRI or a blank node, as N-Triples text."""

    term: str


class Tagged(NamedTuple):
    """A text with its language."""

    text: str
    language: str


class Other(NamedTuple):
    """A literal of another datatype, of which only the text is known."""

    text: str
    term: str


Value = Decimal | bool | str | Node | Tagged | Other
Maybe = Value | None


class Values(dict[str, Value]):
    """The value of each term by its N-Triples text, worked out once."""

    def __missing__(self, term: str) -> Value:
        if len(self) > KEPT:
            self.clear()
        value = self[term] = value_of(term)
        return value


def value_of(term: str) -> Value:
    """The value of a term."""
    if amount := AMOUNT.fullmatch(term):
        return Decimal(amount[1])
    literal = parts(term)
    if literal is None:
        return Node(term)
    if literal.language:
        return Tagged(literal.text, literal.language.lower())
    if literal.datatype == STRING:
        return literal.text
    if literal.datatype in NUMERIC and is_well_formed(literal):
        return within(Decimal(literal.text))
    if literal.datatype == XSD + "boolean" and is_well_formed(literal):
        return literal.text in {"true", "1"}
    return Other(literal.text, term)


VALUES = Values()


def bounded(number: Decimal) -> Decimal:
    """The number, when it is not too large for the engine."""
    if -LARGEST < number < LARGEST:
        return number
    raise Unsure(f"{number} is too large")


def within(number: Decimal) -> Decimal:
    """The number, when the engine can hold it exactly."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, str) or exponent < -18:
        raise Unsure(f"{number} is too fine")
    return bounded(number)


def quantized(number: Decimal) -> Decimal:
    """The number cut off after the last place that the engine keeps."""
    return number.quantize(SMALLEST, ROUND_DOWN, EXACT)


def truth(value: Maybe) -> bool | None:
    """The effective boolean value; None for an error."""
    if value is None or value is True or value is False:
        return value
    if isinstance(value, Decimal):
        return value != 0
    if isinstance(value, str):
        return value != ""
    if isinstance(value, Node):
        return None
    raise Unsure("the truth of a text with a language or a datatype")


def text(value: Maybe) -> str | None:
    """What STR gives."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Node):
        return value.term[1:-1] if value.term.startswith("<") else None
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, Decimal) else value.text


def plain(number: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    shown = f"{number:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown in {"-0", ""} else shown


def term_of(value: Value) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """A value as a term."""
    if isinstance(value, Node):
        return ox.NamedNode(value.term[1:-1]) if value.term.startswith("<") else ox.BlankNode(value.term[2:])
    if isinstance(value, Tagged):
        return ox.Literal(value.text, language=value.language)
    if isinstance(value, Other):
        found = parts(value.term)
        assert found is not None
        return ox.Literal(found.text, datatype=ox.NamedNode(found.datatype))
    if isinstance(value, Decimal):
        return ox.Literal(plain(value), datatype=ox.NamedNode(XSD + "decimal"))
    return ox.Literal(value)
