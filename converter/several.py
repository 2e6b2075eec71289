"""Several disclosures in one file, one behind the other: a volume of a county's departments, a body and its units.

Only what repeats is taken apart: where at least two of the summary tables that a disclosure has once come again
behind a title, or below heads, of another body, year or phase, or with other figures and nobody's name, another
disclosure begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from converter.document import Document, Line
from converter.furniture import own_words
from converter.naming import TITLE, TITLE_NAME, bare, clean_name, is_name, is_placed, labelled, name_of_head, unlabelled
from converter.organisation import LEVEL
from converter.tables import RawTable
from converter.words import key

ONCE = frozenset(
    {
        "revenue_expenditure_summary",
        "revenue_summary",
        "expenditure_summary",
        "fiscal_appropriation_summary",
        "three_public",
    }
)
"""Kinds of tables that a disclosure has once."""
AGAIN = 2  # of them must come again
PARTS = 3  # lines over which a title may be broken
LONGEST = 60
BEHIND = r"公开|公示|说明|情况|信息|报告|报表|编制|文本|草案|目录|资料|[及和书表]|[(（][^()（）]{1,8}[)）]"
WHOLE_TITLE = re.compile(rf"{TITLE_NAME.pattern}(?:及[“\"]?三公[”\"]?经费(?:预算|决算)|{BEHIND})*$")
YEAR = re.compile(r"20\d\d")
OPENING = re.compile(r"^(?:目录|第一部分)")
FIGURE = re.compile(r"\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+")
COVER_LINES = 12
NEAR = 6  # lines, blank ones too
OWN_LEVEL = re.compile(r"[(（]?(?:本级|机关)[)）]?$")  # of the body alone; (汇总) is what a department has anyway


@dataclass(frozen=True)
class Owner:
    """Whose a title, or the head of a table, says that what follows is, and its line."""

    line: int
    name: str
    year: str = ""
    phase: str = ""

    def is_same(self, other: Owner) -> bool:
        """Whether two name one disclosure, as far as they say; a name may be short of its place."""
        return (
            is_of(self.name, other.name)
            and bool(OWN_LEVEL.search(self.name)) == bool(OWN_LEVEL.search(other.name))
            and all(a == b or not (a and b) for a, b in ((self.year, other.year), (self.phase, other.phase)))
        )


NOBODY = Owner(0, "")


@dataclass
class Volume:
    """The tables of one disclosure of several, and whose they are."""

    owner: Owner
    tables: list[RawTable] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        return {table.kind for table in self.tables} & ONCE


def each_disclosure(document: Document, tables: Sequence[RawTable]) -> tuple[Document, ...]:
    """A document for each disclosure that a file holds, with its own lines, numbered anew; the document if it is one.

    Pages and places stay those of the file. A remark on each says how many the file holds.
    """
    if not is_repeated(tables):
        return (document,)
    owners = list(owners_in(document.lines, tables))
    told = list(volumes_of(tables, owners))
    volumes = [volume for each in told for volume in untold(each, owners)]
    if len(volumes) < 2:
        return (document,)
    pairs = zip(volumes, (None, *volumes), strict=False)
    starts = [start_of(volume, owners, document.lines, before) for volume, before in pairs]
    ends = [*(start - 1 for start in starts[1:]), len(document.lines)]
    remark = f"one of {len(volumes)} disclosures in its file"
    return tuple(part_of(document, start, end, remark) for start, end in zip(starts, ends, strict=True))


def is_repeated(tables: Sequence[RawTable]) -> bool:
    """Whether enough tables that a disclosure has once are there again."""
    kinds = [table.kind for table in tables if table.kind in ONCE]
    return sum(kinds.count(kind) > 1 for kind in set(kinds)) >= AGAIN


def owners_in(lines: Sequence[Line], tables: Sequence[RawTable]) -> Iterator[Owner]:
    """Whose the titles, labels (单位名称：…) and heads of tables say that what follows is, in order.

    A name without a title that is that of the title before says nothing new: it lacks 本级, year and phase.
    """
    filled = [(text, line) for line in lines if "\t" not in line.text and (text := own_words(line.text))]
    found = [*titled(filled), *named(filled), *headed(tables)]
    title = NOBODY
    for owner in sorted(found, key=lambda owner: owner.line):
        if owner.phase:
            title = owner
        if owner.phase or not is_of(owner.name, title.name):
            yield owner


def is_of(name: str, other: str) -> bool:
    """Whether one name is the other, without its level, or without its place."""
    short, whole = sorted((bare(name), bare(other)), key=len)
    return bool(short) and whole.endswith(short)


def titled(texts: Sequence[tuple[str, Line]]) -> Iterator[Owner]:
    """The titles of disclosures among lines; one that begins with a place may be broken over three of them."""
    for at, (text, line) in enumerate(texts):
        sizes = range(2, PARTS + 1) if is_placed(clean_name(text)) else ()
        below = [part for part, other in texts[at : at + PARTS] if is_below(other, line)]
        broken = ("".join(below[:size]) for size in sizes)
        if owner := next((owner for title in (text, *broken) if (owner := titled_by(title, line.number))), None):
            yield owner


def is_below(line: Line, other: Line) -> bool:
    """Whether a line stands below another on one page, or is that line."""
    return line.page == other.page and 0 <= line.number - other.number < NEAR


def titled_by(text: str, number: int) -> Owner | None:
    """Whose a title is; None for other texts, and for one that names no body."""
    found = WHOLE_TITLE.match(text) if len(text) <= LONGEST and TITLE.search(text) else None
    name = clean_name(found.group(1)) if found else ""
    if not is_name(name):
        return None
    years = YEAR.findall(text)
    level = "本级" if "本级" in text and not LEVEL.search(name) else ""
    return Owner(number, name + level, years[0] if len(years) == 1 else "", "决算" if "决算" in text else "预算")


def named(texts: Sequence[tuple[str, Line]]) -> Iterator[Owner]:
    """The names behind a label on lines outside cells: 预算单位：某局."""
    return (Owner(line.number, name) for text, line in texts if (name := labelled(text)))


def headed(tables: Sequence[RawTable]) -> Iterator[Owner]:
    """The names in the heads of the tables that a disclosure has once: behind a label, or beside the unit."""
    for table in tables:
        cells = [key(cell) for line in table.head for cell in line.text.split("\t")]
        names = (found[1] for cell in cells if (found := name_of_head(cell)))
        if table.kind in ONCE and (name := next(names, "") or unlabelled(cells)):
            yield Owner(table.first_line, name)


def volumes_of(tables: Sequence[RawTable], owners: Sequence[Owner]) -> Iterator[Volume]:
    """The tables by disclosure: a new one begins with the tables of another owner that repeat enough kinds."""
    current: Volume | None = None
    for found in runs(tables, owners):
        if current and len(current.kinds & found.kinds) >= AGAIN and not current.owner.is_same(found.owner):
            yield current
            current = found
        elif current:
            current = Volume(current.owner if current.owner.name else found.owner, [*current.tables, *found.tables])
        else:
            current = found
    if current:
        yield current


def runs(tables: Sequence[RawTable], owners: Sequence[Owner]) -> Iterator[Volume]:
    """The tables that follow each other and have one owner."""
    run: Volume | None = None
    for table in tables:
        owner = next((owner for owner in reversed(owners) if owner.line <= table.head[-1].number), NOBODY)
        if run and (run.owner == owner or run.owner.is_same(owner)):
            run.tables.append(table)
            continue
        if run:
            yield run
        run = Volume(owner, [table])
    if run:
        yield run


def untold(volume: Volume, owners: Sequence[Owner]) -> Iterator[Volume]:
    """The tables of one owner by disclosure: what repeats enough kinds with other figures is of another, not named.

    Where the owner is named again right above what repeats, it is that owner's.
    """
    current = Volume(volume.owner)
    for some in sets_of(volume.tables):
        near = range(some[0].first_line - NEAR, some[0].head[-1].number + 1)
        is_named = any(owner.line in near for owner in owners)
        found = Volume(NOBODY, some)
        if is_named or len(current.kinds & found.kinds) < AGAIN or is_reprint(current, found):
            current.tables += some
        else:
            yield current
            current = found
    yield current


def sets_of(tables: Sequence[RawTable]) -> Iterator[list[RawTable]]:
    """The tables in sets without any kind twice that a disclosure has once; all but the first begin with such a one."""
    some: list[RawTable] = []
    for table in tables:
        if table.kind in ONCE and any(table.kind == other.kind for other in some):
            yield some
            some = []
        some.append(table)
    yield some


def is_reprint(volume: Volume, other: Volume) -> bool:
    """Whether most figures of the tables that two have in common are the same."""
    common = volume.kinds & other.kinds
    here, there = (
        {figure for table in each.tables if table.kind in common for figure in figures(table)}
        for each in (volume, other)
    )
    return 2 * len(here & there) > min(len(here), len(there))


def figures(table: RawTable) -> Iterator[str]:
    return (found.replace(",", "") for line in table.body for found in FIGURE.findall(line.text))


def start_of(volume: Volume, owners: Sequence[Owner], lines: Sequence[Line], before: Volume | None) -> int:
    """The line with which a disclosure begins, behind the tables of the one before.

    That is its first title that none of another's follows, else its contents or first part, with the cover above.
    The first one begins with the file, unless titles of others stand before its own (a cover, a list of bodies).
    """
    if before is None and not is_listed(volume, owners):
        return 1
    after = before.tables[-1].head[-1].number if before else 0
    start = volume.tables[0].first_line
    if volume.owner is NOBODY:
        start = next((line.number for line in lines[after:start] if OPENING.match(key(line.text))), start)
    for owner in reversed([owner for owner in owners if after < owner.line <= volume.tables[0].head[-1].number]):
        if not owner.is_same(volume.owner):
            break
        start = owner.line
    others = [owner.line for owner in owners if after < owner.line < start and not owner.is_same(volume.owner)]
    return with_cover(lines, page_start(lines, start, after), max([after, *others]))


def with_cover(lines: Sequence[Line], start: int, after: int) -> int:
    """The first line of the page before, if it is a cover: few short lines, one of them the title of a disclosure.

    A page that holds lines up to `after` is none.
    """
    above = lines[max(after, start - 1 - COVER_LINES) : start - 1]
    if not above or above[-1].page in (None, lines[start - 1].page):
        return start
    page = [line for line in above if line.page == above[-1].page]
    if after and lines[after - 1].page == page[0].page:
        return start
    is_cover = len(page) < COVER_LINES and all(map(is_short, page)) and any(TITLE.search(key(p.text)) for p in page)
    return page[0].number if is_cover else start


def is_listed(volume: Volume, owners: Sequence[Owner]) -> bool:
    """Whether titles of others stand before the tables of the first disclosure: a cover, a list of bodies."""
    before = (owner for owner in owners if owner.line <= volume.tables[0].head[-1].number)
    return any(not owner.is_same(volume.owner) for owner in before)


def page_start(lines: Sequence[Line], start: int, after: int) -> int:
    """The first line of the page on which a disclosure begins, if only short lines, as on a cover, stand above."""
    page = lines[start - 1].page
    above = [line for line in lines[after : start - 1] if page and line.page == page]
    is_cover = above and len(above) < COVER_LINES and all(map(is_short, above))
    return above[0].number if is_cover else start


def is_short(line: Line) -> bool:
    return "\t" not in line.text and len(line.text) <= LONGEST


def part_of(document: Document, start: int, end: int, remark: str) -> Document:
    """The lines of a part of a document, numbered from 1, with a remark."""
    lines = [replace(line, number=number) for number, line in enumerate(document.lines[start - 1 : end], start=1)]
    pages = [line.page for line in lines if line.page]
    where = f"pages {pages[0]}–{pages[-1]}" if pages else f"lines {start}–{end}"
    return replace(document, lines=tuple(lines), remarks=(remark, *document.remarks), extent=where)
