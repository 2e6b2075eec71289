"""Performance tables: levels, names and values of targets, and tasks, where the text has lost the cells."""

from __future__ import annotations

import pytest

from converter.bare_targets import bare_indicators
from converter.document import Line
from converter.organisation import Organisation
from converter.overall import read_overall
from converter.performance import Performance
from converter.tables import RawTable
from converter.targets import read_target
from converter.tasks import bare_tasks


def table(kind: str, text: str) -> RawTable:
    lines = tuple(Line(number, one) for number, one in enumerate(text.split("\n"), start=1))
    return RawTable(kind, "表", "万元", 1, lines[:1], lines, ())


def overall(text: str) -> Performance:
    found = Performance()
    read_overall(table("overall_performance", text), Organisation("", "某局", ()), found)
    return found


FIRST = (
    "119203250000000012802 防汛物资\n8.64 8.64\n物资采购储\n备总成本\n≤9.6万元\n"
    "物资到位\n时间\n12 月 30\n日\n提高城区防\n汛能力\n≥99%\n居民\n满意\n度\n≥99%\n"
)


def levels(text: str) -> list[tuple[str, str, str]]:
    _, indicators = bare_indicators(table("project_performance", FIRST + text))
    return [(one.level1, one.level3, one.published_value) for one in indicators[4:]]


def test_a_date_broken_over_two_lines_is_one_value() -> None:
    _, indicators = bare_indicators(table("project_performance", FIRST))
    assert [(one.level1, one.published_value) for one in indicators] == [
        ("成本指标", "≤9.6万元"), ("产出指标", "12月30日"), ("效益指标", "≥99%"), ("满意度指标", "≥99%"),
    ]  # fmt: skip


def test_the_width_of_a_wrapped_name_proves_its_column() -> None:
    assert levels("沙袋采购\n数量\n≥600条") == [("产出指标", "沙袋采购数量", "≥600条")]


@pytest.mark.parametrize("name", ["沙袋数量", "沙袋采购储\n备数量", "沙袋采\n购数量"])
def test_a_width_that_no_column_or_two_columns_have_proves_nothing(name: str) -> None:
    assert levels(f"{name}\n≥600条") == [("", name.replace("\n", ""), "≥600条")]


def test_the_short_end_of_a_name_goes_back_over_its_value() -> None:
    found = levels("沙袋采购\n补充到位\n100%\n率\n沙袋采购\n补充支付\n时间\n12月")
    assert [name for _, name, _ in found] == ["沙袋采购补充到位率", "沙袋采购补充支付时间"]
    assert [value for _, _, value in found] == ["100%", "12月"]


def test_a_name_that_did_not_fill_its_column_takes_nothing_from_the_next() -> None:
    found = levels("沙袋采购\n数量\n≥600条\n桩\n打桩合格\n率\n100%")
    assert [name for _, name, _ in found] == ["沙袋采购数量", "桩打桩合格率"]


HEAD = "一级指标\t二级指标\t三级指标\t指标值\t指标值说明\n"


def test_a_full_row_is_read_by_its_head_even_if_level_two_is_no_known_one() -> None:
    found = overall(HEAD + "投入管理指标\t履职相关性\t履职相关性\t相关\t说明\n\t\t工作科学性\t科学\t说明")
    assert [(one.level2, one.level3, one.published_value) for one in found.indicators] == [
        ("履职相关性", "履职相关性", "相关"), ("履职相关性", "工作科学性", "科学"),
    ]  # fmt: skip


def test_a_row_moved_to_the_left_has_no_level_two() -> None:
    rows = "投入管理指标\t工作目标管理\t相关性\t相关\t说明\n\t合理性\t合理\t说明\n预算和财务管理\n执行率\t≥90%\t说明"
    found = overall(HEAD + rows)
    assert [(one.level2, one.level3) for one in found.indicators] == [
        ("工作目标管理", "相关性"), ("", "合理性"), ("预算和财务管理", "执行率"),
    ]  # fmt: skip


def test_rows_above_the_first_level_one_belong_to_it() -> None:
    rows = "\t工作目标管理\t相关性\t相关\t说明\n投入管理指标\n\t绩效管理\t自评率\t100%\t说明\n"
    found = overall(f"{HEAD}{rows}产出指标\t履职目标实现\t办结率\t≥90%\t")
    assert [one.level1 for one in found.indicators] == ["投入管理指标", "投入管理指标", "产出指标"]


def tasks(*lines: str) -> list[tuple[str, str]]:
    body = ["任务名称 主要内容", *lines, "预算情况"]
    return [(goal.task, goal.text) for goal in bare_tasks([(tuple(one.split()), i) for i, one in enumerate(body)])]


LONG = "巡查辖区内全部河道水库堤防并及时清除各类阻水障"


def test_tasks_are_told_from_their_content_by_full_lines() -> None:
    assert tasks("河道巡查", LONG, "碍物", "水库维护 保障水库安全度汛") == [
        ("河道巡查", LONG + "碍物"), ("水库维护", "保障水库安全度汛"),
    ]  # fmt: skip


def test_no_task_is_told_where_a_name_may_be_content() -> None:
    assert tasks(LONG, "碍物", "水库维护 保障水库安全度汛") == []


@pytest.mark.parametrize("text", ["达到省局统一要求", "超过预期", "不低于上年水平"])
def test_a_comparison_without_a_number_is_in_words(text: str) -> None:
    assert read_target(text) == ("qualitative", None, "")
