"""Costs per month or quarter, and spending plans, against the budget of their project."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from converter.amounts import UNITS
from converter.facts import Indicator, Note, PlanStep, Project
from converter.words import key

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

PERIODS = (
    (re.compile(r"每个?季度?|季度(?:成本|费|支出|发放)"), 4),
    (re.compile(r"每半年"), 2),
    (re.compile(r"每个?月|月(?:均|度|完成|工资|租金|成本|支出)"), 12),
)
EACH = re.compile(r"每[人名个次户件家]|人均|单[位笔次]|/")
ABOVE = Decimal("1.01")
PERCENT = Decimal(1000000)  # 100 as it reads in 万元
DECEMBER = 12


def cost_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Notes on costs by period and on plans."""
    projects = {project.key: project for project in disclosure.project_facts}
    for target in disclosure.indicator_facts:
        if target.project in projects:
            yield from by_period(target, projects[target.project])
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
        yield Note("unit-cost", lines, seen, key=f"period.{target.line_start}", known=project.name)


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
