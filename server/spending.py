"""What a disclosure's money is for: by function, by kind of expenditure, and from fund to function to kind.

One table is chosen for each view and only its detail lines are added up, as the model's rule says.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Store

from ontology import codes, iris
from server.charts.sankey import Sankey, sankey
from server.charts.treemap import Box, Part, treemap
from server.engine import rows
from server.labels import Labels, labels, name
from server.links import href
from server.queries import bound
from server.terms import decimal, text

# The table that shows everything comes first; the others are parts of it by fund.
WHOLE = "expenditure_summary"
BY_FUND = ("general_public_expenditure", "government_fund_expenditure", "state_capital_expenditure")
KINDS = ("personnel", "public", "basic", "project")
_SHARED = "function"
_CLASS_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Spent:
    """An amount with what it is for; each value is an IRI, or empty where a table does not say."""

    table: str
    function: str
    kind: str
    fund: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """A row of the table beside the treemap: a function with its class, its amount, its share."""

    label: str
    code: str
    href: str | None
    amount: Decimal
    colour: int


@dataclass(frozen=True, slots=True)
class Spending:
    """The views of a disclosure's money; each is empty where its tables say too little."""

    functions: tuple[FunctionRow, ...]
    boxes: tuple[Box, ...]
    total: Decimal
    table_label: str
    flows: Sankey | None
    flow_total: Decimal
    flow_printed: Decimal

    @property
    def flows_whole(self) -> bool:
        """Whether the flows make up what their tables print, but for rounding: else they would mislead."""
        return abs(self.flow_total - self.flow_printed) * 100 <= self.flow_printed


def spending(store: Store, disclosure: str, version: str, language: str) -> Spending:
    """The views of the money of a disclosure version."""
    found = _found(store, disclosure, version)
    chosen = _by_function(found)
    known = labels(store, _named(found))
    functions = _functions(chosen, known, language)
    funds = [each for each in found if _short(each.table) in BY_FUND]
    parts = [Part(row.label, row.amount, row.href, row.colour) for row in functions]
    return Spending(
        functions=functions,
        boxes=treemap(parts) if len(functions) > 1 else (),
        total=sum((row.amount for row in functions), Decimal(0)),
        table_label=name(known, chosen[0].table, language) if chosen else "",
        flows=_flows(funds, known, language),
        flow_total=sum((each.amount for each in funds if _code(each.function)), Decimal(0)),
        flow_printed=_printed(store, disclosure, version, {each.table for each in funds}),
    )


def _found(store: Store, disclosure: str, version: str) -> list[Spent]:
    asked = bound("spending", disclosure=disclosure, version=version)
    return [
        Spent(text(row["table_kind"]), text(row["function"]), text(row["expenditure_kind"]), text(row["fund"]), amount)
        for row in rows(store, asked)
        if (amount := decimal(row["yuan"])) is not None
    ]


def _printed(store: Store, disclosure: str, version: str, tables: set[str]) -> Decimal:
    """What some kinds of tables print as their totals, together."""
    found = rows(store, bound("spending_totals", disclosure=disclosure, version=version))
    amounts = [decimal(row["yuan"]) for row in found if text(row["table_kind"]) in tables]
    return sum((each for each in amounts if each is not None), Decimal(0))


def _by_function(found: list[Spent]) -> list[Spent]:
    """The details of the first table that tells functions apart."""
    for table in (WHOLE, BY_FUND[0]):
        told = [each for each in found if _short(each.table) == table and _code(each.function)]
        if told:
            return told
    return []


def _functions(chosen: list[Spent], known: Labels, language: str) -> tuple[FunctionRow, ...]:
    amounts: dict[str, Decimal] = {}
    for each in chosen:
        amounts[each.function] = amounts.get(each.function, Decimal(0)) + each.amount
    ordered = sorted(amounts.items(), key=lambda pair: -pair[1])
    colours = _colours(amounts)
    return tuple(
        FunctionRow(name(known, iri, language), _code(iri), href(iri), amount, colours[_code(iri)[:_CLASS_DIGITS]])
        for iri, amount in ordered
    )


def _colours(amounts: dict[str, Decimal]) -> dict[str, int]:
    """A colour for each class of functions, the first for the largest."""
    classes: Counter[str] = Counter()
    for iri, amount in amounts.items():
        classes[_code(iri)[:_CLASS_DIGITS]] += amount  # type: ignore[assignment]
    return {code: number % 8 + 1 for number, (code, _) in enumerate(classes.most_common())}


def _flows(found: list[Spent], known: Labels, language: str) -> Sankey | None:
    """From fund to class of function to kind of expenditure; None where that is one straight line, or unknown."""
    flows = [
        ((each.fund, iris.code(_SHARED, _code(each.function)[:_CLASS_DIGITS]), top_kind(each.kind)), each.amount)
        for each in found
        if _code(each.function) and each.fund and each.kind
    ]
    keys = {key for path, _ in flows for key in path}
    if len(keys) < 4:
        return None
    return sankey(flows, {key: name(known, key, language) for key in keys})


def top_kind(iri: str) -> str:
    """The kind of expenditure that a kind belongs to, among personnel, public, basic, project; else itself."""
    notation: str | None = _short(iri)
    listed = codes.scheme("expenditure-kind")
    while notation and notation not in KINDS:
        concept = listed.get(notation)
        notation = concept.broader if concept else None
    return iris.code("expenditure-kind", notation) if notation else iri


def _named(found: Iterable[Spent]) -> Iterable[str]:
    for each in found:
        yield from (each.table, each.function, each.fund, top_kind(each.kind))
        if _code(each.function):
            yield iris.code(_SHARED, _code(each.function)[:_CLASS_DIGITS])


def _short(iri: str) -> str:
    return iri.rpartition("/")[2]


def _code(iri: str) -> str:
    """The digits of a function's code; empty for the total."""
    notation = _short(iri)
    return notation if notation.isdigit() else ""
