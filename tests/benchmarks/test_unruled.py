"""Real PDFs read as if no rule were drawn: what is told is as with the rules, and what cannot be told is left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import converter
from benchmarks.unruled import bare, compared, measure
from converter.inputs import samples_dir
from converter.readers import pdf

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
# a document of each of some families, and the least share of its figures that is read as with rules
LEAST = {
    "Suzhou_苏州市审计局_2026预算.pdf": 0.99,
    "Yantai_烟台市信访局_2026预算.pdf": 0.98,
    "SZ_深圳市信访局_2026预算.pdf": 0.98,
    "SHcity_上海市中医文献馆_2026预算.pdf": 0.99,
    "PutuoSH_上海市普陀区司法局_2026预算_unit.pdf": 0.99,
}


@pytest.mark.parametrize("name", LEAST)
def test_without_its_rules_a_real_document_is_read_nearly_as_with_them(name: str) -> None:
    if not (CORPUS / name).is_file():
        pytest.skip("the real documents are not beside this checkout")
    found = measure(CORPUS / name)
    assert found is not None and found.figures > 100
    assert found.same >= LEAST[name] * found.figures
    assert found.other == found.keys_wrong == 0


@pytest.mark.parametrize("missing", ["half", "one"])
def test_what_rules_do_not_tell_is_put_below_no_other_head(missing: str) -> None:
    path = CORPUS / "Suzhou_苏州市审计局_2026预算.pdf"
    if not path.is_file():
        pytest.skip("the real documents are not beside this checkout")
    found = measure(path, missing)
    assert found is not None and found.same >= 0.7 * found.figures
    assert found.keys_wrong == 0 and found.other <= 0.02 * found.figures


def test_a_document_agrees_with_itself_and_a_column_taken_for_another_is_seen() -> None:
    disclosure = converter.read(next(samples_dir().glob("henan-sanmenxia*.txt")))
    same = compared(disclosure, disclosure)
    assert same.same == same.figures > 0 and same.keys_same == same.keys > 0
    assert (same.other, same.keys_wrong) == (0, 0)
    wrong = tuple(replace(cell, column_path="另一栏") if cell.known else cell for cell in disclosure.cell_facts)
    assert compared(disclosure, replace(disclosure, cell_facts=wrong)).other == same.figures


def test_rules_are_read_again_after() -> None:
    before = pdf.read_page
    with bare():
        assert pdf.read_page is not before
    assert pdf.read_page is before
