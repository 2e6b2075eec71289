"""Reads the figures that the prose states: amounts, changes, shares and percentages, each with its words."""

from __future__ import annotations

import re
import tomllib
from collections import deque
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from converter.amounts import yuan
from converter.clauses import BUDGETED, CHANGE, LINK, SAVED, Clause, clause_of, is_of_several, phase_behind_name
from converter.document import Document
from converter.facts import Statement
from converter.named_subjects import NamedSubject, named_subjects
from converter.narrower import names_part
from converter.prose import Prose, clause_before, join_prose, prose_lines, sentence_before
from converter.tables import RawTable
from converter.words import key
from ontology import codes

AMOUNT = re.compile(r"(?<![\d.])(?<!\d,)(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元)")
REASON = re.compile(r"原因(?:分别)?(?:是|为|：|:)+(.{2,200}?)(?:；支出|$)")
NEXT = re.compile(r"。|；(?=[（(]?\d{1,2}[)）.、]|[①-⑳])")  # where what is said of a subject ends
SAME = re.compile(
    r"(?:与|同|较|比)(?:上年|去年|20\d\d年)(?:年初)?(?:预算)?(?:数)?(?:相比)?[，,]?"
    r"(?P<same>持平|保持一致|保持不变|一致|相同|没有变化|无变化|无增减(?:变[动化])?)"
)
SCHEMES = ("fund-source", "expenditure-kind", "item", "function", "economic-department")
OTHER_YEAR = re.compile(r"上年|比|较|20\d\d年")
MIN_WORD, NEAR = 3, 60
# the phases that the words may name of what a disclosure of one publishes
PUBLISHED = {"budget": {"", "budget"}, "final-account": {"", "final-account", "execution"}}
LONGEST = {"function": 3}
Placed = tuple[int, Statement]  # a statement and its place in the text
TOTALS = {"item/revenue-total", "item/expenditure-total", "item/current-year-total", "item/grand-total"}
BY_FISCAL = {"three-public", "operating-cost"}  # items that fiscal money pays: a fund behind their name changes nothing
PLAIN_FUNDS, USES = {"general-public", "fiscal"}, {"expenditure-kind", "function", "economic-department"}
WHOLE_FUND = re.compile("总计|总预算|收支预算$")
DEFINED = re.compile("(.{2,40}?)[：:，,]?是?指")  # 经费拨款：指财政部门当年安排给单位的资金。
LINKED = re.compile(r"^(?:20\d\d年度?|本年度?|全年)|(?:合计|总计|共计|共|约|为|是)+$")
# who has a share, where the words name bodies of their own: 16个直属事业单位支出占12%
OTHERS = re.compile(r"(?:单位|部门|机关|机构|[局厅校院站所队])(?:的?(?:支出|收入|预算|经费))?$")
# the year of a clause's own words, near its beginning: not 原因是2020年…, 较2020年…, 2020年底
YEAR_SAID = re.compile(r"(?:^|[，,：:、（(])[^\W\d是因由于比较与同和]{0,12}(20\d\d)年(?!末|底|\d{1,2}月|以来)")
REASONED = re.compile("原因|主要是|由于|因为")


def read_statements(document: Document, tables: Sequence[RawTable], year: int = 0) -> Iterator[Statement]:
    """The stated figures of the prose outside tables, in order: amounts, changes, shares, numbers of things.

    With a year, no amount is given that the words give another one (2025年预算8万元 in the budget of 2026).
    """
    prose = join_prose(prose_lines(document, tables))
    told = dict(told_amounts(prose))
    amounts = (found for found in amount_statements(prose, set(told)) if is_said_of(prose.text, *found, year))
    found = [*told.items(), *amounts, *count_statements(prose)]
    return (statement for _, statement in sorted(found, key=lambda one: one[0]))


def told_amounts(prose: Prose) -> Iterator[Placed]:
    """The amounts that the patterns of prose.toml tell by the words before them."""
    for entry in prose_words()["amount"]:
        for found in re.finditer(entry["pattern"], prose.text):
            printed, unit = found.groups()
            first, last = prose.line_at(found.start()), prose.line_at(found.end() - 1)
            value = yuan(Decimal(printed.replace(",", "")), unit)
            quote = (sentence_before(prose.text, found.start(1)) + printed + unit)[-40:]
            statement = Statement(entry["item"], "item", "amount", value, printed, unit, "", quote, first, last)
            yield found.start(1), statement


