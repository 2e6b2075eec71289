"""Whose document it is: made-up titles of many kinds of bodies, and places that stand elsewhere in the document."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from converter import read
from converter.document import Document, Line
from converter.errors import DocumentError
from converter.identity import Identity, find_identity

TITLES = Path(__file__).with_name("cases") / "titles.tsv"


def cases() -> list[dict[str, str]]:
    with TITLES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def identity_of(*lines: str, file: str = "document.pdf") -> Identity:
    numbered = tuple(Line(number, text) for number, text in enumerate(lines, start=1))
    return find_identity(Document(Path(file), b"x", "text/plain", numbered), [])


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["title"])
def test_a_title_says_whose_disclosure_it_is(case: dict[str, str]) -> None:
    if not case["region"]:
        with pytest.raises(DocumentError, match="region cannot be told"):
            identity_of(*case["title"].split("|"))
        return
    found = identity_of(*case["title"].split("|"), "目录", "一、部门概况")
    assert found.organisation.name == case["name"]
    assert found.region.code == case["region"]
    assert found.department_type == (case["type"] or None)
    assert (str(found.year), found.phase, found.scope) == (case["year"], case["phase"], case["scope"])


def test_there_are_titles() -> None:
    assert len(cases()) > 50


SCHOOL = "第一实验小学2025年单位预算"


@pytest.mark.parametrize(
    ("line", "how"),
    [
        ("第一实验小学是上海市普陀区教育局下属的公办小学。", "body above, in the text"),
        ("我校的主管部门：上海市普陀区教育局。", "body above, in the text"),
        ("本单位隶属于上海市普陀区教育局", "body above, in the text"),
        ("第一实验小学是上海市普陀区人民政府的直属机构。", "body above, in the text"),
        ("第一实验小学为上海市普陀区人民政府的派出机构。", "body above, in the text"),
        ("上海市普陀区2025年区级单位预算", "cover"),
        ("上海市普陀区第一实验小学承担义务教育。", "department name"),
        ("现在的上海市普陀区第一实验小学", "department name in the text"),
    ],
)
def test_the_place_of_a_school_may_stand_elsewhere(line: str, how: str) -> None:
    found = identity_of(SCHOOL, "目录", line)
    assert (found.region.code, found.found_by["region"]) == ("310107", how)


@pytest.mark.parametrize(
    "line",
    [
        "本校与上海市普陀区教育局开展合作。",  # no word says that it belongs there
        "上海市普陀区教育局下属中学另行公开。",  # not about this school
        "我校是普陀区教育局下属学校。",  # Shanghai and Zhoushan both have one
        "我校是上海市普陀区教育局直属、上海市杨浦区教育局管理的学校。",
        "上海市普陀区",
    ],
)
def test_what_does_not_prove_a_place_is_not_taken(line: str) -> None:
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of(SCHOOL, "目录", line)


def test_of_regions_with_one_name_the_one_named_in_full_is_taken() -> None:
    with pytest.raises(DocumentError, match="may lie in"):
        identity_of("新华区教育局2025年部门预算")
    found = identity_of("新华区教育局2025年部门预算", "目录", "石家庄市新华区教育局负责全区教育工作。")
    assert found.region.code == "130105"


def test_a_department_and_its_own_unit_do_not_share_an_iri() -> None:
    department, unit = (identity_of(f"上海市审计局2026年{scope}预算") for scope in ("部门", "单位"))
    assert (department.edition, unit.edition) == ("budget", "unit-budget")
    assert department.organisation == unit.organisation


def test_a_consolidated_budget_bears_the_department_name() -> None:
    found = identity_of("西安市审计局（汇总）2026年部门预算")
    assert (found.organisation.name, found.scope) == ("西安市审计局", "department")


def test_a_year_that_the_end_of_a_line_parts_from_its_word_is_found() -> None:
    assert identity_of("祁县档案馆2019", "年度部门决算公开报告").year == 2019


def test_a_number_at_the_end_of_a_line_is_no_year_where_the_next_begins_otherwise() -> None:
    with pytest.raises(DocumentError, match="no budget year"):
        identity_of("祁县档案馆部门预算公开", "编号2019", "部门预算公开")


def test_years_in_chinese_numerals_count_before_the_word_budget() -> None:
    assert identity_of("福州市统计局", "二〇二五年度部门预算", "二〇二四年十二月").year == 2025


def test_a_table_says_whose_it_is_behind_the_word_unit(tmp_path: Path) -> None:
    rows = "<tr><td>项目<td>2024年预算数<td>2025年预算数<tr><td>合计<td>3.00<td>4.00"
    path = tmp_path / "a.html"
    page = "<meta charset=utf-8><p>“三公”经费支出表</p><p>单位：{}</p><p>金额单位：万元</p><table>{}</table>"
    path.write_text(page.format("苏州市财政局", rows), "utf-8")
    found = read(path).identity
    assert (found.organisation.name, found.year, found.found_by["year"]) == ("苏州市财政局", 2025, "column heads")
    path.write_text(page.format("万元", rows), "utf-8")
    with pytest.raises(DocumentError, match="no department"):
        read(path)


def test_a_table_number_may_stand_before_the_department(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    rows = "<tr><td>项目<td>预算数<tr><td>合计<td>3.00"
    head = "<p>2025年“三公”经费支出表</p><p>公开01表　部门：苏州市财政局　金额单位：万元</p>"
    path.write_text(f"<meta charset=utf-8>{head}<table>{rows}</table>", "utf-8")
    assert read(path).identity.organisation.name == "苏州市财政局"


@pytest.mark.parametrize("name", ["水利部长江水利委员会", "农业部", "中央社会主义学院", "教育部某某发展中心"])
def test_what_begins_with_a_central_body_is_of_the_whole_country(name: str) -> None:
    assert identity_of(f"{name}2018年预算", "目录").region.code == "100000"


@pytest.mark.parametrize("name", ["国家统计局某某调查队", "国家税务总局北京市税务局", "民政部门服务中心"])
def test_branches_and_other_words_are_of_no_central_body(name: str) -> None:
    try:
        found = identity_of(f"{name}2018年预算", "目录").region.code
    except DocumentError:
        found = ""
    assert found == ("110000" if "北京市" in name else "")


def test_a_province_that_begins_a_name_is_its_region_where_the_text_names_it_in_full() -> None:
    lines = ("湖北某某学院2023年部门预算", "根据湖北省财政厅的要求", "经湖北省教育厅批准")
    assert identity_of(*lines).region.code == "420000"


@pytest.mark.parametrize("said", ["经湖北省某厅批准，教育部直属高校，湖北省内", "湖北某某学院始建于2001年"])
def test_a_province_that_begins_a_name_proves_nothing_alone_or_below_a_central_body(said: str) -> None:
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of("湖北某某学院2023年部门预算", said)
