"""What each row is about: a total, a unit, a subject code, an item or a project."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from converter.lexicon import ROW_SCHEMES, is_total_word, look_up, phrases, row_function_class
from converter.organisation import ORGANISATION, Organisation
from converter.sheet import Block, ReadNote, Row, Sheet
from converter.two_blocks import special
from converter.words import key, ordinal, strip_ordinal, tidy
from ontology import codes

FUNCTION = re.compile(r"^2\d{2}(?:\d{2}){0,2}$")
DEPARTMENT_ECONOMIC = re.compile(r"^3\d{2}(?:\d{2}){0,2}$")
GOVERNMENT_ECONOMIC = re.compile(r"^5\d{2}(?:\d{2}){0,2}$")
CODE_DIGITS = re.compile(r"^[235]\d{2}(?:\d{2}){0,3}$")
FUNCTION_KINDS = {
    "revenue_summary", "expenditure_summary", "general_public_expenditure", "government_fund_expenditure",
    "state_capital_expenditure",
}  # fmt: skip
ECONOMIC_KINDS = {"basic_expenditure_economic", "economic_classification_summary", "operating_cost"}
PROJECT_KINDS = {"project_expenditure", "basic_expenditure_detail", "project_performance", "procurement"}
BALANCES = {"opening-balance": "carried-over", "closing-balance": "carried-forward"}


@dataclass(frozen=True)
class RowKey:
    """A row's identity: what sort of row it is, its code and label, its dimension values, its role.

    `parent` is the code of the subtotal row right above it in the code tree, `part_of` the unit it stands under.
    """

    sort: str
    code: str
    label: str
    values: dict[str, str] = field(default_factory=dict)
    role: str = "detail"
    unit: str = ""
    repaired: str = ""


@dataclass(frozen=True)
class KeyedRow:
    """A row with its identity."""

    row: Row
    key: RowKey


@dataclass(frozen=True)
class KeyedBlock:
    """A block whose rows have identities."""

    block: Block
    rows: tuple[KeyedRow, ...]
    notes: tuple[ReadNote, ...] = ()


def key_blocks(sheet: Sheet, org: Organisation) -> tuple[KeyedBlock, ...]:
    """The blocks of a sheet with every row identified; what cannot be is reported in the notes."""
    return tuple(key_block(sheet.table.kind, block, org) for block in sheet.blocks)


def key_block(kind: str, block: Block, org: Organisation) -> KeyedBlock:
    rows = list(block.rows)
    if kind in FUNCTION_KINDS | ECONOMIC_KINDS:
        rows = join_continuations(fill_codes(rows))
    if block.name:
        keyed = list(summary_keys(block.name, rows))
    else:
        keyed = [KeyedRow(row, identify(kind, row, org)) for row in fill_down(kind, rows)]
    keyed = [k for k in mark_roles(kind, keyed, org) if k.row.amounts or k.key.sort in {"fund", "item"}]
    notes = tuple(
        ReadNote("code-repaired", f"{k.row.code or k.row.label} → {k.key.code}", k.row.first, k.row.last)
        for k in keyed
        if k.key.repaired
    )
    return KeyedBlock(block, tuple(keyed), notes)


def fill_codes(rows: Sequence[Row]) -> list[Row]:
    """The rows with codes that leave out their first parts (… | 40 | 01) completed from the rows above."""
    out, last = [], [""]
    for row in rows:
        fields = dict(row.fields)
        parts = fields.pop("code_parts", "").split("|")
        code = fields.get("code", "")
        if len(parts) > 1 and last[0]:
            first = next(index for index, part in enumerate(parts) if part)
            parts = [*last[:first], *parts[first:]]
            fields["code"] = "".join(parts)
            last = [part for part in parts if part]
        elif CODE_DIGITS.match(code):
            last = [code[:3], *(code[i : i + 2] for i in range(3, len(code), 2))]
        out.append(replace(row, fields=fields))
    return out


def join_continuations(rows: Sequence[Row]) -> list[Row]:
    """The rows with wrapped rests (no figures, no whole code) joined to the row that they go on with."""
    out: list[Row] = []
    for row in rows:
        row = give_back_rest(out, row)
        if out and out[-1].amounts and not row.amounts and is_rest(row):
            before = out[-1]
            fields = dict(before.fields)
            for name, text in row.fields.items():
                fields[name] = fields.get(name, "") + text
            out[-1] = replace(before, fields=fields, last=row.last)
        else:
            out.append(row)
    return out


def give_back_rest(out: list[Row], row: Row) -> Row:
    """The row without the words that end the row before it, which are joined to that one."""
    rest = {name.removeprefix("rest_"): text for name, text in row.fields.items() if name.startswith("rest_")}
    if rest and out:
        fields = {name: out[-1].fields.get(name, "") + rest.get(name, "") for name in {*out[-1].fields, *rest}}
        out[-1] = replace(out[-1], fields=fields)
    own = {name: text for name, text in row.fields.items() if not name.startswith("rest_")}
    return replace(row, fields=own)


def is_rest(row: Row) -> bool:
    """Whether a row without figures can only be the rest of the one before: a name alone, or stray digits."""
    code, label = row.fields.get("code", ""), row.fields.get("label", "")
    if is_total_word(label) or is_total_word(code):
        return False
    return len(code) < 3 and "seq" not in row.fields and not row.fields.get("unit_code")


def fill_down(kind: str, rows: Sequence[Row]) -> list[Row]:
    """Project rows with the unit and type of the row above, where a merged cell left them blank."""
    if kind not in {"project_expenditure", "basic_expenditure_detail"}:
        return list(rows)
    out, last = [], {"unit": "", "type": ""}
    for row in rows:
        plain = all(name in row.fields for name in ("project",)) and not is_total_word(row.fields["project"])
        if plain and not is_unit_row(row) and "text" not in row.fields:
            for name in last:
                last[name] = row.fields.get(name, last[name])
            row = replace(row, fields={**{n: t for n, t in last.items() if t}, **row.fields})
        out.append(row)
    return out


def is_unit_row(row: Row) -> bool:
    return any(
        re.fullmatch(r"\d{3,9}", value) for name, value in row.fields.items() if name in {"type", "project", "unit"}
    )


def identify(kind: str, row: Row, org: Organisation) -> RowKey:
    """The identity of a row of a table with one block."""
    if "function_code" in row.fields:
        return cross_key(row)
    if not row.fields.get("code") and not row.fields.get("unit_code") and row.fields.get("unit_name"):
        row = replace(row, fields={**row.fields, "label": row.label or row.fields["unit_name"]})
    if is_total(row):
        label = total_label(row)
        return RowKey("total", "", label, {"item": "total"} if label and kind == "three_public" else {}, "total")
    if kind in PROJECT_KINDS:
        return project_key(row, org)
    if kind in {"three_public", "assets"}:
        return item_key(row)
    unit = unit_key(row, org)
    if unit is not None:
        return unit
    if kind in ECONOMIC_KINDS:
        return economic_key(row)
    return function_key(row)


def is_total(row: Row) -> bool:
    """Whether a row is the grand total: 合计 in any key cell, or no key cell at all."""
    texts = [text for name, text in row.fields.items() if name not in {"seq", "last_word"}]
    if not texts:
        return True
    return all(is_total_word(text) for text in texts)


def total_label(row: Row) -> str:
    return next((text for name, text in row.fields.items() if name != "seq"), "")


def unit_key(row: Row, org: Organisation) -> RowKey | None:
    """The key of a row about a unit or the whole department, or None."""
    code = row.fields.get("unit_code") or row.fields.get("code", "")
    label = row.label or row.fields.get("text", "")
    if not (row.fields.get("unit_code") or org.is_unit(code, label)):
        return None
    whole = org.is_whole(code, label)
    values = {} if whole else {"budgetUnit": code or label}
    return RowKey("unit", code, label, values, "total" if whole else "detail", "" if whole else code or label)


def cross_key(row: Row) -> RowKey:
    """A row of a function crossed with economic codes (2101501-行政运行 | 50101-… | 30101-…)."""
    function, dept, gov = row.fields["function_code"], row.code[:5], row.fields.get("gov_code", "")[:5]
    values = {"function": function} if FUNCTION.match(function) else {}
    values |= {"deptEconomic": dept} if DEPARTMENT_ECONOMIC.match(dept) else {}
    values |= {"govEconomic": gov} if GOVERNMENT_ECONOMIC.match(gov) else {}
    code = "/".join(part for part in (function, row.code, row.fields.get("gov_code", "")) if part)
    return RowKey("function" if "function" in values else "other", code, row.fields.get("function_label", ""), values)


def function_key(row: Row) -> RowKey:
    code, label = row.code, row.label
    if FUNCTION.match(code):
        return RowKey("function", code, label or known_label("function", code), {"function": code})
    if not code and (found := row_function_class(label)):
        return RowKey("function", found, label, {"function": found})
    return economic_key(row) if DEPARTMENT_ECONOMIC.match(code) else RowKey("other", code, label)


def economic_key(row: Row) -> RowKey:
    """Both economic codes of a row; a torn code is repaired when its name is in the list and its digits agree."""
    dept, note = repaired("economic-department", row.code, row.label)
    gov, gov_note = repaired("economic-government", row.fields.get("gov_code", ""), row.fields.get("gov_label", ""))
    values = {"deptEconomic": dept} if DEPARTMENT_ECONOMIC.match(dept) else {}
    if GOVERNMENT_ECONOMIC.match(gov):
        values["govEconomic"] = gov
    code = f"{dept}/{gov}" if gov else dept
    label = row.label or known_label("economic-department", dept)
    return RowKey("economic" if values else "other", code, label, values, repaired=note or gov_note)


def repaired(scheme: str, code: str, label: str) -> tuple[str, str]:
    """(code, how): the printed code, or the list's code of this name when the printed digits are part of it."""
    concepts = codes.scheme(scheme)
    known = concepts.get(code)
    if not code or (known is not None and (not label or same_name(known.label_zh, label) or len(code) == 5)):
        return code, ""
    found = [c for c in concepts.candidates(label) if len(c.notation) == 5 and not Counter(code) - Counter(c.notation)]
    return (found[0].notation, "by-name") if len(found) == 1 else (code, "")


