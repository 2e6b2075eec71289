"""Whose disclosure this is: region, department, units, year, phase and scope, each with how it was found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from converter.document import Document
from converter.errors import DocumentError
from converter.organisation import LEVEL, ORGANISATION, Organisation
from converter.sheet import Row, Sheet
from converter.words import key
from ontology import codes
from ontology.regions import Region, regions

YEAR = re.compile(r"(20[0-4]\d)年(?!\d)(?:度)?|预算年度[:：](20\d\d)|\((20\d\d)年度\)")
DEPARTMENT = re.compile(
    r"(?:(?:部门|单位)(?:\(单位\))?名称|编制单位|编制部门|预算单位|预算部门|^部门|公开部门|公开单位)[:：]"
    r"(.+?)(?:金额单位|单位[:：]|预算年度|日期|$)"
)
CODED_HEAD = re.compile(r"^(\d{3,6})(\D.*?)(?:预算年度[:：]|单位[:：]|截止时间[:：]|$)")
TITLE_NAME = re.compile(
    r"^(?:20\d\d年度?)?(.{4,40}?)(?:(?:20\d\d)?年度?)?(?:部门|单位|本级)?(?:综合|收支)?(?:预算|决算)"
)
FILE_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
FILE_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
PARTY = re.compile(r"^(?:中共|中国共产党|共青团|中国共产主义青年团)?")
TITLE_LINES = 60
TITLE_PARTS = 3
PART_HEAD = re.compile(r"^第[一二三四五六七八九十]+部分")
# 410703 25 0000 … (Henan and others) and 130208 25 P0000 … (Hebei): region code, then the year's last two digits.
PROJECT_CODE = re.compile(r"\b(\d{6})(\d{2})(?:P[0-9A-Z]{12}|\d{10}\s?\d{3})\b")
NAME_CHARACTER = r"[\u4e00-\u9fff（）()]"


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
    def department_key(self) -> str:
        """The department's budget code, or its name when none is printed."""
        return self.organisation.code or self.organisation.name


def find_identity(document: Document, sheets: Sequence[Sheet]) -> Identity:
    """Whose document this is; raises DocumentError when region, department or year is not proved."""
    heads = [key(cell) for sheet in sheets for line in sheet.table.head for cell in line.text.split("\t")]
    titles = [key(sheet.table.title) for sheet in sheets]
    code, printed, how = find_department(heads, document)
    region, name, region_how = find_region(document, printed)
    year, year_how = find_year(titles, heads, document)
    units = find_units(sheets, code)
    organisation = Organisation(code or root_code(units), name, frozenset({printed, bare_name(name)}), units)
    kind = codes.department_type(name, year)
    phase = "final-account" if sum("决算" in title for title in titles) * 2 > len(titles) else "budget"
    scope = "unit" if LEVEL.search(name) and "汇总" not in name else "department"
    found_by = {"department": how, "region": region_how, "year": year_how}
    return Identity(region, organisation, year, phase, scope, kind.notation if kind else None, found_by)


def find_department(heads: Sequence[str], document: Document) -> tuple[str, str, str]:
    """(budget code, printed name, how): from the table heads, else from the title, else from the file's name."""
    named: Counter[tuple[str, str]] = Counter()
    for head in heads:
        if found := DEPARTMENT.search(head):
            code, name = "", clean_name(found.group(1))
        elif found := CODED_HEAD.match(head):
            code, name = found.group(1), clean_name(found.group(2))
        else:
            continue
        if is_organisation(name):
            named[code, name] += 1
    if named:
        (code, name), _ = named.most_common(1)[0]
        return code, name, "table heads"
    if name := titled_name(document):
        return "", name, "title"
    if name := file_named(document):
        return "", name, "file name"
    raise DocumentError(
        document.path, "no department is named in the tables, the title or the file name",
        "put the department's full name into the file name, e.g. 新乡市卫滨区文化旅游局-2025.pdf",
    )  # fmt: skip


def titled_name(document: Document) -> str:
    """The name in the first lines, after 部门名称： or in a title that may be broken over three of them; else ''.

    A title's name that begins with a place comes before one that does not. Lines are joined only to such a name,
    since what stands above a title (目录, 附件) is no part of it.
    """
    lines = [text for line in document.lines[:TITLE_LINES] if (text := key(line.text))]
    labelled = names_by(DEPARTMENT, lines)
    single = names_by(TITLE_NAME, lines)
    several = ("".join(lines[at : at + size]) for size in range(2, TITLE_PARTS + 1) for at in range(len(lines)))
    placed = [name for name in (*single, *names_by(TITLE_NAME, several)) if place_of(name)]
    return next(iter((*labelled, *placed, *single)), "")


