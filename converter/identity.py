"""Whose disclosure this is: region, department, units, year, phase and scope, each with how it was found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TypeVar

from converter.document import Document
from converter.errors import DocumentError
from converter.furniture import own_words, phase_words, uncited
from converter.locating import find_region
from converter.naming import AND_UNITS, TITLE, find_department
from converter.organisation import LEVEL, ORGANISATION, Organisation
from converter.sheet import Row, Sheet
from converter.words import NUMERALS, key
from ontology import codes
from ontology.regions import Region

YEAR = re.compile(r"(20[0-4]\d)年(?!\d)(?:度)?|预算年度[:：](20\d\d)|\((20\d\d)年度\)")
SPELLED_YEAR = re.compile(r"二[〇零○ＯO0]([一二三四])([〇零○ＯO0一二三四五六七八九])年度?(?=.{0,30}(?:预算|决算))")
FILE_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
HEAD_YEAR = re.compile(r"(20[0-4]\d)年度?(?:财政拨款|当年)?(?:预算|执行|决算)数?")
TORN_YEAR = re.compile(r"(?<!\d)20[0-4]\d$")
TITLE_SCOPE = re.compile(rf"(部门|单位){AND_UNITS}(?:综合|收支|汇总)?(?:预算|决算)")
# …2023年度部门决算（本级）, …2023年本级预算: of the body alone; 市本级部门预算 is what all the city's departments have
ALONE = re.compile(
    r"(?:预算|决算)(?:公开|说明|情况|信息|报告)*[(（](?:局|委|办|机关)?(?:本级|机关)[)）]"
    r"|(?<![省市县区州旗])本级(?:部门|单位)?(?:预算|决算)$"
)
ATTACHED = re.compile(r"\.(?:xlsx?|docx?|pdf|wps|et|zip|rar)$", re.IGNORECASE)  # …单位预算绩效目标表.xlsx: a part
YEAR_LINES, LONGEST_TITLE = 80, 60
COMPARES = re.compile("[较比与同](?:上年|20\\d\\d年)|元|%")
PHASES = {"决算": "final-account", "预算": "budget"}
TITLE_LINES = 30
UNTOLD = "not told"
NOWHERE = Region("", "", "", "", "")
Part = TypeVar("Part")


@dataclass(frozen=True)
class Identity:
    """What a disclosure is about. `found_by` says for each part where it was read."""

    region: Region
    organisation: Organisation
    year: int
    phase: str
    scope: str
    department_type: str | None
    found_by: dict[str, str]

    @property
    def is_whole(self) -> bool:
        """Whether region, department and year are known: else nothing of it can be published."""
        return UNTOLD not in self.found_by.values()

    @property
    def department_key(self) -> str:
        """The department's budget code, or its name when none is printed."""
        return self.organisation.code or self.organisation.name

    @property
    def edition(self) -> str:
        """The phase as IRIs name it: a unit's own budget (`unit-budget`) is not its department's of the same name."""
        return self.phase if self.scope == "department" else f"{self.scope}-{self.phase}"


def find_identity(document: Document, sheets: Sequence[Sheet], partly: bool = False) -> Identity:
    """Whose document this is; raises DocumentError when region, department or year is not proved.

    With `partly`, what is not proved is left empty: such tables can be read, not published.
    """
    heads = [key(cell) for sheet in sheets for line in sheet.table.head for cell in line.text.split("\t")]
    lines = [key(line.text.replace("\t", " ")) for sheet in sheets for line in sheet.table.head]
    titles = [key(sheet.table.title) for sheet in sheets]
    code, printed, how = told(partial(find_department, heads, document, lines), ("", "", UNTOLD), partly)
    region, name, region_how = told(partial(find_region, document, printed), (NOWHERE, printed, UNTOLD), partly)
    year, year_how = told(partial(find_year, titles, heads, document), (0, UNTOLD), partly)
    phase, phase_how = find_phase(titles, document)
    scope, scope_how = find_scope(name, document)
    units = find_units(sheets, code)
    aliases = frozenset({printed, bare_name(name)})
    name = bare_name(name) if scope == "department" else name  # (汇总) says the scope and is no part of the name
    organisation = Organisation(code or root_code(units), name, aliases, units)
    kind = codes.department_type(name, year)
    found_by = {"department": how, "region": region_how, "year": year_how, "phase": phase_how, "scope": scope_how}
    return Identity(region, organisation, year, phase, scope, kind.notation if kind else None, found_by)


def told(find: Callable[[], Part], untold: Part, partly: bool) -> Part:
    """What is found, or what stands for nothing where a part may be missing."""
    try:
        return find()
    except DocumentError:
        if not partly:
            raise
        return untold


def bare_name(name: str) -> str:
    return LEVEL.sub("", name)


def find_phase(titles: Sequence[str], document: Document) -> tuple[str, str]:
    """(phase, how): a final account where most table titles say 决算, else what titles, first lines, file name say."""
    if sum("决算" in title for title in titles) * 2 > len(titles):
        return "final-account", "table titles"
    first = [own_words(line.text) for line in document.lines[:TITLE_LINES]]
    for texts, how in ((titles, "table titles"), (first, "first lines"), ([document.path.stem], "file name")):
        named = [word for text in texts for word in phase_words(text)]
        if named:
            return PHASES[named[0] if how == "first lines" else Counter(named).most_common(1)[0][0]], how
    return "budget", "not stated"


