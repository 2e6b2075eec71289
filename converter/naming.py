"""The name of the department or unit whose disclosure a document is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from converter.document import Document
from converter.errors import DocumentError
from converter.furniture import own_lines
from converter.identity_words import words
from converter.introduced import introduced, introduction
from converter.locating import is_central, place_of
from converter.short_places import short_place
from ontology.regions import regions

DEPARTMENT = re.compile(
    r"(?:(?:部门|单位)(?:\(单位\))?名称|编制单位|编制部门|预算单位|预算部门|^部门|公开部门|公开单位|填报单位|填报部门)[:：]"
    r"(.+?)(?:金额单位|单位[:：]|预算年度|日期|$)"
)
# behind the number of a table
BEHIND = re.compile(r"表[\d一二三四五六七八九十-]{0,5}部门[:：](.+?)(?:金额单位|单位[:：]|预算年度|日期|20\d\d|$)")
OF_UNIT = re.compile(r"(?:^|表)单位[:：](.+?)(?:金额单位|单位[:：]|预算年度|日期|20\d\d|$)")
LABELS = (DEPARTMENT, BEHIND, OF_UNIT)
BESIDE_UNIT = re.compile(r"^(.{4,40}?)(?:金额)?单位[:：](?:人民币)?[万千百]?元$")  # a name without a label
BEFORE_YEAR = re.compile(r"^(.{4,40}?)20\d\d年度?.*表")  # 某县水利局2022年部门收支总表
CODED_HEAD = re.compile(r"^(\d{3,6})(\D.*?)(?:预算年度[:：]|单位[:：]|截止时间[:：]|$)")
GOVERNMENT = re.compile(r"(?<!人民)政府(?:预算|决算)$")  # 某县2026年政府预算: no body's name ends there
AND_UNITS = r"(?:[及和/](?:所属)?单位|[(（]单位[)）])?"  # 部门及所属单位预算, 部门（单位）预算
SPELLED = "二[〇零○ＯO0][一二三四五六七八九〇零○ＯO0]{1,2}"  # key() leaves these signs as they are printed
TITLE_NAME = re.compile(
    rf"^(?:(?:20\d\d|{SPELLED})年度?)?(.{{3,40}}?)(?:(?:20\d\d|{SPELLED})?年度?)?(?:部门{AND_UNITS}|单位|本级)?(?:综合|收支|财政|经费|汇总)?(?:预算|决算)"
)
TITLE = re.compile(rf"(?:部门{AND_UNITS}|单位|年度?)(?:综合|收支|财政|经费|汇总)?(?:预算|决算)")
BARE_TITLE = re.compile(rf"^(?:20\d\d年度?)?(?:部门{AND_UNITS}|单位)(?:综合)?(?:预算|决算)")
PART_HEAD = re.compile(
    r"^第[一二三四五六七八九十]+部分[:：]?|^附件\d*[:：]?|^关于|^纳入"
    r"|^[一二三四五六七八九十]+、(?:关于)?|^[(（][一二三四五六七八九十]+[)）](?:关于)?"
)
# where a title is missing: 第一部分 某县档案馆概况, 现将某县档案馆2022年部门预算公开如下
OVERVIEW = re.compile(r"^(?:第[一二]部分|[一1][、.])[:：]?(.{4,40}?)(?:部门|单位)?(?:基本)?(?:概况|概括)$")
ANNOUNCED = re.compile(r"现将(.{4,40}?)20\d\d年度?[^，。；]{0,8}(?:预算|决算)")
TAIL = re.compile(r"(?:关于)?(?:公开|公布|编制|报送|做好)?(?:的)?$|[(（](?:部门|单位)[)）]$|(?:部门|单位)$")
LEVELS = r"[(（]?(?:本级|机关|汇总|部门|单位)?[)）]?"
# words of a sentence, not of a name: 以部门为单位公开…机关; 将乐县, 从江县 are names
SENTENCE = re.compile(r"^(?:以|将(?!乐)|按|对(?![外口俄])|由|从(?![江化])|根据|为)|公开(?!办)|本单位|本部门|批准|核定")
SHORT_SOCIETY = re.compile("[联协]$")
# the name of the site before that of the body
SITE = re.compile(r"^[^-—_|]{2,12}人民政府(?:门户网站|网站|网)?[-—_|]+(?=.{4})")
TITLE_LINES = 60
TITLE_PARTS = 3
NEAR = 4


def find_department(heads: Sequence[str], document: Document, lines: Sequence[str] = ()) -> tuple[str, str, str]:
    """(budget code, printed name, how): from the table heads, else from the title, else from the file's name.

    `heads` are the cells of the heads, `lines` their lines.
    """
    named = Counter(found for head in heads if (found := name_of_head(head)))
    if named:
        (code, name), _ = named.most_common(1)[0]
        return code, name, "table heads"
    name, how = titled_name(document)
    if not is_placed(name) and (headed := unlabelled([*heads, *lines])):
        return "", headed, "table heads"
    if name:
        return "", name, how
    if name := file_named(document):
        return "", name, "file name"
    raise DocumentError(
        document.path, "no department is named in the tables, the title or the file name",
        "put the department's full name into the file name, e.g. 新乡市卫滨区文化旅游局-2025.pdf",
    )  # fmt: skip


def name_of_head(head: str) -> tuple[str, str] | None:
    """(budget code, name) that a head of a table gives behind a label or a code; None where it gives none."""
    if name := labelled(head):
        return code_before(head, name), name
    found = CODED_HEAD.match(head)
    name = clean_name(found.group(2)) if found else ""
    return (found.group(1), name) if found and is_name(name) else None


def unlabelled(heads: Sequence[str]) -> str:
    """The one placed name without a label in heads, beside the unit (某县水利局 单位：万元) or the year; or empty."""
    found = (match.group(1) for head in heads for form in (BESIDE_UNIT, BEFORE_YEAR) if (match := form.match(head)))
    names = {name for name in map(clean_name, found) if is_name(name) and is_placed(name)}
    return names.pop() if len(names) == 1 else ""


def code_before(head: str, name: str) -> str:
    """The budget code that stands in brackets before a name ([304]某局), or empty."""
    found = re.search(rf"[\[【](\d{{3,6}})[\]】]{re.escape(name)}", head)
    return found.group(1) if found else ""


def labelled(head: str) -> str:
    """The name behind a label (部门：…, 单位：…) in the head of a table, or empty; 单位：万元 names none."""
    found = (clean_name(match.group(1)) for label in LABELS if (match := label.search(head)))
    return next((name for name in found if is_name(name)), "")


def titled_name(document: Document) -> tuple[str, str]:
    """(name, how) of the first lines, after 部门名称： or in a title that may be broken over three of them.

    A title's name that begins with a place comes before one that does not. Lines are joined only to such a name,
    since what stands above a title (目录, 附件) is no part of it. Then come names that stand alone beside a title,
    those that a heading of the overview or the sentence that announces the budget gives, and the one name that
    sentences introduce: in full where the title has only its end (县委党校, 中共开江县委党校是县委的重要部门).
    """
    lines = joint(own_lines(line.text for line in document.lines[:TITLE_LINES]))
    labelled = names_by(DEPARTMENT, lines)
    single = names_by(TITLE_NAME, lines)
    several = ("".join(lines[at : at + size]) for size in range(2, TITLE_PARTS + 1) for at in range(len(lines)))
    sure = [name for name in (*single, *names_by(TITLE_NAME, several)) if is_placed(name)]
    said = filter(is_placed, (*names_by(OVERVIEW, lines), *names_by(ANNOUNCED, lines)))
    if found := next(iter((*labelled, *sure, *lone_names(lines), *said)), ""):
        return found, "title"
    titled = next(iter(single), "") or above_title(lines)
    whole = subject_name(document, titled)
    if not titled and is_cut(whole, lines):
        return "", ""
    return whole, "title" if whole == titled else "sentence that introduces it"


def above_title(lines: Sequence[str]) -> str:
    """The name that fills the line above a title without one, if the beginning prints it again; else ""."""
    found = (clean_name(text) for text, below in pairwise(lines) if BARE_TITLE.match(below))
    return next((name for name in found if is_name(name) and sum(name in line for line in lines) > 1), "")


def joint(lines: Iterable[str]) -> list[str]:
    """Lines, the names of a body that has two, printed below each other, as one (…纪律检查委员会, …监察委员会)."""
    found: list[str] = []
    for text in lines:
        beside = words()["joint"].get(next((end for end in words()["joint"] if found and found[-1].endswith(end)), ""))
        if beside and re.match(rf".{{2,20}}?{beside}", text) and place_of(text) == place_of(found[-1]):
            found[-1] += text
        else:
            found.append(text)
    return found


def is_cut(name: str, lines: Sequence[str]) -> bool:
    """Whether a title goes on behind a name with words that make it another body's (某市人民医院城北院区)."""
    titles = (found.group(1) for text in lines if TITLE.search(text) and (found := TITLE_NAME.search(text)))
    behind = (title.removeprefix(name) for title in map(clean_name, titles) if name and title.startswith(name))
    return any(bare(rest) and not introduction().match(rest) for rest in behind)


