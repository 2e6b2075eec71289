"""The five sample disclosures as read: who, when, how much, and every figure on its line."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from converter import Disclosure
from converter.key_figures import key_figures

WHO = {
    "henan-xinxiang-weibin-2025.txt": ("410703", "309", 2025),
    "henan-jiaozuo-zhongzhan-2025.txt": ("410803", "516", 2025),
    "henan-sanmenxia-2025.txt": ("411200", "707", 2025),
    "hebei-tangshan-fengrun-2025.txt": ("130208", "450", 2025),
    "hebei-shijiazhuang-xinhua-2026.txt": ("130105", "435", 2026),
}
# total, basic, project, personnel, public, three public expenses, operating cost: yuan
FIGURES = {
    "henan-xinxiang-weibin-2025.txt": (17407300, 1297200, 16110100, 1212700, 84500, 0, 84500),
    "henan-jiaozuo-zhongzhan-2025.txt": (20069000, 1432400, 18636600, 1353000, 79400, 200, 33000),
    "henan-sanmenxia-2025.txt": (16841500, 14771500, 2070000, 13522100, 1249500, 18000, 1249500),
    "hebei-tangshan-fengrun-2025.txt": (26737600, 8991600, 17746000, 8556900, 434800, 60000, 434800),
    "hebei-shijiazhuang-xinhua-2026.txt": (33031300, 2851300, 30180000, 2604300, 247000, 0, 247000),
}
TERMS = (
    "totalExpenditure",
    "basicExpenditure",
    "projectExpenditure",
    "personnelExpenditure",
    "publicExpenditure",
    "threePublicExpenditure",
    "operatingCost",
)
# cells, projects, project sheets and targets, as counted in the documents
COUNTS = {
    "henan-xinxiang-weibin-2025.txt": (288, 10),
    "henan-jiaozuo-zhongzhan-2025.txt": (462, 13),
    "henan-sanmenxia-2025.txt": (344, 8),
    "hebei-tangshan-fengrun-2025.txt": (260, 9),
    "hebei-shijiazhuang-xinhua-2026.txt": (173, 5),
}


@pytest.fixture(params=sorted(WHO))
def reading(request: pytest.FixtureRequest, readings: dict[str, Disclosure]) -> Disclosure:
    return readings[request.param]


def test_who_and_when(reading: Disclosure) -> None:
    identity = reading.identity
    expected = WHO[reading.document.path.name]
    assert (identity.region.code, identity.organisation.code, identity.year) == expected
    assert (identity.phase, identity.scope, identity.department_type) == ("budget", "department", "healthcare-security")


def test_key_figures(reading: Disclosure) -> None:
    found = {figure.term: figure.amount for figure in key_figures(reading)}
    assert tuple(found[term] for term in TERMS) == FIGURES[reading.document.path.name]
    assert found["totalRevenue"] == found["totalExpenditure"]


def test_every_figure_stands_on_its_line(reading: Disclosure) -> None:
    assert len(reading.cell_facts) == COUNTS[reading.document.path.name][0]
    for cell in reading.cell_facts:
        assert cell.published_value in reading.document.line(cell.line_start).text, cell


def test_amounts_are_printed_values_times_ten_thousand(reading: Disclosure) -> None:
    for cell in reading.cell_facts:
        assert cell.published_unit == "万元"
        assert cell.amount_yuan == Decimal(cell.published_value.replace(",", "")) * 10000, cell


def test_projects_and_their_lines(reading: Disclosure) -> None:
    projects = reading.project_facts
    assert len(projects) == COUNTS[reading.document.path.name][1]
    assert all(project.code and project.name and project.amount_yuan is not None for project in projects)
    assert all(project.code[:6] == reading.identity.region.code for project in projects)


def test_targets_stand_on_their_lines(reading: Disclosure) -> None:
    assert len(reading.indicator_facts) >= 30
    for target in reading.indicator_facts:
        lines = range(target.line_start, target.line_end + 1)
        text = "".join(reading.document.line(n).text for n in lines).replace(" ", "").replace("\t", "")
        # a page break or a wrapped name may stand between the parts of a value
        assert target.published_value.replace(" ", "")[:2] in text.replace("|", ""), target


def test_only_a_row_with_more_zeros_than_columns_is_undecided(readings: dict[str, Disclosure]) -> None:
    undecided = Counter(
        (name, cell.table_kind, cell.published_value)
        for name, reading in readings.items()
        for cell in reading.cell_facts
        if not cell.column_path
    )
    assert undecided == {("henan-xinxiang-weibin-2025.txt", "government_fund_expenditure", "0"): 10}


def test_units_of_the_department(readings: dict[str, Disclosure]) -> None:
    units = readings["henan-sanmenxia-2025.txt"].identity.organisation.units
    assert {code for code in units if len(code) == 6} == {"707001", "707002", "707003"}


def test_torn_codes_are_restored_only_with_proof(readings: dict[str, Disclosure]) -> None:
    reading = readings["henan-sanmenxia-2025.txt"]
    cells = [c for c in reading.cell_facts if c.table_kind == "economic_classification_summary"]
    codes = {c.row_code for c in cells if c.row_sort == "economic"}
    assert {"30302/50905", "30110/50102", "30299/50502"} <= codes
    assert all(len(code) == 11 for code in codes)
    notes = [note for _, note in reading.notes if note.rule == "code-repaired"]
    assert any("30032" in note.detail for note in notes)


def test_data_frames_have_the_designed_columns(reading: Disclosure) -> None:
    assert list(reading.cells.columns) == [
        "document", "table_kind", "table_title", "row_code", "row_label", "budget_unit", "column_path", "role",
        "amount_yuan", "published_value", "published_unit", "resolved_by", "page", "line_start", "line_end",
        "address",
    ]  # fmt: skip
    assert len(reading.cells) == len(reading.cell_facts)
    assert len(reading.projects) == len(reading.project_facts)
    assert set(reading.statements.columns) >= {"item", "value", "unit", "direction", "quote", "line_start"}
