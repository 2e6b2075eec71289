"""From a release to an embedded store: built beside its place, then put there in one step.

A store folder holds `data/` (the engine's files) and `meta.json`. Every triple is loaded twice: into the named
graph of its disclosure, and into the default graph. The engine's own union of graphs repeats a triple once
for each graph that has it, so that a sum over a join with labels would count money twice; the default graph
here is a true union, and faster.
"""

import gzip
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store, parse

from server.errors import ServerError
from server.release import Release, read_release

if sys.platform != "win32":
    import fcntl

DATA = "data"
META = "meta.json"
FORMAT = 1
BATCH = 200_000


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What is in a store: a release by its digest, and counts; `loaded` is false when it was there already."""

    release: str
    base: str
    disclosures: int
    triples: int
    format: int = FORMAT
    loaded: bool = True


def load(release: Path, store: Path, *, force: bool = False) -> LoadResult:
    """Put a release into the store at `store`, or leave what was there; ServerError says why it could not.

    A release that violates its shapes is refused unless `force`. The same release is not loaded again.
    """
    source = read_release(release)
    store = store.resolve()
    with _alone(store):
        there = read_meta(store)
        if there and there.release == source.digest and there.format == FORMAT:
            return replace(there, loaded=False)
        if not source.conforms and not force:
            raise ServerError(
                f"{release} does not conform to its shapes",
                f"see `yusuan check {release}`; to load it all the same, use `yusuan load {release} --force`",
            )
        source.verify()
        return _build(source, store)


def read_meta(store: Path) -> LoadResult | None:
    """What the store at this place holds, or None when nothing is there; ServerError when it is no store."""
    if not store.exists() or (store.is_dir() and not any(store.iterdir())):
        return None
    try:
        return LoadResult(**json.loads((store / META).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        problem = f"{store} is not a store that yusuan made"
        raise ServerError(problem, "choose another folder for the store, or empty this one") from None


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    """Hold the lock of a store's place: one load at a time, nothing half done left from an earlier one."""
    store.parent.mkdir(parents=True, exist_ok=True)
    with (store.parent / f".{store.name}.lock").open("w") as lock:
        try:
            _lock(lock)
        except OSError:
            raise ServerError(f"another load into {store} is running", "wait until it has ended") from None
        _tidy(store)
        yield


def _lock(file: IO[str]) -> None:
    """Take the lock, released when the file is closed; OSError when another process has it."""
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _tidy(store: Path) -> None:
    """Remove what an interrupted load left, and bring back the old store if it was stopped in the switch."""
    for old in store.parent.glob(f".{store.name}.old-*"):
        if not store.exists():
            old.rename(store)
    for rest in (*store.parent.glob(f".{store.name}.new-*"), *store.parent.glob(f".{store.name}.old-*")):
        shutil.rmtree(rest, ignore_errors=True)


def _build(release: Release, store: Path) -> LoadResult:
    new = Path(tempfile.mkdtemp(prefix=f".{store.name}.new-", dir=store.parent))
    try:
        triples = _fill(new / DATA, release.nquads())
        result = LoadResult(release.digest, release.base, len(release.disclosures), triples)
        (new / META).write_text(json.dumps(asdict(result)), "utf-8")
        _switch(new, store)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return result


def _fill(place: Path, files: Iterable[Path]) -> int:
    """The number of different triples in a new store at `place`; its handle is closed again."""
    store = Store(str(place))
    for batch in _batches(_twice(files)):
        store.bulk_extend(batch)
    store.optimize()
    store.flush()
    counted = store.query("SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }")
    assert isinstance(counted, QuerySolutions)
    return int(next(counted)["triples"].value)


def _batches(quads: Iterator[Quad]) -> Iterator[Iterator[Quad]]:
    """The quads in portions: the engine holds a portion in memory until it has been sorted and written."""
    for first in quads:
        yield chain([first], islice(quads, BATCH - 1))


def _twice(files: Iterable[Path]) -> Iterator[Quad]:
    """Each quad of the files, in its own graph and in the default graph."""
    for file in files:
        for quad in _quads(file):
            yield quad
            yield Quad(quad.subject, quad.predicate, quad.object)


def _quads(file: Path) -> Iterator[Quad]:
    try:
        with gzip.open(file) as stream:
            yield from parse(cast(IO[bytes], stream), format=RdfFormat.N_QUADS, rename_blank_nodes=True)
    except (SyntaxError, OSError, EOFError) as error:
        raise ServerError(f"{file} is no N-Quads: {error}", "convert the documents again") from error


def _switch(new: Path, store: Path) -> None:
    """Rename the new store over the old one; should that fail, the old one is back in its place."""
    new.chmod(0o755)
    if not store.exists():
        new.rename(store)
        return
    old = store.with_name(f".{store.name}.old-{os.getpid()}")
    store.rename(old)
    try:
        new.rename(store)
    except OSError:
        old.rename(store)
        raise
    shutil.rmtree(old, ignore_errors=True)
