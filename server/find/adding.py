"""What comparisons and lists begin with, added up once for a release and kept in its index."""

import sqlite3
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pyoxigraph import NamedNode, Store

from ontology import iris
from ontology.namespaces import DEF
from server.engine import Row, rows
from server.labels import last_part
from server.queries import bound
from server.terms import decimal, text, whole
from server.wholes import Sums

OVERVIEW = (
    "disclosure", "region", "province", "department", "type", "scope", "revenue", "total", "basic", "project",
    "personnel", "public", "three_public", "operating",
)  # fmt: skip
# Each list of codes with the property of its lines, and the kinds of tables that it is added up in, the best first.
LISTS = {
    "function": ("function", ("expenditure_summary", "general_public_expenditure")),
    "economic-department": ("deptEconomic", ("basic_expenditure_economic", "economic_classification_summary")),
    "economic-government": ("govEconomic", ("basic_expenditure_economic", "economic_classification_summary")),
}
BY_FUND = ("general_public_expenditure", "government_fund_expenditure", "state_capital_expenditure")
_SHORTEST = 3


def add_sums(index: sqlite3.Connection, store: Store) -> None:
    """Fill the tables of sums of an index."""
    found = rows(store, bound("overview"))
    _insert(index, "overview", ([text(row[key]) or None for key in OVERVIEW] for row in found))
    tables = _add_tables(index, store)
    for name, (local, kinds) in LISTS.items():
        asked = bound("index/spent", kinds=_kinds(kinds), property=DEF + local)
        _insert(index, "spent", _spent(name, rows(store, asked), tables))
    items = rows(store, bound("index/items"))
    _insert(index, "item", (_item(row) for row in items))
    counts = rows(store, bound("findings_count"))
    _insert(index, "finding_count", (_count(row) for row in counts))


def _kinds(kinds: Iterable[str]) -> list[NamedNode]:
    return [NamedNode(iris.code("table-kind", kind)) for kind in kinds]


def _add_tables(index: sqlite3.Connection, store: Store) -> dict[str, int]:
    """The numbers that the tables of expenditure have in the index, by IRI."""
    kinds = sorted({*BY_FUND, *(kind for _, kinds in LISTS.values() for kind in kinds)})
    amounts: dict[tuple[str, str, str], dict[str, Decimal]] = {}
    for row in rows(store, bound("index/sums", kinds=_kinds(kinds))):
        role = last_part(text(row["role"]))
        amount = decimal(row["sum" if role == "detail" else "most"]) or Decimal(0)
        key = (text(row["table"]), text(row["disclosure"]), last_part(text(row["kind"])))
        amounts.setdefault(key, {})[role] = amount
    sums = {key: Sums(each.get("detail", Decimal(0)), each.get("total", Decimal(0))) for key, each in amounts.items()}
    listed = list(enumerate(sorted(sums.items(), key=lambda pair: pair[0]), start=1))
    _insert(index, "summed", ((n, *key, str(s.details), str(s.printed), int(s.whole)) for n, (key, s) in listed))
    return {key[0]: number for number, (key, _) in listed}


def _spent(name: str, found: list[Row], tables: dict[str, int]) -> Iterator[tuple[object, ...]]:
    """The amounts under each code, and under each beginning of a code: a class is the sum of the codes below it."""
    sums: dict[tuple[str, int], Decimal] = {}
    for row in found:
        code, number = last_part(text(row["code"])), tables.get(text(row["table"]))
        amount = decimal(row["yuan"])
        if number is not None and amount is not None and code.isdigit():
            for length in range(_SHORTEST, len(code) + 1):
                key = (code[:length], number)
                sums[key] = sums.get(key, Decimal(0)) + amount
    return ((name, code, number, str(amount)) for (code, number), amount in sums.items())


def _item(row: Row) -> tuple[str, ...]:
    return last_part(text(row["item"])), text(row["disclosure"]), last_part(text(row["fund"])), text(row["amount"])


def _count(row: Row) -> tuple[object, ...]:
    return text(row["rule"]), text(row["severity"]), text(row["disclosure"]), whole(row["number"])


def _insert(index: sqlite3.Connection, table: str, values: Iterable[Iterable[object]]) -> None:
    for each in map(tuple, values):
        index.execute(f"INSERT OR REPLACE INTO {table} VALUES ({','.join('?' * len(each))})", each)