def subject_name(document: Document, titled: str) -> str:
    """The one placed name that the sentences of the overview introduce, longer than a title's; else the title's."""
    found = (next(filter(is_name, map(clean_name, texts)), "") for texts in introduced(document))
    bodies = {name for name in found if name and not is_state_organ(name)}
    names = {name for name in bodies if is_placed(name) or short_place(document, name)}
    end = re.sub(r"^[省市县区州旗]", "", titled)
    whole = {bare(name) for name in names if not titled or name.endswith(end)}
    whole -= {short for short in whole if any(is_short_for(short, name) for name in whole)}
    return whole.pop() if len(whole) == 1 else titled


def is_short_for(short: str, name: str) -> bool:
    """Whether a name is a society's in short (北京市文联, 北京市文学艺术界联合会): its characters in their order."""
    if not (SHORT_SOCIETY.search(short) and name.endswith("会")) or place_of(short) != place_of(name):
        return False
    rest = iter(name)
    return all(character in rest for character in short)


def is_state_organ(name: str) -> bool:
    """Whether a name is a place's congress, government or party committee, whose tasks their offices tell."""
    organ = re.fullmatch(r"(?:中共|中国共产党)?(.+?)(?:人民代表大会|人大|人民政府|委员会|委)", name)
    return organ is not None and bool(regions().candidates(organ.group(1)))


