"""What the tables have proved so far: values by their dimensions, funds that are nil, lower bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from ontology import codes

Key = frozenset[tuple[str, str]]
NEUTRAL = {("item", "total"), ("item", "grand-total"), ("flow", "expenditure")}


@dataclass
class Fact:
    """A proved value in yuan, and how far rounding may have moved it."""

    value: Decimal
    half: Decimal


@dataclass
class Knowledge:
    """Facts about one disclosure, gathered table by table."""

    facts: dict[Key, Fact] = field(default_factory=dict)
    nil_funds: set[str] = field(default_factory=set)
    nil_vintages: set[str] = field(default_factory=set)
    least: dict[str, Decimal] = field(default_factory=dict)
    told: dict[str, Decimal] = field(default_factory=dict)

    def add(self, values: dict[str, str], value: Decimal, half: Decimal) -> None:
        """Keeps a proved value; the first one for its dimensions stays."""
        self.facts.setdefault(self.key(values), Fact(value, half))

    def get(self, values: dict[str, str]) -> Fact | None:
        return self.facts.get(self.key(values))

    def key(self, values: dict[str, str]) -> Key:
        """The dimensions that matter: without totals, and without a fund or year when there is no other."""
        kept = {(name, value) for name, value in values.items() if value != "total"} - NEUTRAL
        if values.get("fundSource") in {"general-public", "fiscal"} and self.only_general_public:
            kept.discard(("fundSource", values["fundSource"]))
        if "carried-over" in self.nil_vintages:
            kept -= {("fundVintage", "current"), ("item", "current-year-total")}
        return frozenset(kept)

    def note_nil_fund(self, notation: str) -> None:
        """A fund source that has no money; a broader one follows when all below it are nil."""
        self.nil_funds.add(notation)
        funds = codes.scheme("fund-source")
        broader = funds[notation].broader if notation in funds else None
        grouped = bool(broader) and broader not in {"total", "fiscal", "general-public"}
        if broader and grouped and all(c.notation in self.nil_funds for c in funds.narrower(broader)):
            self.nil_funds.add(broader)

    @property
    def only_general_public(self) -> bool:
        """Whether every other fund is proved to be nil."""
        return (
            {"government-fund", "state-capital"} <= self.nil_funds
            and bool(self.nil_funds & {"special-account"})
            and "unit-funds" in self.nil_funds
        )

    def is_nil(self, values: dict[str, str]) -> bool:
        """Whether a column of these dimensions can hold no money."""
        fund, vintage = values.get("fundSource", ""), values.get("fundVintage", "")
        concept = codes.scheme("fund-source").get(fund)
        return (
            fund in self.nil_funds
            or (concept is not None and concept.broader in self.nil_funds)
            or vintage in self.nil_vintages
        )

    def rekey(self) -> None:
        """Keys again after funds were found nil, so that facts of one fund speak for all."""
        old, self.facts = self.facts, {}
        for found, fact in old.items():
            self.facts.setdefault(self.key(dict(found)), fact)