def count_statements(prose: Prose) -> Iterator[Placed]:
    """The numbers of posts, units, projects, vehicles … that prose.toml knows to read."""
    taken: set[int] = set()
    for entry in prose_words()["count"]:
        for found in re.finditer(entry["pattern"], prose.text):
            if found.start(1) in taken:
                continue
            taken.add(found.start(1))
            before = sentence_before(prose.text, found.start(1))
            if "not_after" in entry and re.search(entry["not_after"], clause_before(prose.text, found.start(1))):
                continue
            if "not_within" in entry and re.search(entry["not_within"], before):
                continue
            first, last = prose.line_at(found.start(1)), prose.line_at(found.end(1) - 1)
            number = found.group(1)
            quote = (before + prose.text[found.start(1) : found.end()])[-40:]
            statement = Statement(
                entry["item"], "item", "count", Decimal(number), number, entry["unit"], "", quote, first, last
            )
            yield found.start(1), statement


@cache
def prose_words() -> dict[str, Any]:
    """The words and patterns of prose.toml."""
    return tomllib.loads((files("converter") / "layouts" / "prose.toml").read_text("utf-8"))


def unnamed_words() -> list[str]:
    """Words of figures that no item names, though they hold the word of one."""
    return prose_words()["unnamed"]["words"]  # type: ignore[no-any-return]


def amount_statements(prose: Prose, told: Set[int]) -> Iterator[Placed]:
    """The stated amounts, changes, shares and what stayed as it was, but for the places that are told already."""
    context, named = Context(), deque(named_subjects(prose.text))
    last: NamedSubject | None = None
    for found in re.finditer(rf"{SAME.pattern}|{AMOUNT.pattern}|(?P<percent>-?\d+(?:\.\d+)?)%", prose.text):
        while named and named[0].end <= found.start():
            last = named.popleft()
            context.begin(last.end, last.subject)
        if found.group("same"):
            yield from unchanged(prose, found, context.subject(prose.text, found.start()))
        elif found.start() not in told:
            own = last if last and LINK.fullmatch(prose.text, last.end, found.start()) else None
            yield from stated(prose, found, own, context)


def stated(prose: Prose, found: re.Match[str], own: NamedSubject | None, context: Context) -> Iterator[Placed]:
    """The statement that a number makes: about the subject named right before it, in its clause, or last."""
    text, start = prose.text, found.start()
    words = text[own.start : start] if own else clause_before(text, start)
    bracketed = text[max(0, start - NEAR) : start] if found.group("percent") else ""
    clause = clause_of(words, text[own.end : start] if own else None, bracketed)
    if clause.compared and not found.group("percent"):
        return
    if own is None and (names_part(clause.about) or any(word in clause.about for word in unnamed_words())):
        context.note(text, found.end(), "", False)
        return
    name = context.of_fund(text, start, own.subject if own else name_of(text, start, clause, context), clause.about)
    follows = clause.follows if found.group("percent") else clause.direction or clause.phase
    subject = name or (context.subject(text, start) if follows and not own else "")
    begun, behind = start - len(words), text[found.end() : found.end() + NEAR]
    before = text[max(0, begun - NEAR) : begun]
    several = is_of_several(words, behind, before) or SAVED.search(words)
    if several or (not name and (context.is_reasoned(text, start) or context.is_not_about(clause))):
        subject = ""
    context.note(text, found.end(), subject, words.startswith("其中"))
    says = clause.direction or clause.base is not None or not found.group("percent")
    if subject and says and not text.startswith("以上", found.end()):
        yield start, make(prose, found, clause, subject)


def name_of(text: str, start: int, clause: Clause, context: Context) -> str:
    """The subject that a clause names, or the clause before one that only says 年初预算为; ""."""
    name = subject_of(clause.about) or change_subject(clause.about)
    alone = clause.phase and not name and not context.topic
    return earlier_subject(text, start, clause.words) if alone else name


def unchanged(prose: Prose, found: re.Match[str], subject: str) -> Iterator[Placed]:
    """The statement that something is what it was the year before; none when nothing says what."""
    if subject:
        scheme, notation = subject.split("/")
        first, last = prose.line_at(found.start()), prose.line_at(found.end() - 1)
        quote, reason = sentence_before(prose.text, found.end())[-40:], reason_after(prose.text, found.end())
        word = found.group("same")
        statement = Statement(notation, scheme, "change", Decimal(0), word, "", "unchanged", quote, first, last, reason)
        yield found.start(), statement


