"""Stated figures, key figures and findings as quads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from converter.amounts import rounding
from converter.facts import Finding, Statement
from converter.graph.document import slugs
from converter.graph.names import Graph, Value, decimal, integer, text, year
from converter.key_figures import key_figures
from converter.relations.references import least
from converter.statements import is_of_year
from ontology import codes, iris
from ontology.quads import en, zh

DIMENSIONS = {"fund-source": "fundSource", "expenditure-kind": "expenditureKind", "function": "function"}
DIMENSIONS |= {"economic-department": "deptEconomic", "economic-government": "govEconomic"}


def statement_quads(graph: Graph) -> Iterator[ox.Quad]:
    """The figures of the prose; a change has a direction, a share or growth a percent."""
    count: Counter[str] = Counter()
    for stated in graph.of.statement_facts:
        name = f"{stated.item}.{stated.measure}"
        count[name] += 1
        percent, count_of = stated.unit == "%", stated.measure == "count"
        more: dict[str, Value | None] = {}
        if stated.scheme in DIMENSIONS:
            more[f"ys_{DIMENSIONS[stated.scheme]}"] = graph.code(stated.scheme, stated.item)
        if stated.scheme == "project":
            more["ys_projectBudget"] = graph.budgets.get(stated.item)
        yield from graph.about(
            graph.called(stated, iris.stated(graph.names.version, f"{name}.{count[name]}")),
            rdf_type="ys:StatedFigure",
            rdfs_label=zh(label_of(graph, stated)),
            ys_disclosure=graph.names.disclosure,
            ys_item=graph.code("item", stated.item if stated.scheme == "item" else "total"),
            ys_amount=None if percent or count_of or not stated.unit else decimal(stated.value),
            ys_count=decimal(stated.value) if count_of else None,
            ys_percent=decimal(stated.value) if percent else None,
            ys_direction=graph.code("direction", stated.direction) if stated.direction else None,
            ys_budgetPhase=graph.code("phase", stated.phase) if stated.phase else None,
            ys_reason=zh(stated.reason) if stated.reason else None,
            ys_publishedValue=text(stated.published_value),
            ys_publishedUnit=text(stated.unit) if stated.unit else None,
            ys_rounding=None if count_of or not stated.unit else decimal(rounding(stated.published_value, stated.unit)),
            ys_fiscalYear=year(graph.of.identity.year) if is_of_year(stated, graph.of.identity.year) else None,
            ys_atLeast=None if (limit := least(stated)) is None else decimal(limit),
            prov_wasDerivedFrom=graph.lines(stated.line_start, stated.line_end),
            **more,
        )


def label_of(graph: Graph, stated: Statement) -> str:
    """What the figure is about, in the words of its code list, or the name of its project."""
    if stated.scheme == "project":
        return next(project.name for project in graph.of.project_facts if project.key == stated.item)
    concept = codes.scheme(stated.scheme).get(stated.item)
    return concept.label_zh if concept else stated.item


def key_figure_quads(graph: Graph) -> Iterator[ox.Quad]:
    """The key figures, as nodes with their sources and as direct values of the disclosure."""
    for figure in key_figures(graph.of):
        yield from graph.about(graph.names.disclosure, **{f"ys_{figure.term}": decimal(figure.amount)})
        yield from graph.about(
            iris.key_figure(graph.names.version, figure.item),
            rdf_type="ys:KeyFigure",
            ys_disclosure=graph.names.disclosure,
            ys_item=graph.code("item", figure.item),
            ys_amount=decimal(figure.amount),
            ys_rounding=decimal(figure.rounding),
            ys_timesPrinted=integer(figure.times_printed),
            prov_wasDerivedFrom=graph.lines(figure.line_start, figure.line_end),
        )


def finding_quads(graph: Graph, findings: Sequence[Finding]) -> Iterator[ox.Quad]:
    """The findings; each names its rule, its severity, whose fault it is, and the lines on both sides."""
    named = slugs(graph.of.tables)
    count: Counter[str] = Counter()
    for finding in findings:
        count[finding.rule] += 1
        yield from graph.about(
            graph.fresh(iris.finding(graph.names.version, finding.rule, finding.key or str(count[finding.rule]))),
            rdf_type="ys:Finding",
            ys_disclosure=graph.names.disclosure,
            ys_rule=graph.code("rule", finding.rule),
            ys_severity=f"sh:{finding.severity}",
            ys_fault=graph.code("fault", finding.fault),
            rdfs_comment=[zh(finding.message_zh), en(finding.message_en)],
            ys_expected=None if finding.expected is None else decimal(finding.expected),
            ys_found=None if finding.found is None else decimal(finding.found),
            ys_difference=None if finding.difference is None else decimal(finding.difference),
            ys_table=iris.table(graph.names.version, named[finding.table]) if finding.table else None,
            ys_subject=f"{graph.names.version}/{finding.subject}" if finding.subject else None,
            ys_foundAt=[ox.NamedNode(graph.lines(first, last)) for first, last in finding.found_at],
            ys_expectedAt=[ox.NamedNode(graph.lines(first, last)) for first, last in finding.expected_at],
            prov_wasDerivedFrom=[ox.NamedNode(graph.lines(*lines)) for lines in dict.fromkeys(finding.lines)],
        )
