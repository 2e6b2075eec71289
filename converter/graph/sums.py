"""The sums that are worked out here, as quads: each leads to the lines that it adds up."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from converter.computed_sums import ComputedSum, computed_sums, top_of
from converter.graph.document import slugs
from converter.graph.names import Graph, Value, decimal, year
from converter.words import key
from ontology import codes, iris
from ontology.quads import zh


def computed_sum_quads(graph: Graph) -> Iterator[ox.Quad]:
    """The sums of which every line is published; call it when the lines are written."""
    named = slugs(graph.of.tables)
    for each in computed_sums(graph.of):
        lines = [graph.node(cell) for cell in each.cells]
        if None not in lines:
            yield from one_sum(graph, each, named[each.table], [ox.NamedNode(line) for line in lines if line])


def one_sum(graph: Graph, each: ComputedSum, slug: str, lines: list[ox.NamedNode]) -> Iterator[ox.Quad]:
    version, dimensions = graph.names.version, each.values.items()
    first, code = next(iter(dimensions))
    more: dict[str, Value] = {f"ys_{name}": graph.code(codes.list_of(name), code) for name, code in dimensions}
    yield from graph.about(
        graph.fresh(iris.computed_sum(version, slug, ".".join(key(code) for _, code in dimensions))),
        rdf_type="ys:ComputedSum",
        rdfs_label=zh("，".join(label_of(graph, name, code) for name, code in dimensions) + "：明细之和"),
        ys_disclosure=graph.names.disclosure,
        ys_table=iris.table(version, slug),
        ys_tableKind=graph.code("table-kind", each.kind),
        ys_fiscalYear=year(each.year),
        ys_budgetPhase=graph.code("phase", each.phase),
        ys_classCode=graph.code(codes.list_of(first), top_of(first, code)),
        ys_computedAmount=decimal(each.amount),
        ys_computedFrom=list(dict.fromkeys(lines)),
        **more,
    )


def label_of(graph: Graph, dimension: str, code: str) -> str:
    """The name of a code: from its list, else as printed, else the code itself."""
    scheme = codes.list_of(dimension)
    concept = codes.scheme(scheme).get(code)
    return concept.label_zh if concept else graph.labels.get((scheme, code), code)
