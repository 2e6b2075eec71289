"""Converts one disclosure, from one document or several, into its part of a release."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from converter import kept
from converter.across import Named, named
from converter.disclosure import Disclosure, parts, understand
from converter.document import Document
from converter.errors import DocumentError
from converter.facts import UNDECIDED
from converter.graph import build, names_of, title_of
from converter.isolated import Limits, Lost, next_part
from converter.outputs import place, write_graph, write_report, write_tables, write_text
from converter.records import plain, record_of
from converter.statistics import Counts, count_own, write_shared
from converter.tables import RawTable
from converter.together import Loose, loose_part
from ontology import iris
from ontology.regions import regions
from shapes import check
from shapes.verdict import summarize
from shapes.writing import Checked


@dataclass(frozen=True)
class Rejected:
    """A document that is not in the release, and why. `part` is what it tells, should it be a part of another."""

    file: str
    problem: str
    remedy: str
    part: Loose | None = field(default=None, compare=False)
    result: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}; {self.remedy}"


@dataclass(frozen=True)
class Summary:
    """A disclosure of the release: `entry` is its part of the manifest, `result` the name of its kept files.

    `tables` are the kinds of its tables.
    """

    id: str
    iri: str
    file: str
    title: str
    conforms: bool
    entry: dict[str, Any]
    counts: Counts
    named: tuple[Named, ...] = ()
    result: str = ""
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Several:
    """What came of the disclosures that one document holds, one behind the other; `result` is the name of its files."""

    results: tuple[Summary | Rejected, ...]
    result: str


Result = Summary | Rejected | Several


def known(paths: Sequence[Path], root: Path, program: str, limits: Limits) -> Result | str:
    """The result that is kept for these documents, else the name that it is to get; a rejection where one is locked."""
    try:
        name = kept.key_of(paths, program)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Rejected(paths[0].name, f"cannot be read ({reason})", "check the path and its permissions")
    record = kept.load(root, name)
    if record and record.get("limits") in (None, asdict(limits)):
        return from_record(record) or name
    return name


def convert_one(paths: Sequence[Path], root: Path, name: str, base: str) -> Result:
    """The summary of each disclosure, whose files are then kept in `root`, or why the first document was rejected."""
    try:
        return make(paths, root, name, base)
    except MemoryError:
        raise
    except Exception as error:
        problem = f"reading it failed: {type(error).__name__}: {error}"[:300]
        return Rejected(paths[0].name, problem, "please report this with the document")


def make(paths: Sequence[Path], root: Path, name: str, base: str) -> Result:
    """Reads documents and keeps what comes of it, also that they were rejected."""
    with kept.making(root, name) as work:
        result: Result
        try:
            found = parts(*paths)
            if len(found) == 1:
                result = write_one(understand(*found[0]), work, base, name)
            else:
                result = Several(tuple(make_each(found, work, base, name)), name)
        except DocumentError as error:
            part = loose_part(error) if len(paths) == 1 else None
            result = Rejected(paths[0].name, error.message, error.remedy, part, name)
        kept.save_record(work, to_record(result))
    return result


def make_each(
    found: Sequence[tuple[Document, tuple[RawTable, ...]]], work: Path, base: str, name: str
) -> Iterator[Summary | Rejected]:
    """What comes of each disclosure of a document, kept in a folder of its own within the document's."""
    for number, (document, tables) in enumerate(found, start=1):
        next_part()
        try:
            yield write_one(understand(document, tables), work / str(number), base, f"{name}/{number}")
        except DocumentError as error:
            yield Rejected(document.name, error.message, error.remedy, result=f"{name}/{number}")


def keep_lost(paths: Sequence[Path], root: Path, name: str, lost: Lost, limits: Limits) -> Rejected:
    """The rejection of a document that crashed or hung its reader; kept until the limits are others.

    A crash is not kept: the machine may have been short of memory, or the program broken.
    """
    if not lost.lasting:
        return Rejected(paths[0].name, lost.problem, lost.remedy)
    result = Rejected(paths[0].name, lost.problem, lost.remedy, result=name)
    with kept.making(root, name) as work:
        kept.save_record(work, {**to_record(result), "limits": asdict(limits)})
    return result


