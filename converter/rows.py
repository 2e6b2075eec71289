"""What each row is about: a total, a unit, a subject code, an item or a project."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from converter.columns import TOTAL_ITEMS, beyond_the_three
from converter.lexicon import is_total_word, look_up, row_function_class, row_word
from converter.organisation import LEVEL, ORGANISATION, Organisation
from converter.row_keys import KeyedBlock, KeyedRow, RowKey
from converter.row_parts import (
    fill_codes,
    fill_down,
    join_continuations,
    named_subtotals,
    projects_below,
    split_text,
    unit_heads,
)
from converter.row_roles import bare_name, mark_roles, nested, unit_subtotals
from converter.sheet import Block, ReadNote, Row, Sheet
from converter.subjects import level_of, with_names
from converter.summary_rows import fund_keys, is_by_fund, summary_keys
from converter.words import key, tidy
from ontology import codes

YEAR = re.compile(r"^(20[0-4]\d)年(?:度)?(?:预算|预算数|决算|决算数|执行数|)$")
YEAR_WORDS = {
    "上年": "previous",
    "上年预算数": "previous",
    "上年预算": "previous",
    "本年": "",
    "当年": "",
    "本年预算数": "",
}
FUNCTION = re.compile(r"^2\d{2}(?:\d{2}){0,2}$")
DEPARTMENT_ECONOMIC = re.compile(r"^3\d{2}(?:\d{2}){0,2}$")
SUBJECT = re.compile(r"^[235]\d{2}(?:\d{2}){0,2}$")
GOVERNMENT_ECONOMIC = re.compile(r"^5\d{2}(?:\d{2}){0,2}$")
FUNCTION_KINDS = {
    "revenue_summary", "expenditure_summary", "fiscal_expenditure", "general_public_expenditure",
    "government_fund_expenditure", "state_capital_expenditure",
}  # fmt: skip
ECONOMIC_KINDS = {"basic_expenditure_economic", "economic_classification_summary", "operating_cost"}
PROJECT_KINDS = {"project_expenditure", "basic_expenditure_detail", "project_performance", "procurement"}


def key_blocks(sheet: Sheet, org: Organisation) -> tuple[KeyedBlock, ...]:
    """The blocks of a sheet with every row identified; what cannot be is reported in the notes."""
    return tuple(key_block(sheet.table.kind, block, org) for block in sheet.blocks)


def key_block(kind: str, block: Block, org: Organisation) -> KeyedBlock:
    rows = list(block.rows)
    if kind in FUNCTION_KINDS | ECONOMIC_KINDS:
        rows = fill_codes(rows) if block.drawn else join_continuations(fill_codes(rows))
    elif block.drawn and kind in PROJECT_KINDS:
        rows = fill_codes(rows)
    rows = unit_heads(rows)
    rows = projects_below(rows) if kind == "project_expenditure" and block.drawn else rows
    by_fund = kind == "revenue_summary" and not block.name and is_by_fund(rows)
    if block.drawn:
        rows = rows if block.name else named_subtotals(rows)
        rows = rows if by_fund else with_names(rows, list_of(kind, block))
    if by_fund:
        keyed = fund_keys(rows)
    elif block.name:
        keyed = list(summary_keys(block.name, rows))
    else:
        keyed = [KeyedRow(row, of_year(row, identify(kind, row, org))) for row in fill_down(kind, rows)]
    keyed = unit_subtotals(keyed) if kind in PROJECT_KINDS else keyed
    keyed = mark_roles(kind, keyed, org)
    keyed = nested(keyed) if block.drawn and kind in PROJECT_KINDS else keyed
    keyed = of_the_three(lone_unit(keyed, org)) if kind == "three_public" else keyed
    keyed = [k for k in keyed if k.row.amounts or k.key.sort in {"fund", "item"}]
    notes = tuple(
        ReadNote("code-repaired", f"{k.row.code or k.row.label} → {k.key.code}", k.row.first, k.row.last)
        for k in keyed
        if k.key.repaired
    )
    return KeyedBlock(block, tuple(keyed), notes)


def list_of(kind: str, block: Block) -> str:
    """The code list that the names of a block's rows are of."""
    named = next((row.fields["list"] for row in block.rows if "list" in row.fields), "")
    return named or ("economic-department" if kind in ECONOMIC_KINDS else "function")


