"""Which tables were read whole: those whose details make the total that they print.

A table that is cut off, partly undecided, or with a total among its details must not be added up on a page.
"""

from dataclasses import dataclass
from decimal import Decimal

from server.find.index import Index

# Rounding makes a difference of half a unit of the last place for each part: far below one percent.
_NEARLY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Sums:
    """What the details of a table make, and what it prints as its total."""

    details: Decimal
    printed: Decimal

    @property
    def whole(self) -> bool:
        """Whether they agree, but for rounding."""
        return self.printed > 0 and abs(self.details - self.printed) <= _NEARLY * self.printed


def sums(index: Index, disclosure: str) -> dict[str, Sums]:
    """The sums of the tables of expenditure of a disclosure, by table."""
    found = index.rows("sums", {"disclosure": disclosure})
    return {row["iri"]: Sums(Decimal(row["details"]), Decimal(row["printed"])) for row in found}
