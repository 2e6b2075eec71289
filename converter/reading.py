"""Reads many documents one after the other; those of one body, tables here and narrative there, as one disclosure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from converter import isolated
from converter.disclosure import Disclosure, nobodys, parts, understand
from converter.document import Document
from converter.errors import DocumentError
from converter.isolated import Limits, Lost
from converter.tables import RawTable
from converter.together import LooseError, loose_part, whose_is

TOGETHER = 32  # documents that are held at a time, and among which partners are looked for
Outcome = Disclosure | Exception


def read_all(
    paths: Sequence[Path], asked: str = "cell_facts", jobs: int = 0, limits: Limits | None = None
) -> Iterator[tuple[Path, Outcome]]:
    """Each document's disclosures, or the error that reading it raised; of documents joined, only the main one.

    With limits, several documents are read in processes of their own (`jobs`; 0: one per processor), and one that
    takes more than they allow is an error like others. `asked`, a property of a disclosure, is worked out there too.
    """
    for first in range(0, len(paths), TOGETHER):
        some = paths[first : first + TOGETHER]
        yield from with_partners(apart(some, asked, jobs, limits) if limits and len(paths) > 1 else here(some))


def here(paths: Sequence[Path]) -> list[tuple[Path, Outcome]]:
    return [(path, outcome) for path in paths for outcome in outcomes_of(path)]


def apart(paths: Sequence[Path], asked: str, jobs: int, limits: Limits) -> list[tuple[Path, Outcome]]:
    """What reading documents gives, each in another process than ours."""
    found = dict(isolated.run(outcomes_with, [(path, asked) for path in paths], jobs, limits))
    return [(path, outcome) for index, path in enumerate(paths) for outcome in as_outcomes(path, found[index])]


def as_outcomes(path: Path, found: list[Outcome] | Lost) -> list[Outcome]:
    return [DocumentError(path, found.problem, found.remedy)] if isinstance(found, Lost) else found


def outcomes_with(path: Path, asked: str) -> list[Outcome]:
    """What reading a document gives, each disclosure with the asked property worked out."""
    return [worked_out(outcome, asked) for outcome in outcomes_of(path)]


def worked_out(outcome: Outcome, asked: str) -> Outcome:
    """A disclosure whose asked property is worked out, or the error that this raised."""
    try:
        if isinstance(outcome, Disclosure):
            getattr(outcome, asked)
        return outcome
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


def outcomes_of(*paths: Path) -> list[Outcome]:
    """What reading documents together gives: one outcome, or one for each disclosure that the file holds."""
    try:
        return [outcome_of(*part) for part in parts(*paths)]
    except MemoryError:
        raise
    except Exception as error:
        return [error]


def outcome_of(document: Document, tables: tuple[RawTable, ...]) -> Outcome:
    isolated.next_part()
    try:
        return understand(document, tables)
    except MemoryError:
        raise
    except Exception as error:
        return error


def with_partners(outcomes: Sequence[tuple[Path, Outcome]]) -> Iterator[tuple[Path, Outcome]]:
    """The outcomes, each narrative joined to the one disclosure of the same body, year and phase."""
    more: dict[Path, list[Path]] = {}
    joined: set[Path] = set()
    times = Counter(path for path, _ in outcomes)
    alone = [pair for pair in outcomes if times[pair[0]] == 1]
    for path, outcome in outcomes:
        main = partner(outcome, alone)
        if main is not None:
            more.setdefault(main, []).append(path)
            joined.add(path)
    for path, outcome in outcomes:
        if path not in joined:
            yield from ((path, each) for each in (outcomes_of(path, *more[path]) if path in more else [outcome]))


def partner(outcome: Outcome, others: Sequence[tuple[Path, Outcome]]) -> Path | None:
    """The document that holds the tables of a narrative, or None."""
    part = loose_part(outcome) if isinstance(outcome, LooseError) else None
    if part is None or part.tables or not part.whose:
        return None
    same = [path for path, other in others if isinstance(other, Disclosure) and whose_is(other.identity) == part.whose]
    return same[0] if len(same) == 1 else None
