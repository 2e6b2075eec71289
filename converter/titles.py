"""Which lines of a document are titles of tables, and where each table begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from converter.amounts import looks_printed
from converter.document import Line
from converter.furniture import is_box
from converter.kinds import kind_of_title
from converter.naming import is_name, is_placed
from converter.words import key, ordinal

MARKER = re.compile(
    r"单位[:：]|部门名称[:：]|部门\(单位\)名称[:：]|单位名称[:：]|预算年度[:：]|截止时间[:：]|^\(20\d\d年度\)$|编制(?:单位|部门)|^部门[:：]"
    r"|^\((?:人民币)?[千万百亿]{0,2}元\)$"
)
SENTENCE = re.compile(r"[,，。;；《》]|说明$|情况说明")
PART = r"(?:[-—－–:]+[^-—－–:,。;]+)*"  # which part of a table is printed here (…表--人员经费)
TITLE_END = re.compile(rf"表{PART}(?:\(.*\))?$|经费$|预算$")
TABLE_END = re.compile(rf"表{PART}(?:\(.*\)?)?$")
LOOSE_END = re.compile(rf"(?:表{PART}|情况|汇总|明细|预算|决算|清单|清单目录)(?:\(.*\))?$")
CONTINUED = re.compile(r"\(?续表?(?:[0-9一二三四五六七八九十]+)?\)?$|^\(?续表?\)?[:：]?")
UNIT_TORN = re.compile(r"表(?:\(.*\))?(?:金额)?单位:(?:人民币)?[千万百亿]{0,2}$")
UNIT_IN_BRACKETS = re.compile(r"表(?:\(.*\))?\((?:金额)?单位:[^)]*$")
UNFINISHED = re.compile(r"\([^)]*$")
TABLE_NUMBER = re.compile(
    r"^(?:部门|单位|预算|决算|财决|公开|附件?)*(?:表[0-9一二三四五六七八九十]{1,3}(?:-\d{1,2})?|0*\d{1,2}(?:-\d{1,2})?表)$"
    r"|^附件[0-9一二三四五六七八九十]{1,3}(?:-\d{1,2})?$"
)
PAGE_NUMBER = re.compile(r"[-—－–]?\s*[1-9]\d{0,2}\s*[-—－–]?$")
UNIT_MARK = re.compile(r"单位[:：](?:人民币)?(?:千|万|百万|亿)?元")
UNIT_BEHIND = re.compile(r"\s*(?:金额|计量)?单位\s*[:：]\s*(?:人民币)?(?:千|万|百万|亿)?元\s*$")
# whose table it is, behind a title that stands in one cell with it and the unit
OWNER_BEHIND = re.compile(r"\s*(?:部门|单位|部门/单位|(?:编制|填报|预算)(?:单位|部门))(?:名称)?\s*[:：][^:：\t]{4,40}$")
FORMS = {"project_performance", "overall_performance"}  # forms of several projects may share their title
REACH = 6
MAX_TITLE = 48
RUNNING = 3  # a line on so many pages is a running head


def is_markdown(text: str) -> bool:
    return text.lstrip().startswith("|")


def is_tabbed(text: str) -> bool:
    return "\t" in text


def is_cells(line: Line) -> bool:
    """Whether a line is a row of cells, not only a text in one of them."""
    return is_tabbed(line.text.strip()) or is_markdown(line.text)


def is_marker(line: Line) -> bool:
    """Whether a line names the department, the unit or the year: alone, or in a row with hardly another cell."""
    if not MARKER.search(key(line.text)) and not any(MARKER.search(key(cell)) for cell in line.text.split("\t")):
        return False
    return line.text.count("\t") < 2 or sum(bool(cell.strip()) for cell in line.text.split("\t")) <= 3


def is_title(line: Line) -> bool:
    """Whether a line can be the title of a table."""
    plain = key(without_unit(line.text))
    if not is_heading(replace(line, text=without_unit(line.text))) or not TITLE_END.search(plain):
        return False
    return (bool(TABLE_END.search(plain)) or not ordinal(plain)) and kind_of_title(plain) is not None


def without_unit(text: str) -> str:
    """A text without the unit that is printed behind it (收入总表 单位：万元), and a title also without its owner."""
    short = UNIT_BEHIND.sub("", text)
    title = OWNER_BEHIND.sub("", short) if short != text else short
    return title if TABLE_END.search(key(title)) and kind_of_title(title) is not None else short


def has_unit_behind(text: str) -> bool:
    """Whether a title states its unit itself, on one line with it."""
    short = without_unit(text)
    return short != text and bool(TITLE_END.search(key(short)))


def is_heading(line: Line) -> bool:
    """Whether a line is short and no sentence, cell or item of a list."""
    plain = key(line.text)
    limit = 2 * MAX_TITLE if plain.endswith("绩效目标表") else MAX_TITLE
    if not 4 <= len(plain) <= limit or is_cells(line):
        return False
    return not SENTENCE.search(plain) and not line.text.lstrip().startswith("- ")


def is_drawn_title(lines: Sequence[Line], index: int) -> bool:
    """Whether a line of another form or kind heads cells that the source draws: they follow at once, or the unit does.

    It ends like a title, or is left unfinished by the line break (…预算表（不含上 / 年结转）).
    """
    line, plain = lines[index], key(without_unit(lines[index].text))
    after = list(islice(lines, index + 1, index + 5))
    if UNIT_TORN.search(plain) and after and has_unit_behind(line.text + after[0].text):
        return heads_cells(after[1:])
    own = has_unit_behind(line.text) or UNIT_IN_BRACKETS.search(plain)
    if not is_heading(line) or (is_marker(line) and not own) or TABLE_NUMBER.match(plain):
        return False
    if UNFINISHED.search(plain) and after and LOOSE_END.search(plain + key(after[0].text)):
        return heads_cells(after[1:])
    if not LOOSE_END.search(plain) or (ordinal(plain) and not plain.endswith(("表", ")", "清单", "清单目录"))):
        return False
    return heads_cells(after)


def is_furniture(line: Line, times: Counter[str]) -> bool:
    """Whether a line is blank, the number of a page, or a head that pages repeat: never part of a table's head."""
    plain = key(line.text)
    if not plain or PAGE_NUMBER.match(line.text.strip()):
        return not line.merged
    again = line.page is not None and times[plain] >= RUNNING and not is_cells(line)
    named = TABLE_END.search(plain) or kind_of_title(plain) or TABLE_NUMBER.match(plain)
    return again and not (named or is_marker(line) or UNIT_MARK.search(plain))


