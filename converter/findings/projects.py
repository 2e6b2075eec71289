"""Projects against project expenditure, performance tables, spending plans and their own codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.facts import Cell, Finding, PlanStep
from converter.findings.message import make
from converter.words import key
from ontology.regions import regions

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

CENT = Decimal(100)  # 0.01 万元


def project_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Findings about projects."""
    yield from sum_findings(disclosure)
    yield from amount_findings(disclosure)
    yield from plan_findings(disclosure)
    yield from code_findings(disclosure)


def sum_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """All projects together against the project expenditure of the expenditure table."""
    projects = [p for p in disclosure.project_facts if p.amount_yuan is not None]
    listed = {cell.row_label for cell in disclosure.cell_facts if cell.table_kind == "project_expenditure"}
    projects = [p for p in projects if not listed or p.name in listed]
    total = project_total(disclosure)
    if not projects or total is None:
        return
    found = sum((p.amount_yuan for p in projects if p.amount_yuan), Decimal(0))
    if abs(found - total.amount_yuan) > CENT / 2 * (len(projects) + 1):
        lines = [(total.line_start, total.line_end), (projects[0].line_start, projects[-1].line_end)]
        yield make("projects-sum", lines, expected=total.amount_yuan, found=found, key="all")


def project_total(disclosure: Disclosure) -> Cell | None:
    """The total row's cell for project expenditure in the expenditure table, or None."""
    for cell in disclosure.cell_facts:
        if (
            cell.table_kind == "expenditure_summary"
            and cell.row_sort == "total"
            and cell.values.get("expenditureKind") == "project"
        ):
            return cell
    return None


def amount_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """One project with two amounts: in the expenditure table and in the performance table."""
    listed: dict[str, list[Cell]] = defaultdict(list)
    for cell in first_cells(disclosure, "project_expenditure"):
        listed[key(cell.row_label)].append(cell)
    for cell in first_cells(disclosure, "project_performance"):
        others = listed.get(key(cell.row_label), [])
        if others and all(abs(o.amount_yuan - cell.amount_yuan) > CENT for o in others):
            yield make(
                "performance-vs-projects",
                [(cell.line_start, cell.line_end), (others[0].line_start, others[0].line_end)],
                expected=others[0].amount_yuan,
                found=cell.amount_yuan,
                table=cell.table,
                key=cell.row_code or key(cell.row_label),
                project=cell.row_label,
            )


def first_cells(disclosure: Disclosure, kind: str) -> Iterator[Cell]:
    """The first (total) cell of each project row of a table kind."""
    seen: set[tuple[int, int, str]] = set()
    for cell in disclosure.cell_facts:
        row = (cell.table, cell.line_start, cell.row_label)
        if cell.table_kind == kind and cell.row_sort == "project" and cell.known and row not in seen:
            seen.add(row)
            yield cell


def plan_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """A plan that ends in December at another amount than the project's budget."""
    plans: dict[str, list[PlanStep]] = defaultdict(list)
    for step in disclosure.plan_facts:
        plans[step.project].append(step)
    for project in disclosure.project_facts:
        steps = plans.get(project.code, [])
        last = max(steps, key=lambda step: step.month, default=None)
        if last is None or last.month != 12 or project.amount_yuan is None:
            continue
        if abs(last.amount_yuan - project.amount_yuan) > CENT:
            yield make(
                "spending-plan",
                [(last.line, last.line), (project.line_start, project.line_end)],
                expected=project.amount_yuan,
                found=last.amount_yuan,
                key=project.code,
                project=project.name,
            )


def code_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """A project code that begins with another region's code."""
    here = disclosure.identity.region
    for project in disclosure.project_facts:
        place = regions().by_code(project.code[:6]) if len(project.code) > 9 else None
        if place is not None and place.code != here.code:
            yield make(
                "region-of-project-code",
                [(project.line_start, project.line_end)],
                key=project.code,
                code=project.code,
                found_region=place.full_name,
                region=here.full_name,
            )
