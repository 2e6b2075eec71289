"""What prose and performance tables say against what the tables hold: changes, counts, ceilings, units, names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from converter.amounts import UNITS
from converter.facts import Cell, Finding, Indicator, Project, Statement
from converter.findings.compare import comparable
from converter.findings.message import make, show
from converter.findings.prose import label, place_of, printed_half
from converter.prose import prose_lines
from converter.statements import is_of_year
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

PER_UNIT = re.compile(r"每|人均|单[笔次个本]|月|平均|标准")
CEILING = re.compile(r"总?成本$|预算|控制数|总额")
LARGE = re.compile(r"(\d+)万元")
YUAN = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)元(?!/)")


def consistency_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Findings that compare kinds of facts with one another."""
    yield from change_findings(disclosure)
    yield from count_findings(disclosure)
    yield from ceiling_findings(disclosure)
    yield from unit_findings(disclosure)
    yield from purchase_findings(disclosure)
    yield from overall_findings(disclosure)


def change_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """A growth rate that its change and the present amount do not make, and changes whose parts do not add up."""
    stated = disclosure.statement_facts
    for number, (change, rate) in enumerate(pairwise(stated)):
        if (change.measure, rate.measure) != ("change", "percent") or change.item != rate.item:
            continue
        now = present(stated[:number], change)
        if not now:
            continue
        before = now - change.value if change.direction == "increase" else now + change.value
        right = change.value * 100 / before if before > 0 else None
        # the change is printed to its own last place: as many percent may be lost
        slack = printed_half(change) * 100 / before * 2 if before > 0 else Decimal(0)
        if right is not None and abs(right - rate.value) > place_of(rate) + slack:
            lines = [(rate.line_start, rate.line_end), (change.line_start, change.line_end)]
            name, printed = f"{rate.item}.change.{number}", rate.published_value
            yield make(
                "percent-arithmetic",
                lines,
                key=name,
                what=label(rate),
                printed=printed,
                right=f"{right:.{len(printed.partition('.')[2]) or 1}f}",
            )
    yield from change_sums(stated)


def present(before: Sequence[Statement], change: Statement) -> Decimal | None:
    """The amount of the budget year that was stated last for what changes."""
    same = [s.value for s in before if (s.scheme, s.item, s.measure) == (change.scheme, change.item, "amount")]
    return same[-1] if same else None


def change_sums(stated: Sequence[Statement]) -> Iterator[Finding]:
    """基本 and 项目 changes against the change of the whole, where all three follow one another."""
    wanted = {"basic", "project"}
    for number in range(len(stated) - 2):
        three = stated[number : number + 3]
        first, *rest = (s.item for s in three)
        if first != "expenditure-total" or set(rest) != wanted or any(s.measure != "change" for s in three):
            continue
        whole, *parts = (s.value if s.direction == "increase" else -s.value for s in three)
        if abs(sum(parts) - whole) > sum(printed_half(s) for s in three):
            lines = [(s.line_start, s.line_end) for s in three]
            yield make(
                "change-arithmetic", lines, expected=whole, found=sum(parts, Decimal(0)), key=str(number), what="支出"
            )


def count_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Numbers of projects and units in the prose against those in the tables."""
    listed = [p for p in disclosure.project_facts if p.type] or list(disclosure.project_facts)
    for number, stated in enumerate(disclosure.statement_facts):
        if stated.measure != "count" or not is_of_year(stated, disclosure.identity.year):
            continue
        right = counted(disclosure, listed, stated)
        if right is not None and right != stated.value:
            lines = [(stated.line_start, stated.line_end)]
            name = f"{stated.item}.{number}"
            yield make(
                "count-differs", lines, key=name, what=label(stated), printed=stated.published_value, right=right
            )


def counted(disclosure: Disclosure, listed: Sequence[Project], stated: Statement) -> int | None:
    """What the tables count for a statement, or None when they have no such list."""
    if stated.item == "projects-number" and listed:
        return len(listed)
    if stated.item == "large-projects-number" and (found := LARGE.search(stated.quote)):
        limit = Decimal(found.group(1)) * UNITS["万元"]
        return sum(p.amount_yuan is not None and p.amount_yuan >= limit for p in listed)
    return None


def ceiling_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """A total cost that a target allows against the project's budget."""
    budgets = {project.key: project for project in disclosure.project_facts if project.amount_yuan is not None}
    for target in disclosure.indicator_facts:
        project = budgets.get(target.project)
        ceiling = ceiling_of(target)
        if project is None or ceiling is None or project.amount_yuan is None:
            continue
        if abs(ceiling - project.amount_yuan) > Decimal(100):
            lines = [(target.line_start, target.line_end), (project.line_start, project.line_end)]
            yield make(
                "cost-ceiling",
                lines,
                expected=project.amount_yuan,
                found=ceiling,
                key=f"{project.key}.{target.line_start}",
                project=project.name,
                sample=target.level3,
            )


