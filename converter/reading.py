"""Reads many documents one after the other; those of one body, tables here and narrative there, as one disclosure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from converter import isolated
from converter.disclosure import Disclosure, nobodys, read
from converter.errors import DocumentError
from converter.isolated import Limits, Lost
from converter.together import LooseError, loose_part, whose_is

TOGETHER = 32  # documents that are held at a time, and among which partners are looked for
Outcome = Disclosure | Exception


def read_all(
    paths: Sequence[Path], asked: str = "cell_facts", jobs: int = 0, limits: Limits | None = None
) -> Iterator[tuple[Path, Outcome]]:
    """Each document's disclosure, or the error that reading it raised; of documents joined, only the main one.

    With limits, several documents are read in processes of their own (`jobs`; 0: one per processor), and one that
    takes more than they allow is an error like others. `asked`, a property of a disclosure, is worked out there too.
    """
    for first in range(0, len(paths), TOGETHER):
        some = paths[first : first + TOGETHER]
        yield from with_partners(apart(some, asked, jobs, limits) if limits and len(paths) > 1 else here(some))


def here(paths: Sequence[Path]) -> list[tuple[Path, Outcome]]:
    return [(path, outcome_of(path)) for path in paths]


def apart(paths: Sequence[Path], asked: str, jobs: int, limits: Limits) -> list[tuple[Path, Outcome]]:
    """What reading documents gives, each in another process than ours."""
    found = dict(isolated.run(outcome_with, [(path, asked) for path in paths], jobs, limits))
    return [(path, as_error(path, found[index])) for index, path in enumerate(paths)]


def as_error(path: Path, outcome: Outcome | Lost) -> Outcome:
    return DocumentError(path, outcome.problem, outcome.remedy) if isinstance(outcome, Lost) else outcome


def outcome_with(path: Path, asked: str) -> Outcome:
    """What reading a document gives, a disclosure with the asked property worked out."""
    try:
        found = read(path)
        getattr(found, asked)
        return found
    except MemoryError:
        raise
    except Exception as error:
        return error


def of_nobody(error: Exception, asked: str, limits: Limits) -> Disclosure | None:
    """What the tables of a rejected document say, if it has any and only does not tell whose they are; else None.

    It is worked out in a process of its own, within the limits, with the asked property.
    """
    if not isinstance(error, LooseError) or not error.tables:
        return None
    found = next((result for _, result in isolated.run(nobodys_with, [(error, asked)], 1, limits)), None)
    return found if isinstance(found, Disclosure) else None


def nobodys_with(error: LooseError, asked: str) -> Disclosure | None:
    """What a document says that does not tell whose it is, with the asked property worked out; None if that fails."""
    try:
        found = nobodys(error)
        getattr(found, asked)
    except Exception:  # the document is rejected anyway, and said to be
        return None
    return found


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
