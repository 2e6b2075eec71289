"""Made-up disclosures of every format are read back: no figure in a wrong place, hardly one missed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import converter

pytest.importorskip("reportlab", reason="made-up PDFs are written with reportlab, of the dev extra")
disclosure = pytest.importorskip(
    "benchmarks.unseen.disclosure", reason="the benchmarks are not part of a source distribution"
)

from benchmarks.unseen import browser  # noqa: E402
from benchmarks.unseen.__main__ import measure  # noqa: E402
from benchmarks.unseen.judge import judge  # noqa: E402
from benchmarks.unseen.writers import written  # noqa: E402

FORMATS = ("html-word", "html-cms", "docx", "xlsx", "xls", "ods")
RULES = ("full", "level", "head", "none")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_read_back(form: str, tmp_path: Path) -> None:
    found = measure(disclosure.make(7, "ab", {"format": form}), tmp_path)
    assert (found.wrong, found.key_wrong, found.failed) == (0, 0, 0), found.remarks
    assert found.right >= 0.99 * found.of > 100, found.remarks


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("group", "ab")
def test_pdfs_are_read_back_however_their_tables_are_ruled(rules: str, group: str, tmp_path: Path) -> None:
    found = measure(disclosure.make(11, group, {"format": "pdf", "rules": rules}), tmp_path)
    assert (found.wrong, found.key_wrong, found.failed) == (0, 0, 0), found.remarks
    assert found.right >= 0.98 * found.of > 100, found.remarks


@pytest.mark.parametrize("rules", RULES)
def test_long_tables_low_on_turned_pages_are_read_back(rules: str, tmp_path: Path) -> None:
    given = {"format": "pdf", "rules": rules, "flow": "low", "sheet": "mixed", "heads": "sometimes", "beside": "none"}
    found = measure(disclosure.make(7001, "d", given), tmp_path)
    assert (found.wrong, found.key_wrong, found.failed) == (0, 0, 0), found.remarks
    assert found.right >= 0.98 * found.of > 100, found.remarks


@pytest.mark.skipif(browser.browser() is None, reason="no browser that prints is installed")
def test_what_a_browser_prints_is_read_back(tmp_path: Path) -> None:
    found = measure(disclosure.make(7023, "d", {"format": "pdf-browser"}), tmp_path)
    assert (found.wrong, found.key_wrong, found.failed) == (0, 0, 0), found.remarks
    assert found.right >= 0.98 * found.of > 100, found.remarks


def test_groups_without_an_axis_are_made_as_before_it() -> None:
    assert disclosure.make(5, "c").style["negative"] == "none" != disclosure.make(7000, "d").style["negative"]


def test_a_seed_makes_the_same_disclosure() -> None:
    assert written(disclosure.make(3, "ab", {"format": "pdf"})) == written(disclosure.make(3, "ab", {"format": "pdf"}))


def test_the_judge_sees_a_figure_in_the_wrong_column(tmp_path: Path) -> None:
    made = disclosure.make(7, "a", {"format": "html-word"})
    suffix, data = written(made)
    (tmp_path / f"a{suffix}").write_bytes(data)
    read = converter.read(tmp_path / f"a{suffix}")
    right = judge(made, read)
    at = next(i for i, cell in enumerate(read.cell_facts) if cell.column_path.endswith("项目支出") and cell.amount_yuan)
    moved = replace(read.cell_facts[at], column_path="基本支出/人员经费")
    cells = (*read.cell_facts[:at], moved, *read.cell_facts[at + 1 :])
    wrong = judge(made, replace(read, cell_facts=cells))
    assert (right.wrong, wrong.wrong, wrong.right) == (0, 1, right.right - 1)
    lost = judge(made, replace(read, cell_facts=(*read.cell_facts[:at], *read.cell_facts[at + 1 :])))
    assert (lost.wrong, lost.lost) == (0, right.lost + 1)
