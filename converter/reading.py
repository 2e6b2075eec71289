"""Reads many documents one after the other; those of one body, tables here and narrative there, as one disclosure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from converter.disclosure import Disclosure, read
from converter.together import LooseError, loose_part, whose_is

TOGETHER = 32  # documents that are held at a time, and among which partners are looked for
Outcome = Disclosure | Exception


def read_all(paths: Iterable[Path]) -> Iterator[tuple[Path, Outcome]]:
    """Each document's disclosure, or the error that reading it raised; of documents joined, only the main one."""
    rest = iter(paths)
    while some := list(islice(rest, TOGETHER)):
        yield from with_partners([(path, outcome_of(path)) for path in some])


def outcome_of(*paths: Path) -> Outcome:
    """What reading documents as one disclosure gives."""
    try:
        return read(*paths)
    except Exception as error:
        return error


def with_partners(outcomes: Sequence[tuple[Path, Outcome]]) -> Iterator[tuple[Path, Outcome]]:
    """The outcomes, each narrative joined to the one disclosure of the same body, year and phase."""
    more: dict[Path, list[Path]] = {}
    joined: set[Path] = set()
    for path, outcome in outcomes:
        main = partner(outcome, outcomes)
        if main is not None:
            more.setdefault(main, []).append(path)
            joined.add(path)
    for path, outcome in outcomes:
        if path not in joined:
            yield path, outcome_of(path, *more[path]) if path in more else outcome


def partner(outcome: Outcome, others: Sequence[tuple[Path, Outcome]]) -> Path | None:
    """The document that holds the tables of a narrative, or None."""
    part = loose_part(outcome) if isinstance(outcome, LooseError) else None
    if part is None or part.tables or not part.whose:
        return None
    same = [path for path, other in others if isinstance(other, Disclosure) and whose_is(other.identity) == part.whose]
    return same[0] if len(same) == 1 else None
