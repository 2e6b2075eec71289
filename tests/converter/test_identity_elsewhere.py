"""Whose document it is where no title says it: sentences, short names of places, index numbers, old characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter import read
from converter.disclosure import understand
from converter.document import Document, Line
from converter.errors import DocumentError
from converter.identity import Identity, find_identity
from converter.locating import place_of
from converter.naming import find_department
from converter.readers.traditional import REMARK, is_traditional
from ontology.regions import regions
from ontology.short_names import leading_name


def identity_of(*lines: str) -> Identity:
    numbered = tuple(Line(number, text) for number, text in enumerate(lines, start=1))
    return find_identity(Document(Path("document.pdf"), b"x", "text/plain", numbered), [])


CONTENTS = ("目录", "第一部分 部门概况", "第二部分 2023年度部门决算情况说明")


@pytest.mark.parametrize(
    ("line", "name", "region"),
    [
        ("烟台市审计局是市政府工作部门，为正处级。", "烟台市审计局", "370600"),
        ("（二）机构设置。重庆市长寿区信访办公室是区政府工作部门，下设1个单位。", "重庆市长寿区信访办公室", "500115"),
        ("中共周至县委老干部局（以下简称老干部局）为县委工作机关。", "中共周至县委老干部局", "610124"),
        ("张掖市林业和草原局是张掖市政府的职能部门，主要职责有：", "张掖市林业和草原局", "620700"),
        ("重庆市农业机械研究所下设办公室、财务科和科技科。", "重庆市农业机械研究所", "500000"),
        ("腾冲市林业局小河林场主要职能：保护辖区内的森林资源。", "腾冲市林业局小河林场", "530581"),
        ("苏州市档案馆核定事业编制14名。", "苏州市档案馆", "320500"),
    ],
)
def test_a_sentence_introduces_the_body(line: str, name: str, region: str) -> None:
    found = identity_of(*CONTENTS, line)
    assert (found.organisation.name, found.region.code) == (name, region)
    assert found.found_by["department"] == "sentence that introduces it"


@pytest.mark.parametrize(
    "line",
    [
        "烟台市教育局是我单位的主管部门。",  # the body above
        "烟台市审计局是市政府工作部门。烟台市财政局是市政府工作部门。",  # which of them is it?
        "烟台市人民代表大会是地方国家权力机关。",  # what its offices do
        "依照烟台市审计局是市政府工作部门的规定办理。",  # not at the beginning of a sentence
        "市审计局是市政府工作部门。",
    ],
)
def test_other_sentences_name_no_body(line: str) -> None:
    with pytest.raises(DocumentError, match="no department is named"):
        identity_of(*CONTENTS, line)


def test_a_sentence_gives_the_whole_name_of_which_the_title_has_the_end() -> None:
    found = identity_of("县委党校2017年部门决算", "中共泸县县委党校是县委的重要部门。")
    assert (found.organisation.name, found.region.code) == ("中共泸县县委党校", "510521")


def test_a_sentence_about_another_body_changes_no_title() -> None:
    with pytest.raises(DocumentError, match="region cannot be told from the name 县委党校"):
        identity_of("县委党校2017年部门决算", "泸县财政局是县政府工作部门。")


@pytest.mark.parametrize(
    ("title", "line", "region"),
    [
        ("湖北理工学院2023年部门预算", "湖北省财政厅的通知", "420000"),
        ("十堰广播电视台2019年部门预算", "十堰市四方山发射台", "420300"),
        ("上海铁路运输检察院2017年部门决算", "由上海市人民检察院派出", "310000"),
    ],
)
def test_a_short_place_is_proved_by_its_full_name(title: str, line: str, region: str) -> None:
    found = identity_of(title, line)
    assert found.region.code == region
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of(title)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("大连工业大学2023年部门预算", "位于大连市甘井子区"),  # the province's
        ("梧州监狱2023年单位决算", "位于梧州市"),
        ("吉林广播电视台2023年部门预算", "吉林省吉林市"),  # of the province or of the city?
        ("天津海事局2023年部门预算", "天津市"),
        ("四川大学某某医院2023年单位预算", "位于四川省成都市"),
        ("新疆生产建设兵团某某局2023年部门预算", "新疆维吾尔自治区"),
        ("中国文字博物馆2013年部门决算", "位于河南省安阳市"),
    ],
)
def test_a_short_place_is_not_taken_for_the_owner(title: str, line: str) -> None:
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of(title, line)


@pytest.mark.parametrize("name", ["四川大学", "最高人民法院本级", "教育部机关", "北京航空航天大学"])
def test_central_bodies_at_their_own_level_and_their_universities(name: str) -> None:
    assert identity_of(f"{name}2024年部门预算", "位于四川省").region.code == "100000"


def test_an_index_number_says_which_region_of_a_name_it_is() -> None:
    with pytest.raises(DocumentError, match="may lie in"):
        identity_of("鼓楼区教育局2023年部门预算")
    for line in ("索 引 号：11320106012345678X/2023-00012 文 号：", "监督索引号32010600036002700000"):
        assert identity_of(line, "鼓楼区教育局2023年部门预算").region.code == "320106"


def test_a_supervision_number_begins_with_the_region() -> None:
    found = identity_of("监督索引号53032200536100201000", "县中医医院2023年度部门决算")
    assert (found.region.code, found.found_by["region"]) == ("530322", "supervision number")
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of("监督索引号99999900536100201000", "县中医医院2023年度部门决算")


def test_a_budget_may_be_called_financial_or_of_expenses() -> None:
    assert identity_of("北京市某某区人民法院2024年财政预算信息").organisation.name == "北京市某某区人民法院"
    assert identity_of("株洲市渌口区消防救援大队2022年度经费预算").region.code == "430212"


def test_words_of_a_sentence_are_no_name() -> None:
    with pytest.raises(DocumentError, match="no department is named"):
        identity_of("2024年部门预算编制情况", "以部门为单位公开开发区机关本级预算")


def test_traditional_characters_are_read_as_simplified_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    rows = "<tr><td>項目<td>預算數<tr><td>基本支出<td>3.00<tr><td>合計<td>3.00"
    head = "<p>臨湘市財政局2022年部門預算</p><p>部門支出總表</p><p>單位：萬元</p>"
    path.write_text(f"<meta charset=utf-8>{head}<table>{rows}</table>", "utf-8")
    found = read(path)
    assert (found.identity.organisation.name, found.identity.region.code) == ("临湘市财政局", "430682")
    assert [table.kind for table in found.tables] == ["expenditure_summary"]
    assert found.document.remarks == (REMARK,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2022年部門預算", True), ("2022年部门预算", False), ("“後”字 预算、决算", False), ("", False)],
)
def test_a_text_is_traditional_where_most_of_it_is(text: str, expected: bool) -> None:
    assert is_traditional(text) is expected


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("烟台市审计局2023年度部门决算（本级）", "unit"),
        ("烟台市审计局2023年度决算公开（局本级）", "unit"),
        ("烟台市审计局2023年本级预算", "unit"),
        ("烟台市审计局2023年度部门决算（汇总）", "department"),
        ("烟台市审计局|2023年市本级部门预算", "department"),
    ],
)
def test_the_scope_may_stand_behind_the_phase(title: str, scope: str) -> None:
    assert identity_of(*title.split("|")).scope == scope


@pytest.mark.parametrize(
    ("title", "region", "place"),
    [
        ("岳阳市南湖新区教育局2023年部门决算", "430600-南湖新区", "湖南省岳阳市南湖新区"),
        ("重庆市万盛经济技术开发区残疾人联合会2024年部门决算", "500000-万盛经开区", "重庆市万盛经开区"),
        ("深圳市大鹏新区综合办公室2024年部门预算", "440300-大鹏新区", "广东省深圳市大鹏新区"),
        ("泸州市高新技术产业开发区社会事业局2024年部门预算", "510500-泸州高新区", "四川省泸州市泸州高新区"),
        ("湖南湘江新区管理委员会2024年部门预算", "430000-湘江新区", "湖南省湘江新区"),
        ("陕西省西咸新区教育卫体局2024年部门预算", "610000-西咸新区", "陕西省西咸新区"),
        ("福建省平潭综合实验区社会事业局2024年部门预算", "350000-平潭综合实验区", "福建省平潭综合实验区"),
    ],
)
def test_a_zone_without_a_code_is_a_region_of_its_own(title: str, region: str, place: str) -> None:
    found = identity_of(title)
    assert (found.region.code, found.region.full_name) == (region, place)
    assert found.region.level == "development-zone" and regions().by_code(region) == found.region


@pytest.mark.parametrize(
    ("title", "text", "region"),
    [
        ("泸州高新区教育局2024年部门预算", "泸州市财政局", "510500-泸州高新区"),
        ("长春净月高新区教育局2024年部门预算", "长春市财政局", "220172"),  # one with a code, in short
        ("长春新区财政局2024年部门预算", "长春市财政局", "220100-长春新区"),
        ("泸州经济开发区（国际商务区）财政局2024年部门预算", "泸州市财政局", "510500-泸州经开区"),
        ("中共泸州高新区工作委员会2024年部门预算", "泸州市财政局", "510500"),  # the city's own body
        ("湘江新区财政局2024年部门预算", "湖南省财政厅", "430000-湘江新区"),
        ("江北新区管理委员会教育局2024年部门预算", "江苏省南京市", "320100-江北新区"),
    ],
)
def test_a_zone_called_after_a_city_in_short_is_proved_by_the_text(title: str, text: str, region: str) -> None:
    assert identity_of(title, text).region.code == region
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of(title)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("江北新区教育局2024年部门预算", "湖北省"),  # that of another province
        ("杭州萧山经济技术开发区教育局2024年部门预算", "杭州市财政局"),  # the district's or the city's?
    ],
)
def test_a_zone_whose_place_is_not_told_is_none(title: str, text: str) -> None:
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of(title, text)


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("长沙市高新区管委会2023年部门预算", "430100"),  # the city's own body
        ("平山县西柏坡经济开发区财政局2023年部门预算", "130131"),  # a county has no zones beside itself
        ("上海市浦东新区教育局2024年部门预算", "310115"),  # a district by that name
        ("西安市新城区教育局2024年部门预算", "610102"),
        ("苏州工业园区教育局2024年部门预算", "320576"),  # a zone with a code
        ("柳州市新城小学2024年单位预算", "450200"),  # a school by that name
        ("柳州市公安局高新区分局2024年部门预算", "450200"),  # the branch of a city's body
        ("柳州市高新区建设投资服务中心2024年单位预算", "450200"),
    ],
)
def test_zones_change_nothing_for_others(title: str, region: str) -> None:
    assert identity_of(title).region.code == region


def test_a_line_that_stands_alone_names_nobody_beside_a_title_that_does() -> None:
    assert identity_of("河北大学2023年部门预算", "河北省教育厅").organisation.name == "河北大学"
    assert identity_of("河北省2023年度部门决算公开", "河北省教育厅").organisation.name == "河北省教育厅"


def test_every_region_is_found_by_its_full_name_and_below_short_ones() -> None:
    places = [region for region in regions() if region.current and region.level not in {"country", "development-zone"}]
    assert [region.full_name for region in places if place_of(f"{region.full_name}财政局") != (region,)] == []
    deep = [(regions().path(region.code), region) for region in places if region.level == "county"]
    short = [(leading_name(path[0].name) + path[1].name + region.name, region) for path, region in deep if path[2:]]
    assert len(short) > 2000
    assert [name for name, region in short if place_of(f"{name}财政局") != (region,)] == []


@pytest.mark.parametrize(
    ("title", "name", "region"),
    [
        ("广西桂林市灵川县财政局2023年部门预算", "广西桂林市灵川县财政局", "450323"),
        ("山东济南市中区财政局2023年部门预算", "山东济南市中区财政局", "370103"),
        ("随州市公安局曾都区分局2023年部门预算", "随州市公安局曾都区分局", "421300"),  # the city's
        ("嘉峪关市教育局2023年部门预算", "嘉峪关市教育局", "620200"),
        ("（2023年度）泸县财政局部门预算", "泸县财政局", "510521"),
        ("泸县财政局二〇二三年部门预算", "泸县财政局", "510521"),
    ],
)
def test_titles_with_short_places_and_years_about_the_name(title: str, name: str, region: str) -> None:
    found = identity_of(title)
    assert (found.organisation.name, found.region.code, found.year) == (name, region, 2023)


def test_the_year_of_a_title_outweighs_those_of_the_prose() -> None:
    prose = ["2022年收入5万元。", "比2022年部门预算增加3万元。", "2022年，本局完成了工作。"]
    assert identity_of("泸县财政局2023年部门预算", *prose).year == 2023
    assert identity_of("泸县财政局部门预算", *prose).year == 2022  # no title says it


def test_a_title_cut_off_at_the_edge_gives_the_name() -> None:
    found = identity_of("第二部分：梧州市地方志编纂委员会办公室2023年度部", "决算报表")
    assert found.organisation.name == "梧州市地方志编纂委员会办公室"


def test_the_name_of_an_attached_file_says_the_scope_last() -> None:
    attached = "广汉市第三幼儿园_2025年单位预算绩效目标表.xlsx"
    assert identity_of(attached, "广汉市第三幼儿园2025年部门预算").scope == "department"
    assert identity_of(attached, "广汉市第三幼儿园2025年预算").scope == "unit"


@pytest.mark.parametrize(("name", "region"), [("察右前旗教育局", "150926"), ("东乌旗教育局", "152525")])
def test_banners_have_short_names(name: str, region: str) -> None:
    assert identity_of(f"{name}2023年部门预算").region.code == region


@pytest.mark.parametrize(
    ("heads", "name"),
    [
        (["上杭县农业农村局单位:万元", "上杭县农业农村局金额单位:元"], "上杭县农业农村局"),
        (["上杭县农业农村局单位:万元", "单位:人民币万元"], "上杭县农业农村局"),
        (["上杭县农业农村局2022年部门收支总表", "单位:万元"], "上杭县农业农村局"),
        (["上杭县农业农村局单位:万元", "上杭县水利局单位:万元"], ""),  # of whom?
        (["农业农村局单位:万元"], ""),  # of which place?
        (["上杭县项目支出表单位:万元"], ""),
        (["部门收支预算总表单位:万元"], ""),
    ],
)
def test_a_name_beside_the_unit_or_the_year_needs_no_label(heads: list[str], name: str) -> None:
    document = Document(Path("document.pdf"), b"x", "text/plain", (Line(1, "2023年度部门收支预算总表"),))
    if name:
        assert find_department(heads, document) == ("", name, "table heads")
    else:
        with pytest.raises(DocumentError, match="no department is named"):
            find_department(heads, document)


def test_the_name_and_the_unit_may_stand_in_cells_of_their_own() -> None:
    rows = ("2023年部门收支总表", "上杭县水利局\t\t单位：万元", "科目编码\t科目名称\t合计", "201\t甲\t3.00")
    lines = tuple(Line(number, text) for number, text in enumerate(rows, start=1))
    document = Document(Path("a.xlsx"), b"x", "text/plain", lines)
    assert understand(document).identity.organisation.name == "上杭县水利局"
