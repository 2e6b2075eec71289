"""The accuracy that the project reports is measured rightly, and the samples reach it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from converter import Disclosure

accuracy = pytest.importorskip("benchmarks.accuracy", reason="the benchmarks are not part of a source distribution")
SANMENXIA = "henan-sanmenxia-2025.txt"


def test_every_announced_table_is_found(readings: dict[str, Disclosure]) -> None:
    found = {name: accuracy.measure(reading).tables for name, reading in readings.items()}
    assert all(share.hits == share.of for share in found.values())
    assert found[SANMENXIA].of == 12


def test_every_number_of_a_table_is_read_once(readings: dict[str, Disclosure]) -> None:
    shares = {name: accuracy.measure(reading).numbers for name, reading in readings.items()}
    assert [name for name, share in shares.items() if share.of < 150 or share.hits != share.of] == []


def test_sums_close_where_the_document_is_whole(readings: dict[str, Disclosure]) -> None:
    for name, reading in readings.items():
        found = accuracy.measure(reading)
        cut = found.findings["truncated-table"] > 0
        assert found.across.hits == found.across.of, name
        assert (found.down.hits < found.down.of) == cut, name


def test_a_figure_that_is_no_cell_or_two_is_missed(readings: dict[str, Disclosure]) -> None:
    reading = readings[SANMENXIA]
    whole = accuracy.measure(reading).numbers
    at = next(i for i, cell in enumerate(reading.cell_facts) if cell.published_value == "234.53")
    cells = reading.cell_facts
    less = replace(reading, cell_facts=cells[:at] + cells[at + 1 :])
    more = replace(reading, cell_facts=(*cells, cells[at]))
    assert accuracy.measure(less).numbers == accuracy.Share(whole.hits - 1, whole.of)
    assert accuracy.measure(more).numbers == accuracy.Share(whole.hits - 1, whole.of)


def test_a_figure_of_the_prose_that_is_not_stated_is_missed(readings: dict[str, Disclosure]) -> None:
    reading = readings[SANMENXIA]
    whole = accuracy.stated_figures(reading)
    first = next(stated for stated in reading.statement_facts if stated.unit == "万元")
    rest = tuple(s for s in reading.statement_facts if s.published_value != first.published_value)
    assert whole.hits > 20 and accuracy.stated_figures(replace(reading, statement_facts=rest)).hits < whole.hits


def test_a_lost_table_is_missed(readings: dict[str, Disclosure]) -> None:
    reading = readings[SANMENXIA]
    rest = tuple(table for table in reading.tables if table.kind != "three_public")
    assert accuracy.announced_tables(replace(reading, tables=rest)) == accuracy.Share(11, 12)


def test_the_command_prints_a_table_and_a_summary(capsys: pytest.CaptureFixture[str], samples: list[Path]) -> None:
    accuracy.main([str(samples[0])])
    printed = capsys.readouterr().out
    assert samples[0].name in printed and "printed numbers in one place" in printed
    assert printed.strip().splitlines()[-1].startswith("1 documents (0 not read)")


def test_what_cannot_be_read_is_said_and_counted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("没有表格", encoding="utf-8")
    accuracy.main([str(tmp_path)])
    assert "not read: " in capsys.readouterr().out