def find_scope(name: str, document: Document) -> tuple[str, str]:
    """(scope, how): by 本级 or 汇总 at the end of the name, else by the first title (部门预算, 单位预算).

    A later title that says 本级 behind the name outweighs the first, which may be that of the web page.
    """
    if LEVEL.search(name):
        return "department" if "汇总" in name[-4:] else "unit", "department name"
    lines = [uncited(own_words(line.text)) for line in document.lines[:TITLE_LINES]]
    if any(is_alone(name, *pair) for pair in pairwise((*lines, ""))):
        return "unit", "first lines"
    for title in sorted(lines, key=lambda text: ATTACHED.search(text) is not None):
        if ALONE.search(title):
            return "unit", "first lines"
        if found := TITLE_SCOPE.search(title):
            return {"部门": "department", "单位": "unit"}[found.group(1)], "first lines"
    return "department", "not stated"


def is_alone(name: str, line: str, below: str) -> bool:
    """Whether a line, with the title in it or below it, is of the body's own level (某局（本级）)."""
    found = re.fullmatch(rf"(?:20\d\d年度?)?{re.escape(name)}[(（](?:[局委办])?本级[)）](.*)", line)
    return found is not None and TITLE.search(found.group(1) or below) is not None


def find_year(titles: Sequence[str], heads: Sequence[str], document: Document) -> tuple[int, str]:
    """(year, how): the year that most titles and heads of tables name, else the first lines, else the file's name.

    Of the first lines those count that are titles: the prose names the year before as often (较2022年减少).

    Columns are of several years (2024年预算数, 2025年预算数); the latest of them is the document's.
    """
    first = document.lines[:YEAR_LINES]
    plain = with_torn_years([own_words(line.text) for line in first if "\t" not in line.text])
    short = [text for text in plain if len(text) <= LONGEST_TITLE and TITLE.search(text) and not COMPARES.search(text)]
    by_kind = ((titles, "table titles"), (heads, "table heads"), (short, "first lines"), (plain, "first lines"))
    for texts, how in by_kind:
        found = Counter(year for text in texts for year in years_in(text))
        if found:
            return max(found, key=lambda year: (found[year], year)), how
    if len(named := set(FILE_YEAR.findall(document.path.stem))) == 1:
        return int(named.pop()), "file name"
    if columns := [year for line in first for year in years_in(key(line.text))] or years_of_columns(document):
        return max(columns), "column heads"
    raise DocumentError(
        document.path,
        "no budget year is named",
        "put the year into the file name, e.g. 新乡市卫滨区文化旅游局-2025.pdf",
    )


def years_of_columns(document: Document) -> list[int]:
    """The years that heads of columns name anywhere in a document: 2024年预算数."""
    cells = (key(cell) for line in document.lines if "\t" in line.text for cell in line.text.split("\t"))
    return [int(found.group(1)) for cell in cells if (found := HEAD_YEAR.fullmatch(cell))]


def with_torn_years(texts: Sequence[str]) -> list[str]:
    """Lines, one that ends with a year's number and the next, that begins with 年, as one."""
    found: list[str] = []
    for text in texts:
        if found and text.startswith("年") and TORN_YEAR.search(found[-1]):
            found[-1] += text
        else:
            found.append(text)
    return found


def years_in(text: str) -> Iterator[int]:
    for found in SPELLED_YEAR.finditer(text):
        tens, ones = (NUMERALS.get(digit, 0) for digit in found.groups())
        yield 2000 + 10 * tens + ones
    for found in YEAR.finditer(text):
        yield int(next(group for group in found.groups() if group))


def find_units(sheets: Sequence[Sheet], code: str) -> dict[str, str]:
    """Unit code → name, as the tables print them; the department's own code is left out."""
    units: dict[str, str] = {}
    for sheet in sheets:
        for block in sheet.blocks:
            for row in block.rows:
                found, name = unit_of_row(row, sheet.table.kind)
                if found and found != code and (not code or found.startswith(code)):
                    units.setdefault(found, name)
    return units


def unit_of_row(row: Row, kind: str) -> tuple[str, str]:
    """(unit code, name) of a row that is about a unit, or ("", "")."""
    code = row.fields.get("unit_code") or ""
    if not code and kind == "revenue_summary" and re.fullmatch(r"\d{3}|\d{6}", row.code) and not is_subject(row):
        code = row.code
    about_subject = row.code != code and is_subject(row)
    name = row.fields.get("unit_name") or ("" if about_subject else row.label)
    return (code, key(name)) if code and name else ("", "")


def is_subject(row: Row) -> bool:
    """Whether a row with the code of a function is about it: unless its name is that of an organisation."""
    return row.code in codes.scheme("function") and not ORGANISATION.search(bare_name(key(row.label)))


def root_code(units: dict[str, str]) -> str:
    """The code that begins all unit codes and is one of them, or ""."""
    return next((c for c in sorted(units, key=len) if all(other.startswith(c) for other in units)), "")
