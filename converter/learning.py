"""What placed rows teach: proved values, funds that are nil, and the least that each kind of expenditure holds."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from converter.knowledge import Knowledge
from converter.placed import PlacedBlock, PlacedRow, settings
from converter.tables import scope_of_kind

# Tables whose totals are about something else than the whole budget.
APART = {"three_public", "procurement", "assets", "operating_cost"}


def learn(block: PlacedBlock, knowledge: Knowledge) -> None:
    """Adds what the placed rows prove: values, nil funds, least sums by kind."""
    if block.columns is None:
        return
    learn_nil(block, knowledge)
    for row in block.rows:
        if (
            row.placed
            and row.keyed.key.sort in {"total", "function", "fund"}
            and not row.keyed.key.unit
            and block.table.kind not in APART
        ):
            learn_row(block, row, knowledge)
    learn_least(block, knowledge)


def learn_row(block: PlacedBlock, row: PlacedRow, knowledge: Knowledge) -> None:
    assert block.columns is not None
    placed = dict(zip(row.candidates[0], row.keyed.row.amounts, strict=True))
    for column in range(len(block.columns)):
        if block.columns.meanings[column].memo or row.keyed.key.role == "memo" or column in block.columns.alternatives:
            continue
        amount = placed.get(column)
        value = amount.value * block.scale if amount else Decimal(0)
        half = amount.half_place * block.scale if amount else Decimal(0)
        knowledge.add(block.values(row.keyed, column), value, half)


def learn_nil(block: PlacedBlock, knowledge: Knowledge) -> None:
    """Funds whose rows (in a 收支 table) or columns (in the total row of a revenue table) are blank or nil."""
    kind = block.table.kind
    filled = any(amount.value for row in block.rows for amount in row.keyed.row.amounts)
    if kind in {"government_fund_expenditure", "state_capital_expenditure"} and not filled:
        knowledge.note_nil_fund(scope_of_kind(kind)["fundSource"])
    if block.name == "收入" and filled:
        learn_nil_rows(block, knowledge)
    if kind == "revenue_summary" and block.columns is not None:
        whole = next((r for r in block.rows if r.keyed.key.sort == "total" and r.placed), None)
        if whole is not None:
            learn_nil_columns(block, whole, knowledge)


def learn_nil_rows(block: PlacedBlock, knowledge: Knowledge) -> None:
    nil = [r.keyed for r in block.rows if not any(a.value for a in r.keyed.row.amounts)]
    full = {r.keyed.key.values.get("fundSource") for r in block.rows if any(a.value for a in r.keyed.row.amounts)}
    for keyed in (*block.blanks, *nil):
        fund = keyed.key.values.get("fundSource")
        if (
            fund
            and fund not in full
            and keyed.key.role == "detail"
            and block.table.kind == "revenue_expenditure_summary"
        ):
            knowledge.note_nil_fund(fund)
        of_all = block.table.kind != "fiscal_appropriation_summary" or not block.drawn
        if keyed.key.values.get("item") == "opening-balance" and of_all and not carried(block):
            knowledge.nil_vintages.add("carried-over")


def carried(block: PlacedBlock) -> bool:
    """Whether any row of carried-over money holds an amount."""
    return any(
        row.keyed.key.values.get("fundVintage") == "carried-over" and any(a.value for a in row.keyed.row.amounts)
        for row in block.rows
    )


def learn_nil_columns(block: PlacedBlock, whole: PlacedRow, knowledge: Knowledge) -> None:
    assert block.columns is not None
    used = {column for column, a in zip(whole.candidates[0], whole.keyed.row.amounts, strict=True) if a.value}
    for column, meaning in enumerate(block.columns.meanings):
        fund, vintage = meaning.values.get("fundSource"), meaning.values.get("fundVintage", "current")
        if column in used or meaning.memo or column in block.columns.alternatives:
            continue
        if vintage == "carried-over" and meaning.total:
            knowledge.nil_vintages.add(vintage)
        elif fund and vintage == "current":
            knowledge.note_nil_fund(fund)


def learn_least(block: PlacedBlock, knowledge: Knowledge) -> None:
    """Sums of rows by kind: also when the table is cut off, no kind can hold less than they add up to."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in block.rows:
        kind = kind_of_row(block, row)
        if kind and row.keyed.key.role == "detail" and row.keyed.row.amounts:
            sums[kind] += row.keyed.row.amounts[0].value * block.scale
    knowledge.least.update(sums)


def kind_of_row(block: PlacedBlock, row: PlacedRow) -> str | None:
    """The kind of expenditure that a row's economic class or project type names."""
    values = row.keyed.key.values
    if block.table.kind == "basic_expenditure_economic":
        return str_or_none(settings()["economic_kind"].get(values.get("deptEconomic", "")[:3]))
    if block.table.kind == "project_expenditure" and row.keyed.key.sort == "project":
        return values.get("expenditureKind")
    return None


def str_or_none(value: object) -> str | None:
    return None if value is None else str(value)
