"""Reads the form of one project: amounts, purpose, spending plan, goals and targets (Hebei's 绩效目标表)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from converter.amounts import looks_printed, parse, yuan
from converter.facts import Goal, Indicator, PlanStep, Project
from converter.organisation import Organisation
from converter.performance import Performance, money_cell, words_of
from converter.sheet import ReadNote
from converter.tables import RawTable, is_markdown
from converter.targets import is_value, read_target
from converter.words import key, tidy
from ontology import codes

LEVEL_ONE = re.compile(r"^(?:投入|产出|效益|满意度|成本)指标$")
MONTH = re.compile(r"^(\d{1,2})月底?$")
GOAL = re.compile(r"^\d{1,2}[.．、]\s*")
TORN = (("财政 资金", "财政资金"), ("其 他", "其他"))


@dataclass(frozen=True)
class Piece:
    """One cell of the form as printed: its text, its line, whether a blank line stands before it."""

    text: str
    line: int
    first_of_line: bool
    gap: bool
    alone: bool


def read_form(table: RawTable, org: Organisation, found: Performance) -> None:
    """Adds the project of one form, with its cells, plan, goals and targets."""
    pieces = list(form_pieces(table))
    code = after(pieces, "项目编码", r"^[0-9A-Z]{16,}$")
    name = project_name(pieces)
    amount = next((p for p in value_pieces(pieces, "预算数")), None)
    if not code or amount is None:
        return
    unit, target = table.unit or "万元", len(pieces)
    start = next((i for i, p in enumerate(pieces) if key(p.text) == "一级指标"), target)
    goals = form_goals(pieces[:start], code)
    value = parse(amount.text, amount.line)
    yuan_value = yuan(value.value, unit) if value else None
    lines = (table.first_line, max(p.line for p in pieces))
    found.goals += goals
    found.projects.append(
        Project(
            code, name, "", "", yuan_value, amount.text, purpose(pieces[:start]), tuple(g.text for g in goals), *lines
        )
    )
    form_cells(table, org, found, pieces, code, name, amount)
    form_plan(table, found, pieces[:start], code)
    found.indicators += form_indicators(table, pieces[start:], code)


def form_pieces(table: RawTable) -> Iterator[Piece]:
    """The filled cells of a Markdown form, or the words of a bare one."""
    gap = True
    for line in table.body:
        if line.blank:
            gap = True
            continue
        if is_markdown(line.text):
            cells = [tidy(cell) for cell in line.text.strip().strip("|").split("|")]
            words = [cell for cell in cells if cell and not re.fullmatch(r":?-+:?", cell)]
        else:
            words = bare_words(line.text)
        for index, word in enumerate(words):
            yield Piece(word, line.number, index == 0, gap, len(words) == 1)
        gap = False


def bare_words(text: str) -> list[str]:
    """The words of a bare line; a number and the unit that a space cut off are one."""
    for torn, whole in TORN:
        text = text.replace(torn, whole)
    text = re.sub(
        r"(?<=\d) (?=[月日年人个次家条本元员万]|百分比)|(?<=[年月]) (?=\d)|(?<=[)）】]) (?=\d)|(?<=\d) (?=号)", "", text
    )
    return text.split()


def after(pieces: Sequence[Piece], label: str, pattern: str) -> str:
    """The first piece of this form that follows a label."""
    seen = False
    for piece in pieces:
        if seen and re.match(pattern, piece.text):
            return piece.text
        seen = seen or key(piece.text) == label
    return ""


def project_name(pieces: Sequence[Piece]) -> str:
    """The text between 项目名称 and 预算规模."""
    texts: list[str] = []
    seen = False
    for piece in pieces:
        plain = key(piece.text)
        if plain.startswith(("预算规模", "资金用途", "预算数")):
            break
        if seen:
            texts.append(piece.text)
        seen = seen or plain == "项目名称"
    return words_of([t + (" " if t.isascii() else "") for t in texts]) if texts else ""


def value_pieces(pieces: Sequence[Piece], label: str) -> Iterator[Piece]:
    """Numbers that stand right after a label."""
    for piece, following in pairwise(pieces):
        if key(piece.text) == label and parse(following.text, following.line):
            yield following


def purpose(pieces: Sequence[Piece]) -> str:
    """The words between the amounts and the spending plan."""
    texts: list[str] = []
    seen = False
    for piece in pieces:
        plain = key(piece.text)
        if plain.startswith(("资金支出计", "划(%)")):
            break
        if seen and not looks_printed(piece.text) and plain not in {"其他资金", "资金用途"}:
            texts.append(piece.text)
        seen = seen or plain.startswith("其中:财政资金")
    return words_of(texts)


def form_goals(pieces: Sequence[Piece], code: str) -> list[Goal]:
    """The numbered goals."""
    goals: list[Goal] = []
    seen = False
    for piece in pieces:
        if seen and GOAL.match(piece.text):
            goals.append(Goal(code, GOAL.sub("", piece.text), piece.line))
        elif seen and goals and piece.line == goals[-1].line:
            goals[-1] = Goal(code, goals[-1].text + piece.text, piece.line)
        seen = seen or key(piece.text) == "绩效目标"
    return goals


def form_cells(
    table: RawTable, org: Organisation, found: Performance, pieces: Sequence[Piece], code: str, name: str, amount: Piece
) -> None:
    """The form's money cells: the budget, and of it fiscal and other money."""
    wanted = [
        ("预算数", "total", {}),
        ("其中:财政资金", "detail", {"fundSource": "fiscal"}),
        ("其他资金", "detail", {"fundSource": "unit-funds"}),
    ]
    for label, role, values in wanted:
        for piece in list(value_pieces(pieces, label))[:1]:
            path = "其中：财政资金" if label.startswith("其中") else label
            cell = money_cell(
                table, org, name, path, piece.text, piece.line, code=code, role=role, values={"project": code, **values}
            )
            if cell is not None:
                found.cells.append(cell)