def ceiling_of(target: Indicator) -> Decimal | None:
    """The ceiling in yuan of a target about a project's whole cost; None for costs per person, month and the like."""
    whole = CEILING.search(target.level3) and not PER_UNIT.search(f"{target.level3}{target.description}")
    if target.quantity is None or target.unit not in UNITS or not whole:
        return None
    return target.quantity * UNITS[target.unit]


def unit_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Units that cannot be right: 207元 where the tables have 207万元, plans in % whose figures are amounts."""
    totals = {c.amount_yuan for c in disclosure.cell_facts if comparable(c) and c.row_sort == "total" and c.amount_yuan}
    for line in prose_lines(disclosure.document, disclosure.tables):
        for found in YUAN.finditer(re.sub(r"\s+", "", line.text)):
            value = Decimal(found.group(1).replace(",", ""))
            if value * UNITS["万元"] in totals:
                sample = f"{found.group(0)}（{show(value * 10000)}万元）"
                where = [(line.number, line.number)]
                yield make("unit-implausible", where, key=f"prose.{line.number}.{found.group(1)}", sample=sample)
    yield from plan_unit_findings(disclosure)


def plan_unit_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Spending plans headed “%” whose steps reach the budget in money, not 100."""
    budgets = {project.code: project for project in disclosure.project_facts}
    for table in disclosure.tables:
        heads = [line for line in table.body if "划(%)" in key(line.text)]
        inside = [s for s in disclosure.plan_facts if table.first_line <= s.line <= table.last_line]
        last = max(inside, key=lambda step: step.month, default=None)
        project = budgets.get(last.project) if last else None
        if heads and last and project and project.amount_yuan == last.amount_yuan != Decimal(1000000):
            lines = [(heads[0].number, heads[0].number), (last.line, last.line)]
            sample = f"资金支出计划（%） {last.published_value}"
            yield make("unit-implausible", lines, table=table.order, key=f"plan.{table.order}", sample=sample)


def purchase_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Rows of a procurement table in which quantity times unit price is not the amount."""
    for block in disclosure.blocks:
        if block.table.kind != "procurement" or block.columns is None:
            continue
        names = [key(path[-1]) if path else "" for path in block.columns.paths]
        for row in block.rows:
            if not row.placed:
                continue
            values = {names[c]: a for c, a in zip(row.candidates[0], row.keyed.row.amounts, strict=True)}
            count, price, amount = values.get("数量"), values.get("单价"), values.get("合计")
            if not (count and price and amount):
                continue
            slack = price.half_place * count.value + amount.half_place
            if abs(count.value * price.value - amount.value) > slack:
                yield make(
                    "purchase-arithmetic",
                    [(row.keyed.row.first, row.keyed.row.last)],
                    expected=count.value * price.value * block.scale,
                    found=amount.value * block.scale,
                    table=block.table.order,
                    key=str(row.keyed.row.first),
                    sample=row.keyed.key.label,
                    count=count.text,
                    price=price.text,
                )


def overall_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """The money of the department's performance table against its expenditure."""
    totals = {kind: cell for cell in disclosure.cell_facts if (kind := total_kind(cell)) is not None}
    for cell in disclosure.cell_facts:
        if cell.table_kind != "overall_performance" or not cell.known:
            continue
        other = totals.get(cell.values.get("expenditureKind", "") if cell.role == "detail" else "total")
        if other is not None and abs(other.amount_yuan - cell.amount_yuan) > Decimal(100):
            lines = [(cell.line_start, cell.line_end), (other.line_start, other.line_end)]
            yield make(
                "sibling-tables",
                lines,
                expected=other.amount_yuan,
                found=cell.amount_yuan,
                table=cell.table,
                key=f"{cell.table}.{cell.line_start}",
                what=cell.row_label,
                title=cell.table_title,
                other=other.table_title,
            )


def total_kind(cell: Cell) -> str | None:
    """`total`, `basic` or `project` for the total row of the expenditure table."""
    if cell.table_kind != "expenditure_summary" or cell.row_sort != "total" or not cell.role or not cell.known:
        return None
    kind = cell.values.get("expenditureKind", "total")
    return kind if kind in {"total", "basic", "project"} else None
