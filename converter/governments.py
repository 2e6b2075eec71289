"""Budgets of whole governments (政府预算): they are no disclosure of a department, and are refused as such."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from converter.tables import RawTable
from converter.words import key, strip_ordinal

LEAST, LEAST_TITLES = 3, 2
PROBLEM = "it is the budget of a whole government (政府预算), not of a department: its tables are of {found}"
REMEDY = "give the disclosures of departments and units (部门预算, 单位预算, 部门决算)"


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list in government.toml."""
    text = (files("converter") / "layouts" / "government.toml").read_text("utf-8")
    return frozenset(map(key, tomllib.loads(text)[name]))


def government_words(tables: Iterable[RawTable]) -> tuple[str, ...]:
    """What shows that tables are a government's: taxes that head rows, words of titles; empty if that is too little.

    Three taxes or words do, or two words of titles: a department may pay a tax, and look after what one title names.
    """
    kept = tuple(tables)
    taxes = dict.fromkeys(label for table in kept for label in labels(table) if label in words("taxes"))
    titles = "\n".join(key(table.title) for table in kept)
    titled = sorted(word for word in words("titles") if word in titles)
    return (*titled, *taxes) if len(taxes) + len(titled) >= LEAST or len(titled) >= LEAST_TITLES else ()


def refused(tables: Iterable[RawTable]) -> tuple[str, str] | None:
    """What is wrong with a document with these tables, and what to do; None if they are a department's."""
    found = government_words(tables)
    return (PROBLEM.format(found="、".join(found[:LEAST])), REMEDY) if found else None


def labels(table: RawTable) -> Iterator[str]:
    """The words of a table's rows, cell by cell or word by word, without ordinals."""
    for line in table.body:
        for cell in line.text.split("\t") if "\t" in line.text else line.text.split():
            yield strip_ordinal(key(cell.strip("|* ")))
