"""What figures say about one another as quads: sums, repeats, what the prose speaks of and reckons with."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from converter.graph.names import Graph
from converter.relations.ratios import change_sums, find_ratios
from converter.relations.references import referred
from converter.relations.repeats import find_repeats
from converter.relations.sums import Sum
from ontology.namespaces import PREFIXES
from ontology.quads import name

NOTHING = ox.NamedNode(PREFIXES["rdf"] + "nil")


def relation_quads(graph: Graph) -> Iterator[ox.Quad]:
    """All relations between lines, and between the prose and the lines; call it when both are written."""
    yield from sum_quads(graph)
    for repeat in find_repeats(graph.of):
        yield from link(graph, repeat.cell, "ys:repeats", repeat.first)
    for stated in graph.of.statement_facts:
        for cell in referred(graph.of, stated):
            yield from link(graph, stated, "ys:refersTo", cell)
    yield from ratio_quads(graph)


def sum_quads(graph: Graph) -> Iterator[ox.Quad]:
    """The sums whose figures are all published."""
    for each in graph.of.sums:
        if not isinstance(each, Sum) or not are_apart(graph, each):
            continue
        for part in each.parts:
            yield from link(graph, each.whole, f"ys:{each.term}", part)
        if not each.parts:
            yield quad(graph, each.whole, f"ys:{each.term}", NOTHING)


def are_apart(graph: Graph, each: Sum) -> bool:
    """Whether the figures of a sum are all published, and as lines of their own (some columns tell nothing apart)."""
    nodes = [graph.node(cell) for cell in (each.whole, *each.parts)]
    return None not in nodes and len(set(nodes)) == len(nodes)


def ratio_quads(graph: Graph) -> Iterator[ox.Quad]:
    """Rates, changes and shares with the figures that they were worked out from."""
    for ratio in find_ratios(graph.of):
        yield from link(graph, ratio.of, "ys:basedOn", ratio.based_on)
        yield from link(graph, ratio.of, "ys:shareOf", ratio.whole)
    for each in change_sums(graph.of.statement_facts):
        for part in each.parts:
            yield from link(graph, each.whole, "ys:sumOf", part)


def link(graph: Graph, fact: object, term: str, other: object) -> Iterator[ox.Quad]:
    """The relation, when both facts stand in the graph and are two."""
    here, there = graph.node(fact), graph.node(other)
    if here is not None and there is not None and here != there:
        yield quad(graph, fact, term, ox.NamedNode(there))


def quad(graph: Graph, fact: object, term: str, value: ox.NamedNode) -> ox.Quad:
    return ox.Quad(ox.NamedNode(graph.node(fact) or ""), name(term), value, graph.writer.graph)
