"""Columns that are economic subjects: the list that they are of, and the subject that each head names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from converter.words import key
from ontology import codes

Path = tuple[str, ...]
TITLED = re.compile(r"(部门|政府)(?:预算)?(?:支出)?经济(?:分类|科目)")
LISTS = {"部门": ("deptEconomic", "economic-department"), "政府": ("govEconomic", "economic-government")}
LEAST = 4  # so many heads must be subjects of one list, where the title does not name it
KINDS = {"basic_expenditure_economic", "basic_expenditure_detail", "economic_classification_summary"}
WHOLE_KINDS = {
    "expenditure_summary", "fiscal_expenditure", "general_public_expenditure", "government_fund_expenditure",
    "state_capital_expenditure",
}  # fmt: skip
# heads of kinds of expenditure
PART_OF_THE_WHOLE = re.compile(r"基本支出|项目支出|人员|公用|专项|经营支出|上缴|对附属单位")


def list_of_columns(kind: str, title: str, paths: Sequence[Path]) -> str:
    """部门 or 政府, the list of economic subjects that the heads of a table's columns are of; empty when none is.

    The title says it, or the heads do: most of them are names of one list, and the other does not hold as many. Where
    a head names a kind of expenditure, 工资福利支出 beside it is a kind too, unless the table is one of subjects.
    """
    named = set(TITLED.findall(key(title)))
    if named or not (kind in KINDS or (kind in WHOLE_KINDS and not names_kinds(paths))):
        return named.pop() if len(named) == 1 else ""
    found = {name: sum(bool(subject_below(path, name)) for path in paths) for name in LISTS}
    best = max(found, key=lambda name: found[name])
    alone = sum(count == found[best] for count in found.values()) == 1
    return best if alone and found[best] >= LEAST and found[best] * 2 > len(paths) else ""


def names_kinds(paths: Sequence[Path]) -> bool:
    """Whether a head says that the money below it is of one kind of expenditure."""
    return any(PART_OF_THE_WHOLE.search(key(word)) for path in paths for word in path)


@lru_cache(maxsize=4096)
def subject_below(path: Path, name: str) -> str:
    """The code of the subject that the last word of a path names, below the one that its words above name; else empty.

    >>> subject_below(("工资福利支出", "基本工资"), "部门"), subject_below(("合计",), "部门")
    ('30101', '')
    """
    if not path or name not in LISTS:
        return ""
    found = [concept.notation for concept in codes.scheme(LISTS[name][1]).candidates(key(path[-1]))]
    above = next((code for depth in range(len(path) - 1, 0, -1) if (code := subject_below(path[:depth], name))), "")
    within = [code for code in found if code.isdigit() and code.startswith(above)]
    return within[0] if len(within) == 1 else ""
