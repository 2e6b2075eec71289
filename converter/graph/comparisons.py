"""The figures of tables that compare two others, as quads."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from converter.amounts import rounding
from converter.facts import Comparison
from converter.graph.document import slugs
from converter.graph.names import Graph, decimal, text
from ontology import iris
from ontology.quads import zh


def comparison_quads(graph: Graph) -> Iterator[ox.Quad]:
    """The comparisons of which the line that they are about is published; call it when the lines are written."""
    named = slugs(graph.of.tables)
    for each in graph.of.comparison_facts:
        line = graph.node(each.of)
        if line is not None:
            yield from one_comparison(graph, each, named[each.table], line)


def one_comparison(graph: Graph, each: Comparison, slug: str, line: str) -> Iterator[ox.Quad]:
    """A comparison, named after its line and its kind; without the earlier line where that is blank."""
    version, in_percent = graph.names.version, each.published_unit == "%"
    key = f"{line.rpartition('/o/')[2]}.{each.kind}"
    yield from graph.about(
        graph.fresh(iris.comparison(version, slug, key)),
        rdf_type="ys:Comparison",
        rdfs_label=zh(f"{each.row_label or each.row_code or '合计'}：{each.column_path}"),
        ys_disclosure=graph.names.disclosure,
        ys_table=iris.table(version, slug),
        ys_comparisonKind=graph.code("comparison-kind", each.kind),
        ys_compares=line,
        ys_comparedWith=graph.node(each.against),
        ys_change=None if in_percent else decimal(each.value),
        ys_percent=decimal(each.value) if in_percent else None,
        ys_publishedValue=text(each.published_value),
        ys_publishedUnit=text(each.published_unit),
        ys_rounding=decimal(rounding(each.published_value, each.published_unit)),
        ys_cellAddress=text(each.address) if each.address else None,
        prov_wasDerivedFrom=graph.lines(each.line, each.line),
    )
