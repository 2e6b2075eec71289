"""Literals as N-Triples text: their parts, whether they are well formed, and how they compare."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from ontology.namespaces import PREFIXES

XSD = PREFIXES["xsd"]
STRING, LANGUAGE = XSD + "string", PREFIXES["rdf"] + "langString"
INTEGERS = {
    "integer": (None, None), "nonNegativeInteger": (0, None), "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0), "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1), "int": (-(2**31), 2**31 - 1), "short": (-(2**15), 2**15 - 1), "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1), "unsignedInt": (0, 2**32 - 1), "unsignedShort": (0, 65535),
    "unsignedByte": (0, 255),
}  # fmt: skip
ZONE = r"(?:Z|[+-]\d{2}:\d{2})?"
DATE = r"-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
TIME = r"(?:[01]\d|2[0-4]):[0-5]\d:[0-5]\d(?:\.\d+)?"
FORMS = {
    "boolean": r"true|false|0|1",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "float": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "date": DATE + ZONE,
    "dateTime": f"{DATE}T{TIME}{ZONE}",
    "time": TIME + ZONE,
    "gYear": r"-?\d{4,}" + ZONE,
    "gYearMonth": r"-?\d{4,}-(?:0[1-9]|1[0-2])" + ZONE,
} | dict.fromkeys(INTEGERS, r"[+-]?\d+")
PATTERNS = {XSD + name: re.compile(form) for name, form in FORMS.items()}
NUMBERS = {XSD + name for name in (*INTEGERS, "decimal", "double", "float")}
Ordered = tuple[str, Decimal] | tuple[str, str] | tuple[str, datetime]


class Parts(NamedTuple):
    """Text, language ("" for none) and datatype of a literal."""

    text: str
    language: str
    datatype: str


def parts(term: str) -> Parts | None:
    """The parts of a literal, or None for another term."""
    if not term.startswith('"'):
        return None
    text, ending = split(term)
    if "\\" in text:
        (triple,) = ox.parse(f'<a:a> <a:b> "{text}" .', format=ox.RdfFormat.N_TRIPLES)
        text = triple.object.value
    if ending.startswith("@"):
        return Parts(text, ending[1:], LANGUAGE)
    return Parts(text, "", ending[3:-1] if ending else STRING)


def split(term: str) -> tuple[str, str]:
    """What stands between the quotes of a literal, as it is written, and what stands behind: nothing, @zh, ^^<type>."""
    end = term.rindex('"')
    return term[1:end], term[end + 1 :]


def datatype_test(datatype: str) -> Callable[[str], bool]:
    """Whether a term is a literal of the datatype, and well formed."""
    if datatype == LANGUAGE:
        return lambda term: term[0] == '"' and split(term)[1].startswith("@")
    ending = '"' if datatype == STRING else f'"^^<{datatype}>'
    if datatype not in PATTERNS:
        return lambda term: term[0] == '"' and term.endswith(ending)
    fits = PATTERNS[datatype].fullmatch
    if datatype.removeprefix(XSD) in INTEGERS:
        return lambda term: (found := parts(term)) is not None and found.datatype == datatype and is_well_formed(found)
    return lambda term: term[0] == '"' and term.endswith(ending) and fits(term[1 : -len(ending)]) is not None


def is_well_formed(literal: Parts) -> bool:
    """Whether a literal is one of those that its datatype has."""
    pattern = PATTERNS.get(literal.datatype)
    if pattern is not None and not pattern.fullmatch(literal.text):
        return False
    low, high = INTEGERS.get(literal.datatype.removeprefix(XSD), (None, None))
    return (low is None or int(literal.text) >= low) and (high is None or int(literal.text) <= high)


@lru_cache(maxsize=65536)
def ordered(term: str) -> Ordered | None:
    """A kind and a value that can be compared with others of its kind, or None."""
    found = parts(term)
    if found is None or not is_well_formed(found):
        return None
    name = found.datatype.removeprefix(XSD)
    if found.datatype in NUMBERS:
        return None if found.text.endswith("NaN") else ("number", Decimal(found.text.replace("INF", "Infinity")))
    if name in {"string", "boolean", "gYear"}:
        return name, {"1": "true", "0": "false"}.get(found.text, found.text) if name == "boolean" else found.text
    if name in {"date", "dateTime"}:
        return moment(name, found.text)
    return None


def moment(name: str, text: str) -> tuple[str, datetime] | None:
    """A date or time; those without a zone are a kind of their own."""
    zoned = re.search(r"(?:Z|[+-]\d{2}:\d{2})$", text)
    plain = text[: zoned.start()] if zoned else text
    try:
        value = datetime.fromisoformat(
            plain + ("T00:00:00" if name == "date" else "") + (zoned.group() if zoned else "")
        )
    except ValueError:
        return None
    return (f"{name} with zone", value) if zoned else (name, value.replace(tzinfo=UTC))


def compare(one: str, other: str) -> int | None:
    """−1, 0 or 1 as one literal is less than, equal to or more than another; None where they have no order."""
    a, b = ordered(one), ordered(other)
    if a is None or b is None or a[0] != b[0]:
        return None
    return (a[1] > b[1]) - (a[1] < b[1])  # type: ignore[operator]
