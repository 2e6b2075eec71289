"""Checks graphs that lie in files: Turtle, N-Triples, N-Quads and the like, gzipped or not."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from ontology.terms import YS
from shapes.checking import check, reference
from shapes.report import Report
from shapes.verdict import summarize
from shapes.writing.checked import Checked

FEW = 4  # up to so many files, starting processes costs more than it saves
VERSION = ox.NamedNode(YS.DisclosureVersion)


class GraphError(Exception):
    """A file that is no graph, with what to do about it; its `exit_code` is that of problems found."""

    exit_code = 1

    def __init__(self, path: Path, problem: str) -> None:
        self.remedy = "name a Turtle, N-Triples or N-Quads file"
        super().__init__(f"{path} cannot be read as a graph ({problem}); {self.remedy}")


@dataclass(frozen=True)
class Target:
    """A file with a graph; the text of the document where it is at hand, and its name."""

    path: Path
    text: Path | None = None
    source: str = ""


def check_files(targets: Sequence[Target], engine: str = "fast", jobs: int = 1) -> Iterator[Checked]:
    """The checked disclosures of the files, in their order, by several processes when there are many files."""
    if jobs <= 1 or len(targets) <= FEW:
        for target in targets:
            yield from check_file(target, engine)
        return
    with ProcessPoolExecutor(jobs) as pool:
        for found in pool.map(check_file, targets, [engine] * len(targets)):
            yield from found


def check_file(target: Target, engine: str = "fast") -> list[Checked]:
    """Each disclosure of a file, by itself; a file without named graphs holds one."""
    lines = target.text.read_text(encoding="utf-8").split("\n") if target.text else []
    return [
        check_one(target.path.name if len(found) == 1 else f"{target.path.name} {name}", quads, engine, lines, target)
        for found in [graphs(read_quads(target.path))]
        for name, quads in found.items()
    ]


def check_one(name: str, quads: Sequence[ox.Quad], engine: str, lines: Sequence[str], target: Target) -> Checked:
    report = check(quads) if engine == "fast" else reference_report(quads)
    source = target.source or (target.text or target.path).name
    version = next((quad.subject.value for quad in quads if quad.object == VERSION), "")  # type: ignore[union-attr]
    return Checked(name, report, summarize(report), lines, source, version)


def reference_report(quads: Sequence[ox.Quad]) -> Report:
    """What pySHACL says."""
    from rdflib import Graph

    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return replace(reference(Graph().parse(data=text, format="nt")), rounded=check(quads).rounded)


def graphs(quads: Sequence[ox.Quad]) -> dict[str, list[ox.Quad]]:
    """The quads by named graph, where some describe disclosures, and without graphs of codes, words and reports."""
    found: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        found.setdefault(str(quad.graph_name), []).append(quad)
    told = {name: own for name, own in found.items() if any(quad.object == VERSION for quad in own)}
    return told or found


def read_quads(path: Path) -> list[ox.Quad]:
    """The quads of a file; GraphError when it is none."""
    name = path.name.removesuffix(".gz")
    form = ox.RdfFormat.from_extension(name.rpartition(".")[2]) or ox.RdfFormat.TURTLE
    data = path.read_bytes()
    try:
        data = gzip.decompress(data) if path.name.endswith(".gz") else data
        found = list(ox.parse(data, format=form))
    except (SyntaxError, ValueError, EOFError, OSError) as error:
        raise GraphError(path, str(error).strip().partition("\n")[0]) from error
    if not found:
        raise GraphError(path, "it holds nothing")
    return found
