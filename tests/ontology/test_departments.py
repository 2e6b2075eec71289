"""Department types by name: what the end of a name says, and nothing when it says too little."""

import pytest

from ontology import codes

KNOWN = {
    "三门峡市医疗保障局": "healthcare-security",
    "北京市信访办公室": "petitions",
    "国家信访局": "petitions",
    "深圳市统计局（本级）": "statistics",
    "西安市审计局（汇总）": "audit",
    "某市教育局机关": "education",
    "某区教育体育局": "education",
    "某区教育和体育局本级": "education",
    "某市体育局": "sports",
    "中共重庆市委宣传部": "propaganda",
    "中共上海市普陀区委社会工作部": "social-work",
    "上海市普陀区人民政府万里街道办事处": "subdistrict",
    "某县大王镇人民政府": "township",
    "某市卫生健康委员会": "health",
    "深圳市规划和自然资源局": "natural-resources",
    "某市自然资源和规划局": "natural-resources",
    "某市文化广电旅游局": "culture-tourism",
    "某市应急管理局": "emergency-management",
    "某市退役军人事务局": "veterans",
    "某市人力资源和社会保障局": "human-resources",
    "某市住房和城乡建设局": "housing-construction",
    "某市市场监督管理局": "market-regulation",
    "某市药品监督管理局": "drug",
    "某市政务服务数据管理局": "administrative-services",
    "某县第一中学": "school",
    "某县人民医院": "hospital",
    "某市委党校": "party-school",
    "中共某市委机构编制委员会办公室": "staffing",
    "中共某市委办公厅": "party-office",
    "某市人民政府办公室": "government-office",
    "某市人大常委会办公室": "peoples-congress",
    "中国人民政治协商会议某市委员会办公厅": "consultative-conference",
    "某市中级人民法院": "court",
    "某区人民检察院": "procuratorate",
    "共青团某市委员会": "youth-league",
    "某市总工会": "trade-union",
    "某县公安局交通警察大队": "public-security",
    "某市公安局某区分局": "public-security",
    "民革某市委": "democratic-party",
    "某区民主党派机关": "democratic-party",
}


@pytest.mark.parametrize(("name", "kind"), KNOWN.items())
def test_names_have_a_type(name: str, kind: str) -> None:
    found = codes.department_type(name)
    assert found is not None
    assert found.notation == kind


@pytest.mark.parametrize("name", ["", "某市", "某市水利局灌区管理站", "关于公开预算的通知", "某某公司"])
def test_names_that_say_too_little_have_none(name: str) -> None:
    assert codes.department_type(name) is None


def test_spaces_and_brackets_make_no_difference() -> None:
    assert codes.department_type("某市 医疗 保障局(本级)") == codes.department_type("某市医疗保障局")


def test_types_have_their_years() -> None:
    safety = codes.department_type("某市安全生产监督管理局", 2016)
    assert safety is not None and safety.until == 2019
    assert codes.department_type("某市安全生产监督管理局", 2025) is None
    assert codes.department_type("某市应急管理局", 2016) is None
    assert codes.department_type("某市应急管理局", 2019) is not None


def test_no_label_leads_to_another_type() -> None:
    types = [kind for kind in codes.department_types() if kind.pattern]
    found = {kind.notation: codes.department_type("某市" + kind.label_zh) for kind in types}
    assert all(found[kind.notation] in (kind, None) for kind in types)
    assert len([kind for kind in found.values() if kind]) > 90


def test_years_are_in_order() -> None:
    dated = [kind for kind in codes.department_types() if kind.since and kind.until]
    assert len(dated) >= 4
    assert all((kind.since or 0) < (kind.until or 0) for kind in dated)
