"""What disclosures can be compared by: a headline figure, a ratio, an item, a function, an economic code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from ontology import iris
from ontology.namespaces import CODE, DEF
from server.engine import rows
from server.find.adding import LISTS
from server.find.index import Found
from server.kept import for_release
from server.labels import labels, name
from server.overview import HEADLINES, RATIOS, Overview
from server.queries import bound
from server.site import site
from server.terms import text

ITEMS = (
    "three-public", "overseas-trips", "vehicles", "vehicle-purchase", "vehicle-operation", "reception", "meeting",
    "training",
)  # fmt: skip
# The first digit of a code says which list it is of.
_LISTS = {"2": "function", "3": "economic-department", "5": "economic-government"}
_FUNDS = ("total", "fiscal", "general-public", "")
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
        return Measure(key, False, _code_query(key), iris.code(_LISTS[key[0]], key))
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
    return for_release(f"measure {chosen.key}", lambda: _summed(chosen))


def _summed(chosen: Measure) -> Values:
    """The values from the sums in the index, which are those of the measure's query."""
    if not chosen.key.isdecimal():
        return _of_item(site().index.rows("items", {"item": chosen.key.rpartition("/")[2]}))
    listed = _LISTS[chosen.key[0]]
    return _of_code(site().index.rows("spent", {"list": listed, "code": chosen.key}), LISTS[listed][1])


def _of_code(found: Iterable[Found], tables: tuple[str, ...]) -> Values:
    """The sums of the table that is preferred, of those that a disclosure has; of two of a kind, the first."""
    best: dict[str, tuple[int, str, str]] = {}
    for row in found:
        this = (tables.index(row["kind"]), row["source"], row["amount"])
        best[row["disclosure"]] = min(best.get(row["disclosure"], this), this)
    return {iri: Decimal(amount) for iri, (_, _, amount) in best.items()}


def _of_item(found: Iterable[Found]) -> Values:
    """The figure over all units and all funds. Where a document prints none over all, or two, it has no value."""
    seen: dict[str, dict[int, set[Decimal]]] = {}
    for row in found:
        if row["fund"] in _FUNDS:
            funds = seen.setdefault(row["disclosure"], {})
            funds.setdefault(_FUNDS.index(row["fund"]), set()).add(Decimal(row["amount"]))
    first = {iri: funds[min(funds)] for iri, funds in seen.items()}
    return {iri: next(iter(amounts)) for iri, amounts in first.items() if len(amounts) == 1}


def _code_query(key: str) -> str:
    scheme = _LISTS[key[0]]
    local, _ = LISTS[scheme]
    nodes = for_release(f"codes {key}", lambda: _codes(scheme, key))
    if local == "function":
        return bound("compare_function", codes=nodes)
    return bound("compare_economic", codes=nodes, property=DEF + local)


def _codes(scheme: str, key: str) -> list[NamedNode]:
    """The code of a list and those below it."""
    below = rows(site().store, bound("codes_below", scheme=CODE + scheme, digits=Literal(key)))
    return [NamedNode(each) for each in sorted({text(row["code"]) for row in below} | {iris.code(scheme, key)})]
