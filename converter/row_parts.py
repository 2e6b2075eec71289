"""Puts rows together before they are identified: partial codes, wrapped rests, merged cells, bare project rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from converter.lexicon import is_total_word
from converter.organisation import ORGANISATION, Organisation
from converter.row_roles import bare_name
from converter.sheet import Row
from converter.words import key
from ontology import codes

FEW = 10  # one row in so many may be odd
CODE_DIGITS = re.compile(r"^[235]\d{2}(?:\d{2}){0,3}$")


def fill_codes(rows: Sequence[Row]) -> list[Row]:
    """The rows with codes that leave out their first parts (… | 40 | 01) completed from the rows above."""
    out = []
    last: dict[str, list[str]] = {name: [""] for name in ("code", "gov_code", "function_code")}
    used = {name: used_columns(rows, name) for name in last}
    whole = FEW * sum(is_torn(row, name) for row in rows for name in last) <= len(rows)
    for row in rows:
        fields = dict(row.fields)
        for name, before in last.items():
            printed = fields.pop(f"{name}_parts", "").split("|")
            parts = [part for j, part in enumerate(printed) if j in used[name]]
            parts = with_zeros(fields, name, parts) if whole else parts
            last[name] = complete(fields, name, parts, before)
        out.append(replace(row, fields=fields))
    return out


def is_torn(row: Row, name: str) -> bool:
    """Whether the first column of a row's code holds less than a 类: its digits are broken over lines."""
    return re.fullmatch(r"\d{1,2}", row.fields.get(f"{name}_parts", "").partition("|")[0]) is not None


def with_zeros(fields: dict[str, str], name: str, parts: list[str]) -> list[str]:
    """The parts of a code, a single digit behind 类 with the zero that a workbook's number lost (208 | 5 | 2)."""
    if not any(len(part) == 1 for part in parts[1:]) or not re.fullmatch(r"[235]\d{2}|", parts[0]):
        return parts
    whole = [parts[0], *(f"0{part}" if re.fullmatch(r"[1-9]", part) else part for part in parts[1:])]
    if fields.get(name) == "".join(parts):
        fields[name] = "".join(whole)
    return whole


def used_columns(rows: Sequence[Row], name: str) -> set[int]:
    """Which of the columns that a code is printed in hold a part of it in any row."""
    printed = (row.fields.get(f"{name}_parts", "").split("|") for row in rows)
    return {j for parts in printed for j, part in enumerate(parts) if part}


def complete(fields: dict[str, str], name: str, parts: list[str], last: list[str]) -> list[str]:
    """The parts of the last whole code after this row, whose own (of `parts`) is completed in `fields`."""
    code = fields.get(name, "")
    if len(parts) > 1 and last[0] and all(re.fullmatch(r"\d{2}|", part) for part in parts):
        first = next(index for index, part in enumerate(parts) if part)
        parts = [*last[:first], *parts[first:]]
        fields[name] = "".join(parts)
        return [part for part in parts if part]
    if CODE_DIGITS.match(code):
        return [code[:3], *(code[i : i + 2] for i in range(3, len(code), 2))]
    return last


def named_subtotals(rows: Sequence[Row]) -> list[Row]:
    """The rows, each 小计 right below a name without figures joined to it: together they are that name's row."""
    out: list[Row] = []
    for row in rows:
        before = out[-1] if out else None
        if before and not before.amounts and before.label and key(row.label) == "小计" and row.amounts:
            out[-1] = replace(row, fields={**row.fields, "label": before.label}, first=before.first)
        else:
            out.append(row)
    return out


def unit_heads(rows: Sequence[Row]) -> list[Row]:
    """The rows, each that only names a unit with the code that all rows below it, up to the next such row, are of."""
    heads = [index for index, row in enumerate(rows) if is_unit_head(row)]
    out = list(rows)
    for index, after in pairwise([*heads, len(rows)]):
        found = {code for row in rows[index + 1 : after] if (code := row.fields.get("unit_code", ""))}
        if len(found) == 1:
            out[index] = replace(rows[index], fields={**rows[index].fields, "unit_code": found.pop(), "heads": "unit"})
    return out


def is_unit_head(row: Row) -> bool:
    """Whether a row has figures and the name of an organisation, and no code."""
    coded = any(row.fields.get(name) for name in ("code", "unit_code", "function_code", "project_code", "project"))
    return bool(row.amounts) and not coded and bool(ORGANISATION.search(bare_name(key(row.label))))


def projects_below(rows: Sequence[Row]) -> list[Row]:
    """The rows, those that print the code of the subject above again with another name as projects of that subject."""
    out: list[Row] = []
    subject: Row | None = None
    for row in rows:
        again = subject is not None and row.code == subject.code and key(row.label) != key(subject.label)
        if again and row.label and "project" not in row.fields:
            rest = {name: text for name, text in row.fields.items() if name not in {"code", "label", "unit_code"}}
            unit = row.fields.get("unit_code", "")
            found = {"project": row.label, "of_function": row.code, **({"unit": unit} if unit else {})}
            out.append(replace(row, fields={**rest, **found}))
            continue
        subject = row if CODE_DIGITS.match(row.code) else None
        out.append(row)
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
