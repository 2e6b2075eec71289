"""What a disclosure's money is for: by function, by kind of expenditure, and from fund to function to kind.

One table is chosen for each view and only its detail lines are added up, as the model's rule says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Store

from ontology import codes, iris
from server.charts.groups import Group, colour, groups
from server.charts.sankey import Sankey, sankey
from server.charts.treemap import Box, Part, treemap
from server.engine import rows
from server.find.adding import BY_FUND
from server.labels import Labels, labels, name
from server.links import href
from server.queries import bound
from server.site import site
from server.terms import decimal, text
from server.wholes import Sums, sums

# The table that shows everything comes first; the others are parts of it by fund.
WHOLE = "expenditure_summary"
KINDS = ("personnel", "public", "basic", "project")
_SHARED = "function"
CLASS_DIGITS = 3
_LEVELS = (3, 5, 7)
NARROW = (360.0, 460.0)


@dataclass(frozen=True, slots=True)
class Spent:
    """An amount with what it is for; each value is an IRI, or empty where a table does not say."""

    table: str
    table_kind: str
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
    """The views of a disclosure's money; each is empty where its tables say too little.

    `printed` is what the table of functions prints as its total; `whole` whether its details make that. `partial`
    tells that the flows are not drawn for the same reason. `narrow` are the boxes of a chart for a phone, `legend` the
    groups that have a colour each.
    """

    functions: tuple[FunctionRow, ...]
    boxes: tuple[Box, ...]
    narrow: tuple[Box, ...]
    legend: tuple[Part, ...]
    total: Decimal
    printed: Decimal
    whole: bool
    table_label: str
    flows: Sankey | None
    flow_total: Decimal
    partial: bool


def spending(store: Store, disclosure: str, version: str, language: str) -> Spending:
    """The views of the money of a disclosure version."""
    found = _found(store, disclosure, version)
    known = labels(store, _named(found))
    made = sums(site().index, disclosure)
    chosen = _table(found, (WHOLE, BY_FUND[0]), made)
    by_fund = [each for kind in BY_FUND if (each := _table(found, (kind,), made))]
    funds = [each for table in by_fund for each in table]
    partial = not all(_sums(table, made).whole for table in by_fund)
    amounts = _amounts(chosen)
    coloured = groups({_code(iri): amount for iri, amount in amounts.items()})
    functions = _functions(amounts, coloured, known, language)
    parts = [Part(row.label, row.amount, row.href, row.colour) for row in functions]
    own = _sums(chosen, made)
    drawn = len(functions) > 1 and own.whole
    return Spending(
        functions=functions,
        boxes=treemap(parts) if drawn else (),
        narrow=treemap(parts, *NARROW) if drawn else (),
        legend=_legend(coloured, known, language),
        total=sum((row.amount for row in functions), Decimal(0)),
        printed=own.printed,
        whole=own.whole,
        table_label=name(known, chosen[0].table_kind, language) if chosen else "",
        flows=None if partial else _flows(funds, known, language),
        flow_total=sum((each.amount for each in funds), Decimal(0)),
        partial=partial and bool(funds),
    )


def _found(store: Store, disclosure: str, version: str) -> list[Spent]:
    asked = rows(store, bound("spending", disclosure=disclosure, version=version))
    return [
        Spent(
            table=text(row["table"]),
            table_kind=text(row["table_kind"]),
            function=text(row["function"]),
            kind=text(row["expenditure_kind"]),
            fund=text(row["fund"]),
            amount=decimal(row["yuan"]) or Decimal(0),
        )
        for row in asked
    ]


def _table(found: list[Spent], kinds: tuple[str, ...], made: dict[str, Sums]) -> list[Spent]:
    """The details of one table that tells functions apart: of the kinds in order, one that was read whole, or any."""
    tables = by_table([each for each in found if _short(each.table_kind) in kinds])
    told = [table for table in tables if any(_code(each.function) for each in table)]
    told.sort(key=lambda table: (not _sums(table, made).whole, kinds.index(_short(table[0].table_kind))))
    return told[0] if told else []


def by_table(found: list[Spent]) -> list[list[Spent]]:
    """The amounts of each table."""
    tables: dict[str, list[Spent]] = {}
    for each in found:
        tables.setdefault(each.table, []).append(each)
    return list(tables.values())


def _sums(table: list[Spent], made: dict[str, Sums]) -> Sums:
    nothing = Sums(Decimal(0), Decimal(0))
    return made.get(table[0].table, nothing) if table else nothing


def _amounts(chosen: list[Spent]) -> dict[str, Decimal]:
    """What is spent on each function."""
    amounts: dict[str, Decimal] = {}
    for each in chosen:
        amounts[each.function] = amounts.get(each.function, Decimal(0)) + each.amount
    return amounts


def _functions(
    amounts: dict[str, Decimal], found: tuple[Group, ...], known: Labels, language: str
) -> tuple[FunctionRow, ...]:
    ordered = sorted(amounts.items(), key=lambda pair: -pair[1])
    return tuple(
        FunctionRow(name(known, iri, language), _code(iri), href(iri), amount, colour(_code(iri), found))
        for iri, amount in ordered
        if amount
    )


def _legend(found: tuple[Group, ...], known: Labels, language: str) -> tuple[Part, ...]:
    """What each colour stands for."""
    named = [(each, iris.code(_SHARED, each.digits) if each.digits else "") for each in found]
    return tuple(
        Part(name(known, iri, language) if iri else "", each.amount, href(iri) if iri else None, each.colour)
        for each, iri in named
    )


def _flows(found: list[Spent], known: Labels, language: str) -> Sankey | None:
    """From fund to class of function to kind of expenditure; None where that is one straight line, or unknown."""
    flows = [
        ((each.fund, iris.code(_SHARED, _code(each.function)[:CLASS_DIGITS]), top_kind(each.kind)), each.amount)
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
        yield from (each.table_kind, each.function, each.fund, top_kind(each.kind))
        if code := _code(each.function):
            yield from (iris.code(_SHARED, code[:digits]) for digits in _LEVELS)


def _short(iri: str) -> str:
    return iri.rpartition("/")[2]


def _code(iri: str) -> str:
    """The digits of a function's code; empty for the total."""
    notation = _short(iri)
    return notation if notation.isdigit() else ""
