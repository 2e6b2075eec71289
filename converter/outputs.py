"""The files of a release: graphs, reports, tables, texts, and the joined ones."""

from __future__ import annotations

import csv
import gzip
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import publish
from ontology.namespaces import PREFIXES
from shapes.writing import Checked, as_badge, as_html

if TYPE_CHECKING:
    from converter.disclosure import Disclosure
    from converter.one import Summary

ACROSS = "across"  # what only several disclosures together show
TABLES = ("cells", "comparisons", "projects", "indicators", "goals", "statements", "institutions", "findings")


def write_graph(work: Path, name: str, quads: Sequence[ox.Quad], quality: Sequence[ox.Quad] = ()) -> dict[str, str]:
    """The graph as gzipped N-Quads (with the report in its own graph) and as Turtle; returns their paths."""
    paths = {"nquads": f"dump/{name}.nq.gz", "turtle": f"dump/{name}.ttl"}
    write_nquads(place(work, paths["nquads"]), [*quads, *quality])
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


def write_report(work: Path, checked: Checked, quality: Iterable[ox.Quad]) -> dict[str, str]:
    """The SHACL report as Turtle, the report as a page, and the badge; returns their paths."""
    paths = {"report": f"quality/{checked.name}.ttl", "page": f"quality/{checked.name}.html"}
    paths["badge"] = f"quality/{checked.name}.svg"
    write_turtle(place(work, paths["report"]), (ox.Triple(q.subject, q.predicate, q.object) for q in quality))
    place(work, paths["page"]).write_text(as_html([checked]), encoding="utf-8")
    place(work, paths["badge"]).write_text(as_badge(checked.summary), encoding="utf-8")
    return paths


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
    joined = ["ontology", *([ACROSS] if (work / f"dump/{ACROSS}.nq.gz").exists() else []), *names]
    join_files(work / "dump/all.nq.gz", [work / f"dump/{name}.nq.gz" for name in joined])
    join_files(work / "dump/all.ttl", [work / f"dump/{name}.ttl" for name in joined])
    for table in TABLES:
        parts = [work / f"parts/{table}/{name}.csv" for name in [*names, ACROSS]]
        join_tables(work / f"{table}.csv", [part for part in parts if part.exists()])


def write_part(work: Path, table: str, name: str, rows: Iterable[dict[str, str]]) -> None:
    """Further rows of a tidy table, with the columns of the parts that are there."""
    folder = work / "parts" / table
    with next(folder.glob("*.csv")).open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def remove_others(work: Path, names: set[str]) -> None:
    """Removes what rejected repeats have left behind."""
    for folder in ("dump", "quality", "source"):
        for path in (work / folder).iterdir():
            if path.name.split(".")[0] not in names | {"ontology", ACROSS}:
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
