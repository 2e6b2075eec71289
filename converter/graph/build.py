"""Puts the parts of a disclosure's graph together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from converter.disclosure import Disclosure
from converter.facts import Finding
from converter.graph.comparisons import comparison_quads
from converter.graph.document import disclosure_quads, organisation_quads, table_quads
from converter.graph.figures import finding_quads, key_figure_quads, statement_quads
from converter.graph.lines import line_quads
from converter.graph.names import Graph, GraphNames, names_of
from converter.graph.notes import note_quads, purchase_quads
from converter.graph.projects import project_quads
from converter.graph.relations import relation_quads
from converter.graph.sums import computed_sum_quads
from ontology.quads import Writer
from ontology.skos import region_quads, used_quads

__all__ = ["GraphNames", "build", "facts", "names_of"]


def build(disclosure: Disclosure, findings: Sequence[Finding] | None = None, base: str | None = None) -> list[ox.Quad]:
    """All quads of the disclosure's named graph, in a fixed order, without blank nodes."""
    graph = Graph(disclosure, names_of(disclosure, base), Writer(names_of(disclosure, base).version))
    usual = disclosure.fact_quads
    quads = list(usual) if usual[0].graph_name == graph.writer.graph else facts(disclosure, base)
    quads += finding_quads(graph, disclosure.finding_facts if findings is None else findings)
    quads += used_quads(graph.codes, graph.names.version, {})
    return list(dict.fromkeys(quads))


def facts(disclosure: Disclosure, base: str | None = None) -> list[ox.Quad]:
    """The quads of all that the document prints and reading noted: what the rules are held against."""
    names = names_of(disclosure, base)
    graph = Graph(disclosure, names, Writer(names.version))
    quads = list(parts(graph))
    quads += organisation_quads(graph)
    quads += region_quads(disclosure.identity.region.code, names.version, names.base)
    quads += used_quads(graph.codes, names.version, graph.labels)
    return list(dict.fromkeys(quads))


def parts(graph: Graph) -> Iterator[ox.Quad]:
    yield from disclosure_quads(graph)
    yield from table_quads(graph)
    yield from line_quads(graph)
    yield from comparison_quads(graph)
    yield from computed_sum_quads(graph)
    yield from project_quads(graph)
    yield from statement_quads(graph)
    yield from key_figure_quads(graph)
    yield from relation_quads(graph)
    yield from note_quads(graph)
    yield from purchase_quads(graph)
