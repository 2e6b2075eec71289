"""Which rows are sums of others: codes above codes, units above codes, items and funds above their parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from converter.organisation import ORGANISATION, Organisation
from converter.row_keys import KeyedRow, RowKey
from converter.words import ordinal
from ontology import codes


def mark_roles(kind: str, rows: Sequence[KeyedRow], org: Organisation) -> list[KeyedRow]:
    """The rows with role `total` where they are sums of others in the table: codes above codes, units above codes."""
    subject_codes = {k.key.code for k in rows if k.key.sort in {"function", "economic"} and k.row.amounts}
    subjects = any(k.key.sort in {"function", "economic", "project"} for k in rows)
    whole = next((k.row.amounts[0].value for k in rows if k.key.sort == "total" and k.row.amounts), None)
    owners, out, unit = owners_of(rows), [], ""
    for index, keyed in enumerate(rows):
        found = keyed.key
        if found.sort == "unit" and not subjects and found.role == "total" and is_one_of(keyed, whole):
            own = found.code or found.label
            found = replace(found, role="detail", unit=own, values={**found.values, "budgetUnit": own})
        elif found.sort == "unit":
            unit = found.unit if subjects else ""
            if subjects:
                found = replace(found, role="total")
        elif (found.sort in {"function", "economic"} and has_below(found.code, subject_codes)) or (
            found.values.get("item") == "opening-balance" and breaks_down(rows[index + 1 :])
        ):
            found = replace(found, role="total")
        own = keyed.row.fields.get("unit_code", "") or owners.get(index, "")
        if found.sort in {"function", "economic"} and own and not org.is_whole(own, ""):
            found = replace(found, unit=own, values={**found.values, "budgetUnit": own})
        elif unit and found.sort in {"function", "economic"} and not found.unit and unit != org.code:
            found = replace(found, unit=unit, values={**found.values, "budgetUnit": unit})
        out.append(replace(keyed, key=found))
    return mark_item_totals(out)


def owners_of(rows: Sequence[KeyedRow]) -> dict[int, str]:
    """The units that rows of subjects name beside their codes, by row, where a table has several."""
    named = {i: name for i, k in enumerate(rows) if k.row.code and (name := k.row.fields.get("unit_name", ""))}
    named = {i: name for i, name in named.items() if ORGANISATION.search(bare_name(name))}
    return named if len(set(named.values())) > 1 else {}


def is_one_of(keyed: KeyedRow, whole: Decimal | None) -> bool:
    """Whether a row that bears the department's name is only one of its units: the whole is another amount."""
    return whole is not None and bool(keyed.row.amounts) and keyed.row.amounts[0].value != whole


def breaks_down(rows: Sequence[KeyedRow]) -> bool:
    """Whether rows that follow a balance say of which funds it is."""
    return any(k.key.sort == "fund" and k.key.role != "memo" and k.row.amounts and is_carried(k) for k in rows)


def is_carried(keyed: KeyedRow) -> bool:
    return keyed.key.values.get("fundVintage") == "carried-over"


def unit_subtotals(rows: Sequence[KeyedRow]) -> list[KeyedRow]:
    """The rows of a list of projects, its units told apart: named like one, and the sum of the rows up to the next."""
    heads = [i for i, k in enumerate(rows) if k.key.sort == "project" and ORGANISATION.search(bare_name(k.key.label))]
    out, unit = list(rows), ""
    for number, place in enumerate(heads):
        stop = heads[number + 1] if number + 1 < len(heads) else len(rows)
        parts = [k for k in rows[place + 1 : stop] if k.key.role == "detail"]
        if not parts or not rows[place].row.amounts or not adds_up(rows[place], parts):
            continue
        unit = rows[place].key.label
        out[place] = replace(rows[place], key=RowKey("unit", "", unit, {"budgetUnit": unit}, "total", unit))
        for below in range(place + 1, stop):
            if out[below].key.role == "detail":
                found = out[below].key
                out[below] = replace(
                    out[below], key=replace(found, unit=unit, values={**found.values, "budgetUnit": unit})
                )
    return out


def nested(rows: Sequence[KeyedRow]) -> list[KeyedRow]:
    """The rows of a list in which rows sum up those that follow, those sums as totals, if that explains the whole.

    From the end upwards, a row is the sum of the next two or more that are not yet part of another; the rows left over
    must make the list's own total.
    """
    whole = next((k for k in rows if k.key.sort == "total" and k.row.amounts), None)
    places = [i for i, k in enumerate(rows) if k.key.role == "detail" and k.row.amounts]
    if whole is None or not places or adds_up(whole, [rows[i] for i in places]):
        return list(rows)
    open_rows: list[int] = []
    totals: set[int] = set()
    for place in reversed(places):
        size = parts_of(rows[place], [rows[i] for i in reversed(open_rows)])
        if size:
            totals.add(place)
            del open_rows[len(open_rows) - size :]
        open_rows.append(place)
    if not adds_up(whole, [rows[i] for i in open_rows]):
        return list(rows)
    return [replace(k, key=replace(k.key, role="total")) if i in totals else k for i, k in enumerate(rows)]


def parts_of(keyed: KeyedRow, following: Sequence[KeyedRow]) -> int:
    """How many of the rows that follow right below make a row's amount; 0 when none do."""
    for size in range(1, len(following) + 1):
        if adds_up(keyed, following[:size]):
            return size
        if sum(k.row.amounts[0].value for k in following[:size]) > keyed.row.amounts[0].value:
            return 0
    return 0


def bare_name(label: str) -> str:
    """A name without a second name in brackets."""
    return re.sub(r"[(（].*[)）]$", "", label)


def adds_up(keyed: KeyedRow, parts: Sequence[KeyedRow]) -> bool:
    """Whether the first amounts of the parts make that of the row, within rounding."""
    firsts = [part.row.amounts[0] for part in parts if part.row.amounts]
    own = keyed.row.amounts[0]
    slack = max(amount.half_place for amount in (own, *firsts)) * (len(firsts) + 1)
    return abs(own.value - sum((amount.value for amount in firsts), Decimal(0))) <= slack


def has_below(code: str, all_codes: set[str]) -> bool:
    first = code.split("/")[0]
    return any(
        other != code and other.split("/")[0].startswith(first) and len(other.split("/")[0]) > len(first)
        for other in all_codes
    )


def mark_item_totals(rows: list[KeyedRow]) -> list[KeyedRow]:
    """Items that have narrower items with figures below them are totals (公务用车购置及运行费 over 购置费)."""
    items = codes.scheme("item")
    above = {
        items[k.key.values["item"]].broader
        for k in rows
        if k.key.sort == "item" and k.row.amounts and not ordinal_only(k)
    }
    return [
        replace(k, key=replace(k.key, role="total")) if k.key.sort == "item" and k.key.values["item"] in above else k
        for k in rows
    ]


def ordinal_only(keyed: KeyedRow) -> bool:
    return keyed.key.values.get("item") in {"opening-balance", "closing-balance"} or ordinal(keyed.key.label) == ""
