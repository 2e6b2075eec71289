"""Errors that are put into a document at random, each of a kind that a rule must find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from converter import Disclosure
from converter.document import Document, Line
from converter.titles import FORMS
from converter.words import key

Change = Callable[[Disclosure, Random], Document | None]
AMOUNT = r"\d[\d,]*\.\d\d"


@dataclass(frozen=True)
class Injection:
    """One kind of error: how it is put in, and the rules of which one must find it."""

    name: str
    change: Change
    rules: frozenset[str]


def with_line(document: Document, number: int, text: str) -> Document:
    """The document with another text in one line, in the same place."""
    lines = tuple(replace(line, text=text) if line.number == number else line for line in document.lines)
    return replace(document, lines=lines)


def without_line(document: Document, number: int) -> Document:
    """The document with a row of a table blanked: numbers of lines stay."""
    return with_line(document, number, "")


def outside(disclosure: Disclosure) -> list[Line]:
    """The lines of the prose."""
    inside = {n for t in disclosure.tables for n in range(t.first_line, t.last_line + 1)}
    return [line for line in disclosure.document.lines if line.number not in inside and "|" not in line.text]


def swapped(pattern: str, make: Callable[[re.Match[str], Random], str], where: str = "prose") -> Change:
    """A change of one random match of a pattern, in the prose or in the whole document."""

    def change(disclosure: Disclosure, random: Random) -> Document | None:
        lines = outside(disclosure) if where == "prose" else list(disclosure.document.lines)
        found = [(line, match) for line in lines for match in re.finditer(pattern, line.text)]
        random.shuffle(found)
        for line, match in found:
            text = line.text[: match.start()] + make(match, random) + line.text[match.end() :]
            if text != line.text:
                return with_line(disclosure.document, line.number, text)
        return None

    return change


def added(sentence: Callable[[Disclosure, Random], str]) -> Change:
    """A sentence that is put at the end of a random paragraph of the prose."""

    def change(disclosure: Disclosure, random: Random) -> Document | None:
        words = sentence(disclosure, random)
        ends = [line for line in outside(disclosure) if line.text.rstrip().endswith("。")]
        if not words or not ends:
            return None
        line = random.choice(ends)
        return with_line(disclosure.document, line.number, line.text.rstrip() + words)

    return change


def other_digit(text: str, random: Random) -> str:
    """A number with one of its leading digits changed."""
    places = [i for i, c in enumerate(text) if c.isdigit()][: max(1, len(re.sub(r"\D", "", text)) - 2)]
    place = random.choice(places)
    return text[:place] + random.choice([d for d in "123456789" if d != text[place]]) + text[place + 1 :]


def table_rows(disclosure: Disclosure) -> Iterator[Line]:
    """The detail rows of tables that print codes and money, in tables with a total row."""
    for block in disclosure.blocks:
        if any(row.keyed.key.sort == "total" for row in block.rows) and block.table.kind != "three_public":
            for keyed in (row.keyed for row in block.rows if row.placed and row.keyed.key.role == "detail"):
                if keyed.row.first == keyed.row.last and keyed.row.amounts and keyed.row.amounts[0].value:
                    yield disclosure.document.line(keyed.row.first)


def wrong_cell(disclosure: Disclosure, random: Random) -> Document | None:
    """One figure of a row changed by a leading digit."""
    rows = [line for line in table_rows(disclosure) if re.search(AMOUNT, line.text)]
    if not rows:
        return None
    line = random.choice(rows)
    found = random.choice(list(re.finditer(AMOUNT, line.text)))
    text = line.text[: found.start()] + other_digit(found.group(0), random) + line.text[found.end() :]
    return with_line(disclosure.document, line.number, text)


def lost_row(disclosure: Disclosure, random: Random) -> Document | None:
    """One detail row taken away."""
    rows = list(table_rows(disclosure))
    return without_line(disclosure.document, random.choice(rows).number) if rows else None


def unit_of_table(disclosure: Disclosure, random: Random) -> Document | None:
    """The unit of one table changed between 元 and 万元."""
    lines = [x for t in disclosure.tables for x in (*t.head, *t.body[:4]) if re.search("单位[:：]\\s*万?元", x.text)]
    if not lines:
        return None
    line = random.choice(lines)
    text = line.text.replace("万元", "元") if "万元" in line.text else line.text.replace("元", "万元")
    return with_line(disclosure.document, line.number, text)


def other_year(disclosure: Disclosure, random: Random) -> Document | None:
    """The title of one table with the year before."""
    year = str(disclosure.identity.year)
    heads = [t.head[0] for t in disclosure.tables if t.kind not in FORMS and year in t.head[0].text]
    if len(heads) < 4:
        return None
    line = random.choice(heads)
    return with_line(disclosure.document, line.number, line.text.replace(year, str(int(year) - 1)))


def nothing_of(disclosure: Disclosure, random: Random) -> str:
    kinds = {c.table_kind for c in disclosure.cell_facts if c.amount_yuan > 0 and c.role and c.known}
    told = {"procurement": "政府采购预算", "government_fund_expenditure": "政府性基金预算拨款安排的支出"}
    have = sorted(kinds & set(told))
    return f"本部门本年没有安排{told[random.choice(have)]}。" if have else ""


def other_place(disclosure: Disclosure, random: Random) -> str:
    org, region = disclosure.identity.organisation, disclosure.identity.region
    base = key(org.name)
    for name in (region.full_name, region.name):
        base = base.removeprefix(name)
    other = random.choice(["成都市", "长沙市", "合肥市"])
    return f"{other}{base}本年继续执行上述规定。" if base != key(org.name) and len(base) > 3 else ""


def renamed(disclosure: Disclosure, random: Random) -> str:
    """A project's amount under a name that has lost two characters."""
    projects = [p for p in disclosure.project_facts if len(re.sub(r"\W", "", p.name)) > 11 and p.amount_yuan]
    if not projects:
        return ""
    project = random.choice(projects)
    name = re.sub(r"^20\d\d年?", "", key(project.name))
    name = re.sub(r"[(（\[【].*?[)）\]】]", "", name)
    place = random.randrange(3, max(4, len(name) - 5))
    return f"重点项目：{name[:place] + name[place + 2 :]}{(project.amount_yuan or 0) / 10000:f}万元。"


