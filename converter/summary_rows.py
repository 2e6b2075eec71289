"""The identities of the rows of 收支 tables: funds on one side, 类 on the other, balances and totals on both."""

from __future__ import annotations

from collections.abc import Sequence

from converter.lexicon import ROW_SCHEMES, is_total_word, look_up, phrases, row_function_class
from converter.row_keys import KeyedRow, RowKey
from converter.sheet import Row
from converter.two_blocks import special
from converter.words import key, strip_ordinal

BALANCES = {"opening-balance": "carried-over", "closing-balance": "carried-forward"}


def summary_keys(side: str, rows: Sequence[Row]) -> list[KeyedRow]:
    """The identities of the rows of a 收支 table: funds on one side, 类 on the other, balances and totals on both."""
    flow = "revenue" if side == "收入" else "expenditure"
    vintage, out = "current", []
    for row in rows:
        label = row.label
        values = {"flow": flow}
        item = special(strip_ordinal(label))
        plain = key(strip_ordinal(label))
        if not label:
            continue
        if is_total_word(plain) or item in {"current-year-total", "grand-total"}:
            name = "current-year-total" if item == "current-year-total" else "grand-total"
            out.append(KeyedRow(row, RowKey("total", "", label, {**values, "item": name}, "total")))
        elif item in BALANCES:
            vintage = BALANCES[item]
            out.append(KeyedRow(row, RowKey("item", "", label, {**values, "item": item, "fundVintage": vintage})))
        elif flow == "expenditure" and (found := row_function_class(label)):
            out.append(KeyedRow(row, RowKey("function", found, label, {**values, "function": found})))
        elif plain in phrases():
            meaning = phrases()[plain]
            out.append(
                KeyedRow(row, RowKey("fund", "", label, {**values, **meaning.values, "fundVintage": vintage}, "memo"))
            )
        elif funds := look_up(plain.removeprefix("其中").lstrip(":"), ROW_SCHEMES):
            role = "memo" if plain.startswith("其中") else "detail"
            out.append(KeyedRow(row, RowKey("fund", "", label, {**values, **funds, "fundVintage": vintage}, role)))
        else:
            out.append(KeyedRow(row, RowKey("other", "", label, values)))
    return out
