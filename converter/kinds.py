"""The kinds of tables, as their titles name them (layouts/kinds.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from converter.words import key
from ontology import codes


@dataclass(frozen=True)
class KindRule:
    """One rule of kinds.toml: the words that a title must, may and must not hold."""

    name: str
    all: tuple[str, ...]
    any: tuple[str, ...]
    none: tuple[str, ...]
    scope: dict[str, str]

    def fits(self, title: str) -> bool:
        return (
            all(word in title for word in self.all)
            and (not self.any or any(word in title for word in self.any))
            and not any(word in title for word in self.none)
        )


@cache
def rules_file() -> dict[str, Any]:
    return tomllib.loads((files("converter") / "layouts" / "kinds.toml").read_text("utf-8"))


def former() -> dict[str, str]:
    """The words of older titles and those that took their place."""
    return rules_file()["former"]  # type: ignore[no-any-return]


@cache
def kind_rules() -> tuple[KindRule, ...]:
    """The rules of kinds.toml in their order."""
    return tuple(
        KindRule(
            name=entry["name"],
            all=tuple(entry.get("all", ())),
            any=tuple(entry.get("any", ())),
            none=tuple(entry.get("none", ())),
            scope=entry.get("scope", {}),
        )
        for entry in rules_file()["kind"]
    )


def kind_of_title(title: str) -> str | None:
    """The table kind that a title names, or None."""
    rule = rule_of(title)
    return rule.name if rule else None


@lru_cache(maxsize=4096)
def rule_of(title: str) -> KindRule | None:
    """The first rule that a title fits; None where it is the titles of two tables, printed on one line."""
    plain = today(key(title))
    first = next((rule for rule in kind_rules() if rule.fits(plain)), None)
    return None if first is not None and plain.count("表") > 1 and is_two(plain) else first


def is_two(title: str) -> bool:
    """Whether two parts of a title that end in 表 name tables of different kinds."""
    parts = BRACKETS.sub("", title).split("表")[:-1]
    found = (next((rule.name for rule in kind_rules() if rule.fits(f"{part}表")), None) for part in parts)
    return len({name for name in found if name is not None}) > 1


def today(title: str) -> str:
    """A title with the words of today for those that older forms have.

    >>> today("公共财政预算支出表")
    '一般公共预算支出表'
    """
    for word, now in former().items():
        title = re.sub(f"(?<!一般){word}", now, title)
    return title


def scope_of_kind(kind: str) -> dict[str, str]:
    """What every figure of a kind is about, as dimension → notation: of its last rule, which takes the plain titles."""
    return next((rule.scope for rule in reversed(kind_rules()) if rule.name == kind), {})


BRACKETS = re.compile(r"\([^()]*\)")
PARTS = re.compile(r"[-—－–:()]+")


@lru_cache(maxsize=1024)
def scope_of_table(kind: str, title: str) -> dict[str, str]:
    """What every figure of a table is about: the scope that its title means, narrowed by the part that it names.

    >>> scope_of_table("basic_expenditure_economic", "基本支出表--人员经费(工资福利支出)")["expenditureKind"]
    'wages'
    """
    rule, kinds = rule_of(title), codes.scheme("expenditure-kind")
    scope = dict(rule.scope if rule is not None and rule.name == kind else scope_of_kind(kind))
    for part in PARTS.split(key(title))[1:] if "expenditureKind" in scope else ():
        found = kinds.by_label(part)
        if found is not None and scope["expenditureKind"] in kinds.path(found.notation):
            scope["expenditureKind"] = found.notation
    return scope
