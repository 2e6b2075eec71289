"""The five real text disclosures, where they are beside the checkout: what the samples were reduced from."""

from __future__ import annotations

from pathlib import Path

import pytest

import converter
from converter import Disclosure

# the totals of the five, in yuan
TOTALS = {17407300, 20069000, 26737600, 16841500, 33031300}


@pytest.fixture(scope="module")
def real(disclosures: list[Path]) -> list[Disclosure]:
    return [converter.read(path) for path in disclosures]


def test_all_five_are_read_whole(real: list[Disclosure]) -> None:
    assert sum(len(reading.cell_facts) for reading in real) == 1527
    assert sum(len(reading.project_facts) for reading in real) == 45
    assert sum(cell.resolved_by == "undecided" for reading in real for cell in reading.cell_facts) == 10


def test_their_totals(real: list[Disclosure]) -> None:
    totals = {
        int(cell.amount_yuan)
        for reading in real
        for cell in reading.cell_facts
        if cell.table_kind == "expenditure_summary"
        and cell.row_sort == "total"
        and cell.column_path in {"合计", "总计"}
    }
    assert totals == TOTALS


def test_every_figure_stands_on_its_line(real: list[Disclosure]) -> None:
    for reading in real:
        for cell in reading.cell_facts:
            assert cell.published_value in reading.document.line(cell.line_start).text, cell


def test_samples_have_the_same_cells(real: list[Disclosure], readings: dict[str, Disclosure]) -> None:
    def cells(reading: Disclosure) -> list[tuple[str, ...]]:
        return [(c.table_kind, c.row_code, c.row_label, c.column_path, c.published_value) for c in reading.cell_facts]

    samples = {reading.identity.region.code: cells(reading) for reading in readings.values()}
    assert {reading.identity.region.code: cells(reading) for reading in real} == samples
