"""What header words and row labels mean: the code lists' labels, and the extras of headers.toml and phrases.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files

from converter.subject_columns import LISTS, subject_below
from converter.words import key, strip_ordinal
from ontology import codes

DATED = re.compile(r"^(20[0-4]\d)年(?:度)?(.*)$")
DRESSED_UNIT = re.compile(r"\((?:金额)?(?:单位:)?(?:人民币)?(?:元|千元|万元|亿元|个|台|辆|套|人|%)\)")
GRAND = ("合计", "小计", "总计", "总数", "总额")
# A header word may be in several lists; the first list that knows it wins.
COLUMN_SCHEMES = {
    "fundVintage": "fund-vintage",
    "fundSource": "fund-source",
    "expenditureKind": "expenditure-kind",
    "item": "item",
    "govEconomic": "economic-government",
}
ROW_SCHEMES = {"expenditureKind": "expenditure-kind", "item": "item", "fundSource": "fund-source"}
PROJECT = "project"
LISTED = {"label", "function", "note"}  # fields that the head of a list of labels and amounts may have


@dataclass(frozen=True)
class Meaning:
    """What a word says: values by dimension; whether it is a total word, a memo (其中) or known at all."""

    values: dict[str, str] = field(default_factory=dict)
    total: bool = False
    memo: bool = False
    known: bool = True


@cache
def headers() -> dict[str, object]:
    """The words of headers.toml and the phrases of phrases.toml."""
    texts = ((files("converter") / "layouts" / name).read_text("utf-8") for name in ("headers.toml", "phrases.toml"))
    return {name: words for text in texts for name, words in tomllib.loads(text).items()}


@cache
def counted_ending() -> re.Pattern[str]:
    """What a text ends with that says of what it gives a number, in brackets: (辆), (人次)."""
    words = "|".join(re.escape(word) for word in headers()["counted"])  # type: ignore[attr-defined]
    return re.compile(rf"\((?:单位:)?(?:{words})(?:[,、/和或](?:{words}))*\)$")


@lru_cache(maxsize=4096)
def is_count(word: str) -> bool:
    """Whether a header word (normal form) says that its column holds numbers of things and no money."""
    plain = counted_ending().sub("", word)
    return plain != word or word in headers()["counts"] or word.endswith(count_ends())  # type: ignore[operator]


@cache
def count_ends() -> tuple[str, ...]:
    return tuple(headers()["count_ends"])  # type: ignore[arg-type]


def counts_things(path: Sequence[str]) -> bool:
    """Whether a column holds numbers that are no money: its own word says so, or its group's and it names no money."""
    words = [key(word) for word in path]
    if not words or is_count(words[-1]):
        return bool(words)
    named = look_up(words[-1], COLUMN_SCHEMES) or words[-1].endswith(("额", "费", "价"))
    return not named and any(map(is_count, words[:-1]))


@cache
def key_words() -> dict[str, str]:
    """Header word (normal form) → field of the row."""
    return {key(word): name for word, name in headers()["keys"].items()}  # type: ignore[attr-defined]


@lru_cache(maxsize=4096)
def key_field(word: str) -> str:
    """The field of the row that a column with this header holds, or empty."""
    plain = key(word)
    if plain in key_words():
        return key_words()[plain]
    if column_word(word).known:
        return ""
    return next((entry["field"] for entry in headers()["pattern"] if fits(entry, plain)), "")  # type: ignore[attr-defined]


def fits(pattern: dict[str, list[str]], plain: str) -> bool:
    """Whether a header word has all the words of a pattern, one of its alternatives, and one of its endings."""
    return (
        all(word in plain for word in pattern.get("all", ()))
        and (not pattern.get("any") or any(word in plain for word in pattern["any"]))
        and plain.endswith(tuple(pattern["ends"]))
    )


@cache
def total_words() -> frozenset[str]:
    return frozenset(key(word) for word in headers()["total"])  # type: ignore[attr-defined]


@cache
def neutral_words() -> frozenset[str]:
    return frozenset(key(word) for word in headers()["neutral"])  # type: ignore[attr-defined]


@cache
def phrases() -> dict[str, Meaning]:
    return {
        key(entry["word"]): Meaning(entry["means"], memo=entry.get("memo", False))
        for entry in headers()["phrase"]  # type: ignore[attr-defined]
    }


def is_total_word(word: str) -> bool:
    """Whether a header word or row label is 合计, 小计, 总计 …, with or without a colon."""
    return key(word).rstrip(":") in total_words()


@lru_cache(maxsize=4096)
def column_word(word: str) -> Meaning:
    """The meaning of one header word: as it stands, else without what only dresses it, else put together of parts."""
    plain = bare_label(word)
    found = exact_word(plain)
    if found.known:
        return found
    memo = is_memo(word)
    for form in forms(plain.removeprefix("其中").lstrip(":、")):
        found = exact_word(form)
        if not found.known:
            found = composed(form)
        if found.known and (found.values or form in neutral_words() or (found.total and form != plain)):
            return replace(found, memo=memo, total=found.total or is_grand(plain, form))
    return Meaning(memo=memo, known=False)


