"""Projects, their budgets, goals, targets and spending plans as quads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from converter.facts import Indicator, Project
from converter.graph.names import Graph, boolean, decimal, integer, text, year
from converter.words import key
from ontology import codes, iris
from ontology.citations import Citation, citations, project_code
from ontology.quads import zh
from ontology.skos import region_quads

CENTRAL = re.compile(r"中央.{0,6}(?:财政|补助|资金|转移支付)")


def project_quads(graph: Graph) -> Iterator[ox.Quad]:
    """Every project with its budget, then goals, targets and plan steps."""
    budgets = graph.budgets
    for project in graph.of.project_facts:
        if project.amount_yuan is not None:
            budget = graph.fresh(iris.project_budget(graph.names.version, key(project.key)))
            budgets.setdefault(project.key, budget)
            yield from one_project(graph, project, budget)
    yield from goal_quads(graph, budgets)
    yield from indicator_quads(graph, budgets)
    yield from plan_quads(graph, budgets)
    yield from mentioned_projects(graph)


def one_project(graph: Graph, project: Project, budget: str) -> Iterator[ox.Quad]:
    names = graph.names
    iri = graph.project(project.code, project.name)
    graph.projects.discard(iri)
    kind = codes.scheme("expenditure-kind").by_label(project.type) if project.type else None
    cited = citations(f"{project.name}\n{project.purpose}")
    central = bool(CENTRAL.search(project.name)) or any(each.central for each in cited)
    yield from graph.about(
        iri,
        rdf_type="ys:Project",
        rdfs_label=zh(project.name),
        dct_identifier=text(project.code) if project.code else None,
        ys_department=names.department,
        ys_transferDocument=[ox.NamedNode(iris.transfer(each.number, base=names.base)) for each in cited],
    )
    yield from transfer_quads(graph, cited)
    yield from code_quads(graph, iri, project.code)
    yield from graph.about(
        budget,
        rdf_type="ys:ProjectBudget",
        ys_project=iri,
        ys_disclosure=names.disclosure,
        ys_amount=decimal(project.amount_yuan) if project.amount_yuan is not None else None,
        ys_publishedValue=text(project.published_value),
        ys_projectType=graph.code("expenditure-kind", kind.notation) if kind else None,
        ys_budgetUnit=graph.unit(project.unit) if project.unit else None,
        ys_purpose=zh(project.purpose) if project.purpose else None,
        ys_isCentralTransfer=boolean(True) if central else None,
        ys_transferLevel=graph.code("transfer-level", "central") if central else None,
        prov_wasDerivedFrom=graph.lines(project.line_start, project.line_end),
    )


def transfer_quads(graph: Graph, cited: Iterable[Citation]) -> Iterator[ox.Quad]:
    """The documents that a project cites: one node for one number, whatever disclosure cites it."""
    for each in cited:
        yield from graph.about(
            iris.transfer(each.number, base=graph.names.base),
            rdf_type="ys:TransferDocument",
            rdfs_label=zh(each.number),
            dct_identifier=text(each.number),
            ys_issuerCode=text(each.issuer),
            dct_issued=year(each.year),
            ys_serialNumber=integer(each.serial),
            ys_transferLevel=graph.code("transfer-level", "central") if each.central else None,
        )


def code_quads(graph: Graph, project: str, code: str) -> Iterator[ox.Quad]:
    """What a project's code says: the region and the year that it was entered in."""
    said = project_code(code, graph.of.identity.year)
    if said is not None:
        region = iris.region(said.region, base=graph.names.base)
        yield from graph.about(project, ys_codeRegion=region, ys_codeYear=year(said.year))
        yield from region_quads(said.region, graph.names.version, graph.names.base)


def mentioned_projects(graph: Graph) -> Iterator[ox.Quad]:
    """Projects that lines name but no record has (a shape wants every project described)."""
    described = {graph.project(p.code, p.name) for p in graph.of.project_facts if p.amount_yuan is not None}
    for cell in graph.of.cell_facts:
        if cell.row_sort != "project" or not cell.row_label:
            continue
        iri = graph.project(cell.row_code if len(cell.row_code) > 9 else "", cell.row_label)
        if iri in graph.projects - described:
            described.add(iri)
            yield from graph.about(
                iri, rdf_type="ys:Project", rdfs_label=zh(cell.row_label), ys_department=graph.names.department
            )
            yield from code_quads(graph, iri, cell.row_code)


def goal_quads(graph: Graph, budgets: dict[str, str]) -> Iterator[ox.Quad]:
    count: Counter[str] = Counter()
    for goal in graph.of.goal_facts:
        count[goal.project] += 1
        yield from graph.about(
            iris.goal(graph.names.version, f"{key(goal.project) or 'department'}.{count[goal.project]}"),
            rdf_type="ys:PerformanceGoal",
            ys_disclosure=graph.names.disclosure,
            ys_projectBudget=budgets.get(goal.project),
            rdfs_label=zh(goal.task) if goal.task else None,
            rdf_value=zh(goal.text),
            prov_wasDerivedFrom=graph.lines(goal.line, goal.line),
        )


def indicator_quads(graph: Graph, budgets: dict[str, str]) -> Iterator[ox.Quad]:
    count: Counter[str] = Counter()
    for target in graph.of.indicator_facts:
        if target.project and target.project not in budgets:
            continue  # of a project whose budget is not known; without it, it would be the department's
        count[target.project] += 1
        name = f"{key(target.project) or 'department'}.{count[target.project]}"
        yield from graph.about(
            iris.indicator(graph.names.version, name),
            rdf_type="ys:IndicatorTarget",
            ys_disclosure=graph.names.disclosure,
            ys_projectBudget=budgets.get(target.project),
            ys_indicatorType=indicator_type(graph, target),
            ys_levelTwo=zh(target.level2) if target.level2 else None,
            rdfs_label=zh(target.level3),
            dct_description=zh(target.description) if target.description else None,
            ys_publishedValue=text(target.published_value),
            ys_comparator=graph.code("comparator", target.comparator),
            ys_targetValue=decimal(target.quantity) if target.quantity is not None else None,
            ys_targetUnit=text(target.unit) if target.unit else None,
            ys_basis=text(target.basis) if target.basis else None,
            prov_wasDerivedFrom=graph.lines(target.line_start, target.line_end),
        )


def indicator_type(graph: Graph, target: Indicator) -> str | None:
    """The narrowest type of the code list that the printed levels name, or None when they name none."""
    types = codes.scheme("indicator-type")
    first = types.by_label(key(target.level1)) if target.level1 else None
    second = types.by_label(key(target.level2)) if target.level2 else None
    if second is not None and first is not None and second.notation == "cost" and first.notation == "output":
        second = types.get("output-cost")
    concept = second or first
    return graph.code("indicator-type", concept.notation) if concept else None


def plan_quads(graph: Graph, budgets: dict[str, str]) -> Iterator[ox.Quad]:
    for step in graph.of.plan_facts:
        if step.project in budgets:
            yield from graph.about(
                graph.fresh(iris.plan_step(graph.names.version, f"{key(step.project)}.{step.month:02}")),
                rdf_type="ys:SpendingPlanStep",
                ys_projectBudget=budgets[step.project],
                ys_dueMonth=integer(step.month),
                ys_amount=decimal(step.amount_yuan),
                ys_publishedValue=text(step.published_value),
                prov_wasDerivedFrom=graph.lines(step.line, step.line),
            )