@dataclass
class Context:
    """What the last figures were about, so that a change or share without a name of its own can be understood."""

    last: str = ""
    end: int = 0
    noted: list[tuple[int, str]] = field(default_factory=list)  # where the figures end, and what they are about
    fund: tuple[int, str] = (0, "")  # a sentence's first figure, where it is the total of a fund
    here: list[str] = field(default_factory=list)
    part: bool = False  # whether the last figure is of a part (其中结转5万元): a change behind it may be of the whole
    topic: bool = False  # whether the last subject was named by level or code, and no other since

    def subject(self, text: str, start: int) -> str:
        """The last subject; across a full stop only when the sentence before was about nothing else."""
        crossed = text.count("。", self.end, start)
        near = start - self.end < 200 and not self.is_left(text[self.end : start])
        if (opening := opening_of(text, self.end, start)) >= 0:
            return next((subject for end, subject in reversed(self.noted) if end <= opening), "")
        return self.last if near and (not crossed or (crossed <= 2 and len(set(self.here)) == 1)) else ""

    def is_left(self, between: str) -> bool:
        """Whether words since the last figure name another subject, which has no figure of its own."""
        clauses = re.split("[，。；：]", between)[1:-1]
        return any(subject_of(clause) not in {"", self.last} for clause in clauses if clause.startswith("其中"))

    def of_fund(self, text: str, start: int, name: str, words: str) -> str:
        """The subject of a figure: a total is a fund's where the sentence began with a total of that fund.

        财政拨款收入总计5万元，支出总计5万元. A sentence that opens with 其中 goes on with the one before.
        """
        here = text.rfind("。", 0, start) + 1
        if name.startswith("fund-source/") and self.end <= here and WHOLE_FUND.search(words):
            self.fund = (start, name)
        begun = self.fund[0] >= here or (text.startswith("其中", here) and "。" not in text[self.fund[0] : here - 1])
        return self.fund[1] if self.fund[1] and begun and name in TOTALS else name

    def is_reasoned(self, text: str, start: int) -> bool:
        """Whether a reason has begun since the last figure: what it counts is not about that figure's subject."""
        return REASONED.search(text, self.end, start) is not None

    def is_not_about(self, clause: Clause) -> bool:
        """Whether a figure without a known name is not the last subject's: a change behind a part, others' share."""
        of_others = clause.base is not None and OTHERS.search(clause.about) is not None
        return of_others or (self.part and bool(clause.direction))

    def begin(self, end: int, subject: str) -> None:
        """Remembers a subject that is named before its figures: a new list begins with it."""
        self.last, self.end, self.here, self.topic = subject, end, [subject], True

    def note(self, text: str, end: int, subject: str, part: bool) -> None:
        """Remembers a figure; a new sentence begins a new list of subjects, a nameless amount leaves none."""
        if "。" in text[self.end : end]:
            self.here = []
        self.here.append(subject)
        self.part = part
        self.topic = self.topic and subject == self.last
        self.noted = [*self.noted[-20:], (end, subject)]
        self.last, self.end = subject, end


def opening_of(text: str, begin: int, end: int) -> int:
    """Where the bracket opened that closes between two places, or -1: what it held says nothing of what follows."""
    closing = max(text.rfind(mark, begin, end) for mark in ")）")
    return max(text.rfind(mark, 0, closing) for mark in "(（") if closing >= 0 else -1


def earlier_subject(text: str, end: int, clause: str) -> str:
    """The subject of the clause before one that only says 年初预算为, or ""; of a definition what it defines."""
    start = end - len(clause)
    sentence = text[text.rfind("。", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
    if defined := DEFINED.match(sentence):
        return subject_of(defined.group(1))
    return subject_of(clause_before(text, start - 1)) if start > 0 else ""


def change_subject(clause: str) -> str:
    """`scheme/notation` of the total whose change a clause gives (收入减少 …), or ""."""
    words = prose_words()["change"]
    return next((words[w] for w in words if CHANGE.search(clause) and clause.startswith(w)), "")


@cache
def subjects() -> tuple[tuple[str, str, str], ...]:
    """(word, scheme, notation) of everything that a figure may be about, longest word first."""
    found: dict[str, tuple[str, str, str]] = {}
    for word, target in prose_words()["word"].items():
        found[key(word)] = (key(word), *target.split("/"))
    for scheme in SCHEMES:
        for concept in codes.scheme(scheme):
            if concept.notation == "total" or len(concept.notation) > LONGEST.get(scheme, 99):
                continue
            for label in (concept.label_zh, *concept.alt_zh):
                word = key(label)
                if len(word) >= MIN_WORD:
                    found.setdefault(word, (word, scheme, concept.notation))
    return tuple(sorted(found.values(), key=lambda entry: -len(entry[0])))


def subject_of(clause: str) -> str:
    """`scheme/notation` of what a clause is about, or "": its last subject word, a total word only when alone."""
    plain = key(clause)
    if alone := prose_words()["alone"].get(LINKED.sub("", plain)):
        return str(alone)
    ending = next((subject for word, subject in prose_words()["ending"].items() if plain.endswith(key(word))), "")
    if ending:
        return ending
    found: list[tuple[int, int, str]] = []
    for word, scheme, notation in subjects():
        at = plain.rfind(word)
        if at >= 0:
            found.append((at, at + len(word), f"{scheme}/{notation}"))
    kept: list[tuple[int, int, str]] = []
    for start, end, subject in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, subject))
    named = [hit for hit in kept if hit[2] not in TOTALS]
    return last_named(named) if named else (kept[-1][2] if kept else "")


