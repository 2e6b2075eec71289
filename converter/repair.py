"""Restores torn economic codes by the same row of another table, where the digits alone prove nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from converter.row_keys import KeyedBlock, KeyedRow
from converter.sheet import ReadNote, Sheet
from converter.words import key
from ontology import codes

Keyed = tuple[Sheet, KeyedBlock]


def repair_by_siblings(keyed: Sequence[Keyed]) -> list[Keyed]:
    """The blocks, unknown economic codes replaced by what another table prints for the same names and amount."""
    known: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for _, block in keyed:
        for row in block.rows:
            if row.key.sort == "economic" and is_known(row) and "deptEconomic" in row.key.values:
                known[signature(row)].add(row.key.code)
    return [(sheet, repair_block(block, known)) for sheet, block in keyed]


def repair_block(block: KeyedBlock, known: dict[tuple[str, str, str], set[str]]) -> KeyedBlock:
    rows, notes = [], list(block.notes)
    for row in block.rows:
        found = known.get(signature(row), set()) if row.key.sort == "economic" and not is_known(row) else set()
        if len(found) == 1:
            code = next(iter(found))
            notes.append(ReadNote("code-repaired", f"{row.key.code} → {code}", row.row.first, row.row.last))
            dept, _, gov = code.partition("/")
            values = {**row.key.values, "deptEconomic": dept, **({"govEconomic": gov} if gov else {})}
            row = replace(row, key=replace(row.key, code=code, values=values, repaired="by-sibling"))
        rows.append(row)
    return replace(block, rows=tuple(rows), notes=tuple(notes))


def is_known(row: KeyedRow) -> bool:
    """Whether a row has a code of a list, of the government's where it prints no other."""
    gov = row.key.values.get("govEconomic", "")
    alone = row.row.code in ("", gov) and gov in codes.scheme("economic-government")
    return alone or row.key.values.get("deptEconomic", "") in codes.scheme("economic-department")


def signature(row: KeyedRow) -> tuple[str, str, str]:
    """The row's two names and its first amount."""
    amount = str(row.row.amounts[0].value) if row.row.amounts else ""
    return key(row.key.label), key(row.row.fields.get("gov_label", "")), amount
