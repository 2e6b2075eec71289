"""Which rows are sums of others: codes above codes, units above codes, items and funds above their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from converter.organisation import Organisation
from converter.row_keys import KeyedRow
from converter.words import ordinal
from ontology import codes


def mark_roles(kind: str, rows: Sequence[KeyedRow], org: Organisation) -> list[KeyedRow]:
    """The rows with role `total` where they are sums of others in the table: codes above codes, units above codes."""
    subject_codes = {k.key.code for k in rows if k.key.sort in {"function", "economic"} and k.row.amounts}
    subjects = any(k.key.sort in {"function", "economic", "project"} for k in rows)
    balances = [
        k for k in rows if k.key.sort == "fund" and k.row.amounts and k.key.values.get("fundVintage") == "carried-over"
    ]
    out, unit = [], ""
    for keyed in rows:
        found = keyed.key
        if found.sort == "unit":
            unit = found.unit if subjects else ""
            if subjects:
                found = replace(found, role="total")
        elif (found.sort in {"function", "economic"} and has_below(found.code, subject_codes)) or (
            found.sort == "item" and found.values.get("item") == "opening-balance" and balances
        ):
            found = replace(found, role="total")
        if unit and found.sort in {"function", "economic"} and not found.unit and unit != org.code:
            found = replace(found, unit=unit, values={**found.values, "budgetUnit": unit})
        out.append(replace(keyed, key=found))
    return mark_item_totals(out)


def has_narrower(keyed: KeyedRow, rows: Sequence[KeyedRow]) -> bool:
    """Whether other rows break a fund's row down (1.一般公共预算拨款 below 一、财政拨款)."""
    funds, own = codes.scheme("fund-source"), keyed.key.values
    return any(
        other.key.sort == "fund"
        and other.key.role == "detail"
        and other.key.values["fundSource"] != own["fundSource"]
        and own["fundSource"] in funds.path(other.key.values["fundSource"])
        and other.key.values.get("fundVintage") == own.get("fundVintage")
        for other in rows
        if "fundSource" in own and "fundSource" in other.key.values
    )


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
