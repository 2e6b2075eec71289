"""The report as a page, and the verdict as a badge, from templates."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from shapes.verdict import Summary
from shapes.writing.checked import Checked


def as_html(checked: Sequence[Checked]) -> str:
    """The report as one page that needs no other file."""
    return _templates().get_template("report.html").render(checked=checked) + "\n"


def as_badge(summary: Summary) -> str:
    """The verdict as a small SVG picture."""
    return _templates().get_template("badge.svg").render(summary=summary, width=88 + 7 * len(summary.words[1])) + "\n"


@cache
def _templates() -> Environment:
    loader = PackageLoader("shapes", "templates")
    chosen = select_autoescape(("html", "svg"))
    found = Environment(
        loader=loader, autoescape=chosen, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.filters["money"] = money
    return found


def money(value: Decimal | None) -> str:
    """An amount in yuan with thousands separators, or nothing."""
    return "" if value is None else f"{value.normalize():,f}"
