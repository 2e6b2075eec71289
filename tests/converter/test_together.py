"""Tables and narrative in two files become one disclosure when they are proved to belong together."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

import converter

TITLE = "信阳市审计局2025年部门预算"
TABLES = """{title}
2025年部门收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t1,234.56\t一、一般公共服务支出\t1,034.56
\t\t二、社会保障和就业支出\t200.00
收入总计\t1,234.56\t支出总计\t1,234.56
2025年部门支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t1,234.56\t801.23\t433.33
201\t一般公共服务支出\t1,034.56\t601.23\t433.33
20108\t审计事务\t1,034.56\t601.23\t433.33
2010801\t行政运行\t601.23\t601.23\t
2010804\t审计业务\t433.33\t\t433.33
208\t社会保障和就业支出\t200.00\t200.00\t
20805\t行政事业单位养老支出\t200.00\t200.00\t
2080501\t行政单位离退休\t200.00\t200.00\t
"""
NARRATIVE = """{title}
情况说明
一、收支情况说明
2025年收入总计{total}万元，支出总计{total}万元。
其中：基本支出801.23万元，项目支出433.33万元。
"""


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder / "附件1.txt", folder / "附件2.txt"


def write(pair: tuple[Path, Path], narrative: str = TITLE, tables: str = TITLE, total: str = "1,234.56") -> None:
    pair[0].write_text(NARRATIVE.format(title=narrative, total=total), encoding="utf-8")
    pair[1].write_text(TABLES.format(title=tables), encoding="utf-8")


def convert(pair: tuple[Path, Path], tmp_path: Path) -> converter.ReleaseResult:
    return converter.convert(list(pair), tmp_path / "release", progress=False)


def test_parts_of_one_body_are_joined(pair: tuple[Path, Path], tmp_path: Path) -> None:
    write(pair)
    result = convert(pair, tmp_path)
    assert not result.rejected
    source = result.disclosures[0].entry["source"]
    assert [(part["file"], part["first_line"]) for part in source["parts"]] == [("附件1.txt", 1), ("附件2.txt", 6)]
    statements = (result.path / "statements.csv").read_text("utf-8")
    assert "801.23" in statements
    assert "附件2.txt" in (result.path / "cells.csv").read_text("utf-8")
    text = (result.path / result.disclosures[0].entry["files"]["text"]).read_text("utf-8").split("\n")
    assert text[5] == TITLE and text[1] == "情况说明"


def test_each_file_of_a_joined_disclosure_is_described(pair: tuple[Path, Path], tmp_path: Path) -> None:
    write(pair)
    result = convert(pair, tmp_path)
    assert result.conforms
    graph = result.path / result.disclosures[0].entry["files"]["turtle"]
    names = {
        triple.object.value
        for triple in ox.parse(graph.read_bytes(), format=ox.RdfFormat.TURTLE)
        if triple.predicate.value.endswith("fileName")
    }
    assert names == {"附件1.txt", "附件2.txt"}


def test_a_joined_disclosure_is_kept(pair: tuple[Path, Path], tmp_path: Path) -> None:
    write(pair)
    first = convert(pair, tmp_path)
    record = json.loads((first.path / "manifest.json").read_text("utf-8"))
    again = json.loads((convert(pair, tmp_path).path / "manifest.json").read_text("utf-8"))
    assert {**record, "created": ""} == {**again, "created": ""}


def test_tables_that_name_nobody_are_joined_by_their_figures(pair: tuple[Path, Path], tmp_path: Path) -> None:
    write(pair, tables="附表")
    result = convert(pair, tmp_path)
    assert [each.title for each in result.disclosures] == [TITLE]
    assert not result.rejected


def test_other_figures_are_not_joined(pair: tuple[Path, Path], tmp_path: Path) -> None:
    pair[0].write_text(NARRATIVE.format(title=TITLE, total="9,876.54").replace("801.23", "702.34"), encoding="utf-8")
    pair[1].write_text(TABLES.format(title="附表"), encoding="utf-8")
    with pytest.raises(converter.InputError, match="nothing could be converted"):
        convert(pair, tmp_path)


def test_the_narrative_of_another_body_is_not_joined(pair: tuple[Path, Path], tmp_path: Path) -> None:
    write(pair, narrative="信阳市统计局2025年部门预算")
    result = convert(pair, tmp_path)
    assert [each.file for each in result.rejected] == ["附件1.txt"]
    assert "parts" not in result.disclosures[0].entry["source"]


def test_of_two_documents_that_it_may_belong_to_none_is_taken(pair: tuple[Path, Path], tmp_path: Path) -> None:
    write(pair, tables="附表")
    other = pair[1].with_name("附件3.txt")
    other.write_text(pair[1].read_text("utf-8") + "\n", encoding="utf-8")
    with pytest.raises(converter.InputError, match="nothing could be converted"):
        converter.convert([*pair, other], tmp_path / "release", progress=False)


def test_tables_in_several_files_are_one_disclosure(pair: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = TABLES.split("2025年部门支出总表")
    pair[0].write_text(first.format(title=TITLE), encoding="utf-8")
    pair[1].write_text(TITLE + "\n2025年部门支出总表" + second, encoding="utf-8")
    result = convert(pair, tmp_path)
    assert len(result.disclosures) == 1 and not result.rejected
    assert len(result.disclosures[0].tables) == 2


def test_read_takes_several_files(pair: tuple[Path, Path]) -> None:
    write(pair)
    together = converter.read(pair[1], pair[0])
    alone = converter.read(pair[1])
    assert len(together.cell_facts) == len(alone.cell_facts) > 15
    assert len(together.statement_facts) > len(alone.statement_facts)
