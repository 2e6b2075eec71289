"""Puts the parts of a disclosure's graph together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from converter.disclosure import Disclosure
from converter.facts import Finding
from converter.graph.document import disclosure_quads, organisation_quads, table_quads
from converter.graph.figures import finding_quads, key_figure_quads, statement_quads
from converter.graph.lines import line_quads
from converter.graph.names import Graph, GraphNames, names_of
from converter.graph.projects import project_quads
from ontology.quads import Writer
from ontology.skos import region_quads, used_quads

__all__ = ["GraphNames", "build", "names_of"]


def build(disclosure: Disclosure, findings: Sequence[Finding] | None = None, base: str | None = None) -> list[ox.Quad]:
    """All quads of the disclosure's named graph, in a fixed order, without blank nodes."""
    names = names_of(disclosure, base)
    graph = Graph(disclosure, names, Writer(names.version))
    quads = list(parts(graph, disclosure.finding_facts if findings is None else findings))
    quads += organisation_quads(graph)
    quads += region_quads(disclosure.identity.region.code, names.version, names.base)
    quads += used_quads(graph.codes, names.version, graph.labels)
    return list(dict.fromkeys(quads))


def parts(graph: Graph, findings: Sequence[Finding]) -> Iterator[ox.Quad]:
    yield from disclosure_quads(graph)
    yield from table_quads(graph)
    yield from line_quads(graph)
    yield from project_quads(graph)
    yield from statement_quads(graph)
    yield from key_figure_quads(graph)
    yield from finding_quads(graph, findings)