def same_name(known: str, printed: str) -> bool:
    return key(known) == key(printed) or (len(key(printed)) >= 3 and key(known).startswith(key(printed)))


def known_label(scheme: str, code: str) -> str:
    concept = codes.scheme(scheme).get(code)
    return concept.label_zh if concept else ""


def item_key(row: Row) -> RowKey:
    """The item that a row's label names (three public expenses, assets)."""
    label = row.label or row.fields.get("text", "")
    plain = key(strip_ordinal(label)).removeprefix("其中").lstrip(":")
    found = look_up(plain, {"item": "item"})
    role = "total" if found.get("item") in {"three-public", "assets"} else "detail"
    return RowKey("item" if found else "other", "", label, found, role)


def project_key(row: Row, org: Organisation) -> RowKey:
    """A project row, or the row of a unit among projects."""
    fields = split_text(row.fields, org) if "text" in row.fields else dict(row.fields)
    code, name = fields.get("project_code", ""), fields.get("project", fields.get("label", ""))
    unit_code = next(
        (v for k, v in fields.items() if re.fullmatch(r"\d{3,9}", v) and k in {"type", "project", "project_code"}), ""
    )
    title = next((v for k, v in fields.items() if v != unit_code and k in {"project", "unit", "label"}), "")
    if unit_code and not (code and len(code) > 9):
        whole = org.is_whole(unit_code, title)
        values = {} if whole else {"budgetUnit": unit_code}
        return RowKey("unit", unit_code, title, values, "total", "" if whole else unit_code)
    if not code and org.is_unit("", name) and not fields.get("unit"):
        return RowKey("unit", "", name, {"budgetUnit": name}, "total", name)
    if name.endswith(("小计", "合计")):
        return RowKey("unit", "", name, {"budgetUnit": name.removesuffix("小计").removesuffix("合计")}, "total")
    values = {"project": code or name}
    if fields.get("type"):
        values |= look_up(key(fields["type"]), {"expenditureKind": "expenditure-kind"})
    if fields.get("unit"):
        values["budgetUnit"] = fields["unit"]
    return RowKey("project" if name else "other", code, tidy(name), values, unit=fields.get("unit", ""))


