"""Tables written as a web page are read again with the same cells; without prose labels, codes and figures stay."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import converter
from converter.document import Line
from converter.writing import cut_form, cut_sentences, html_page, row_html

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PAGES = sorted(SAMPLES.glob("*.html"))


def printed(reading: converter.Disclosure, kinds: set[str]) -> Counter[tuple[object, ...]]:
    return Counter(
        (c.table_kind, c.row_code, c.column_path, c.role, c.published_value, c.amount_yuan)
        for c in reading.cell_facts
        if c.table_kind in kinds
    )


@pytest.mark.parametrize("prose", [True, False])
def test_a_page_is_read_again_with_the_same_cells(
    prose: bool, readings: dict[str, converter.Disclosure], tmp_path: Path
) -> None:
    source = readings["henan-sanmenxia-2025.txt"]
    page = tmp_path / "411200-2025.html"
    page.write_text("".join(html_page([source], prose)), encoding="utf-8")
    found = converter.read(page)
    kinds = {table.kind for table in source.tables if table.form == "tabs"}
    wanted = printed(source, kinds)
    assert sum((printed(found, kinds) & wanted).values()) >= 0.99 * sum(wanted.values()) > 100
    assert found.identity.organisation.name == source.identity.organisation.name


def test_merged_cells_are_written_merged() -> None:
    rows = [Line(1, "科目\t支出\t", None, "..<"), Line(2, "\t基本\t项目", None, "^..")]
    assert row_html(rows, 0, str) == "<tr><td rowspan=2>科目<td colspan=2>支出</tr>\n"
    assert row_html(rows, 1, str) == "<tr><td>基本<td>项目</tr>\n"


def test_text_cannot_break_out_of_its_cell() -> None:
    assert row_html([Line(1, "<script>\t1.00")], 0, str) == "<tr><td>&lt;script&gt;<td class=n>1.00</tr>\n"


def test_prose_is_left_out_and_labels_stay() -> None:
    assert cut_sentences("一、一般公共服务支出") == "一、一般公共服务支出"
    assert cut_sentences("做好医保工作。提高水平。") == "（从略）"
    assert cut_form("通过对困难群众的合规医疗费进行医疗救助，实现减轻负担") == "（从略）"
    assert cut_form("基本医疗保险参保率") == "基本医疗保险参保率"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_each_sample_page_is_a_disclosure_of_healthcare_security(path: Path) -> None:
    reading = converter.read(path)
    assert reading.identity.department_type in {"healthcare-security", "healthcare-agency"}
    assert len(reading.cell_facts) > 200
    assert all(cell.address for cell in reading.cell_facts)
    texts = re.findall(r">([^<]+)", path.read_text("utf-8"))
    assert not [text for text in texts if len(text) > 80 or "；" in text]


def test_the_samples_compare_ten_regions_of_seven_provinces(readings: dict[str, converter.Disclosure]) -> None:
    regions = {reading.identity.region.code for reading in (*readings.values(), *map(converter.read, PAGES))}
    assert len(regions) == 10
    assert len({code[:2] for code in regions}) == 7
