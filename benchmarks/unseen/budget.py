"""A made-up budget that is whole: functions, economic subjects and projects whose sums agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from ontology import codes

FUNDS = ("general", "fund", "capital", "business", "other", "carried")
FIXED = ("2080505", "2080506", "2101101", "2101103", "2210201", "2210203")
SUBJECTS = {"usual": (3, 6), "long": (14, 24)}
FUND_SUBJECT = "2120803"
CAPITAL_SUBJECT = "2230103"
ECONOMIC = {
    "personnel": ("30101", "30102", "30103", "30108", "30109", "30110", "30112", "30113", "30199", "30302", "30305"),
    "public": (
        "30201",
        "30202",
        "30205",
        "30206",
        "30207",
        "30211",
        "30213",
        "30217",
        "30228",
        "30231",
        "30239",
        "31002",
    ),
}
WORDS = (
    "信息化建设与运行维护专项经费", "业务工作经费", "综合执法检查与第三方评估服务项目", "大型会议及培训费",
    "办公用房修缮", "全省重点领域监测体系（二期）建设项目补助资金", "人才培养与干部教育",
    "政策研究和宣传经费", "历史档案数字化加工及整理服务",
)  # fmt: skip


@dataclass(frozen=True)
class Spending:
    """What one subject of the functions spends out of one fund, in yuan."""

    code: str
    fund: str
    personnel: Decimal
    public: Decimal
    project: Decimal

    @property
    def basic(self) -> Decimal:
        return self.personnel + self.public

    @property
    def whole(self) -> Decimal:
        return self.basic + self.project


@dataclass(frozen=True)
class Project:
    """A project: its name, its subject, its fund, its amount in yuan."""

    name: str
    code: str
    fund: str
    amount: Decimal


@dataclass(frozen=True)
class Budget:
    """The budget of one department for one year."""

    department: str
    year: int
    spending: tuple[Spending, ...]
    economic: tuple[tuple[str, str, Decimal], ...]
    projects: tuple[Project, ...]
    three_public: dict[str, Decimal]
    before: dict[str, Decimal]

    def sum(self, part: Callable[[Spending], Decimal], code: str = "", fund: str = "") -> Decimal:
        """The sum of a part of the spending below a code, out of a fund."""
        return sum((part(s) for s in self.spending if s.code.startswith(code) and fund in ("", s.fund)), Decimal(0))

    def codes(self, funds: Iterable[str] = FUNDS) -> list[str]:
        return sorted({s.code for s in self.spending if s.fund in funds})

    @property
    def total(self) -> Decimal:
        return self.sum(lambda s: s.whole)


def name_of(code: str) -> str:
    """The name of a subject of the functions or of the economic classification."""
    found = codes.scheme("function" if code[0] == "2" else "economic-department").get(code)
    if found is None:
        raise ValueError(f"no subject {code}")
    return found.label_zh


def make_budget(
    random: Random, department: str, main: str, year: int, grain: Decimal, size: str = "usual", negative: bool = False
) -> Budget:
    """A budget of a department whose own subjects stand below `main`; every amount is a multiple of `grain` yuan.

    A `long` one has many subjects; a `negative` one takes money back from a subject.
    """

    def amount(low: int, high: int) -> Decimal:
        return random.randint(low * 10_000 // max(1, int(grain)), high * 10_000 // max(1, int(grain))) * grain + (
            random.randint(0, 99) * grain if grain < 1 else 0
        )

    leaves = [c.notation for c in codes.scheme("function") if len(c.notation) == 7 and c.notation.startswith(main)]
    own = sorted(random.sample(leaves, min(len(leaves), random.randint(*SUBJECTS[size]))))
    nothing = Decimal(0)
    spending = [Spending(own[0], "general", amount(300, 9000), amount(40, 900), nothing)]
    projects = []
    for code in own[1:]:
        fund = random.choice(("general", "general", "general", "business", "other", "carried"))
        for name in random.sample(WORDS, random.randint(1, 2)):
            projects.append(Project(name, code, fund, amount(3, 1500)))
    extra = [(FUND_SUBJECT, "fund")] * random.randint(0, 1) + [(CAPITAL_SUBJECT, "capital")] * random.randint(0, 1)
    projects += [Project(random.choice(WORDS), code, fund, amount(20, 900)) for code, fund in extra]
    if negative:
        projects.append(Project("收回以前年度结余资金", own[-1], random.choice(("general", "carried")), -amount(1, 40)))
    for code, fund in dict.fromkeys((p.code, p.fund) for p in projects):
        part = sum((p.amount for p in projects if (p.code, p.fund) == (code, fund)), nothing)
        spending.append(Spending(code, fund, nothing, nothing, part))
    spending += [Spending(code, "general", amount(5, 400), nothing, nothing) for code in FIXED if random.random() < 0.8]
    spending.sort(key=lambda s: (s.code, s.fund))
    economic = tuple(
        (code, kind, part)
        for kind, several in ECONOMIC.items()
        for code, part in split(random, several, sum((getattr(s, kind) for s in spending), nothing), grain)
    )
    items = {"trips": amount(0, 30), "purchase": random.choice((nothing, amount(10, 50))), "running": amount(3, 40),
             "reception": amount(1, 20), "meeting": amount(2, 60), "training": amount(2, 60)}  # fmt: skip
    before = {name: random.choice((nothing, value + amount(0, 5))) for name, value in items.items()}
    return Budget(department, year, tuple(spending), economic, tuple(projects), items, before)


def split(random: Random, several: Iterable[str], whole: Decimal, grain: Decimal) -> list[tuple[str, Decimal]]:
    """A whole parted over some of several subjects."""
    chosen = sorted(random.sample(list(several), random.randint(4, 9)))
    steps = int(whole / grain)
    cuts = sorted(random.sample(range(1, steps), len(chosen) - 1))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, steps], strict=True)]
    return [(code, part * grain) for code, part in zip(chosen, parts, strict=True)]
