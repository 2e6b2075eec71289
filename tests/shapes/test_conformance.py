"""Our engine and pySHACL give the same report: the same focus nodes, values, constraints, shapes and severities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from graphs import cases, changed, right_graph
from rdflib import Graph, URIRef
from rdflib.namespace import SH

from shapes import Report, check, check_structure
from shapes.checking import all_shapes, as_quads, reference, structure_shapes
from shapes.faulty import Fault, faults, with_fault
from shapes.rulebook import rules

RIGHT = as_quads(right_graph())
Key = tuple[str, ...]


def keys(report: Report) -> Counter[Key]:
    return Counter((r.focus, r.value, r.shape, r.component, r.constraint, r.severity) for r in report.results)


def as_graph(quads: Iterable[object]) -> Graph:
    return Graph().parse(data="".join(f"{quad} .\n" for quad in quads), format="nt")


def only(names: set[str]) -> Graph:
    """The shapes graph with the named rules alone: asking pySHACL all rules takes seconds."""
    graph = Graph() + all_shapes() - structure_shapes()
    for rule in rules():
        if rule.iri not in names:
            graph.remove((URIRef(rule.iri), None, None))
    return graph


@pytest.mark.parametrize(("shape", "update"), [("right", ""), *cases("bad")])
def test_structure(shape: str, update: str) -> None:
    graph = changed(update) if update else right_graph()
    ours = check_structure(graph)
    assert keys(ours) == keys(reference(graph, structure_shapes()))
    assert bool(ours.results) == bool(update)


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_rules(fault: Fault) -> None:
    graph = as_graph(with_fault(RIGHT, fault) or ())
    ours = check(graph)
    shapes = {result.shape for result in ours.results}
    own = {rule.iri for rule in rules() for c in rule.constraints if c.iri.endswith(f"/{fault.name}")}
    assert own <= shapes
    assert keys(ours) == keys(reference(graph, only(shapes)))


def test_all_shapes_and_rules_on_a_good_graph() -> None:
    graph = right_graph()
    report = reference(graph)
    assert report.conforms and report.results == check(graph).results == ()
    assert len(set(all_shapes().subjects(SH.message))) > 240
