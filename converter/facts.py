"""The facts that a disclosure prints: cells, projects, indicators, plan steps, goals, statements, findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

UNDECIDED = "undecided"


@dataclass(frozen=True)
class Cell:
    """One printed money cell. `column_path` and `role` are empty while its column is undecided.

    `place` is its block, row and column in the disclosure's blocks.
    """

    table: int
    table_kind: str
    table_title: str
    row_sort: str
    row_code: str
    row_label: str
    budget_unit: str
    column_path: str
    role: str
    amount_yuan: Decimal
    published_value: str
    published_unit: str
    resolved_by: str
    page: int | None
    line_start: int
    line_end: int
    values: dict[str, str] = field(default_factory=dict, compare=False)
    known: bool = True
    place: tuple[int, int, int] | None = field(default=None, compare=False)
    address: str = field(default="", compare=False)


@dataclass(frozen=True)
class Comparison:
    """A figure of a table that compares two others of its row: `of` with `against`, where that is proved.

    `kind` is difference, growth, ratio or share (layouts/comparisons.toml): a difference is in yuan, a rate in percent.
    """

    table: int
    table_kind: str
    kind: str
    row_code: str
    row_label: str
    column_path: str
    value: Decimal
    published_value: str
    published_unit: str
    page: int | None
    line: int
    address: str = field(default="", compare=False)
    of: Cell | None = None
    against: Cell | None = None


@dataclass(frozen=True)
class Project:
    """One project of a disclosure: the same project in the expenditure table and the performance sheet is one."""

    code: str
    name: str
    unit: str
    type: str
    amount_yuan: Decimal | None
    published_value: str
    purpose: str
    goals: tuple[str, ...]
    line_start: int
    line_end: int
    funds: tuple[tuple[str, Decimal], ...] = ()
    mark: str = ""  # tells it from others of the same code or name

    @property
    def key(self) -> str:
        return f"{self.code or self.name}{self.mark}"


@dataclass(frozen=True)
class Indicator:
    """One performance target. `project` is the project's key, empty for the department as a whole."""

    project: str
    level1: str
    level2: str
    level3: str
    description: str
    published_value: str
    comparator: str
    quantity: Decimal | None
    unit: str
    basis: str
    line_start: int
    line_end: int


@dataclass(frozen=True)
class Goal:
    """A performance goal in words, of a project or (empty key) of the department; a task has a name besides."""

    project: str
    text: str
    line: int
    task: str = ""


@dataclass(frozen=True)
class PlanStep:
    """What a project means to have spent by the end of a month, in yuan."""

    project: str
    month: int
    amount_yuan: Decimal
    published_value: str
    line: int


@dataclass(frozen=True)
class Statement:
    """A figure that the prose states. `measure` is amount, change, share, percent or count.

    `phase` is the budget phase (budget, execution, adjusted, final-account) where the words name one; `base` says
    of what a share is where that is no total of the document (`scheme/notation`, or words).
    """

    item: str
    scheme: str
    measure: str
    value: Decimal
    published_value: str
    unit: str
    direction: str
    quote: str
    line_start: int
    line_end: int
    reason: str = ""
    phase: str = ""
    base: str = ""

    @property
    def sign(self) -> str:
        """`+` for an increase, `-` for a decrease, else empty."""
        return {"increase": "+", "decrease": "-"}.get(self.direction, "")


@dataclass(frozen=True)
class Institution:
    """A unit that the document lists in words; nature, rank and funding where a list gives them."""

    name: str
    nature: str
    rank: str
    funding: str
    line: int


@dataclass(frozen=True)
class Note:
    """Something that reading noticed and a rule makes a finding of.

    `seen` is what stands in the document, `known` what it is held against; the rest is there where the rule needs it.
    """

    rule: str
    lines: tuple[tuple[int, int], ...]
    seen: str
    table: int | None = None
    key: str = ""
    known: str = ""
    code: str = ""
    table_kind: str = ""
    count: int | None = None
    amount: Decimal | None = None
    project: str = ""
    whole: Cell | None = None
    parts: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What is wrong in a document or could not be read; amounts in yuan.

    `lines` are those of both sides, the side that the finding is about first; `subject` is the node that it is
    about, below the version's IRI.
    """

    rule: str
    severity: str
    fault: str
    message_zh: str
    message_en: str
    expected: Decimal | None
    found: Decimal | None
    difference: Decimal | None
    lines: tuple[tuple[int, int], ...]
    table: int | None = None
    key: str = ""
    subject: str = ""
    found_at: tuple[tuple[int, int], ...] = ()
    expected_at: tuple[tuple[int, int], ...] = ()
