"""The name of the department or unit whose disclosure a document is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from converter.document import Document
from converter.errors import DocumentError
from converter.furniture import own_lines
from converter.locating import is_central, place_of, words

DEPARTMENT = re.compile(
    r"(?:(?:部门|单位)(?:\(单位\))?名称|编制单位|编制部门|预算单位|预算部门|^部门|公开部门|公开单位|填报单位|填报部门)[:：]"
    r"(.+?)(?:金额单位|单位[:：]|预算年度|日期|$)"
)
# behind the number of a table
BEHIND = re.compile(r"表[\d一二三四五六七八九十-]{0,5}部门[:：](.+?)(?:金额单位|单位[:：]|预算年度|日期|20\d\d|$)")
OF_UNIT = re.compile(r"(?:^|表)单位[:：](.+?)(?:金额单位|单位[:：]|预算年度|日期|20\d\d|$)")
LABELS = (DEPARTMENT, BEHIND, OF_UNIT)
CODED_HEAD = re.compile(r"^(\d{3,6})(\D.*?)(?:预算年度[:：]|单位[:：]|截止时间[:：]|$)")
TITLE_NAME = re.compile(
    r"^(?:20\d\d年度?)?(.{3,40}?)(?:(?:20\d\d)?年度?)?(?:部门|单位|本级)?(?:综合|收支)?(?:预算|决算)"
)
TITLE = re.compile(r"(?:部门|单位|年度?)(?:综合|收支)?(?:预算|决算)")
PART_HEAD = re.compile(
    r"^第[一二三四五六七八九十]+部分[:：]?|^附件\d*[:：]?|^关于|^纳入"
    r"|^[一二三四五六七八九十]+、(?:关于)?|^[(（][一二三四五六七八九十]+[)）](?:关于)?"
)
# where a title is missing: 第一部分 某县档案馆概况, 现将某县档案馆2022年部门预算公开如下
OVERVIEW = re.compile(r"^(?:第[一二]部分|[一1][、.])[:：]?(.{4,40}?)(?:部门|单位)?(?:基本)?(?:概况|概括)$")
ANNOUNCED = re.compile(r"现将(.{4,40}?)20\d\d年度?[^，。；]{0,8}(?:预算|决算)")
TAIL = re.compile(r"(?:关于)?(?:公开|公布|编制|报送|做好)?(?:的)?$|[(（](?:部门|单位)[)）]$|部门$")
LEVELS = r"[(（]?(?:本级|机关|汇总|部门|单位)?[)）]?"
TITLE_LINES = 60
TITLE_PARTS = 3
NEAR = 4


def find_department(heads: Sequence[str], document: Document) -> tuple[str, str, str]:
    """(budget code, printed name, how): from the table heads, else from the title, else from the file's name."""
    named: Counter[tuple[str, str]] = Counter()
    for head in heads:
        if name := labelled(head):
            code = code_before(head, name)
        elif found := CODED_HEAD.match(head):
            code, name = found.group(1), clean_name(found.group(2))
        else:
            continue
        if is_name(name):
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


def code_before(head: str, name: str) -> str:
    """The budget code that stands in brackets before a name ([304]某局), or empty."""
    found = re.search(rf"[\[【](\d{{3,6}})[\]】]{re.escape(name)}", head)
    return found.group(1) if found else ""


def labelled(head: str) -> str:
    """The name behind a label (部门：…, 单位：…) in the head of a table, or empty; 单位：万元 names none."""
    found = (clean_name(match.group(1)) for label in LABELS if (match := label.search(head)))
    return next((name for name in found if is_name(name)), "")


def titled_name(document: Document) -> str:
    """The name in the first lines, after 部门名称： or in a title that may be broken over three of them; else ''.

    A title's name that begins with a place comes before one that does not. Lines are joined only to such a name,
    since what stands above a title (目录, 附件) is no part of it. Then come names that stand alone beside a title,
    and those that a heading of the overview or the sentence that announces the budget gives.
    """
    lines = list(own_lines(line.text for line in document.lines[:TITLE_LINES]))
    labelled = names_by(DEPARTMENT, lines)
    single = names_by(TITLE_NAME, lines)
    several = ("".join(lines[at : at + size]) for size in range(2, TITLE_PARTS + 1) for at in range(len(lines)))
    sure = [name for name in (*single, *names_by(TITLE_NAME, several)) if is_placed(name)]
    said = filter(is_placed, (*names_by(OVERVIEW, lines), *names_by(ANNOUNCED, lines)))
    return next(iter((*labelled, *sure, *lone_names(lines), *said, *single)), "")


def names_by(pattern: re.Pattern[str], texts: Iterable[str]) -> list[str]:
    """The names of departments and units that a pattern finds in texts, in order."""
    found = (clean_name(match.group(1)) for text in texts if (match := pattern.search(text)))
    return [name for name in found if is_name(name)]


def lone_names(lines: Sequence[str]) -> Iterator[str]:
    """The names that fill a line near one that is a title without a name."""
    titles = [at for at, text in enumerate(lines) if TITLE.search(text)]
    for at, text in enumerate(lines):
        if any(abs(at - title) <= NEAR for title in titles) and is_name(text) and is_placed(text):
            yield clean_name(text)


def file_named(document: Document) -> str:
    """The name that the file's name gives between its signs; '' unless exactly one part has the form of a name."""
    parts = {clean_name(part) for part in re.split(r"[_\-\s.,+]+", document.path.stem)}
    names = [part for part in parts if is_name(part) and is_placed(part)]
    return names[0] if len(names) == 1 else ""


def is_placed(name: str) -> bool:
    """Whether a name says where its body is: it begins with a place, or is a central body's."""
    return place_of(name) is not None or is_central(name)


@cache
def name_end() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, words()['ends']))}){LEVELS}$")


def is_name(name: str) -> bool:
    """Whether a text has the form of the name of a department or unit."""
    return is_central(name) or (4 <= len(name) <= 40 and name_end().search(name) is not None)


def clean_name(name: str) -> str:
    """The name alone: without a year, numbers, headings around it, or the place printed twice."""
    plain = re.sub(r"(?:20\d\d年度?)|[:：]|^[\[【]\d+[\]】]|^\d+", "", PART_HEAD.sub("", name)).strip("-—_ ")
    return re.sub(r"^(.{2,9}[省市县区州旗])(?=\1)", "", TAIL.sub("", TAIL.sub("", plain)))