def names_by(pattern: re.Pattern[str], texts: Iterable[str]) -> list[str]:
    """The names of departments and units that a pattern finds in texts, in order."""
    found = (clean_name(match.group(1)) for text in texts if (match := pattern.search(text)))
    return [name for name in found if is_organisation(name)]


def file_named(document: Document) -> str:
    """The name that the file's name gives between its signs; '' unless exactly one part has the form of a name."""
    parts = {clean_name(part) for part in re.split(r"[_\-\s.,+]+", document.path.stem)}
    names = [part for part in parts if is_organisation(part) and place_of(part)]
    return names[0] if len(names) == 1 else ""


def is_organisation(name: str) -> bool:
    """Whether a text has the form of the name of a department or unit."""
    return 4 <= len(name) <= 40 and ORGANISATION.search(name) is not None


def clean_name(name: str) -> str:
    return re.sub(r"(?:20\d\d年度?)|[:：]|^\d+", "", PART_HEAD.sub("", name)).strip("-—_ ")


def bare_name(name: str) -> str:
    return LEVEL.sub("", name)


def find_region(document: Document, printed: str) -> tuple[Region, str, str]:
    """(region, full department name, how): by the place at the head of the name, checked against project codes."""
    place, how = place_of(printed), "department name"
    if place is None:
        place = next((found for name in longer_names(document.text, printed) if (found := place_of(name))), None)
        how = "department name in the text"
    candidates, name = place or ((), printed)
    if len(candidates) == 1:
        return candidates[0], name, how
    coded = Counter(found.group(1) for found in PROJECT_CODE.finditer(document.text))
    proved = [r for r in candidates if coded.get(r.code) or r.code in document.path.stem]
    if len(proved) == 1:
        return proved[0], name, "department name and project codes"
    for codes_found, where in ((list(coded), "project codes"), (FILE_CODE.findall(document.path.stem), "file name")):
        if not candidates and len(codes_found) == 1 and (region := regions().by_code(codes_found[0])):
            return region, name, where
    raise DocumentError(document.path, region_problem(name, candidates), region_remedy(candidates))


def place_of(name: str) -> tuple[tuple[Region, ...], str] | None:
    """(candidate regions, name) for a name that begins with a place; the longest place wins."""
    start = len(PARTY.match(name).group(0))  # type: ignore[union-attr]
    for size in range(len(name) - 1, start + 1, -1):
        found = regions().candidates(name[start:size])
        if found:
            return tuple(found), name
    return None


def longer_names(text: str, printed: str) -> list[str]:
    """The names in the text that end with the printed one (三门峡市医疗保障局 for 市医疗保障局), commonest first."""
    plain = re.sub(r"[ \t]+", "", text)
    tail = re.escape(re.sub(r"^[省市县区州]", "", printed))
    found: Counter[str] = Counter()
    for match in re.finditer(rf"{NAME_CHARACTER}{{2,12}}?(?={tail})", plain):
        for start in range(len(match.group(0)) - 1):
            found[match.group(0)[start:] + plain[match.end() : match.end() + len(tail)]] += 1
    return [name for name, _ in found.most_common()]


def region_problem(name: str, candidates: Sequence[Region]) -> str:
    if candidates:
        return f"the region cannot be told: {name} may lie in " + ", ".join(
            f"{r.full_name} {r.code}" for r in candidates[:6]
        )
    return f"the region cannot be told from the name {name}"


def region_remedy(candidates: Sequence[Region]) -> str:
    return (
        "put the region's six-digit code into the file name, e.g. "
        + (candidates[0].code if candidates else "410703")
        + "-budget.txt"
    )


def find_year(titles: Sequence[str], heads: Sequence[str], document: Document) -> tuple[int, str]:
    """(year, how): the year that most table titles and heads name, else the first lines."""
    for texts, how in (
        (titles, "table titles"),
        (heads, "table heads"),
        ([key(x.text) for x in document.lines[:80]], "first lines"),
    ):
        found = Counter(year for text in texts for year in years_in(text))
        if found:
            return found.most_common(1)[0][0], how
    if len(named := set(FILE_YEAR.findall(document.path.stem))) == 1:
        return int(named.pop()), "file name"
    raise DocumentError(
        document.path,
        "no budget year is named",
        "put the year into the file name, e.g. 新乡市卫滨区文化旅游局-2025.pdf",
    )


def years_in(text: str) -> Iterator[int]:
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
    return (code, key(row.label)) if code and row.label else ("", "")


def is_subject(row: Row) -> bool:
    concept = codes.scheme("function").get(row.code)
    return concept is not None and key(concept.label_zh) == key(row.label)


def root_code(units: dict[str, str]) -> str:
    """The code that begins all unit codes and is one of them, or ""."""
    return next((c for c in sorted(units, key=len) if all(other.startswith(c) for other in units)), "")
