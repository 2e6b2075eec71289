"""Whose document a page is that says it in its own way: names below each other, levels, zones, opening clauses."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.document import Document, Line
from converter.errors import DocumentError
from converter.identity import Identity, find_identity


def identity_of(*lines: str) -> Identity:
    numbered = tuple(Line(number, text) for number, text in enumerate(lines, start=1))
    return find_identity(Document(Path("document.html"), b"x", "text/html", numbered), [])


CONTENTS = ("目录", "第一部分 部门概况", "第二部分 2023年度部门决算情况说明")


@pytest.mark.parametrize(
    ("lines", "scope"),
    [
        (("2023年度泸县人民法院部门决算公开说明", "2023年度泸县人民法院（本级）", "部门决算公开说明"), "unit"),
        (("泸县人民法院2023年度部门决算", "泸县人民法院（本级）2023年度部门决算"), "unit"),
        (("泸县人民法院2023年度部门决算", "所属单位：", "泸县人民法院（本级）", "泸县法律服务中心"), "department"),
        (("泸县职业教育中心2023年部门及单位预算信息公开", "第一部分 部门预算"), "department"),
        (("泸县职业教育中心2023年部门和所属单位预算", "第一部分 部门预算"), "department"),
        (("泸县职业教育中心2023年单位预算", "第一部分 单位概况"), "unit"),
    ],
)
def test_a_title_says_whose_level_a_document_is_of(lines: tuple[str, ...], scope: str) -> None:
    assert identity_of(*lines).scope == scope


def test_two_names_below_each_other_are_those_of_one_body() -> None:
    found = identity_of("中国共产党泸县纪律检查委员会", "泸县监察委员会", "2023年部门预算公开说明")
    assert (found.organisation.name, found.region.code) == ("中国共产党泸县纪律检查委员会泸县监察委员会", "510521")
    apart = identity_of("中国共产党泸县纪律检查委员会", "隆昌市监察委员会2023年部门预算公开说明")
    assert apart.organisation.name == "隆昌市监察委员会"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("根据《泸县机构改革方案》要求，泸县人民检察院共设置6个职能部门。", "泸县人民检察院"),
        ("（一）根据《泸县机构改革方案》（泸委发〔2019〕1号），泸县审计局是县政府工作部门。", "泸县审计局"),
        ("共青团泸县委员会下属二级预算单位0个。", "共青团泸县委员会"),
    ],
)
def test_a_sentence_may_open_with_the_rule_that_it_follows(line: str, name: str) -> None:
    assert identity_of(*CONTENTS, line).organisation.name == name


def test_a_title_that_goes_on_behind_the_name_of_a_sentence_is_anothers() -> None:
    said = "泸县人民医院始建于1940年，是一所综合医院。"
    assert identity_of(*CONTENTS, said).organisation.name == "泸县人民医院"
    with pytest.raises(DocumentError, match="no department"):
        identity_of("泸县人民医院东城健康服务网2023年单位预算", *CONTENTS, said)
    assert identity_of("泸县人民医院医共体2023年单位预算", *CONTENTS, said).organisation.name == "泸县人民医院医共体"
    clause = "泸县残疾人联合会为县级部门预算单位，内设1个科室。"
    assert identity_of("2023年度部门预算", clause).organisation.name == "泸县残疾人联合会"


def test_the_word_unit_behind_a_name_is_no_part_of_it() -> None:
    found = identity_of("重庆市巫溪县档案馆单位", "2022年度部门决算情况说明")
    assert (found.organisation.name, found.department_type) == ("重庆市巫溪县档案馆", "archives")


ZONE = "江苏省洪泽经济开发区管委会2023年度部门决算"


def test_a_zone_named_after_a_county_is_not_the_provinces() -> None:
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of(ZONE)
    assert identity_of("发布机构：淮安市洪泽区人民政府", ZONE).region.code == "320813"
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of("发布机构：泸县人民政府", ZONE)  # of another province


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("江苏省洪泽湖水利工程管理处2023年单位决算", "320000"),  # no zone
        ("海南省洋浦经济开发区管理委员会2023年部门决算", "460000"),  # named after no county
        ("上海市松江经济开发区管理委员会2023年部门决算", "310000"),
    ],
)
def test_other_bodies_behind_a_provinces_name_are_its_own(title: str, region: str) -> None:
    assert identity_of(title).region.code == region


def test_a_college_is_whose_money_built_it_whatever_level_the_title_adds() -> None:
    text = "枣庄某某学院与枣庄某某技师学院两位一体，由枣庄市人民政府投资兴建。"
    assert identity_of("枣庄某某学院机关2022年单位预算", text).region.code == "370400"


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("我校是一所省属重点大学。", "510000"),
        ("泸州某某大学是四川省的市属普通本科高校。", "510500"),
        ("学校是省属公办本科院校，曾为市属高等专科学校。", None),
        ("某某学院是省属公办本科院校。", None),  # of another school
    ],
)
def test_a_school_called_after_a_city_is_of_the_level_that_it_says(said: str, region: str | None) -> None:
    lines = ("泸州某某大学2022年部门预算", "泸州市财政局", said)
    if region:
        assert identity_of(*lines).region.code == region
        return
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of(*lines)


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("泸县人民政府-泸县教育和体育局2023年部门预算公开说明",), "泸县教育和体育局"),
        (("泸县交通运输局局本级2023年度部门（单位）决算",), "泸县交通运输局本级"),
        (("泸县司法局2023年部门汇总预算情况说明",), "泸县司法局"),
        (("目录", "2023年度部门决算", "泸县永胜镇人民政府基本职能：执行决议。"), "泸县永胜镇人民政府"),
        (("目录", "2023年度部门决算", "泸县审计局属行政单位，下属事业单位4个。"), "泸县审计局"),
        (
            ("2023年度部门决算", "泸县文学艺术界联合会是人民团体。", "泸县文联设有办公室和财务科。"),
            "泸县文学艺术界联合会",
        ),
    ],
)
def test_names_as_pages_print_them(lines: tuple[str, ...], name: str) -> None:
    found = identity_of(*lines)
    assert (found.organisation.name, found.region.code, found.year) == (name, "510521", 2023)


def test_two_societies_of_a_place_are_not_one() -> None:
    with pytest.raises(DocumentError, match="no department"):
        identity_of("2023年度部门决算", "泸县文学艺术界联合会是人民团体。", "泸县残联设有办公室和财务科。")


def test_a_finance_bureau_approves_for_its_own_level() -> None:
    text = "县教育局2023年部门收支预算已经泸县财政局批复。"
    assert identity_of("县教育局2023年部门预算", text).region.code == "510521"
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of("县教育局2023年部门预算", "县教育局的规划已经泸县自然资源局批复。")


def test_a_name_alone_above_the_title_counts_if_it_is_printed_again() -> None:
    lines = ("第一实验小学", "2025年单位预算", "第一实验小学是上海市普陀区教育局下属的公办小学。")
    assert identity_of(*lines).organisation.name == "第一实验小学"
    with pytest.raises(DocumentError, match="no department"):
        identity_of("政务公开办公室", "2025年单位预算", "我校是上海市普陀区教育局下属的公办小学。")


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("柳州市某某幼儿园为鱼峰区教育局主办的公益二类事业单位。", "450203"),
        ("柳州市某某幼儿园隶属于鱼峰区教育局。", "450203"),
        ("柳州市某某幼儿园为柳州市教育局主办的事业单位。", "450200"),
        ("柳州市某某幼儿园指导鱼峰区教育局所属的幼儿园。", "450200"),  # whom it helps
        ("柳州市某某幼儿园是泸县教育局主办的幼儿园。", "450200"),  # of no place within the name's
    ],
)
def test_a_unit_named_after_a_city_may_be_a_districts(said: str, region: str) -> None:
    assert identity_of("柳州市某某幼儿园2023年单位预算", said).region.code == region


def test_a_unit_named_after_a_city_may_be_a_zones() -> None:
    said = "柳州市某某幼儿园为北部生态新区管理委员会管理的事业单位。"
    assert identity_of("柳州市某某幼儿园2023年单位预算", said).region.code == "450200-北部生态新区"
    with pytest.raises(DocumentError, match="region cannot be told"):
        identity_of("柳州市某某幼儿园2023年单位预算", said, "柳州市某某幼儿园为高新区管理委员会管理的事业单位。")
    kept = "泸县某某幼儿园为城东开发区管理委员会管理的事业单位。"  # a county has no zones beside itself
    assert identity_of("泸县某某幼儿园2023年单位预算", kept).region.code == "510521"


def test_words_of_a_sentence_about_a_unit_are_no_name() -> None:
    with pytest.raises(DocumentError, match="no department"):
        identity_of(*CONTENTS, "泸县编制委员会批准本单位可设置内部机构数量为2个。")