def heads_cells(after: Sequence[Line]) -> bool:
    """Whether drawn cells come next, with nothing between but the unit, the department or the year."""
    for line in after:
        if is_cells(line):
            return bool(line.merged) and not is_box(line.text)
        plain = key(line.text)
        said = ":" in plain and len(plain) <= MAX_TITLE and not SENTENCE.search(plain)
        if not (said or is_marker(line) or UNIT_MARK.search(plain) or TABLE_NUMBER.match(plain)):
            return False
    return False


def names_body(line: Line) -> bool:
    """Whether a line is nothing but the name of a department or unit of some place."""
    plain = key(line.text)
    return is_name(plain) and is_placed(plain)


def title_text(lines: Sequence[Line], index: int) -> str:
    """The title that begins at this line, with its second line where the break left it unfinished."""
    text = lines[index].text.strip()
    if UNIT_TORN.search(key(text)) and has_unit_behind(torn := "".join(line.text for line in lines[index : index + 2])):
        return without_unit(torn).strip()
    text = without_unit(text) if has_unit_behind(text) else text
    if UNFINISHED.search(key(text)):
        following = next((line.text.strip() for line in lines[index + 1 : index + 4] if key(line.text)), "")
        if not is_tabbed(following) and ")" in key(following):
            return text + following
    return text


def table_starts(lines: Sequence[Line]) -> Iterator[int]:
    """The indexes of title lines that a marker (unit, department, year) or drawn cells follow before the next title.

    A title that is printed again on the next page, with or without （续）, goes on with the same table.
    """
    times = Counter(key(line.text) for line in lines)
    kept = [index for index, line in enumerate(lines) if not is_furniture(line, times)]
    yield from (kept[index] for index in starts([lines[index] for index in kept], times))


def starts(lines: Sequence[Line], times: Counter[str]) -> Iterator[int]:
    """The indexes of titles among lines without furniture."""
    last, begun, filled = "", -REACH, True
    for index, line in enumerate(lines):
        plain = key(line.text)
        filled = filled or any(looks_printed(key(cell)) for cell in line.text.split("\t"))
        below = line.merged and index - begun < REACH and not filled and (kind_of_title(last) or not is_title(line))
        if below and not is_next_title(lines[max(begun, 0) + 1 : index], line):
            continue  # a cell over the whole width, below the title
        running = times[plain] > 1 and not TABLE_END.search(plain)
        told = has_unit_behind(line.text) or marker_follows(lines, index)
        if (is_title(line) and told) or (not running and is_drawn_title(lines, index)):
            title = CONTINUED.sub("", key(title_text(lines, index)))
            again = title == last and kind_of_title(last) not in FORMS
            if not again:
                yield index
            last, begun, filled = title, index, False


def is_next_title(between: Sequence[Line], line: Line) -> bool:
    """Whether a line soon below a title is another table's: behind the heads of a table without figures."""
    heads = any(is_cells(other) and not is_marker(other) for other in between)
    return heads and is_title(line) and TABLE_END.search(key(without_unit(line.text))) is not None


def marker_follows(lines: Sequence[Line], index: int) -> bool:
    """Whether a marker follows soon, or cells at once; the name of a body may stand between (某县水利局)."""
    for seen, line in enumerate(lines[index + 1 :], start=1):
        at_once = seen == 1 or (seen == 2 and names_body(lines[index + 1]))
        if is_marker(line) or (at_once and is_cells(line)):
            return True
        if seen >= REACH or is_title(line):
            return False
    return False