def two_parts(disclosure: Disclosure, random: Random) -> str:
    n = random.randrange(9, 60)
    return f"单位编制{n + random.randrange(1, 5)}名，其中行政编制{n - 5}名、事业编制5名。"


def two_years(disclosure: Disclosure, random: Random) -> str:
    n = random.randrange(100, 900)
    return f"公用经费预算{n}.00万元，较上年{n - 40}.00万元增加{random.choice([4, 30, 50])}.00万元。"


def units_told(disclosure: Disclosure, random: Random) -> str:
    rows = {c.values.get("budgetUnit") for c in disclosure.cell_facts if c.row_sort == "unit"} - {None}
    return f"纳入预算编制范围的预算单位共{len(rows) + random.randrange(1, 4)}个。" if len(rows) > 1 else ""


def level_told(disclosure: Disclosure, random: Random) -> str:
    region = disclosure.identity.region
    wrong = "省级" if region.level in {"county", "prefecture"} else "县级"
    return f"“三公”经费：是指纳入{wrong}财政预算管理的经费。" if region.parent else ""


def later(match: re.Match[str], _: Random) -> str:
    return match.group(0).replace(match.group(1), str(int(match.group(1)) + 1))


def opposite(match: re.Match[str], _: Random) -> str:
    return match.group(1) + {"增长": "下降", "下降": "增长"}[match.group(2)] + match.group(3)


def slip(match: re.Match[str], random: Random) -> str:
    return other_digit(match.group(0), random)


def no_unit(match: re.Match[str], _: Random) -> str:
    return match.group(0).replace("万元", "元")


def late(_: Disclosure, random: Random) -> str:
    return f"于2025年{random.randrange(13, 30)}月底前完成。"


def minus(_: Disclosure, random: Random) -> str:
    return f"会议费增加-{random.randrange(1, 90)}.50万元。"


def circular(_: Disclosure, random: Random) -> str:
    return f"基本支出增加{random.randrange(1, 90)}.50万元，主要为基本支出和人员经费支出。"


def cited(disclosure: Disclosure, _: Random) -> str:
    return "" if any(table.kind == "assets" for table in disclosure.tables) else "详见《国有资产占用情况表》。"


SUMS = {
    "details-sum-to-total",
    "subtotal-equals-parts",
    "column-parts",
    "sibling-tables",
    "truncated-table",
    "rows-withheld",
    "three-public-parts",
    "projects-sum",
    "performance-vs-projects",
    "row-missing",
    "undecided-cells",  # the column is given up, and said to be
}
PROSE = {"narrative-vs-table", "percent-arithmetic", "prose-parts", "change-arithmetic", "unit-implausible"}
RATES = {"percent-arithmetic", "prose-parts", "direction-differs"}

INJECTIONS = tuple(
    Injection(name, change, frozenset(rules))
    for name, change, rules in (
        ("figure of a table", wrong_cell, SUMS),
        ("row taken away", lost_row, SUMS),
        ("unit of a table", unit_of_table, {*SUMS, *PROSE}),
        ("amount in the prose", swapped(rf"(?<=支出)\s*{AMOUNT}(?=\s*万元)", slip), PROSE),
        ("share or rate", swapped(r"(?<=[占长降])\s*(\d\d?\.\d\d)(?=\s*%)", slip), RATES),
        ("万元 to 元", swapped(r"[1-9][\d,]*\.\d\d\s*万元", no_unit), PROSE),
        ("rise and fall", swapped(r"([\d.]+\s*万元，\s*)(增长|下降)(\s*[\d.]*[1-9])", opposite), RATES),
        (
            "year compared",
            swapped(r"[与比较]\s*(20\d\d)\s*年(?:预算)?(?:数)?(?:相比|增加|减少)", later),
            {"year-differs"},
        ),
        ("year of a title", other_year, {"year-differs"}),
        ("number of units", added(units_told), {"count-differs"}),
        ("level of government", added(level_told), {"place-differs"}),
        ("another place", added(other_place), {"place-differs"}),
        ("said to be none", added(nothing_of), {"declared-none"}),
        ("name of a project", added(renamed), {"project-called-otherwise", "name-differs"}),
        ("posts", added(two_parts), {"prose-parts"}),
        ("two years", added(two_years), {"direction-differs"}),
        ("date", added(late), {"date-impossible"}),
        ("minus sign", added(minus), {"direction-differs"}),
        ("reason", added(circular), {"reason-empty"}),
        ("cited table", added(cited), {"table-cited-missing"}),
        ("words twice", swapped(r"(预算|支出|管理)(?=[^\d]{3,40}。)", lambda m, _: m.group(0) * 2), {"text-repeated"}),
    )
)
