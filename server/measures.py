"""What disclosures can be compared by: a headline figure, a ratio, an item, a function, an economic code."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock
from typing import cast

from flask import current_app
from pyoxigraph import Literal, NamedNode

from ontology import codes, iris
from ontology.namespaces import CODE, DEF
from server.engine import Row, rows
from server.labels import labels, name
from server.overview import HEADLINES, RATIOS, Overview
from server.queries import bound
from server.site import site
from server.terms import decimal, text
from server.wholes import whole_tables

ITEMS = (
    "three-public", "overseas-trips", "vehicles", "vehicle-purchase", "vehicle-operation", "reception", "meeting",
    "training",
)  # fmt: skip
# The first digit of a code says which list it is of; the tables that it is summed in stand in order of preference.
_LISTS = {
    "2": ("function", "function", ("expenditure_summary", "general_public_expenditure")),
    "3": ("economic-department", "deptEconomic", ("basic_expenditure_economic", "economic_classification_summary")),
    "5": ("economic-government", "govEconomic", ("basic_expenditure_economic", "economic_classification_summary")),
}
_FUNDS = ("total", "fiscal", "general-public", "")
_MOST = 64
_lock = Lock()
Values = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with the query that its values come from. `iri` is there for a code of a list."""

    key: str
    is_ratio: bool
    query: str
    iri: str = ""

    @property
    def is_headline(self) -> bool:
        """Whether its name is a text of the pages."""
        return not self.iri


def measure(key: str) -> Measure | None:
    """The measure that a key names: `total`, `project_share`, `item/reception`, `2101301`; None for another."""
    if key in HEADLINES or key in RATIOS:
        return Measure(key, key in RATIOS, bound("overview"))
    kind, _, rest = key.rpartition("/")
    if kind == "item" and rest in ITEMS:
        return Measure(key, False, bound("compare_item", item=iris.code("item", rest)), iris.code("item", rest))
    if key.isdecimal() and key.isascii() and 3 <= len(key) <= 7 and key[0] in _LISTS:
        return Measure(key, False, _code_query(key), iris.code(_LISTS[key[0]][0], key))
    return None


def label(chosen: Measure, language: str) -> str:
    """The name of a measure that is a code, with the code."""
    words = name(labels(site().store, [chosen.iri]), chosen.iri, language)
    return f"{chosen.key} {words}" if chosen.key.isdecimal() and words != chosen.key else words


def values(chosen: Measure, every: Overview) -> Values:
    """The value of a measure for each disclosure that has one, by IRI; kept while the release is served."""
    if chosen.key in HEADLINES:
        return {each.entry.iri: found for each in every.listed if (found := each.amounts[chosen.key]) is not None}
    if chosen.is_ratio:
        return {each.entry.iri: found for each in every.listed if (found := each.ratio(chosen.key)) is not None}
    return _kept(chosen)


def _kept(chosen: Measure) -> Values:
    stored = cast(OrderedDict[str, Values], current_app.extensions.setdefault("measures", OrderedDict()))
    key = f"{site().release.digest} {chosen.key}"
    with _lock:
        found = stored.get(key)
    if found is None:
        found = _asked(chosen)
        with _lock:
            stored[key] = found
            while len(stored) > _MOST:
                stored.popitem(last=False)
    return found


def _asked(chosen: Measure) -> Values:
    found = rows(site().store, chosen.query)
    if not chosen.key.isdecimal():
        return _of_item(found)
    scheme, local, kinds = _LISTS[chosen.key[0]]
    read_whole = whole_tables(kinds, DEF + local, iris.code(scheme, codes.TOTAL))
    return _of_code((row for row in found if text(row["table"]) in read_whole), kinds)


def _of_code(found: Iterable[Row], tables: tuple[str, ...]) -> Values:
    """The sums of the table that is preferred, of those that a disclosure has; of two of a kind, the first."""
    best: dict[str, tuple[int, str, Decimal]] = {}
    for row in found:
        amount = decimal(row["yuan"])
        if amount is not None:
            this = (tables.index(text(row["table_kind"]).rpartition("/")[2]), text(row["table"]), amount)
            iri = text(row["disclosure"])
            best[iri] = min(best.get(iri, this), this)
    return {iri: amount for iri, (_, _, amount) in best.items()}


def _of_item(found: Iterable[Row]) -> Values:
    """The figure over all units and all funds. Where a document prints none over all, or two, it has no value."""
    seen: dict[str, dict[int, set[Decimal]]] = {}
    for row in found:
        fund, amount = text(row["fund"]).rpartition("/")[2], decimal(row["amount"])
        if row["whole"] is not None and amount is not None and fund in _FUNDS:
            seen.setdefault(text(row["disclosure"]), {}).setdefault(_FUNDS.index(fund), set()).add(amount)
    first = {iri: funds[min(funds)] for iri, funds in seen.items()}
    return {iri: next(iter(amounts)) for iri, amounts in first.items() if len(amounts) == 1}


def _code_query(key: str) -> str:
    scheme, local, _ = _LISTS[key[0]]
    below = rows(site().store, bound("codes_below", scheme=CODE + scheme, digits=Literal(key)))
    nodes = [NamedNode(each) for each in sorted({text(row["code"]) for row in below} | {iris.code(scheme, key)})]
    if local == "function":
        return bound("compare_function", codes=nodes)
    return bound("compare_economic", codes=nodes, property=DEF + local)
