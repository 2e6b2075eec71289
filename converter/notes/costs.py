"""Costs per month or quarter, and spending plans, against the budget of their project."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from converter.amounts import UNITS
from converter.facts import Cell, Indicator, Note, PlanStep, Project
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

PERIODS = (
    (re.compile(r"每个?季度?|季度(?:成本|费|支出|发放)"), 4),
    (re.compile(r"每半年"), 2),
    (re.compile(r"每个?月|(?<![\d一二三四五六七八九十])月(?:均|度|完成|工资|租金|成本|支出)"), 12),
)
EACH = re.compile(r"每[人名个次户件家]|人均|单[位笔次]|/")
PER = re.compile(r"每|单[位价笔次]|人均|月[均度]|季度|标准|/")
ABOVE = Decimal("1.01")
WHOLE = re.compile(r"(?:资金总额|合计|总额)$")
PERCENT = Decimal(1000000)  # 100 as it reads in 万元
DECEMBER = 12


def cost_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on costs by period and on plans."""
    projects = {project.key: project for project in disclosure.project_facts}
    for target in disclosure.indicator_facts:
        if target.project in projects:
            yield from by_period(target, projects[target.project])
    yield from parts_only(disclosure, projects)
    yield from sheets(disclosure)
    yield from plans(disclosure, projects)


def by_period(target: Indicator, project: Project) -> Iterator[Note]:
    """A cost per month or quarter that makes more in a year than the budget."""
    words = key(target.level3 + target.description)
    scale = UNITS.get(target.unit)
    times = next((times for period, times in PERIODS if period.search(words)), 0)
    cost = re.search(r"成本|费|支出|工资|金额", words) and target.comparator in {"le", "lt", "eq"}
    if not times or not cost or EACH.search(words) or scale is None or target.quantity is None:
        return
    found, budget = target.quantity * scale * times, project.amount_yuan
    if budget and found > budget * ABOVE and found != budget * times:
        lines = ((target.line_start, target.line_end), (project.line_start, project.line_end))
        seen = f"{target.description or target.level3} {target.published_value} × {times} = {found / 10000:f}万元"
        yield Note("unit-cost", lines, seen, None, f"period.{target.line_start}", project.name, "period")


def parts_only(disclosure: Disclosure, projects: dict[str, Project]) -> Iterator[Note]:
    """Projects whose only target of cost, in money and not per anything, is less than half of the budget."""
    costs: dict[str, list[Indicator]] = defaultdict(list)
    for target in disclosure.indicator_facts:
        if target.project in projects and re.search("成本", target.level1 + target.level2 + target.level3):
            costs[target.project].append(target)
    for code, own in costs.items():
        project, target = projects[code], own[0]
        value = (target.quantity or Decimal(0)) * UNITS["万元"] if target.unit == "万元" else Decimal(0)
        single = len(own) == 1 and not PER.search(key(target.level3 + target.description))
        if single and project.amount_yuan and 0 < value * 2 < project.amount_yuan:
            lines = ((target.line_start, target.line_end), (project.line_start, project.line_end))
            seen = f"{target.level3} {target.published_value}"
            yield Note("unit-cost", lines, seen, None, f"part.{target.line_start}", project.name, "part")


def sheets(disclosure: Disclosure) -> Iterator[Note]:
    """Performance tables whose projects make more than the department's row above them."""
    tables: dict[int, list[Cell]] = defaultdict(list)
    for cell in disclosure.cell_facts:
        if cell.table_kind == "project_performance" and cell.known and WHOLE.search(cell.column_path):
            tables[cell.table].append(cell)
    for order, cells in tables.items():
        whole = [c for c in cells if c.row_sort in {"unit", "total"} and not c.values]
        parts = [c for c in cells if c.row_sort == "project"]
        found = sum((c.amount_yuan for c in parts), Decimal(0))
        if whole and parts and whole[0].row_code and found > whole[0].amount_yuan + 50 * len(parts):
            lines = ((whole[0].line_start, whole[0].line_end), (parts[0].line_start, parts[-1].line_end))
            seen, known = f"{found / 10000:f}万元", f"{whole[0].amount_yuan / 10000:f}万元"
            yield Note("projects-sum", lines, seen, order, f"sheet.{order}", known)


def plans(disclosure: Disclosure, projects: dict[str, Project]) -> Iterator[Note]:
    """Plans that go down, or that stop before December short of the budget."""
    steps: dict[str, list[PlanStep]] = defaultdict(list)
    for step in disclosure.plan_facts:
        steps[step.project].append(step)
    for code, own in steps.items():
        budget = projects[code].amount_yuan if code in projects else None
        last = max(own, key=lambda step: step.month)
        if budget and last.month < DECEMBER and last.amount_yuan not in {budget, PERCENT}:
            yield plan_note(projects[code], last, f"止于{last.month}月底")
        for one, other in pairwise(own):
            if other.month > one.month and other.amount_yuan < one.amount_yuan and code in projects:
                yield plan_note(projects[code], other, f"由{one.published_value}减至{other.published_value}")


def plan_note(project: Project, step: PlanStep, words: str) -> Note:
    lines = ((step.line, step.line), (project.line_start, project.line_end))
    seen = f"用款计划{words}，累计{step.published_value}"
    return Note("spending-plan", lines, seen, key=f"{step.project}.{step.month}", known=project.name)
