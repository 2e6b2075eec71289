"""The identities of the rows of 收支 tables: funds on one side, 类 on the other, balances and totals on both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from converter.lexicon import ROW_SCHEMES, bare_label, is_total_word, label_forms, phrases, row_function_class, row_word
from converter.row_keys import KeyedRow, RowKey
from converter.row_roles import adds_up
from converter.sheet import Row
from converter.subjects import level_of
from converter.two_blocks import special
from converter.words import key, strip_ordinal
from ontology import codes

SUBJECTS = (
    ("2", "function", "function"),
    ("3", "economic", "deptEconomic"),
    ("5", "economic", "govEconomic"),
)  # the first digit of a subject's code, the sort of its row, its dimension
TOTAL = re.compile(r"^(本年度?|当年)?(?:部门|单位)?(?:预算)?(?:收入|支出)(?:合计|小计|总计)$")
BALANCES = {"opening-balance": "carried-over", "closing-balance": "carried-forward"}


def subject_of(row: Row) -> tuple[str, str, str] | None:
    """(sort, code, dimension) of the subject that a row of the expenditure side names, or None."""
    by_name = row_function_class(row.label) if row.fields.get("list", "function") == "function" else ""
    found = row.code if row.code.isdigit() else by_name or ""
    return next(((sort, found, name) for first, sort, name in SUBJECTS if found.startswith(first)), None)


def summary_keys(side: str, rows: Sequence[Row]) -> list[KeyedRow]:
    """The identities of the rows of a 收支 table: funds on one side, 类 on the other, balances and totals on both."""
    flow = "revenue" if side == "收入" else "expenditure"
    vintage, out = "current", []
    for row in rows:
        item = special(strip_ordinal(row.label)) or total_item(row.label)
        vintage = BALANCES.get(item or "", vintage)
        if row.label or row.amounts:
            out.append(KeyedRow(row, key_of(row, flow, vintage, item)))
    return by_levels(out)


def total_item(label: str) -> str | None:
    """The total that a label names by its parts (当年收入小计, 收入总计), or None."""
    found = TOTAL.match(bare_label(label))
    return ("current-year-total" if found.group(1) else "grand-total") if found else None


def key_of(row: Row, flow: str, vintage: str, item: str | None) -> RowKey:
    """The identity of one row, below the last balance's row if `vintage` is not current."""
    label, values = row.label, {"flow": flow}
    plain = key(strip_ordinal(label))
    role = "memo" if plain.startswith("其中") else "detail"
    if is_total_word(plain) or item in {"current-year-total", "grand-total"}:
        name = "current-year-total" if item == "current-year-total" else "grand-total"
        return RowKey("total", "", label, {**values, "item": name}, "total")
    if item in BALANCES:
        return RowKey("item", "", label, {**values, "item": item, "fundVintage": vintage})
    if flow == "expenditure" and (subject := subject_of(row)):
        return RowKey(*subject[:2], label, {**values, subject[2]: subject[1]})
    plain = plain if plain in phrases() else plain.removeprefix("其中").lstrip(":")
    if plain in phrases() and "fiscalYear" not in (meaning := phrases()[plain]).values:
        means = {**values, "fundVintage": vintage, **meaning.values}
        return RowKey("fund", "", label, means, "memo" if meaning.memo else role)
    if funds := row_word(label, ROW_SCHEMES) or dressed_phrase(label):
        return RowKey("fund", "", label, {**values, **funds, "fundVintage": vintage}, role)
    return RowKey("other", "", label, values, role)


def dressed_phrase(label: str) -> dict[str, str]:
    """The fund that a label means by a phrase without what only dresses it (财政拨款（补助）收入), or nothing."""
    found = (phrases()[form].values for form in label_forms(label) if form in phrases())
    return next((values for values in found if set(values) == {"fundSource"}), {})


