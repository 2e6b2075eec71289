"""From a release to an embedded store: built beside the version in use, checked, then put in its place in one step.

Every triple is loaded twice: into the named graph of its disclosure, and into the default graph. The engine's own
union of graphs repeats a triple once for each graph that has it, so that a sum over a join with labels would count
money twice; the default graph here is a true union, and faster.
"""

import gzip
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store, parse

from server.errors import ServerError
from server.find.build import build_index
from server.places import DATA, FORMAT, INDEX, META, RELEASE, LoadResult, alone, new_version, read_meta
from server.release import MANIFEST, Release, read_release
from server.remote import Remote, holds, remote_at, send_release
from server.settings import place_of

BATCH = 200_000
KEEP = 5


def load(release: Path, store: Path | str, *, force: bool = False, endpoint: str = "", keep: int = KEEP) -> LoadResult:
    """Put a release into the store at `store`, or leave what was there; ServerError says why it could not.

    A release that violates its shapes is refused unless `force`. The same release is not loaded again. With an
    `endpoint` the graph goes to that server, and only the release and its index are kept here.
    """
    source = read_release(release)
    folder, address = place_of(store)
    store, endpoint = folder.resolve(), endpoint or address
    remote = remote_at(endpoint) if endpoint else None
    with alone(store):
        there = read_meta(store)
        if there and _is_there(there, source, remote):
            return replace(there, loaded=False)
        if not source.conforms and not force:
            raise ServerError(
                f"{release} does not conform to its shapes",
                f"see `yusuan check {release}`; to load it all the same, use `yusuan load {release} --force`",
            )
        source.verify()
        return _build(source, store, remote, keep)


def _is_there(there: LoadResult, source: Release, remote: Remote | None) -> bool:
    same = there.release == source.digest and there.format == FORMAT
    if not same or there.endpoint != (remote.name if remote else ""):
        return False
    return remote is None or holds(remote, source.digest)


def _build(release: Release, store: Path, remote: Remote | None, keep: int) -> LoadResult:
    now = datetime.now(UTC)
    name = f"{now:%Y%m%dT%H%M%S%f}-{release.digest[:12]}"
    with new_version(store, name, keep) as new:
        keep_release(release, new / RELEASE)
        triples = _fill(new / DATA, release, new / INDEX)
        where = remote.name if remote else ""
        at = now.isoformat(timespec="seconds")
        result = LoadResult(release.digest, release.base, len(release.disclosures), triples, at, where)
        if remote:
            send_release(remote, Store.read_only(str(new / DATA)), release.digest)
            shutil.rmtree(new / DATA)
        (new / META).write_text(json.dumps(asdict(result)), "utf-8")
    return result


def keep_release(release: Release, place: Path) -> None:
    """The files of a release once more, by links where the disk allows: so they outlive the folder they came from."""
    for path in (*release.files, MANIFEST):
        target = place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(release.path / path, target)
        except OSError:
            shutil.copyfile(release.path / path, target)


def _fill(place: Path, release: Release, index: Path) -> int:
    """The number of different triples in a new store at `place`, with its index; the store's handle is closed again."""
    store = Store(str(place))
    for batch in _batches(_twice(release.nquads())):
        store.bulk_extend(batch)
    store.optimize()
    store.flush()
    build_index(store, release, index)
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