def to_record(result: Result) -> dict[str, Any]:
    if isinstance(result, Several):
        each = [to_record(one) for one in result.results]
        return {"kind": "Several", "result": {"results": each, "result": result.result}}
    fields: dict[str, Any] = plain(result)
    return {"kind": type(result).__name__, "result": fields}


def from_record(record: dict[str, Any]) -> Result | None:
    """The result that a record describes; None for one that is damaged."""
    try:
        if record["kind"] == "Several":
            return several_of(record["result"])
        if record["kind"] == "Summary":
            return record_of(Summary, record["result"])
        return record_of(Rejected, record["result"])
    except (KeyError, TypeError, AttributeError):
        return None


def several_of(fields: dict[str, Any]) -> Several | None:
    """The results that a record of several holds; None if one of them is damaged."""
    results = [from_record(each) for each in fields["results"]]
    sound = tuple(each for each in results if isinstance(each, (Summary, Rejected)))
    return Several(sound, fields["result"]) if len(sound) == len(results) else None


def write_one(disclosure: Disclosure, work: Path, base: str, result: str) -> Summary:
    quads, name = build(disclosure, base=base), release_id(disclosure)
    names = names_of(disclosure, base)
    report = check(quads)
    checked = Checked(name, report, summarize(report), disclosure.document.text.split("\n"))
    quality = list(report.quads(iris.quality(names.version)))
    counts, shared = count_own([*quads, *quality], names.version)
    write_shared(place(work, f"parts/shared/{name}.nt"), shared)
    files = write_graph(work, name, quads, quality) | write_report(work, checked, quality)
    files |= write_text(work, name, disclosure)
    write_tables(work, name, disclosure)
    called = tuple(named(disclosure, names.disclosure, names.version, base))
    entry = manifest_entry(disclosure, name, base, quads, checked, files)
    file, tables = disclosure.document.name, tuple(table.kind for table in disclosure.tables)
    return Summary(name, entry["iri"], file, entry["title"], report.conforms, entry, counts, called, result, tables)


def release_id(disclosure: Disclosure) -> str:
    """The disclosure's name in the release: region, department, year, phase, version."""
    identity = disclosure.identity
    parts = (
        identity.region.code,
        identity.department_key,
        str(identity.year),
        identity.edition,
        disclosure.document.sha256[:8],
    )
    return "-".join(re.sub(r"[^\w.]+", "_", part) for part in parts[:3]) + f"-{parts[3]}-{parts[4]}"


def manifest_entry(
    disclosure: Disclosure, name: str, base: str, quads: list[ox.Quad], checked: Checked, files: dict[str, str]
) -> dict[str, Any]:
    """What the manifest says of a disclosure."""
    identity, document, names = disclosure.identity, disclosure.document, names_of(disclosure, base)
    province = regions().province(identity.region.code)
    counts = Counter(finding.severity.lower() for finding in disclosure.finding_facts)
    return {
        "id": name,
        "iri": names.disclosure,
        "version": names.version,
        "title": title_of(identity),
        "region": identity.region.code,
        "region_name": identity.region.full_name,
        "province_name": province.name if province else "",
        "department": identity.organisation.name,
        "department_code": identity.organisation.code,
        "year": identity.year,
        "phase": identity.phase,
        "scope": identity.scope,
        "found_by": identity.found_by,
        "triples": len(quads),
        "cells": len(disclosure.cell_facts),
        "undecided": sum(cell.resolved_by == UNDECIDED for cell in disclosure.cell_facts),
        "findings": {severity: counts[severity] for severity in ("violation", "warning", "info")},
        "conforms": checked.report.conforms,
        "quality": checked.summary.as_dict(),
        "source": {
            "file": document.path.name,
            "sha256": document.sha256,
            "bytes": document.size,
            "lines": len(document.lines),
            **({"remarks": list(document.remarks)} if document.remarks else {}),
            **({"extent": document.extent} if document.extent else {}),
            **({"parts": [asdict(part) for part in document.parts]} if document.parts else {}),
        },
        "files": files,
    }
