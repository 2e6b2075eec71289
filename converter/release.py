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
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from converter import isolated, kept
from converter.across import Change, change_quads, change_rows, changes
from converter.belonging import belonging
from converter.catalog import Listed, Release, catalog_quads
from converter.errors import InputError
from converter.isolated import Limits, Lost
from converter.one import Rejected, Result, Several, Summary, convert_one, keep_lost, known
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
DEFAULT = Limits()
Paths = tuple[Path, ...]


@dataclass(frozen=True)
class ReleaseResult:
    """What was made: the folder, the disclosures in it, the documents that were rejected, and whether all conform."""

    path: Path
    disclosures: tuple[Summary, ...]
    rejected: tuple[Rejected, ...]
    conforms: bool


@dataclass(frozen=True)
class Job:
    """How documents are converted: where results are kept, by which program, for which base, within which limits."""

    root: Path
    program: str
    base: str
    limits: Limits
    jobs: int
    progress: bool
    used: set[str] = field(default_factory=set)


def convert(
    paths: Sequence[Path],
    out: Path,
    *,
    jobs: int = 0,
    progress: bool = True,
    base: str | None = None,
    limits: Limits = DEFAULT,
) -> ReleaseResult:
    """The release of these documents at `out`; raises InputError when none could be converted.

    A document that fails is listed in `rejected` and stops no other. `jobs` counts processes (0: one per core). What is
    finished is kept: the next run for `out` converts only documents that are new or have changed.
    """
    out = Path(out)
    check_goal(out)
    root = iris.base(base)
    out.parent.mkdir(parents=True, exist_ok=True)
    with kept.opened(out) as keep:
        job = Job(keep, kept.program_hash(root), root, limits, jobs, progress)
        results = join_parts(run_all([(path,) for path in paths], job), job)
        summaries, rejected = split(list(results.values()))
        summaries, twice = drop_repeated(summaries)
        if not summaries:
            raise InputError(
                nothing_converted([*rejected, *twice]), "give at least one 部门预算 disclosure with tables"
            )
        write_release(out, job, summaries, [*rejected, *twice])
        kept.prune(keep, job.used)
    return ReleaseResult(out, tuple(summaries), (*rejected, *twice), all(s.conforms for s in summaries))


def write_release(out: Path, job: Job, summaries: Sequence[Summary], rejected: Sequence[Rejected]) -> None:
    """Puts the release together beside its place and moves it there."""
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}.work-", dir=out.parent))
    try:
        finish(work, job, summaries, rejected)
        put_in_place(work, out)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def check_goal(out: Path) -> None:
    """Refuses to replace anything that is not a release."""
    if out.exists() and not (out.is_dir() and ((out / "manifest.json").exists() or not any(out.iterdir()))):
        raise InputError(f"{out} is there and is no release", "name another folder with --out, or remove it first")


def run_all(tasks: Sequence[Paths], job: Job) -> dict[Paths, Result]:
    """The result of every task, in the order given; the bar shows how many a second, and the time that is left."""
    from tqdm import tqdm

    results: dict[Paths, Result] = {}
    todo: dict[Paths, str] = {}
    for paths in tasks:
        found = known(paths, job.root, job.program, job.limits)
        if isinstance(found, str):
            todo[paths] = found
        else:
            results[paths] = found
    unseen, done = not job.progress, len(results)
    with tqdm(
        total=len(tasks), initial=done, desc="converting", unit=" documents", disable=unseen, smoothing=0.05
    ) as bar:
        for paths, result in run_new(todo, job):
            results[paths] = result
            bar.update()
    job.used.update(result.result for result in results.values())
    return {paths: results[paths] for paths in tasks}


def run_new(todo: dict[Paths, str], job: Job) -> Iterator[tuple[Paths, Result]]:
    """The results of documents that nothing is kept of, as they come."""
    tasks = list(todo)
    arguments = [(paths, job.root, todo[paths], job.base) for paths in tasks]
    for index, result in isolated.run(convert_one, arguments, job.jobs, job.limits):
        paths = tasks[index]
        if isinstance(result, Lost):
            result = keep_lost(paths, job.root, todo[paths], result, job.limits)
        yield paths, result


def join_parts(results: dict[Paths, Result], job: Job) -> dict[Paths, Result]:
    """The results, those of documents that belong together replaced by one; the first gives it its name."""
    tasks = belonging({paths: each for paths, each in results.items() if not isinstance(each, Several)}, job.root)
    joined = run_all(tasks, replace(job, progress=False)) if tasks else {}
    for paths, result in joined.items():
        if isinstance(result, Summary):
            results = {
                (paths if old == paths[:1] else old): (result if old == paths[:1] else found)
                for old, found in results.items()
                if old == paths[:1] or old[0] not in paths
            }
    return results


def split(results: Sequence[Result]) -> tuple[list[Summary], list[Rejected]]:
    """The summaries and the rejections, those of a document with several disclosures one by one."""
    each = [one for result in results for one in (result.results if isinstance(result, Several) else [result])]
    return [r for r in each if isinstance(r, Summary)], [r for r in each if isinstance(r, Rejected)]


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


def finish(work: Path, job: Job, summaries: Sequence[Summary], rejected: Sequence[Rejected]) -> None:
    """Adds what is about the whole release: the vocabulary, the joined dumps and tables, catalogue and manifest."""
    for summary in summaries:
        link_result(job.root / summary.result, work)
    link_ontology(work, job)
    found = changes(each for summary in summaries for each in summary.named)
    write_changes(work, found, job.base)
    combine(work, summaries)
    counts = count_all(work, summaries, job.base, change_quads(found, job.base))
    shutil.rmtree(work / "parts", ignore_errors=True)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    write_catalog(work, summaries, job.base, created, counts)
    manifest = {
        "format": FORMAT,
        "generator": f"yusuan {VERSION}",
        "base": job.base,
        "created": created,
        "conforms": all(summary.conforms for summary in summaries),
        "disclosures": [summary.entry for summary in summaries],
        "rejected": [{"file": each.file, "problem": each.problem, "remedy": each.remedy} for each in rejected],
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


def link_result(kept_files: Path, work: Path) -> None:
    """Puts the files of a kept result into the release."""
    for path in kept_files.rglob("*"):
        if path.is_file() and path.name != kept.RECORD:
            kept.link(path, work / path.relative_to(kept_files))


def link_ontology(work: Path, job: Job) -> None:
    """Puts the vocabulary, code lists and links into the release; they too are written only once."""
    name = f"ontology-{job.program[:20]}"
    if kept.load(job.root, name) is None:
        with kept.making(job.root, name) as new:
            write_ontology(new, job.base)
            kept.save_record(new, {})
    link_result(job.root / name, work)
    job.used.add(name)


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
