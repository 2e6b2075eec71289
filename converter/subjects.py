"""Subjects that are printed by name alone, or with part of their code: found in the lists by name and by what is above.

A name counts only where exactly one code of the list fits below the subjects printed before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from converter.lexicon import headers, label_forms
from converter.sheet import Fields, Row
from converter.words import key, ordinal
from ontology import codes

TIERS = (7, 5, 3)
FIRST_LEVEL = re.compile(r"^[一二三四五六七八九十]+、")


@dataclass
class Place:
    """Where in a code list the rows have arrived: the code of the last subject."""

    scheme: str
    code: str = ""

    def find(self, label: str, part: str = "") -> str:
        """The one code of this name below the subjects above (and with these last digits), or empty."""
        top = bool(FIRST_LEVEL.match(label.strip()))
        for size in (3,) if top else TIERS:
            within = self.code[: size - 2] if size > 3 else ""
            if size > 3 and len(within) < size - 2:
                continue
            found = {
                code for code in named(self.scheme, label, size) if code.startswith(within) and code.endswith(part)
            }
            if found:
                return found.pop() if len(found) == 1 else ""
        return ""


def named(scheme: str, label: str, size: int) -> tuple[str, ...]:
    """The codes of this length whose name the label is; a class may leave out 支出."""
    aliases = headers()["subjects"]
    whole = (name for form in label_forms(label) for name in (form, f"{form}支出"))
    for form in whole:
        if len(aliases.get(form, "")) == size:  # type: ignore[attr-defined]
            return (aliases[form],)  # type: ignore[index]
        found = [c.notation for c in codes.scheme(scheme).candidates(form) if len(c.notation) == size]
        if found:
            return tuple(found)
    return ()


def own_subject(fields: Fields) -> Fields:
    """The fields of a row, a subject's code that stands in the column of units as that of the row.

    Lists of units with their subjects below print both in one column: 402001 某局本级, then 2080505 with its name. It
    is the subject's where the row has the same code elsewhere, or where the list has the label under that code.
    """
    code, label = fields.get("unit_code", ""), fields.get("label", "")
    if not code or not (code == fields.get("code") or is_named(code, label)):
        return fields
    return {name: text for name, text in fields.items() if name not in {"unit_code", "code_parts"}} | {"code": code}


def is_named(code: str, label: str) -> bool:
    """Whether the list of functions has this label under this code."""
    return len(code) in TIERS and code in {c.notation for c in codes.scheme("function").candidates(key(label))}


def with_names(rows: Sequence[Row], scheme: str, field: str = "code") -> list[Row]:
    """The rows, those without a whole code with the one that their name and the rows above prove."""
    place, out = Place(scheme), []
    for row in rows:
        code = row.fields.get(field, "")
        if re.fullmatch(r"\d{2}", code) or (not code and "gov_code" not in row.fields):
            found = place.find(row.label, code) if row.label else ""
            row = replace(row, fields={**row.fields, field: found}) if found else row
            code = found
        if len(code) in TIERS and code.isdigit():
            place.code = code
        out.append(row)
    return out


def level_of(label: str) -> int:
    """How deep a label's ordinal says that it stands: 一、 1, （一） 2, 1、 3, (1) 4; 0 without one."""
    found = ordinal(label)
    if not found:
        return 0
    plain = key(found)
    if plain[0] in "(（":
        return 4 if plain[1].isdigit() else 2
    return 3 if plain[0].isdigit() else 1