def identify(kind: str, row: Row, org: Organisation) -> RowKey:
    """The identity of a row of a table with one block."""
    if "function_code" in row.fields:
        return unit_among_functions(row, org) or cross_key(row)
    if is_total(row):
        return RowKey("total", "", total_label(row), {}, "total")
    if kind in ECONOMIC_KINDS | {"basic_expenditure_detail"} and (found := kind_total(row)):
        return found
    if "heads" in row.fields:
        return unit_key(row, org) or RowKey("other", "", row.label)
    if kind in PROJECT_KINDS and not is_subject_row(row):
        return project_key(row, org)
    unit = unit_key(row, org)
    if kind in {"three_public", "assets"} and (unit is None or not row.fields.get("unit_code")):
        found = item_key(row)
        return unit if unit is not None and found.sort == "other" and kind == "three_public" else found
    if unit is not None:
        return unit
    if kind in ECONOMIC_KINDS and not FUNCTION.match(row.code):
        return economic_key(row)
    return function_key(row)


def of_the_three(rows: Sequence[KeyedRow]) -> list[KeyedRow]:
    """The rows of a table of the three public expenses, 合计 as that of all items where others stand below it."""
    out = []
    for index, keyed in enumerate(rows):
        items = {item for other in part_of(rows, index) if (item := other.key.values.get("item"))}
        whole = {"item": "total"} if keyed.key.sort == "total" and beyond_the_three(items) else {}
        out.append(replace(keyed, key=replace(keyed.key, values={**keyed.key.values, **whole})))
    return out


def part_of(rows: Sequence[KeyedRow], index: int) -> Sequence[KeyedRow]:
    """The rows of the part of a list that a row belongs to: without an ordinal all, else up to the next part's."""
    own = level_of(rows[index].key.label)
    if not own:
        return rows
    after = range(index + 1, len(rows))
    return rows[index : next((i for i in after if 0 < level_of(rows[i].key.label) < own), len(rows))]


def lone_unit(rows: Sequence[KeyedRow], org: Organisation) -> list[KeyedRow]:
    """The rows of a table by unit; its only row with figures, if it bears the department's name, is about the whole."""
    filled = [index for index, keyed in enumerate(rows) if keyed.row.amounts]
    found = rows[filled[0]].key if len(filled) == 1 else None
    if found is None or found.sort != "unit" or not is_department(found.label, org):
        return list(rows)
    values = {name: value for name, value in found.values.items() if name != "budgetUnit"}
    whole = replace(found, values=values, role="total", unit="")
    return [replace(k, key=whole) if index == filled[0] else k for index, k in enumerate(rows)]


def is_department(label: str, org: Organisation) -> bool:
    """Whether a unit's name is the department's own, or that of its 本级 where there is no other unit."""
    names, plain = {key(name) for name in (org.name, *org.aliases)}, key(label)
    own = names | {key(LEVEL.sub("", name)) for name in names}
    others = {key(unit) for unit in org.units.values()} - names - {plain}
    return plain in names or (not others and LEVEL.sub("", plain) in own)


def is_subject_row(row: Row) -> bool:
    """Whether a row of a project table is about a subject code after all (基本支出明细表 by function)."""
    return bool(FUNCTION.match(row.code) or DEPARTMENT_ECONOMIC.match(row.code)) and "project" not in row.fields


def is_total(row: Row) -> bool:
    """Whether a row is the grand total: 合计 in any key cell, or no key cell at all."""
    texts = [t for name, t in row.fields.items() if name not in {"seq", "last_word"} and not YEAR.match(key(t))]
    if not texts:
        return not any(YEAR.match(key(text)) for text in row.fields.values())
    return all(is_total_word(text) for text in texts)


