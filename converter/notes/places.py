"""Levels of government and names of places that are not the discloser's; years and dates that cannot be right."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import TYPE_CHECKING

from converter.facts import Note
from converter.notes.language import said
from converter.words import key
from ontology.regions import Region, regions

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

LEVEL = re.compile(
    r"(?:纳入|是?指|由)(?P<level>中央|省级|自治区级|市级|州级|盟级|区级|县级|旗级)"
    r"(?=财政(?:预算管理|部门?当年拨付|当年(?:拨付|预算)))"
)
PLACE = re.compile(r"([\u4e00-\u9fff]{2,4}[市区县旗])$")
OWN_CITIES = ("11", "12", "31", "50")  # the municipalities: provinces whose own level is 市级
HEADING = re.compile(r"^(20\d\d)年")
COMPARED = re.compile(
    r"(?:与|同|较|比)(20\d\d)年(?:度)?(?:年初|部门)?(?:预算|决算)?(?:数|执行数)?(?:相比|增加|减少|持平|增长|下降)"
)
DATE = re.compile(r"(?<!\d)(20\d\d)年(\d{1,2})月(?:(\d{1,2})日)?")
MONTH = re.compile(r"(?<![\d年.])(\d{1,2})月(?:底|末|份|初|中旬)")
DUE = re.compile(r"(20\d\d)年?(?:\d{1,2}月)?(?:底|末|年底|内|之?前)")
SPAN = 4


def place_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on levels, places, years and dates; none on a document that does not tell its own."""
    if not disclosure.identity.is_whole:
        return
    yield from levels(disclosure)
    yield from other_places(disclosure)
    yield from headings(disclosure)
    yield from comparisons(disclosure)
    yield from due_dates(disclosure)
    yield from dates(disclosure)


def levels(disclosure: Disclosure) -> Iterator[Note]:
    """Money that is said to be of a level of government to which the department does not belong."""
    region = disclosure.identity.region
    level = "prefecture" if region.level == "province" and region.code.startswith(OWN_CITIES) else region.level
    allowed = said()["level"].get(level if region.parent else "country", "")
    for found in LEVEL.finditer(disclosure.prose.text):
        if allowed and not re.fullmatch(allowed, found.group("level")):
            yield from one(disclosure, "place-differs", found, region.full_name)


def one(disclosure: Disclosure, rule: str, found: re.Match[str], known: str) -> Iterator[Note]:
    """A note on words of the prose, with the clause that they stand in."""
    text = disclosure.prose.text
    begin = max(text.rfind(mark, 0, found.start()) for mark in "，。；：、") + 1
    stop = re.compile(r"[，。；：、]|$").search(text, found.end())
    assert stop is not None
    lines = (disclosure.prose.line_at(found.start()), disclosure.prose.line_at(found.end() - 1))
    seen = text[max(begin, found.start() - 20) : min(stop.start(), found.end() + 20)]
    yield Note(rule, (lines,), seen, key=f"{rule}.{lines[0]}.{found.start()}", known=known)


def other_places(disclosure: Disclosure) -> Iterator[Note]:
    """The same kind of department of a place that is neither the discloser's own nor above or below it."""
    region, org = disclosure.identity.region, disclosure.identity.organisation
    base = kind_of(re.sub(r"[(（].*", "", key(org.name)), region)
    if len(base) < SPAN or base == key(org.name):
        return
    for found in re.finditer(rf"([\u4e00-\u9fff]{{2,4}}[市区县旗]){re.escape(base)}", disclosure.prose.text):
        names = [found.group(1)[start:] for start in range(len(found.group(1)) - 2)]
        if any(is_near(other, region) for name in names for other in regions().candidates(name)):
            continue
        other = next((other for name in names if (other := regions().by_name(name))), None)
        if other is not None and other.name not in key(org.name):
            yield from one(disclosure, "place-differs", found, org.name)


def kind_of(name: str, region: Region) -> str:
    """The name of a department without those of its region and of the regions above, whatever their order."""
    names = sorted({region.full_name, *(each.name for each in regions().path(region.code))}, key=lambda n: (-len(n), n))
    while found := next((each for each in names if name.startswith(each)), ""):
        name = name.removeprefix(found)
    return name


def is_near(other: Region, region: Region) -> bool:
    """Whether one region is the other or lies within it."""
    return other.code in {r.code for r in regions().path(region.code)} or region.code in {
        r.code for r in regions().path(other.code)
    }


def headings(disclosure: Disclosure) -> Iterator[Note]:
    """Titles of tables that bear another year than the disclosure, where most bear its own."""
    year = str(disclosure.identity.year)
    titles = [(table, HEADING.search(key(table.title))) for table in disclosure.tables]
    own = sum(bool(found) and found.group(1) == year for _, found in titles if found)
    for table, found in titles:
        if found and found.group(1) != year and own > len(titles) // 2 and year not in key(table.title):
            lines = ((table.first_line,) * 2,)
            yield Note("year-differs", lines, table.title, table.order, f"title.{table.order}", f"{year}年")


def comparisons(disclosure: Disclosure) -> Iterator[Note]:
    """Comparisons of the year with itself or with a later one."""
    year = disclosure.identity.year
    for found in COMPARED.finditer(disclosure.prose.text):
        begin = max(disclosure.prose.text.rfind(mark, 0, found.start()) for mark in "。；")
        before = re.findall(r"(20\d\d)年", disclosure.prose.text[begin + 1 : found.start()])
        if int(found.group(1)) >= year and not (before and int(before[-1]) > year):
            yield from one(disclosure, "year-differs", found, f"{year - 1}年")


def due_dates(disclosure: Disclosure) -> Iterator[Note]:
    """Targets that are due before the year of the disclosure begins."""
    year = disclosure.identity.year
    for target in disclosure.indicator_facts:
        found = DUE.search(key(target.published_value))
        if found and target.comparator == "by-date" and int(found.group(1)) < year:
            lines = ((target.line_start, target.line_end),)
            name = f"due.{target.line_start}"
            yield Note("year-differs", lines, f"{target.level3} {target.published_value}", key=name, known=f"{year}年")


def dates(disclosure: Disclosure) -> Iterator[Note]:
    """Months and days that no calendar has."""
    for found in DATE.finditer(disclosure.prose.text):
        year, month, day = int(found.group(1)), int(found.group(2)), int(found.group(3) or 1)
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            yield from one(disclosure, "date-impossible", found, found.group(0))
    for found in MONTH.finditer(disclosure.prose.text):
        if not 1 <= int(found.group(1)) <= 12:
            yield from one(disclosure, "date-impossible", found, found.group(0))
    for target in disclosure.indicator_facts:
        for found in (*DATE.finditer(key(target.published_value)), *MONTH.finditer(key(target.published_value))):
            months = [int(n) for n in re.findall(r"(\d{1,2})月", found.group(0))]
            if any(not 1 <= month <= 12 for month in months):
                lines = ((target.line_start, target.line_end),)
                seen = f"{target.level3} {target.published_value}"
                yield Note("date-impossible", lines, seen, key=f"target.{target.line_start}", known=found.group(0))
