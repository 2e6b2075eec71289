"""Makes findings: the rule's severity from the code list, its words from messages.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from converter.facts import Finding
from ontology import codes

Lines = Sequence[tuple[int, int]]


@cache
def messages() -> dict[str, dict[str, str]]:
    """Rule → its words in zh and en."""
    return tomllib.loads((files("converter") / "layouts" / "messages.toml").read_text("utf-8"))


def make(
    rule: str,
    lines: Lines,
    *,
    fault: str = "document",
    expected: Decimal | None = None,
    found: Decimal | None = None,
    table: int | None = None,
    key: str = "",
    **words: Any,
) -> Finding:
    """A finding of a rule; amounts in yuan, shown in 万元; `words` fill its message."""
    difference = None if expected is None or found is None else found - expected
    shown = {
        name: show(value) for name, value in (("expected", expected), ("found", found), ("difference", difference))
    }
    shown["missing"] = show(abs(difference)) if difference is not None else ""
    filled = {**shown, **{name: str(value) for name, value in words.items()}}
    text = messages()[rule]
    return Finding(
        rule,
        codes.rules()[rule].severity,
        fault,
        text["zh"].format(**filled),
        text["en"].format(**filled),
        expected,
        found,
        difference,
        tuple(lines),
        table,
        key,
    )


def show(value: Decimal | None) -> str:
    """An amount in 万元 with thousands separators: 1,740.73."""
    if value is None:
        return ""
    return f"{(value / 10000).normalize():,f}"