def form_plan(table: RawTable, found: Performance, pieces: Sequence[Piece], code: str) -> None:
    """The spending plan: as many amounts as months, or amounts in the months' columns; else it is reported."""
    months = [(int(m.group(1)), p) for p in pieces if (m := MONTH.match(key(p.text)))]
    if not months:
        return
    last = months[-1][1].line
    amounts = [p for p in pieces if p.line > last and looks_printed(p.text)]
    unit = table.unit or "万元"
    exact = len(amounts) == len(months)
    places = plan_places(table, [p.text for _, p in months], amounts) if not exact else None
    for index, piece in enumerate(amounts):
        month = months[index][0] if exact else (places or {}).get(index)
        value = parse(piece.text, piece.line)
        if month and value:
            found.steps.append(PlanStep(code, month, yuan(value.value, unit), piece.text, piece.line))
        else:
            found.notes.append((table.order, ReadNote("undecided-cells", piece.text, piece.line, piece.line)))


def plan_places(table: RawTable, months: Sequence[str], amounts: Sequence[Piece]) -> dict[int, int]:
    """Amount → month by the column that both stand in, for Markdown forms."""
    heads, out = {}, {}
    for line in table.body:
        if not is_markdown(line.text):
            continue
        cells = [tidy(cell) for cell in line.text.strip().strip("|").split("|")]
        if any(MONTH.match(key(cell)) for cell in cells):
            heads = {j: int(m.group(1)) for j, cell in enumerate(cells) if (m := MONTH.match(key(cell)))}
        elif heads and amounts and line.number == amounts[0].line:
            filled = [j for j, cell in enumerate(cells) if looks_printed(cell)]
            out = {i: heads[j] for i, j in enumerate(filled) if j in heads}
    return out


def form_indicators(table: RawTable, pieces: Sequence[Piece], code: str) -> Iterator[Indicator]:
    """The targets of a form: level 1 is carried down, a row begins with its level 2."""
    level1 = ""
    row: list[Piece] = []
    rows: list[tuple[str, list[Piece]]] = []
    fresh = False
    for piece in skip_header(pieces):
        plain = key(piece.text)
        opens, fresh = piece.first_of_line or fresh, False
        if LEVEL_ONE.match(plain) and piece.first_of_line and not (row and plain == "成本指标"):
            level1, fresh = plain, True
        elif opens and is_level_two(plain, level1):
            row = [piece]
            rows.append((level1, row))
        elif rows:
            row.append(piece)
    for level1, row in rows:
        indicator = make_indicator(level1, row, code)
        if indicator is not None:
            yield indicator


def skip_header(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces after the header words 一级指标 … 指标值确定依据."""
    words = {"一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定", "依据", "指标值确定依据"}
    size = next((i for i, p in enumerate(pieces) if key(p.text) not in words), len(pieces))
    return list(pieces[size:])


def is_level_two(plain: str, level1: str) -> bool:
    concept = codes.scheme("indicator-type").by_label(plain)
    return (
        bool(level1)
        and concept is not None
        and (concept.broader is not None or plain == "成本指标")
        and plain != level1
    )


def make_indicator(level1: str, row: Sequence[Piece], code: str) -> Indicator | None:
    """A target from its pieces: level 2, level 3, description, value, basis; wrapped lines are joined first."""
    cells = join_wrapped(row)
    texts = [text for text, _ in cells]
    if len(texts) < 3:
        return None
    level2, level3, rest = key(texts[0]), texts[1], texts[2:]
    values = [i for i, text in enumerate(rest) if is_value(text)]
    at = values[-1] if values else (len(rest) - 2 if len(rest) > 2 else len(rest) - 1)
    basis = words_of(rest[at + 1 :])
    comparator, quantity, unit = read_target(rest[at])
    first, last = row[0].line, row[-1].line
    return Indicator(
        code, level1, level2, level3, words_of(rest[:at]), rest[at], comparator, quantity, unit, basis, first, last
    )


def join_wrapped(row: Sequence[Piece]) -> list[tuple[str, int]]:
    """Cells of a row: a line of its own right below another such line goes on with the same cell."""
    cells: list[tuple[str, int]] = []
    before: Piece | None = None
    for piece in row:
        wrapped = (
            before is not None and piece.alone and before.alone and not piece.gap and piece.line == before.line + 1
        )
        if wrapped and not is_value(piece.text) and before is not None and not is_value(before.text):
            cells[-1] = (cells[-1][0] + piece.text, cells[-1][1])
        else:
            cells.append((piece.text, piece.line))
        before = piece
    return cells
