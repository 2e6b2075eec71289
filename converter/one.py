"""Converts one document into its part of a release."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from converter.disclosure import Disclosure, read
from converter.errors import DocumentError
from converter.facts import UNDECIDED
from converter.graph import build, names_of, title_of
from converter.outputs import write_graph, write_report, write_tables, write_text
from ontology import iris
from ontology.regions import regions
from shapes import check
from shapes.verdict import summarize
from shapes.writing import Checked


@dataclass(frozen=True)
class Rejected:
    """A document that is not in the release, and why."""

    file: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}; {self.remedy}"


@dataclass(frozen=True)
class Summary:
    """A disclosure of the release; `entry` is its part of the manifest."""

    id: str
    iri: str
    file: str
    title: str
    conforms: bool
    entry: dict[str, Any]


def convert_one(path: Path, work: Path, base: str) -> Summary | Rejected:
    """The summary of a converted document, whose files are then in `work`, or why it was rejected."""
    try:
        return write_one(read(path), work, base)
    except DocumentError as error:
        return Rejected(path.name, error.message, error.remedy)
    except Exception as error:
        return Rejected(
            path.name,
            f"reading it failed: {type(error).__name__}: {error}"[:300],
            "please report this with the document",
        )


def write_one(disclosure: Disclosure, work: Path, base: str) -> Summary:
    quads, name = build(disclosure, base=base), release_id(disclosure)
    report = check(quads)
    checked = Checked(name, report, summarize(report), disclosure.document.text.split("\n"))
    quality = list(report.quads(iris.quality(names_of(disclosure, base).version)))
    files = write_graph(work, name, quads, quality) | write_report(work, checked, quality)
    files |= write_text(work, name, disclosure)
    write_tables(work, name, disclosure)
    entry = manifest_entry(disclosure, name, base, quads, checked, files)
    return Summary(name, entry["iri"], disclosure.document.path.name, entry["title"], report.conforms, entry)


def release_id(disclosure: Disclosure) -> str:
    """The disclosure's name in the release: region, department, year, phase, version."""
    identity = disclosure.identity
    parts = (
        identity.region.code,
        identity.department_key,
        str(identity.year),
        identity.phase,
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
            "bytes": len(document.data),
            "lines": len(document.lines),
        },
        "files": files,
    }
