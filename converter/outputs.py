"""The files of a release: graphs, reports, tables, texts, and the joined ones."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import publish
from ontology.namespaces import PREFIXES
from shapes import Report

if TYPE_CHECKING:
    from converter.disclosure import Disclosure
    from converter.one import Summary

TABLES = ("cells", "projects", "indicators", "goals", "statements", "institutions", "findings")


def write_graph(work: Path, name: str, quads: Sequence[ox.Quad]) -> dict[str, str]:
    """The graph as gzipped N-Quads and as Turtle; returns their paths in the release."""
    paths = {"nquads": f"dump/{name}.nq.gz", "turtle": f"dump/{name}.ttl"}
    write_nquads(place(work, paths["nquads"]), quads)
    triples = (ox.Triple(q.subject, q.predicate, q.object) for q in quads)
    write_turtle(place(work, paths["turtle"]), triples)
    return paths


def write_nquads(path: Path, quads: Iterable[ox.Quad]) -> None:
    """Gzipped N-Quads without a time stamp, so that equal graphs give equal files."""
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        file.write(data)


def write_turtle(path: Path, triples: Iterable[ox.Triple]) -> None:
    """Turtle with the usual prefixes."""
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b"")


def write_report(work: Path, name: str, report: Report) -> dict[str, str]:
    path = f"quality/{name}.ttl"
    place(work, path).write_text(report.turtle, encoding="utf-8")
    return {"report": path}


def write_text(work: Path, name: str, disclosure: Disclosure) -> dict[str, str]:
    """The document's text; line n of the file is line n of the graph."""
    path = f"source/{name}.txt"
    place(work, path).write_text(disclosure.document.text + "\n", encoding="utf-8", newline="\n")
    return {"text": path}


def write_tables(work: Path, name: str, disclosure: Disclosure) -> None:
    """The disclosure's rows of each tidy table, as parts to be joined."""
    for table in TABLES:
        getattr(disclosure, table).to_csv(place(work, f"parts/{table}/{name}.csv"), index=False)


def write_ontology(work: Path, base: str) -> None:
    """The vocabulary, code lists and links, so that a release stands alone."""
    quads = list(publish.quads(base))
    write_nquads(place(work, "dump/ontology.nq.gz"), quads)
    triples = dict.fromkeys(ox.Triple(q.subject, q.predicate, q.object) for q in quads)
    write_turtle(place(work, "dump/ontology.ttl"), triples)


def combine(work: Path, summaries: Sequence[Summary]) -> None:
    """The whole graph as gzipped N-Quads and as Turtle, and the joined tables."""
    names = [summary.id for summary in summaries]
    remove_others(work, set(names))
    join_files(work / "dump/all.nq.gz", [work / f"dump/{name}.nq.gz" for name in ["ontology", *names]])
    join_files(work / "dump/all.ttl", [work / f"dump/{name}.ttl" for name in ["ontology", *names]])
    for table in TABLES:
        join_tables(work / f"{table}.csv", [work / f"parts/{table}/{name}.csv" for name in names])


def remove_others(work: Path, names: set[str]) -> None:
    """Removes what rejected repeats have left behind."""
    for folder in ("dump", "quality", "source"):
        for path in (work / folder).iterdir():
            if path.name.split(".")[0] not in names | {"ontology"}:
                path.unlink()


def join_files(goal: Path, parts: Iterable[Path]) -> None:
    """The parts one after another: gzip members and Turtle documents may be joined so."""
    with goal.open("wb") as out:
        for part in parts:
            with part.open("rb") as file:
                shutil.copyfileobj(file, out)


def join_tables(goal: Path, parts: Iterable[Path]) -> None:
    """The rows of all parts below one header."""
    with goal.open("w", encoding="utf-8", newline="") as out:
        for index, part in enumerate(parts):
            with part.open(encoding="utf-8", newline="") as file:
                header = file.readline()
                if index == 0:
                    out.write(header)
                shutil.copyfileobj(file, out)


def place(work: Path, name: str) -> Path:
    """The path of a file of the release, its folder made."""
    path = work / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
