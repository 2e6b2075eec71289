"""What tells that amounts may not stand in certain columns: codes, funds without money, what is proved elsewhere.

A row may have very many ways to be placed: what a test needs is looked up once for the row, not for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from converter.columns import Columns
from converter.knowledge import Knowledge
from converter.placed import Candidate, PlacedBlock, PlacedRow, settings
from ontology import codes

Test = Callable[[Candidate], bool]
Expected = tuple[Sequence[int], Decimal, Decimal]
"""Columns, what they hold together in yuan, and by how much that may be off."""


def tests_of(block: PlacedBlock, row: PlacedRow, knowledge: Knowledge) -> Iterator[tuple[str, Test]]:
    """The steps that narrow a row's ways of placing, in their order, each with its test."""
    assert block.columns is not None
    total = row.keyed.key.role == "total"
    yield "by-anchor", avoids(nil_columns(block.columns, knowledge))
    yield "by-code", avoids(columns_of_others(block.columns, row))
    yield "by-anchor" if total else "by-sibling", agrees(block, row, proved(block, row, knowledge))
    yield "by-anchor", agrees(block, row, told(block, row, knowledge))
    if total and not row.keyed.key.code:
        yield "by-anchor", reaches(block, row, least(block, knowledge))


def avoids(columns: set[int]) -> Test:
    """Whether no amount stands in one of these columns."""
    return columns.isdisjoint


def agrees(block: PlacedBlock, row: PlacedRow, expected: Sequence[Expected]) -> Test:
    """Whether the columns hold what is expected of them; one without an amount holds nothing."""
    values = scaled(block, row)

    def test(candidate: Candidate) -> bool:
        placed = dict(zip(candidate, values, strict=True))
        return all(
            abs(value - sum((placed[column] for column in columns if column in placed), Decimal(0))) <= slack
            for columns, value, slack in expected
        )

    return test


def reaches(block: PlacedBlock, row: PlacedRow, wanted: Sequence[tuple[int, Decimal]]) -> Test:
    """Whether columns hold at least so much, but for rounding."""
    values, slack = scaled(block, row), block.scale / 20

    def test(candidate: Candidate) -> bool:
        placed = dict(zip(candidate, values, strict=True))
        return all(placed.get(column, Decimal(0)) + slack >= value for column, value in wanted)

    return test


def scaled(block: PlacedBlock, row: PlacedRow) -> list[Decimal]:
    """The amounts of a row in yuan."""
    return [amount.value * block.scale for amount in row.keyed.row.amounts]


def nil_columns(columns: Columns, knowledge: Knowledge) -> set[int]:
    """The columns of funds that have no money."""
    return {i for i, meaning in enumerate(columns.meanings) if knowledge.is_nil(meaning.values)}


def columns_of_others(columns: Columns, row: PlacedRow) -> set[int]:
    """The columns in which a row's economic code may not stand (301: 人员经费, never 公用经费)."""
    kind = settings()["economic_kind"].get(row.keyed.key.values.get("deptEconomic", "")[:3])
    if kind is None:
        return set()
    above = {None, *codes.scheme("expenditure-kind").path(str(kind))}
    return {i for i, meaning in enumerate(columns.meanings) if meaning.values.get("expenditureKind") not in above}


def proved(block: PlacedBlock, row: PlacedRow, knowledge: Knowledge) -> list[Expected]:
    """What other tables prove of the row's columns, and of groups of them."""
    assert block.columns is not None
    found: list[Expected] = []
    for column, meaning in enumerate(block.columns.meanings):
        fact = None if meaning.memo else knowledge.get(block.values(row.keyed, column))
        if fact is not None:
            found.append(((column,), fact.value, fact.half + 5 * block.scale / 1000))
    for kind, columns in block.columns.kind_groups:
        fact = knowledge.get({**block.values(row.keyed), "expenditureKind": kind})
        if fact is not None:
            found.append((columns, fact.value, fact.half + len(columns) * block.scale / 100))
    return found


def told(block: PlacedBlock, row: PlacedRow, knowledge: Knowledge) -> list[Expected]:
    """What the prose, or their own subjects, give for the items of the three public expenses."""
    if block.table.kind != "three_public" or block.columns is None:
        return []
    items = [block.values(row.keyed, column).get("item", "") for column in range(len(block.columns))]
    return [((i,), knowledge.told[item], block.scale / 100) for i, item in enumerate(items) if item in knowledge.told]


def least(block: PlacedBlock, knowledge: Knowledge) -> list[tuple[int, Decimal]]:
    """What each kind's column holds at least: what the rows of the economic table add up to."""
    assert block.columns is not None
    kinds = [meaning.values.get("expenditureKind", "") for meaning in block.columns.meanings]
    return [
        (i, knowledge.least[kind])
        for i, kind in enumerate(kinds)
        if kind in knowledge.least and kind != "basic" and block.columns.role(i) == "detail"
    ]
