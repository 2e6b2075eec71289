"""What became of the printed amounts of a made-up disclosure when it was read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from benchmarks.closing import Share, share, sums_across, sums_down
from benchmarks.unseen.disclosure import Made
from benchmarks.unseen.grid import Truth
from benchmarks.unseen.subjects import UNIT_CODE
from converter import Disclosure
from converter.facts import UNDECIDED, Cell
from converter.key_figures import key_figures
from converter.words import key, strip_ordinal

SIDES = {"收入", "支出", ""}


@dataclass
class Verdict:
    """How many printed amounts are placed right, wrong, undecided or lost; tables, sums and key figures beside."""

    right: int = 0
    wrong: int = 0
    undecided: int = 0
    lost: int = 0
    unknown: int = 0
    kinds: Share = field(default_factory=lambda: Share(0, 0))
    down: Share = field(default_factory=lambda: Share(0, 0))
    across: Share = field(default_factory=lambda: Share(0, 0))
    key_right: int = 0
    key_wrong: int = 0
    failed: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def of(self) -> int:
        return self.right + self.wrong + self.undecided + self.lost

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(**{name: getattr(self, name) + getattr(other, name) for name in vars(self)})


def missed(made: Made, why: str) -> Verdict:
    """The verdict on a document that could not be read at all."""
    return Verdict(lost=len(made.truths), failed=1, remarks=[why])


def judge(made: Made, read: Disclosure) -> Verdict:
    """The verdict on a document as read."""
    verdict = Verdict()
    titles = sorted((s.table.form.title for s in made.sections), key=len, reverse=True)
    waiting: dict[tuple[str, Decimal], list[Truth]] = defaultdict(list)
    for truth in made.truths:
        waiting[truth.table, truth.amount].append(truth)
    decided = [cell for cell in read.cell_facts if cell.resolved_by != UNDECIDED]
    for cell in decided:
        found = waiting[title_of(cell.table_title, titles), cell.amount_yuan]
        match = next((truth for truth in found if same_row(truth, cell) and same_column(truth, cell)), None)
        if match is None:
            verdict.wrong += 1
            verdict.remarks.append(remark("wrong", cell))
            continue
        found.remove(match)
        verdict.right += 1
        verdict.unknown += not cell.known
        if not cell.known:
            verdict.remarks.append(remark("unknown", cell))
    count_rest(verdict, waiting, [c for c in read.cell_facts if c.resolved_by == UNDECIDED], titles)
    verdict.kinds = share(table_outcomes(made, read, titles))
    verdict.down = share(closes for block in read.blocks for closes in sums_down(block))
    verdict.across = share(closes for block in read.blocks for closes in sums_across(block))
    judge_key_figures(verdict, made, read)
    return verdict


def count_rest(
    verdict: Verdict, waiting: dict[tuple[str, Decimal], list[Truth]], undecided: Iterable[Cell], titles: list[str]
) -> None:
    """Counts the amounts that no decided cell took: undecided where the reader says so, else lost or misplaced."""
    open_cells = Counter((title_of(cell.table_title, titles), cell.amount_yuan) for cell in undecided)
    left = 0
    for place, truths in waiting.items():
        for truth in truths:
            if open_cells[place]:
                open_cells[place] -= 1
                verdict.undecided += 1
                verdict.remarks.append(f"undecided {truth.table}|{truth.row}|{'/'.join(truth.path)} {truth.text}")
            else:
                left += 1
                verdict.remarks.append(f"lost {truth.table}|{truth.row}|{'/'.join(truth.path)} {truth.text}")
    verdict.lost = max(0, left - verdict.wrong)


def remark(what: str, cell: Cell) -> str:
    return f"{what} {cell.table_title}|{cell.row_code} {cell.row_label}|{cell.column_path} {cell.published_value}"


def title_of(title: str, titles: list[str]) -> str:
    return next((known for known in titles if key(known) in key(title)), title)


def same_row(truth: Truth, cell: Cell) -> bool:
    """Whether a cell says the row of a truth, by its code or its label."""
    if not truth.row or truth.row in (cell.row_code, cell.budget_unit):
        return True
    if truth.row == UNIT_CODE and cell.row_sort == "unit":
        return True  # its name is enough
    return plain(truth.row) == plain(cell.row_label)


def plain(label: str) -> str:
    return key(strip_ordinal(label)).removeprefix("其中:")


def same_column(truth: Truth, cell: Cell) -> bool:
    """Whether a cell's path has the words of a truth's, the names of sides aside."""
    return {key(word) for word in truth.path} - SIDES == {key(word) for word in cell.column_path.split("/")} - SIDES


def table_outcomes(made: Made, read: Disclosure, titles: list[str]) -> Iterator[bool]:
    """For each table whether it was found, and its kind with it."""
    kinds = {title_of(table.title, titles): table.kind for table in reversed(read.tables)}
    return (kinds.get(s.table.form.title) == s.table.form.kind for s in made.sections)


def judge_key_figures(verdict: Verdict, made: Made, read: Disclosure) -> None:
    """Counts the key figures that are right and those that are wrong."""
    for figure in key_figures(read):
        wanted = made.key_figures.get(figure.term)
        if wanted is None:
            continue
        half = Decimal(50)  # the prose rounds to 0.01 万元
        if abs(figure.amount - wanted) <= half:
            verdict.key_right += 1
        else:
            verdict.key_wrong += 1
            verdict.remarks.append(f"key figure {figure.term} {figure.amount} and not {wanted}")
