"""Terms of query results as plain values."""

from collections.abc import Iterable
from decimal import Decimal

from server.client import plain
from server.engine import Row, Term


def text(term: object) -> str:
    """The plain text of a term; empty for none."""
    return "" if term is None else str(getattr(term, "value", term))


def decimal(term: Term | None) -> Decimal | None:
    """The number of a term; None for none."""
    value = plain(term)
    return Decimal(str(value)) if value is not None else None


def whole(term: Term | None) -> int:
    """The whole number of a term; 0 for none."""
    return int(text(term) or 0)


def by(found: Iterable[Row], key: str) -> list[list[Row]]:
    """The rows in groups of the same value: one thing has a row for each line that it was read from."""
    groups: dict[str, list[Row]] = {}
    for row in found:
        groups.setdefault(text(row[key]), []).append(row)
    return list(groups.values())
