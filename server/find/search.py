"""Finding things by words: `search` for names that hold them, `alike` for names that are nearly the same."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from server.find.grams import RECONCILED, any_of, normal, phrases, runs, scattered, tokens, within
from server.find.index import Found, Index

CAP = 5_000  # so many names are looked at for one search
LIKE = 400  # and so many for one that looks for similar ones


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found: one page of it, and how many there are in all. `capped`: there are more than were counted."""

    results: tuple[Found, ...]
    total: int
    capped: bool


NOTHING = Hits((), 0, False)


def search(index: Index, words: str, kind: str = "", limit: int = 20, offset: int = 0) -> Hits:
    """The things whose names or codes hold all the words, in pages; where there are none, those they are short for."""
    match = phrases(words)
    if match is None:
        return NOTHING
    asked = {"match": within(match, kind), "cap": CAP, "words": words.strip(), "limit": limit, "offset": offset}
    found = index.rows("search", asked)
    total = index.value("search-count", {"match": asked["match"], "cap": CAP})
    if not total:
        return _short_forms(index, words, kind, limit, offset)
    return Hits(tuple(found), int(total), total >= CAP)


def _short_forms(index: Index, words: str, kind: str, limit: int, offset: int) -> Hits:
    """The things whose names have the characters of the words in this order, with others between them."""
    match = scattered(words)
    if match is None:
        return NOTHING
    asked = {"match": within(match, kind), "cap": CAP, "words": words.strip(), "limit": LIKE, "offset": 0}
    short = "".join(run for _, run in runs(words))
    found = [each for each in index.rows("search", asked) if _in_order(short, normal(each["matched"]))]
    return Hits(tuple(found[offset : offset + limit]), len(found), len(found) >= LIKE)


def _in_order(short: str, name: str) -> bool:
    rest = iter(name)
    return all(character in rest for character in short)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant, and how much its name is like the words, from 0 to 100."""

    found: Found
    score: float
    exact: bool


def alike(index: Index, words: str, kind: str = "", type_iri: str = "", limit: int = 5) -> list[Candidate]:
    """The things whose name is most like the words, the best first; a code counts as a name."""
    code = {"notation": words.strip(), "kind": kind if kind != RECONCILED else "", "type": type_iri, "limit": limit}
    found = {each["iri"]: Candidate(each, 100.0, True) for each in index.rows("by-notation", code)}
    match = any_of(words) or phrases(words)
    if match is not None:
        asked = {"match": within(match, kind, type_iri), "cap": LIKE, "words": words, "limit": LIKE, "offset": 0}
        near = index.rows("search", asked)
        names = _names(index, [each["iri"] for each in near])
        for each in near:
            found.setdefault(each["iri"], _candidate(each, words, names.get(each["iri"], [])))
    return sorted(found.values(), key=lambda each: (-each.score, len(each.found["label"]), each.found["iri"]))[:limit]


def _names(index: Index, iris: list[str]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for row in index.rows("names", {"iris": json.dumps(iris)}):
        names.setdefault(row["iri"], []).append(row["text"])
    return names


def _candidate(found: Found, words: str, names: Iterable[str]) -> Candidate:
    """With its place in front a name may be the whole of what was asked: 卫生健康委员会 in 郑州市."""
    known = list(names) or [found["label"]]
    placed = [f"{found['place']}{name}" for name in known] if found["place"] else []
    exact = any(normal(name) == normal(words) for name in known)
    best = max(likeness(words, name) for name in (*known, *placed))
    return Candidate(found, 100.0 if exact else min(round(best * 100, 1), 99.0), exact)


def likeness(one: str, other: str) -> float:
    """How much two names have in common, from 0 to 1: their shared pairs of characters against all they have."""
    mine, others = tokens(one), tokens(other)
    if not mine or not others:
        return 0.0
    shared = 2 * len(mine & others) / (len(mine) + len(others))
    return max(shared, _short_for(normal(one), normal(other)))


def _short_for(short: str, name: str) -> float:
    """How well a short form fits a name: 市医保局 for 市医疗保障局 leaves characters out, and changes no order."""
    if len(short) < 3 or 2 * len(short) < len(name) or not _in_order(short, name):
        return 0.0
    return 0.6 + 0.4 * len(short) / len(name)


def entity(index: Index, iri: str) -> Found | None:
    """One thing that has a name."""
    found = index.rows("entity", {"iri": iri})
    return found[0] if found else None


def entities(index: Index, iris: Iterable[str]) -> dict[str, Found]:
    """Things by their IRI; those that have no name are left out."""
    return {row["iri"]: row for row in index.rows("entities", {"iris": json.dumps(sorted(set(iris)))})}
