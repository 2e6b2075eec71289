"""Figures of the prose: what each is about, its measure, direction and reason, also where words are missing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from converter.document import Document, Line
from converter.facts import Project, Statement
from converter.mentions import project_named, read_mentions
from converter.statements import read_statements


def document(text: str) -> Document:
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), start=1))
    return Document(Path("a.txt"), text.encode(), "text/plain", lines)


def told(text: str) -> list[Statement]:
    return list(read_statements(document(text), ()))


def short(statement: Statement) -> tuple[str, str, str]:
    return statement.item, statement.measure, statement.published_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("纳入预算绩效管理的支出总额为20.50万元。", [("performance-managed", "amount", "20.50")]),
        ("对3个项目进行了预算绩效评价，涉及资金9万元。",
         [("projects-number", "count", "3"), ("projects-evaluated", "amount", "9")]),
        ("专项转移支付项目共有2项，共92万元。",
         [("transfer-projects-number", "count", "2"), ("transfer-projects", "amount", "92")]),
        ("其中100万元及以上的项目2个，支出总额340万元。",
         [("large-projects-number", "count", "2"), ("large-projects", "amount", "340")]),
        ("固定资产总额7万元，其中车辆3万元，办公设备4万元。",
         [("assets", "amount", "7"), ("asset-vehicles", "amount", "3"), ("asset-office-equipment", "amount", "4")]),
        ("共有车辆3辆，其中：一般公务用车1辆，执法执勤用车2辆。",
         [("vehicles-number", "count", "3"), ("general-duty-vehicles-number", "count", "1"),
          ("law-enforcement-vehicles-number", "count", "2")]),
        ("包括局机关本级预算和2个局属单位预算。", [("subordinate-units", "count", "2")]),
        ("没有使用政府性基金预算拨款安排的支出，年初预算为0万元。", [("government-fund", "amount", "0")]),
        ("委托业务费共计安排33.00万元。", [("30227", "amount", "33.00")]),
        ("使用非财政拨款结余和专用结余5万元，年初结转和结余8万元。", [("opening-balance", "amount", "8")]),
        ("总编制6名，其中行政编制4名、事业编制2名。", [("staff-posts", "count", "6")]),
        ("收支较上年决算数增加2万元，增长5.1%。",
         [("expenditure-total", "change", "2"), ("expenditure-total", "percent", "5.1")]),
        ("2023年本单位收入8万元，其中财政拨款收入6万元。",
         [("revenue-total", "amount", "8"), ("fiscal", "amount", "6")]),
        ("2024年收支总预算8万元。", [("expenditure-total", "amount", "8")]),
        ("2024年部门财务总收入8万元。", [("revenue-total", "amount", "8")]),
        ("机关运行经费财政拨款预算为4万元，较2023年减少1万元。",
         [("operating-cost", "amount", "4"), ("operating-cost", "change", "1")]),
        ("三公经费财政拨款支出预算3万元。", [("three-public", "amount", "3")]),
        ("包括一般公共预算本年收入6万元。", [("general-public", "amount", "6")]),
        ("绩效目标管理的项目2个，涉及预算9万元。其中：特定目标类项目1个，涉及预算5万元。",
         [("projects-number", "count", "2"), ("performance-managed", "amount", "9")]),
        ("主要是教育支出增加经费拨款5万元。", [("205", "change", "5")]),
        ("本年减少了其他收入预算7万元。", [("other-income", "change", "7")]),
        ("公务接待费增加到7万元。", [("reception", "amount", "7")]),
        ("基本支出20万元，比上年增加3万元，主要原因是奖金纳入预算，共计增加2万元。",
         [("basic", "amount", "20"), ("basic", "change", "3")]),
        ("财政拨款收入6万元（其中，一般公共预算4万元，政府性基金预算2万元），占收入合计60%。",
         [("fiscal", "amount", "6"), ("general-public", "amount", "4"), ("government-fund", "amount", "2"),
          ("fiscal", "share", "60")]),
        ("财政拨款收入总计5万元，支出总计5万元，与上年相比，各增加1万元。",
         [("fiscal", "amount", "5"), ("fiscal", "amount", "5"), ("fiscal", "change", "1")]),
        ("财政拨款收支总预算5万元。其中，收入总计5万元。", [("fiscal", "amount", "5"), ("fiscal", "amount", "5")]),
        ("收入总计9万元，其中财政拨款收入总计5万元，支出总计8万元。",
         [("revenue-total", "amount", "9"), ("fiscal", "amount", "5"), ("expenditure-total", "amount", "8")]),
        ("财政拨款收入总计5万元。支出总计8万元。", [("fiscal", "amount", "5"), ("expenditure-total", "amount", "8")]),
        ("较2022年部门预算收入总数14万元减少2万元。", [("revenue-total", "change", "2")]),
    ],
)  # fmt: skip
def test_what_a_figure_is_about(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [short(statement) for statement in told(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "车辆购置税5万元。", "第3个问题。", "会议室2个，共50人。", "100万元以上的项目按规定评审。",
        "收支总计各是41.49,43.91万元。",
        "收入总计、支出总计分别为41.49万元、43.91万元。", "收支总计各下降2.5%、3.8%。", "生均公用经费1000元。",
        "政府性基金预算拨款项目支出预算0元。", "教育支出一般公共预算拨款5万元。", "某镇小学项目1个。",
    ],
)  # fmt: skip
def test_figures_about_nothing_that_is_known(text: str) -> None:
    assert told(text) == []


def test_what_stayed_as_it_was_has_no_amount_of_its_own() -> None:
    amount, same = told("公务接待费0.30万元，用于接待，与上年预算数持平，主要原因：厉行节约。")
    assert (amount.item, amount.value) == ("reception", Decimal(3000))
    assert (same.item, same.measure, same.direction, same.published_value) == (
        "reception", "change", "unchanged", "持平",
    )  # fmt: skip
    assert (same.value, same.unit, same.reason) == (Decimal(0), "", "厉行节约")


def test_the_same_as_last_year_is_said_of_nothing_without_a_figure_before() -> None:
    assert told("人员结构与上年保持一致。") == []


def test_a_figure_broken_over_lines_knows_both() -> None:
    (found,) = told("纳入预算绩效管理的支出总额为20.50\n\n万元。")
    assert (found.line_start, found.line_end) == (1, 3)


def project(name: str, amount: int = 50000) -> Project:
    return Project(f"p-{name}", name, "", "", Decimal(amount), "5.00", "", (), 9, 9)


PROJECTS = [project("2025年防汛物资采购补助资金"), project("防汛演练经费"), project("河道巡查（东区）")]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("防汛演练经费", "防汛演练经费"),
        ("防汛物资资金", "2025年防汛物资采购补助资金"),
        ("河道日常巡查（东区）", "河道巡查（东区）"),
        ("防汛", None),
        ("城市绿化经费", None),
    ],
)
def test_the_project_that_a_name_means(name: str, right: str | None) -> None:
    found = project_named(name, PROJECTS)
    assert (found.name if found else None) == right


def test_the_parts_of_a_project_are_no_mentions_of_it() -> None:
    text = "防汛演练经费5万元，主要包括：防汛演练场地2万元，其他3万元。"
    assert list(read_mentions(document(text), (), PROJECTS)) == []


def test_mentions_of_projects_know_their_lines_and_amounts() -> None:
    text = "项目支出15万元，主要为防汛物资采购资金10万元，\n防汛演练经费5万元。"
    found = list(read_mentions(document(text), (), PROJECTS))
    assert [(s.item, s.value, s.line_end) for s in found] == [
        ("p-2025年防汛物资采购补助资金", Decimal(100000), 1), ("p-防汛演练经费", Decimal(50000), 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("部门预算总收入729.95万元。", [("revenue-total", "amount", "729.95")]),
        ("2013年总支出4826.3万元，比上年增加275%。",
         [("expenditure-total", "amount", "4826.3"), ("expenditure-total", "percent", "275")]),
        ("国有资本经营收入：指政府取得的财政资金。2013年预算安排13.21万元。", [("state-capital", "amount", "13.21")]),
        ("能源节约利用（款）支出5万元。", [("21110", "amount", "5")]),
        ("卫生健康支出减少3万元，住房保障支出共减少1万元。", [("210", "change", "3"), ("221", "change", "1")]),
    ],
)  # fmt: skip
def test_totals_and_defined_terms_are_named(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [short(statement) for statement in told(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "卫生健康支出、住房保障支出共减少4.79万元。",  # together
        "基本支出和项目支出共5万元。",
        "2013年节约“三公经费”141.35万元，其中公务接待节约48.67万元。",  # saved, not spent
        "住房补贴资金：指由财政拨款安排的资金。2013年预算安排51.43万元。",  # what the definition names is not meant
        "改造项目总支出5万元。",
    ],
)
def test_joint_amounts_savings_and_definitions_are_no_subjects(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入总计231万元，其中年初结转和结余2万元，较2019年增加5.24万元，增长2.3%。", ["231", "2"]),
        ("收入总计231万元，其中：基本支出2万元，较2019年增加5.24万元。", ["231", "2", "5.24"]),
        ("“三公”经费支出数为22738万元，机关及各直属事业单位支出占12.26%。", ["22738"]),
        ("“三公”经费支出数为22738万元，占12.26%。", ["22738", "12.26"]),
    ],
)
def test_a_change_behind_a_part_and_the_share_of_others_are_left_alone(text: str, expected: list[str]) -> None:
    assert [statement.published_value for statement in told(text)] == expected


def test_an_amount_of_another_year_is_not_the_documents() -> None:
    other = "2025年收支总预算8万元，公务接待费2万元，较上年增加4万元。"
    prose = document(f"2026年收支总预算12万元。{other}2025年末固定资产3万元。")
    carried_out = document("教育支出（类）2025年预算执行数为8万元。")
    assert [statement.phase for statement in read_statements(carried_out, (), 2026)] == ["execution"]
    for year, expected in ((2026, ["12", "4", "3"]), (0, ["12", "8", "2", "4", "3"])):
        assert [statement.published_value for statement in read_statements(prose, (), year)] == expected


def test_the_year_of_a_reason_or_comparison_is_not_the_amounts() -> None:
    reason = "基本支出6万元，原因是2020年预算计入其他科目，教育支出5万元，比2020年减少1万元。"
    prose = document(f"{reason}本局2020年公务接待费2万元。")
    assert [statement.published_value for statement in read_statements(prose, (), 2021)] == ["6", "5", "1"]


def test_words_for_several_things_together_have_their_own_meaning() -> None:
    found = told("人员和公用经费减少16.91万元。公务用车购置以及运行费19万元。")
    assert [(one.item, one.measure) for one in found] == [("basic", "change"), ("vehicles", "amount")]


def test_a_part_that_is_named_without_a_figure_ends_what_is_said_of_the_whole() -> None:
    found = told("“三公”经费685万元，其中公务接待费占大部分，占比超过90%为620万元。")
    assert [one.published_value for one in found] == ["685"]
    assert [one.base for one in told("公务接待费5万元，占比超过90%。")] == ["", ""]


@pytest.mark.parametrize(
    ("text", "phases"),
    [
        ("“三公”经费财政拨款支出预算为5万元，支出决算为3万元。", ["budget", "final-account"]),
        ("我局2024年度公务接待费支出决算为2万元。", ["final-account"]),
        ("一般公共预算安排4万元。", [""]),
        ("政府性基金预算为4万元。", [""]),
    ],
)
def test_words_behind_a_name_say_of_which_phase_its_amount_is(text: str, phases: list[str]) -> None:
    assert [statement.phase for statement in told(text)] == phases


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("教育支出9万元，其中：学前教育支出5万元，高中教育支出3万元。", [("205", "amount", "9")]),
        ("教育支出增加9万元，其中学前教育支出增加5万元，增长2%。", [("205", "change", "9")]),
        ("一般公共预算学前教育支出5万元。", []),
        ("其他社会保障和就业支出5万元，占2%。", []),
        ("其他教育支出年初预算为5万元。", []),
        ("科学技术普及5万元，科学技术支出6万元。", [("206", "amount", "6")]),
        ("教育支出5万元，其他支出2万元。", [("205", "amount", "5"), ("229", "amount", "2")]),
    ],
)
def test_a_part_of_a_class_whose_name_holds_its_word_is_not_the_class(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [short(statement) for statement in told(text)] == expected


@pytest.mark.parametrize("comma", ["，", ","])
def test_an_amount_of_the_year_before_is_not_this_years(comma: str) -> None:
    text = f"2026年收支总预算9万元{comma}2025年收支总预算8万元{comma}较上年增加1万元。"
    found = [short(statement) for statement in read_statements(document(text), (), 2026)]
    assert found == [("expenditure-total", "amount", "9"), ("expenditure-total", "change", "1")]
