"""A whole made-up disclosure: what it says, its tables, and what of it is true."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.unseen.budget import Budget, make_budget
from benchmarks.unseen.forms import forms
from benchmarks.unseen.grid import GRAIN, STYLES, Cell, Printed, Truth, printed
from benchmarks.unseen.subjects import Style

AXES = Path(__file__).with_name("axes.toml")
CHINESE = "一二三四五六七八九十"
HUNDRED = Decimal(100)
FOOT_NOTE = "说明：本表金额为四舍五入后的结果，可能存在尾数误差。"


@dataclass(frozen=True)
class Section:
    """A table with the lines above it (text and place) and below it."""

    above: tuple[tuple[str, str], ...]
    table: Printed
    below: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A made-up disclosure in its style, with the truths that its tables print and its key figures."""

    name: str
    style: Style
    budget: Budget
    front: tuple[str, ...]
    sections: tuple[Section, ...]
    back: tuple[str, ...]
    key_figures: dict[str, Decimal]

    @property
    def truths(self) -> list[Truth]:
        return [truth for section in self.sections for truth in section.table.truths]


@cache
def data() -> dict[str, Any]:
    """The axes, departments and titles of axes.toml."""
    return tomllib.loads(AXES.read_text("utf-8"))


def draw_style(random: Random, groups: str) -> Style:
    """A value for each axis, out of these groups."""
    return {axis: draw_value(random, groups, values) for axis, values in data()["axes"].items()}


def draw_value(random: Random, groups: str, values: dict[str, Any]) -> str:
    """A value out of these groups; what the axis has otherwise is not drawn."""
    known = [group for group in groups if group in values]
    if not known and "otherwise" in values:
        return str(values["otherwise"])
    several = known or [group for group in values if group < groups[0]]
    return random.choice([value for group in several for value in values[group]])


def make(seed: int, groups: str = "ab", given: Style | None = None) -> Made:
    """The disclosure of a seed; `given` fixes some axes."""
    random = Random(seed)
    style = draw_style(random, groups) | (given or {})
    style = agreeing(style)
    department, main = random.choice([one for group in groups for one in data()["departments"][group]])
    year = {"old": random.choice((2017, 2018, 2019)), "final": 2024}.get(style["naming"], 2026)
    number = style["number"]
    grain = GRAIN.get(number, Decimal(10) if number == "thousand" else HUNDRED)
    budget = make_budget(random, department, main, year, grain, style["size"], style["negative"] != "none")
    titles = data()["titles"][style["naming"]]
    sections = tuple(section(budget, style, form, n) for n, form in enumerate(forms(budget, style, titles), start=1))
    word = "部门决算" if style["naming"] == "final" else "部门预算"
    name = f"{department}{year}年度{word}"
    front = tuple(front_lines(budget, style, name, [titles[key] for key in titles]))
    return Made(name, style, budget, front, sections, tuple(back_lines(budget, word)), key_figures(budget, style))


def agreeing(style: Style) -> Style:
    """The style without values that exclude each other: names without codes need all levels to be told apart."""
    style = dict(style)
    if style["codes"] == "indented":
        style["levels"] = "all"
    if style["naming"] == "final":
        style["numbering"] = "public"
    if not style["format"].startswith("pdf"):
        style["rules"] = "full"
        style["amounts"] = "whole"
    if style["rules"] != "full":
        style |= {"amounts": style["amounts"] if style["rules"] == "level" else "whole", "heading": "above"}
    if style["format"] == "pdf-browser":
        style |= {"amounts": "whole", "breaks": "whole", "beside": "none"}
    return style