def by_levels(rows: Sequence[KeyedRow]) -> list[KeyedRow]:
    """The rows with the roles that their ordinals give: what stands below a row is part of it.

    If the parts add up to it, it is a total; if not, they are only some of its parts (memo).
    """
    roles = {}
    for index, keyed in enumerate(rows):
        parts = parts_below(rows, index)
        if not parts or not keyed.row.amounts or keyed.key.role == "memo":
            continue
        if adds_up(keyed, [rows[i] for i in parts]):
            roles[index] = "total"
        elif numbered(rows, parts) and any(amount.value for i in parts for amount in rows[i].row.amounts):
            roles |= dict.fromkeys(parts, "memo")
    for index in range(len(rows)):
        roles |= by_funds(rows, index, roles) if index not in roles else {}
    return [replace(k, key=replace(k.key, role=roles.get(i, k.key.role))) for i, k in enumerate(rows)]


def by_funds(rows: Sequence[KeyedRow], index: int, roles: dict[int, str]) -> dict[int, str]:
    """The roles that a fund's row and the narrower funds below it have: their sum is it, or a few of its parts follow.

    Behind 其中 stands the first of them; without ordinals those that follow it are of the same list.
    """
    below = [i for i in funds_below(rows, index) if roles.get(i) != "total"]
    plain = [i for i in below if rows[i].key.role == "detail"]
    if not plain or not rows[index].row.amounts:
        return {}
    for parts in (plain, below):
        if adds_up(rows[index], [rows[i] for i in parts]):
            return dict.fromkeys(parts, "detail") | {index: "total"}
    first = next((i for i in below if rows[i].key.role == "memo"), len(rows))
    return {i: "memo" for i in plain if i > first and not level_of(rows[i].key.label)}


def parts_below(rows: Sequence[KeyedRow], index: int) -> list[int]:
    """The rows one level below a row: with the highest ordinals among those that follow up to its own level again."""
    own = level_of(rows[index].key.label)
    below = []
    for place in range(index + 1, len(rows)) if own else ():
        level = level_of(rows[place].key.label)
        if rows[place].key.sort == "total" or 0 < level <= own or rows[place].key.values.get("item") in BALANCES:
            break
        below.append((level, place))
    top = min((level for level, _ in below if level), default=0)
    return [place for level, place in below if level == top and rows[place].key.role != "memo"]


def numbered(rows: Sequence[KeyedRow], places: Sequence[int]) -> bool:
    """Whether ordinals say that rows stand below another."""
    return all(level_of(rows[place].key.label) for place in places)


def funds_below(rows: Sequence[KeyedRow], index: int) -> list[int]:
    """The rows that follow a fund's row and are of narrower funds of the same years, also those behind 其中."""
    own, funds = rows[index].key, codes.scheme("fund-source")
    below: list[int] = []
    for place in range(index + 1, len(rows)) if own.sort == "fund" and "fundSource" in own.values else ():
        other = rows[place].key.values
        fund, broad = other.get("fundSource", ""), own.values["fundSource"]
        if fund == broad or not fund or broad not in funds.path(fund):
            break
        if rows[place].key.role in {"detail", "memo"} and other.get("fundVintage") == own.values.get("fundVintage"):
            below.append(place)
    return below


def is_by_fund(rows: Sequence[Row]) -> bool:
    """Whether the rows of a revenue table are sources of money, one below the other, and no subjects or units."""
    if any(row.code or row.fields.get("unit_code") or row.fields.get("unit_name") for row in rows):
        return False
    return sum(bool(row_word(row.label, {"fundSource": "fund-source"})) for row in rows) > 1


def fund_keys(rows: Sequence[Row]) -> list[KeyedRow]:
    """The identities of the rows of a revenue table by source: a source's 小计, then its parts.

    A part that has the name of its source is not told apart from it, so it stays unknown.
    """
    out, within = list[KeyedRow](), ""
    for keyed in summary_keys("收入", rows):
        found, fund = keyed.key, keyed.key.values.get("fundSource", "")
        if is_total_word(keyed.row.fields.get("more", "")):
            within, found = fund, replace(found, role="total")
        elif fund and fund == within:
            found = RowKey("other", "", found.label, {"flow": "revenue"})
        if found.sort == "total" and is_total_word(found.label):
            found = replace(found, values={"flow": "revenue"})
        out.append(replace(keyed, key=found))
    return out