def total_label(row: Row) -> str:
    return next((t for name, t in row.fields.items() if name != "seq" and not YEAR.match(key(t))), "")


def kind_total(row: Row) -> RowKey | None:
    """The key of a row that sums up a kind of expenditure (人员经费合计), or None."""
    label = row.label or row.code
    stem = re.sub(r"(?:合计|小计)$", "", key(label))
    found = row_word(stem, {"expenditureKind": "expenditure-kind"}) if stem != key(label) else {}
    return RowKey("fund", "", label, found, "total") if found else None


def of_year(row: Row, found: RowKey) -> RowKey:
    """The identity with the year that a cell beside the label names (2025年 over the items of that year)."""
    year = YEAR.match(key(row.fields.get("more", "")))
    return replace(found, values={**found.values, "fiscalYear": year.group(1)}) if year else found


def unit_key(row: Row, org: Organisation) -> RowKey | None:
    """The key of a row about a unit or the whole department, or None."""
    if SUBJECT.match(row.code) and row.fields.get("unit_code"):
        return None  # a subject's row that also says whose it is
    code = row.fields.get("unit_code") or row.fields.get("code", "")
    label = row.label or row.fields.get("text", "")
    label = row.fields.get("unit_name", label) if is_total_word(label) else label  # 某局 | 小计
    named = "unit_name" in row.fields and not row.code and ORGANISATION.search(bare_name(key(label)))
    if not (row.fields.get("unit_code") or org.is_unit(code, label) or named):
        return None
    whole = org.is_whole(code, label)
    values = {} if whole else {"budgetUnit": code or label}
    return RowKey("unit", code, label, values, "total" if whole else "detail", "" if whole else code or label)


def unit_among_functions(row: Row, org: Organisation) -> RowKey | None:
    """The unit that a row names where others name a function ([109001]…), or None."""
    code, label = row.fields["function_code"], row.fields.get("function_label", "")
    if FUNCTION.match(code) or row.code:
        return None
    return unit_key(replace(row, fields={"code": code, "label": label}), org)


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
    if DEPARTMENT_ECONOMIC.match(code) or GOVERNMENT_ECONOMIC.match(code or row.fields.get("gov_code", "")):
        return economic_key(row)
    return RowKey("other", code, label or row.fields.get("project", ""))


def economic_key(row: Row) -> RowKey:
    """Both economic codes of a row; a torn code is repaired when its name is in the list and its digits agree."""
    if GOVERNMENT_ECONOMIC.match(row.code) and "gov_code" not in row.fields:  # the government's list alone
        row = replace(row, fields={**row.fields, "code": "", "gov_code": row.code, "gov_label": row.label})
    dept, note = repaired("economic-department", row.code, row.label)
    gov, gov_note = repaired("economic-government", row.fields.get("gov_code", ""), row.fields.get("gov_label", ""))
    values = {"deptEconomic": dept} if DEPARTMENT_ECONOMIC.match(dept) else {}
    if GOVERNMENT_ECONOMIC.match(gov):
        values["govEconomic"] = gov
    code = "/".join(part for part in (dept, gov) if part)
    label = row.label or row.fields.get("gov_label") or known_label("economic-department", dept)
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
    if (year := YEAR.match(key(label))) or key(label) in YEAR_WORDS:
        values = {"fiscalYear": year.group(1) if year else YEAR_WORDS[key(label)]}
        return RowKey("year", "", label, values if values["fiscalYear"] else {})
    found = row_word(label, {"item": "item"})
    if found.get("item") in TOTAL_ITEMS:
        return RowKey("total", "", label, {}, "total")
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
    values |= {"function": fields["of_function"]} if "of_function" in fields else {}
    if fields.get("type"):
        values |= look_up(key(fields["type"]), {"expenditureKind": "expenditure-kind"})
    if fields.get("unit"):
        values["budgetUnit"] = fields["unit"]
    label = tidy(name or fields.get("type", ""))  # 一、货物: the whole of a type
    return RowKey("project" if name else "other", code, label, values, unit=fields.get("unit", ""))
