"""Writes a release: every disclosure's graph, report, tables and text, and a manifest with hashes.

Everything is written into a temporary folder beside the goal, which is put in its place at the very end:
a release is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from converter.across import Change, change_quads, change_rows, changes
from converter.catalog import Listed, Release, catalog_quads
from converter.errors import InputError
from converter.one import Rejected, Summary, convert_one
from converter.outputs import ACROSS, combine, write_graph, write_nquads, write_ontology, write_part, write_turtle
from converter.statistics import Counts, count_shared
from converter.version import VERSION
from ontology import iris, publish

FORMAT = 1
MEDIA_TYPES = {
    ".nq.gz": "application/gzip",
    ".ttl": "text/turtle",
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".json": "application/json",
}
FEW = 4  # up to so many documents, starting processes costs more than it saves


@dataclass(frozen=True)
class ReleaseResult:
    """What was made: the folder, the disclosures in it, the documents that were rejected, and whether all conform."""

    path: Path
    disclosures: tuple[Summary, ...]
    rejected: tuple[Rejected, ...]
    conforms: bool


def convert(
    paths: Sequence[Path], out: Path, *, jobs: int = 0, progress: bool = True, base: str | None = None
) -> ReleaseResult:
    """The release of these documents at `out`; raises InputError when none could be converted.

    A document that fails is listed in `rejected` and stops no other. `jobs` counts processes (0: one per core).
    """
    out = Path(out)
    check_goal(out)
    root = iris.base(base)
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        summaries, rejected = split(run_all(paths, work, root, jobs, progress))
        summaries, twice = drop_repeated(summaries)
        rejected = [*rejected, *twice]
        if not summaries:
            raise InputError(nothing_converted(rejected), "give the text of at least one 部门预算 disclosure")
        finish(work, summaries, rejected, root)
        put_in_place(work, out)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return ReleaseResult(out, tuple(summaries), tuple(rejected), all(s.conforms for s in summaries))


def check_goal(out: Path) -> None:
    """Refuses to replace anything that is not a release."""
    if out.exists() and not (out.is_dir() and ((out / "manifest.json").exists() or not any(out.iterdir()))):
        raise InputError(f"{out} is there and is no release", "name another folder with --out, or remove it first")


def run_all(paths: Sequence[Path], work: Path, base: str, jobs: int, progress: bool) -> list[Summary | Rejected]:
    """The result of every document, in the order of the input."""
    from tqdm import tqdm

    bar = tqdm(total=len(paths), desc="converting", unit="file", disable=not progress or None)
    results: dict[int, Summary | Rejected] = {}
    for index, result in run(paths, work, base, jobs):
        results[index] = result
        bar.update()
    bar.close()
    return [results[index] for index in sorted(results)]


def run(paths: Sequence[Path], work: Path, base: str, jobs: int) -> Iterator[tuple[int, Summary | Rejected]]:
    count = min(jobs or os.cpu_count() or 1, len(paths))
    if count <= 1 or (len(paths) <= FEW and not jobs):
        yield from ((index, convert_one(path, work, base)) for index, path in enumerate(paths))
        return
    with ProcessPoolExecutor(count) as pool:
        waiting: dict[Future[Summary | Rejected], int] = {
            pool.submit(convert_one, path, work, base): index for index, path in enumerate(paths)
        }
        for done in as_completed(waiting):
            yield waiting[done], done.result()


def split(results: Sequence[Summary | Rejected]) -> tuple[list[Summary], list[Rejected]]:
    return [r for r in results if isinstance(r, Summary)], [r for r in results if isinstance(r, Rejected)]


def drop_repeated(summaries: Sequence[Summary]) -> tuple[list[Summary], list[Rejected]]:
    """The first summary of each disclosure; a second document for the same one is rejected."""
    kept: dict[str, Summary] = {}
    rejected = []
    for summary in summaries:
        first = kept.setdefault(summary.iri, summary)
        if first is not summary:
            problem = f"the same disclosure as {first.file} ({summary.title})"
            rejected.append(
                Rejected(summary.file, problem, "keep one of the two; put revisions into releases of their own")
            )
    return list(kept.values()), rejected


def nothing_converted(rejected: Sequence[Rejected]) -> str:
    return "nothing could be converted: " + "; ".join(f"{r.file}: {r.problem}" for r in rejected[:5])


def finish(work: Path, summaries: Sequence[Summary], rejected: Sequence[Rejected], base: str) -> None:
    """Adds what is about the whole release: the vocabulary, the joined dumps and tables, the manifest."""
    write_ontology(work, base)
    found = changes(each for summary in summaries for each in summary.named)
    write_changes(work, found, base)
    combine(work, summaries)
    counts = count_all(work, summaries, base, change_quads(found, base))
    shutil.rmtree(work / "parts", ignore_errors=True)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    write_catalog(work, summaries, base, created, counts)
    manifest = {
        "format": FORMAT,
        "generator": f"yusuan {VERSION}",
        "base": base,
        "created": created,
        "conforms": all(summary.conforms for summary in summaries),
        "disclosures": [summary.entry for summary in summaries],
        "rejected": [vars(item) for item in rejected],
        "files": list(listed_files(work)),
    }
    (work / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def count_all(work: Path, summaries: Sequence[Summary], base: str, more: Iterator[ox.Quad]) -> Counts:
    """What the whole release holds, each triple counted once; `more` is what stands in no disclosure's graph."""
    shared = (work / f"parts/shared/{summary.id}.nt" for summary in summaries)
    counts = count_shared(shared, chain(publish.quads(base), more))
    for summary in summaries:
        counts.include(summary.counts)
    return counts


def write_changes(work: Path, found: Sequence[Change], base: str) -> None:
    """What several disclosures together show, as a graph and as rows for `findings.csv`; no file for nothing."""
    if found:
        write_graph(work, ACROSS, list(change_quads(found, base)))
        write_part(work, "findings", ACROSS, change_rows(found))


def write_catalog(work: Path, summaries: Sequence[Summary], base: str, created: str, counts: Counts) -> None:
    """The catalogue of the files that are there by now, as Turtle and as N-Quads."""
    files = [Listed(**each) for each in listed_files(work)]
    release = Release(base, created, [summary.entry for summary in summaries], files, counts)
    quads = catalog_quads(release)
    write_nquads(work / "dump/catalog.nq.gz", quads)
    write_turtle(work / "catalog.ttl", (ox.Triple(q.subject, q.predicate, q.object) for q in quads))


def listed_files(work: Path) -> Iterator[dict[str, Any]]:
    """Every file of the release with its size, SHA-256 and media type."""
    for path in sorted(p for p in work.rglob("*") if p.is_file()):
        name = path.relative_to(work).as_posix()
        media = next(
            (media for suffix, media in MEDIA_TYPES.items() if name.endswith(suffix)), "application/octet-stream"
        )
        yield {"path": name, "bytes": path.stat().st_size, "sha256": hash_of(path), "media_type": media}


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put_in_place(work: Path, out: Path) -> None:
    """Renames the finished folder to its goal; an old release is moved away first and removed last."""
    os.chmod(work, 0o755)
    old = work.with_name(work.name + ".old")
    if out.exists():
        out.rename(old)
    try:
        work.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
