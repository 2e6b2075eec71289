"""A release as exports read it: its manifest, its tidy tables, and the lines of each disclosure's graph."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from converter.errors import InputError
from ontology import iris
from ontology.namespaces import DEF, PREFIXES

FORMAT = 1
QB, PROV = PREFIXES["qb"], PREFIXES["prov"]
ROLES = {DEF + "DetailLine": "detail", DEF + "TotalLine": "total", DEF + "MemoLine": "memo"}
Node = dict[str, list[ox.NamedNode | ox.Literal]]


@dataclass(frozen=True)
class Line:
    """One printed figure of a table, with its disclosure's entry; `values` are by the terms of the vocabulary."""

    iri: str
    entry: dict[str, Any]
    kind: str
    role: str
    data_set: str
    values: dict[str, ox.NamedNode | ox.Literal]
    sources: tuple[str, ...]

    def code(self, term: str) -> str:
        """The notation of a coded value, the text of another, or "" when the line has none."""
        value = self.values.get(term)
        if value is None:
            return ""
        parts = iris.code_parts(value.value) if isinstance(value, ox.NamedNode) else None
        return parts[1] if parts else value.value


@dataclass(frozen=True)
class Source:
    """An opened release."""

    path: Path
    manifest: dict[str, Any]

    @property
    def base(self) -> str:
        """The base of the data's IRIs."""
        return str(self.manifest["base"])

    @property
    def created(self) -> str:
        """The day of the release."""
        return str(self.manifest["created"])[:10]

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The disclosures as the manifest lists them."""
        return list(self.manifest["disclosures"])

    @cached_property
    def by_file(self) -> dict[str, dict[str, Any]]:
        """The disclosures by the name of their document."""
        return {entry["source"]["file"]: entry for entry in self.entries}

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        """The rows of a tidy table of the release."""
        with (self.path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    @cached_property
    def _cells(self) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in self.rows("cells"):
            found[row["document"]].append(row)
        return found

    def cells_of(self, entry: dict[str, Any]) -> list[dict[str, str]]:
        """The printed money cells of one disclosure."""
        return self._cells[entry["source"]["file"]]

    def lines(self, entry: dict[str, Any]) -> Iterator[Line]:
        """The lines of one disclosure in the order of their graph."""
        nodes = self.nodes(entry)
        for iri, node in nodes.items():
            if QB + "dataSet" in node:
                yield line_of(iri, node, nodes[node[QB + "dataSet"][0].value], entry)

    def nodes(self, entry: dict[str, Any]) -> dict[str, Node]:
        """All that a disclosure's graph says, by subject and property."""
        found: dict[str, Node] = defaultdict(lambda: defaultdict(list))
        with gzip.open(self.path / entry["files"]["nquads"]) as stream:
            for quad in ox.parse(cast(IO[bytes], stream), format=ox.RdfFormat.N_QUADS):
                found[quad.subject.value][quad.predicate.value].append(quad.object)
        return found


def line_of(iri: str, node: Node, data_set: Node, entry: dict[str, Any]) -> Line:
    """One line of a graph."""
    kind = iris.code_parts(data_set[DEF + "tableKind"][0].value)
    assert kind is not None
    types = [each.value for each in node[PREFIXES["rdf"] + "type"]]
    return Line(
        iri=iri,
        entry=entry,
        kind=kind[1],
        role=next(ROLES[each] for each in types if each in ROLES),
        data_set=node[QB + "dataSet"][0].value,
        values={term.removeprefix(DEF): found[0] for term, found in node.items() if term.startswith(DEF)},
        sources=tuple(each.value for each in node.get(PROV + "wasDerivedFrom", ())),
    )


def open_release(path: Path) -> Source:
    """The release in a folder; InputError when there is none that this version can read."""
    try:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
        known = manifest["format"] == FORMAT and bool(manifest["disclosures"]) and bool(manifest["base"])
    except (OSError, ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise InputError(
            f"{path} is no release that can be exported: its manifest.json is missing or of another format",
            f"make one with `yusuan convert INPUT... --out {path}`",
        )
    return Source(path, manifest)