def section(budget: Budget, style: Style, form: Any, number: int) -> Section:
    """A table with what stands above it, as the style has it."""
    unit, _ = STYLES[style["number"]]
    table = printed(form, style, style["numbers_row"] == "with" or style["naming"] == "final")
    title, above = form.title, []
    title = f"{budget.department}{budget.year}年{title}" if style["heading"] == "department" else title
    label = {
        "public": f"公开{number:02d}表", "chinese": f"表{CHINESE[number - 1]}", "budget": f"预算{number:02d}表",
        "annex": f"附件{number}", "annex-part": f"附表1-{number}", "chinese-part": f"表一之{CHINESE[number - 1]}",
    }.get(style["numbering"])  # fmt: skip
    title = {"colon": f"附表{number}：", "dotted": f"表{number}."}.get(style["numbering"], "") + title
    if label:
        above.append((label, "right" if style["numbering"] == "public" else "left"))
    if style["unit_place"] == "title":
        title += f"（单位：{unit}）"
    elif style["unit_place"] == "bare":
        title += f"（{unit}）"
    elif style["unit_place"] == "fused":
        title += f"　单位：{unit}"
    if style["heading"] == "in-table":
        table = with_row(table, (title, "centre", 1.0))
    else:
        above.append((title, "centre"))
    name = f"部门：{budget.department}"
    said = f"单位：{unit}"
    behind = f"公开表{number}  " if style["numbering"] == "behind" else ""
    match style["unit_place"]:
        case "right":
            above.append((f"{behind}{said}", "right"))
        case "left":
            above.append((f"编制单位：{budget.department}　　　金额{said}", "left"))
        case "header-row":
            table = with_row(table, (name, "left", 0.6), (said, "right", 0.4), at=int(style["heading"] == "in-table"))
    if style["heading"] == "in-table" and style["unit_place"] == "right":
        above, table = above[:-1], with_row(table, (said, "right", 1.0), at=1)
    below = [form.note] if form.note else []
    if style["foot_notes"] == "below":
        below += [f"注：1.本表反映本部门{budget.year}年度相关收支的安排情况。", "2.本表金额转换时可能存在尾数误差。"]
    elif style["foot_notes"] == "in-table":
        line = [Cell(FOOT_NOTE, 1, len(form.columns)), *[None] * (len(form.columns) - 1)]
        table = replace(table, body=[*table.body, line])
    return Section(tuple(above), table, tuple(below))


def with_row(table: Printed, *parts: tuple[str, str, float], at: int = 0) -> Printed:
    """The table with a row of wide cells among its head rows."""
    width = len(table.form.columns)
    line: list[Cell | None] = [None] * width
    start = 0
    for text, align, share in parts:
        stop = width if parts[-1][0] == text else max(1, round(width * share))
        line[start] = Cell(text, 1, stop - start, align)
        start = stop
    return Printed(table.form, [*table.head[:at], line, *table.head[at:]], table.body, table.truths)


def front_lines(budget: Budget, style: Style, name: str, titles: list[str]) -> Iterator[str]:
    """The cover, the contents and the duties."""
    yield from (name, "目    录", "第一部分 部门概况", "一、主要职能", "二、部门预算单位构成")
    yield "第二部分 部门预算表"
    yield from (f"{CHINESE[n]}、{title}................{n + 4}" for n, title in enumerate(titles))
    yield from ("第三部分 情况说明", "第四部分 名词解释", "\f", "第一部分 部门概况", "一、主要职能")
    yield f"{budget.department}贯彻落实党中央、国务院的方针政策和决策部署，坚持和加强集中统一领导。主要职责是："
    yield "（一）组织拟订有关政策、规划和标准，起草地方性法规和规章草案，并监督实施。"
    yield "（二）负责统筹协调本领域的重大问题，承担信息公开、宣传教育和人才队伍建设工作。"
    yield from (
        "二、部门预算单位构成",
        f"纳入{budget.department}部门预算编制范围的预算单位包括本级及所属单位。",
        "\f",
        "第二部分 部门预算表",
    )
    if style["unit_place"] == "front":
        yield f"说明：以下各表金额单位：{STYLES[style['number']][0]}"


def back_lines(budget: Budget, word: str) -> Iterator[str]:
    """What is said of the figures, in 万元."""

    def wan(amount: Decimal) -> str:
        return f"{amount / 10_000:.2f}"

    yield "第三部分 情况说明"
    yield f"一、{budget.department}{budget.year}年{word}收支情况说明"
    yield f"{budget.year}年收入总计{wan(budget.total)}万元，支出总计{wan(budget.total)}万元，收支平衡。"
    basic, project = budget.sum(lambda s: s.basic), budget.sum(lambda s: s.project)
    yield f"支出总计中：基本支出{wan(basic)}万元，占{basic / budget.total:.2%}；项目支出{wan(project)}万元。"
    general = budget.sum(lambda s: s.whole, fund="general")
    yield f"二、{budget.year}年一般公共预算拨款支出{wan(general)}万元，主要用于保障机构正常运转。"
    yield from ("第四部分 名词解释", "一、基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。")
    yield "二、项目支出：指在基本支出之外为完成特定任务和事业发展目标所发生的支出。"


def key_figures(budget: Budget, style: Style) -> dict[str, Decimal]:
    """The key figures that the tables print, in yuan."""
    found = {
        "totalRevenue": budget.total,
        "totalExpenditure": budget.total,
        "basicExpenditure": budget.sum(lambda s: s.basic),
        "projectExpenditure": budget.sum(lambda s: s.project),
        "personnelExpenditure": budget.sum(lambda s: s.personnel),
        "publicExpenditure": budget.sum(lambda s: s.public),
        "threePublicExpenditure": sum(
            (budget.three_public[i] for i in ("trips", "purchase", "running", "reception")), Decimal(0)
        ),
    }
    return {name: value for name, value in found.items() if value or style["zero"] == "printed"}