def bare(name: str) -> str:
    """A name without its level: what is said of the body itself (…本级) is said of the body."""
    return re.sub(r"[(（]?(?:本级|汇总)[)）]?$", "", name)


def names_by(pattern: re.Pattern[str], texts: Iterable[str]) -> list[str]:
    """The names of departments and units that a pattern finds in texts, in order."""
    matches = (match for text in texts if (match := pattern.search(text)))
    found = (clean_name(match.group(1)) for match in matches if not GOVERNMENT.search(match.group(0)))
    return [name for name in found if is_name(name)]


def lone_names(lines: Sequence[str]) -> Iterator[str]:
    """The names that fill a line near one that is a title without a name."""
    titles = [at for at, text in enumerate(lines) if TITLE.search(text) and not names_by(TITLE_NAME, [text])]
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
    ends = 4 <= len(name) <= 40 and name_end().search(name) is not None
    return is_central(name) or (ends and not SENTENCE.search(name))


def clean_name(name: str) -> str:
    """The name alone: without a year, numbers, headings around it, or the place printed twice.

    What a page's edge cuts off behind the year (…办公室2023年度部) is no part of it.
    """
    name = re.sub(r"(?<=年)(度?)[部单]$", r"\1", SITE.sub("", name))
    plain = re.sub(r"[(（]?20\d\d年度?[)）]?|[:：]|^[\[【]\d+[\]】]|^\d+", "", PART_HEAD.sub("", name)).strip("-—_ ")
    whole = re.sub(r"([局委办])\1本级$", r"\1本级", TAIL.sub("", TAIL.sub("", plain)))  # 某局局本级
    return re.sub(r"^(.{2,9}[省市县区州旗])(?=\1)", "", whole)