def split_text(fields: dict[str, str], org: Organisation) -> dict[str, str]:
    """The fields of a bare project row: a leading code, unit or type, a trailing unit, the name between."""
    text, found = fields["text"], dict[str, str]()
    coded = re.match(r"^(\d{3,})\s*(.*)$", text)
    if coded:
        return {"type" if len(coded.group(1)) <= 9 else "project_code": coded.group(1), "project": coded.group(2)}
    leading = next((name for name in sorted(org.names, key=len, reverse=True) if key(text).startswith(name)), "")
    if leading and any(text[len(leading) :].startswith(word) for word in type_words()):
        found["unit"], text = text[: len(leading)], text[len(leading) :]
    kind = next((word for word in type_words() if text.startswith(word)), "")
    if kind and len(text) > len(kind):
        found["type"], text = kind, text[len(kind) :].strip()
    unit = org.trailing_unit(text) or trailing_word(fields, text)
    if unit and "unit" not in found and len(key(text)) > len(key(unit)):
        found["unit"], text = unit, text[: len(text) - len(unit)].strip()
    return {**found, "project": text}


def trailing_word(fields: dict[str, str], text: str) -> str:
    """The last word when it is the name of an organisation and stands apart."""
    word = fields.get("last_word", "")
    return word if len(word) >= 5 and ORGANISATION.search(word) and text.endswith(word) else ""


@cache
def type_words() -> tuple[str, ...]:
    """The words for types of projects and of basic expenditure, longest first."""
    labels = [label for c in codes.scheme("expenditure-kind") for label in (c.label_zh, *c.alt_zh)]
    return tuple(sorted((w for w in labels if w.endswith(("类", "类项目", "公用经费"))), key=len, reverse=True))


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