def exact_word(plain: str) -> Meaning:
    """The meaning of a header word that the lists hold as it stands."""
    dated = DATED.match(plain)
    if dated and plain not in phrases():
        rest = column_word(dated.group(2)) if dated.group(2) else Meaning()
        return replace(rest, values={**rest.values, "fiscalYear": dated.group(1)})
    if plain in phrases():
        return phrases()[plain]
    if plain.rstrip(":") == "其中":
        return Meaning(memo=True)
    if plain in total_words():
        return Meaning(total=True)
    if plain in neutral_words():
        return Meaning()
    memo = is_memo(plain)
    found = look_up(plain.removeprefix("其中").lstrip(":"), COLUMN_SCHEMES)
    total = not memo and found.get("item") == "three-public"
    return Meaning(found, memo=memo, total=total, known=bool(found))


def is_memo(plain: str) -> bool:
    """Whether a header word says that its figures are part of others or stand beside them."""
    return plain.startswith("其中") or plain in headers()["beside"]  # type: ignore[operator]


def is_grand(plain: str, form: str) -> bool:
    """Whether the word that was taken off a header word makes it a total (项目支出总数, 收入合计)."""
    return plain != form and plain.startswith(form) and plain.endswith(GRAND)


def bare_label(text: str) -> str:
    """A label in its normal form without its leading ordinals."""
    plain = key(text)
    while (shorter := key(strip_ordinal(plain))) != plain and shorter:
        plain = shorter
    return plain


def label_forms(text: str) -> Iterator[str]:
    """What a row's label may be in the lists: as it stands, then without what only dresses it."""
    plain = bare_label(bare_label(text).removeprefix("其中").lstrip(":、"))
    yield from forms(plain)


def forms(plain: str) -> Iterator[str]:
    """A word, then what is left of it without units in brackets, openings and endings, the longest first."""
    seen: list[str] = []
    queue = [plain]
    while queue:
        form = queue.pop(0)
        if form in seen or len(form) < 2:
            continue
        seen.append(form)
        yield form
        queue += [shorter for shorter in undressed(form) if shorter]
        queue.sort(key=len, reverse=True)


def undressed(form: str) -> Iterator[str]:
    """A word without one of the dressings that headers.toml names."""
    dressing = headers()["dressing"]
    yield DRESSED_UNIT.sub("", form)
    for opening in dressing["openings"]:  # type: ignore[index]
        if form.startswith(opening):
            yield form[len(opening) :]
    for ending in dressing["endings"]:  # type: ignore[index]
        if form.endswith(ending):
            yield form[: -len(ending)]


def composed(plain: str) -> Meaning:
    """The meaning of a word that is put together of known ones, each of another dimension (政府性基金 + 基本支出)."""
    for cut in range(3, len(plain) - 2):
        left, right = look_up(plain[:cut], COLUMN_SCHEMES), look_up(plain[cut:], COLUMN_SCHEMES)
        if left and right and not left.keys() & right.keys():
            return Meaning({**left, **right})
    return Meaning(known=False)


def row_word(text: str, schemes: dict[str, str]) -> dict[str, str]:
    """What a row's label names, as dimension → notation: as it stands, else without what only dresses it."""
    return next((found for form in label_forms(text) if (found := look_up(form, schemes))), {})


def look_up(plain: str, schemes: dict[str, str]) -> dict[str, str]:
    """The value of the first list that knows this label, as dimension → notation."""
    for dimension, scheme in schemes.items():
        concept = codes.scheme(scheme).by_label(plain)
        if concept is not None and concept.notation != "total":
            return {dimension: concept.notation}
    return {}


def path_meaning(path: tuple[str, ...], subjects: str = "") -> Meaning:
    """The meaning of a header path: inner words refine outer ones.

    With `subjects` (部门 or 政府), names of economic subjects stand for those of that list.
    """
    words = [word_below(path[:depth], word, subjects) for depth, word in enumerate(path)]
    if words and words[-1] == Meaning():  # 金额 below 功能分类, which says what the labels beside it are
        above = zip(words[:-1], path[:-1], strict=True)
        words[:-1] = [Meaning() if not m.known and key_field(w) in LISTED else m for m, w in above]
    values: dict[str, str] = {}
    for word in words:
        values |= in_project(values, word.values)
    known = bool(words) and all(word.known for word in words)
    return Meaning(values, bool(words) and words[-1].total, any(word.memo for word in words), known)


def in_project(outer: dict[str, str], inner: dict[str, str]) -> dict[str, str]:
    """What an inner word says below outer ones: a kind of basic expenditure within projects is an economic subject."""
    subjects: dict[str, str] = headers()["subjects_of_kinds"]  # type: ignore[assignment]
    kind, above = inner.get("expenditureKind", ""), outer.get("expenditureKind", "")
    if kind not in subjects or not above or PROJECT not in codes.scheme("expenditure-kind").path(above):
        return inner
    return {**{n: v for n, v in inner.items() if n != "expenditureKind"}, "deptEconomic": subjects[kind]}


def word_below(above: tuple[str, ...], word: str, subjects: str = "") -> Meaning:
    """The meaning of a header word; 购置费 below 公务用车购置及运行费 is 公务用车购置费."""
    if subjects and (code := subject_below((*above, word), subjects)):
        return Meaning({LISTS[subjects][0]: code})
    if key_words().get(key(word), "").startswith("group"):
        return Meaning()
    found = column_word(word)
    if found.known or not above or column_word(above[-1]).values.get("item") != "vehicles":
        return found
    return column_word(f"公务用车{key(word)}")


def row_function_class(label: str) -> str | None:
    """The 类 code that a label such as 十、卫生健康 names, or None."""
    found = [c for c in codes.scheme("function").candidates(strip_ordinal(label)) if len(c.notation) == 3]
    return found[0].notation if len(found) == 1 else None