def last_named(named: Sequence[tuple[int, int, str]]) -> str:
    """The last of the subjects (start, end, subject) in a clause; of 三公经费财政拨款 the item, not the fund behind it.

    Other names with a fund right behind them say what part of a subject a fund pays: neither alone, so "".
    """
    *_, (_, end, before), (start, _, last) = ((0, -1, ""), *named)
    scheme, _, notation = before.partition("/")
    if scheme == "fund-source" and notation not in PLAIN_FUNDS and last.split("/")[0] in USES:
        return ""  # 政府性基金预算拨款项目支出: what one fund pays of a use is not all of it
    if end != start or not last.startswith("fund-source/") or scheme == "fund-source":
        return last
    items = codes.scheme("item")
    return before if scheme == "item" and BY_FISCAL & set(items.path(notation)) else ""


def make(prose: Prose, found: re.Match[str], clause: Clause, subject: str) -> Statement:
    """One statement: a share where there is a base, a change or percentage where there is a direction."""
    scheme, notation = subject.split("/")
    percent, start = found.group("percent"), found.start()
    measure = ("percent" if clause.direction else "share") if percent else ("change" if clause.direction else "amount")
    printed, unit = percent or found.group("number"), "%" if percent else found.group("unit")
    number = Decimal(printed.replace(",", ""))
    return Statement(
        notation,
        scheme,
        measure,
        number if percent else yuan(number, unit),
        printed,
        unit,
        clause.direction,
        (clause.words + found.group(0))[-40:],
        prose.line_at(max(start - len(clause.words), 0)),
        prose.line_at(found.end() - 1),
        reason_after(prose.text, found.end()) if clause.direction else "",
        clause.phase or (phase_behind_name(clause.words) if measure == "amount" else ""),
        base_subject(clause.base) if clause.base and measure == "share" else "",
    )


def base_subject(base: str) -> str:
    """`scheme/notation` of what a share is of; the words themselves where no code says it."""
    return BUDGETED if base == BUDGETED else subject_of(base) or base


def reason_after(text: str, start: int) -> str:
    """The reason that the sentence (or one right behind it that opens with it) gives for a change, or ""."""
    stop = end_of(text, start)
    found = REASON.search(text[start:stop])
    if found is None and re.match(r"(?:增减变化的)?主要原因", text[stop + 1 :]):
        found = REASON.search(text[stop + 1 : end_of(text, stop + 1)])
    return found.group(1).strip("：:，,") if found else ""


def end_of(text: str, start: int) -> int:
    """Where what a sentence says of one subject ends."""
    found = NEXT.search(text, start)
    return found.start() if found else len(text)


def told_items(statements: Sequence[Statement], year: int, phase: str) -> dict[str, Decimal]:
    """Item → amount in yuan where the prose states exactly one amount of the budget year and phase for it."""
    found: dict[str, set[Decimal]] = {}
    for stated in statements:
        if stated.scheme == "item" and stated.measure == "amount" and is_of_edition(stated, year, phase):
            found.setdefault(stated.item, set()).add(stated.value)
    return {item: values.pop() for item, values in found.items() if len(values) == 1}


def is_said_of(text: str, start: int, stated: Statement, year: int) -> bool:
    """Whether an amount may be of a year: its sentence names none before it, or this one last.

    What was carried out (2025年预算执行数为5万元) says by its phase that it is of another edition.
    """
    if not year or stated.measure != "amount" or stated.phase not in {"", "budget"}:
        return True
    named = YEAR_SAID.findall(text[max(text.rfind(mark, 0, start) for mark in "。；") + 1 : start])
    return not named or int(named[-1]) == year


def is_of_edition(stated: Statement, year: int, phase: str) -> bool:
    """Whether the words are about what a disclosure of this year and phase publishes."""
    return is_of_year(stated, year) and stated.phase in PUBLISHED.get(phase, {""})


def is_of_year(stated: Statement, year: int) -> bool:
    """Whether the words are about the budget year, not about a change or another year."""
    return not OTHER_YEAR.search(stated.quote.replace(f"{year}年", ""))
