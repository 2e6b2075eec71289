"""Performance targets in drawn cells: forms of one project, of the department, lists of projects. All is made up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from drawn import ORG, cell_lines, drawn, sheet
from hypothesis import given
from hypothesis import strategies as st

from converter.drawn_form import is_drawn_form
from converter.drawn_targets import has_drawn_targets, read_drawn_targets
from converter.header import GridRow
from converter.performance import Performance, read_performance
from converter.tables import RawTable
from converter.target_heads import field_of, heads_of
from converter.target_levels import Levels, unprefixed
from converter.target_owners import split_code

FORM = (
    "项目名称 | < | 河道清淤 | <",
    "主管部门 | < | 某市水利局 | <",
    "项目资金（万元） | < | 年度资金总额： | 80.00",
    "^ | < | 其中：财政拨款 | 60.00",
    "总体目标 | 目标1：清淤河道十公里。目标2：改善两岸环境。 | < | <",
    "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值",
    "^ | 产出指标 | 数量指标 | 清淤长度 | ≥10公里 | 20",
    "^ | ^ | ^ | 清淤次数（次） | 2 | 10",
    "^ | ^ | 时效指标 | 完成时间 | 10月底前 | 10",
    "^ | 效益指标 | 社会效益指标 | 水质 | 明显改善 | 10",
    "^ | ^ | 生态效益指标 | | | ",
    "总分 | < | < | < | 100 | ",
)
LIST = (
    "项目名称 | 项目总额 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 本年指标值 | 度量单位",
    "11000022T000000444016-公众评价 | 76.40 | 提升服务质量，完成评价。 | 产出指标 | 数量指标 | 访谈人数 | ≥ | 60 | 人",
    "^ | ^ | ^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥ | 90 | %",
    "11000022T000000444017-执法保障 | 20.00 | 保障执法工作顺利开展。 | 产出指标 | 质量指标 | 规范程度 | 定性 | 优 | ",
)  # fmt: skip


def read(title: str, *rows: str) -> Performance:
    return read_performance([drawn(title, *rows)], ORG)


def told(found: Performance) -> list[tuple[str, str, str, str, str]]:
    return [(t.project, t.level1, t.level2, t.level3, t.published_value) for t in found.indicators]


def test_a_form_gives_its_project_its_money_goals_and_targets() -> None:
    found = read("项目支出绩效目标表", *FORM)
    [project] = found.projects
    assert (project.name, project.amount_yuan, project.published_value) == ("河道清淤", Decimal(800000), "80.00")
    assert project.goals == ("清淤河道十公里。", "改善两岸环境。")
    assert told(found) == [
        ("河道清淤", "产出指标", "数量指标", "清淤长度", "≥10公里"),
        ("河道清淤", "产出指标", "数量指标", "清淤次数（次）", "2"),
        ("河道清淤", "产出指标", "时效指标", "完成时间", "10月底前"),
        ("河道清淤", "效益指标", "社会效益指标", "水质", "明显改善"),
    ]
    assert [(t.comparator, t.quantity, t.unit) for t in found.indicators] == [
        ("ge", Decimal(10), "公里"), ("eq", Decimal(2), "次"), ("by-date", None, ""), ("qualitative", None, ""),
    ]  # fmt: skip


def test_a_form_that_names_no_project_is_the_departments() -> None:
    found = read("部门整体支出绩效目标表", "部门名称 | < | 某市水利局 | <", *FORM[4:])
    assert not found.projects
    assert {target.project for target in found.indicators} == {""}
    assert [goal.text for goal in found.goals] == ["清淤河道十公里。", "改善两岸环境。"]


def test_tasks_have_a_name_and_a_content() -> None:
    rows = (
        "年度主要任务 | 任务名称 | 主要内容 | 预算金额（万元）",
        "^ | 防汛 | 巡查堤防。 | 20.00",
        "^ | 金额合计 | < | 20.00",
    )
    found = read("部门整体支出绩效目标表", *rows, *FORM[4:])
    assert [(goal.task, goal.text) for goal in found.goals if goal.task] == [("防汛", "巡查堤防。")]


def test_a_list_gives_each_project_its_own() -> None:
    found = read("项目支出绩效目标表", *LIST)
    assert [(p.code, p.name, p.published_value, len(p.goals)) for p in found.projects] == [
        ("11000022T000000444016", "公众评价", "76.40", 1), ("11000022T000000444017", "执法保障", "20.00", 1),
    ]  # fmt: skip
    assert [(project[-1], name, value) for project, _, _, name, value in told(found)] == [
        ("6", "访谈人数", "≥60人"), ("6", "群众满意度", "≥90%"), ("7", "规范程度", "优"),
    ]  # fmt: skip


def test_a_list_may_print_its_title_and_heads_on_every_page() -> None:
    pages = [drawn("项目支出绩效目标表", *LIST[:3])]
    rows = (LIST[0], " | | | 产出指标 | 时效指标 | 完成时间 | ≤ | 9 | 月", LIST[3])
    again = drawn("项目支出绩效目标表", *rows)
    body = tuple(replace(line, number=line.number + 10, page=2) for line in again.body)
    found = read_performance([*pages, replace(again, order=2, body=body)], ORG)
    assert [project for project, *_ in told(found)] == [*["11000022T000000444016"] * 3, "11000022T000000444017"]


def test_a_cell_without_a_name_before_a_page_end_is_the_next_projects() -> None:
    more = (" | | | 产出指标 | 时效指标 | 完成时间 | ≤ | 9 | 月", "^ | ^ | ^ | ^ | ^ | 完成次数 | ≤ | 2 | 次")
    rows = [*LIST[:3], *more]
    first = cell_lines(rows, 2)
    second = [replace(line, number=line.number, page=2) for line in cell_lines([LIST[3]], 2 + len(rows))]
    table = RawTable("project_performance", "项目支出绩效目标表", "万元", 1, (), (*first, *second), ())
    found = Performance()
    read_drawn_targets([table], found)
    assert [(p.name, sum(t.project == p.key for t in found.indicators)) for p in found.projects] == [
        ("公众评价", 2), ("执法保障", 3),
    ]  # fmt: skip


def test_what_a_page_end_tears_off_a_name_is_joined_to_it() -> None:
    rest = "项目 | | 并形成报告。 | 产出指标 | 时效指标 | 完成时间 | ≤ | 9 | 月"
    found = read("项目支出绩效目标表", *LIST[:3], rest, LIST[3])
    assert [project.name for project in found.projects] == ["公众评价项目", "执法保障"]
    assert found.projects[0].goals == ("提升服务质量，完成评价。并形成报告。",)


def test_projects_of_one_name_keep_their_own_targets() -> None:
    other = [row.replace("80.00", "5.00") for row in FORM]
    tables = [drawn("项目支出绩效目标表", *FORM), drawn("项目支出绩效目标表", *other)]
    later = tuple(replace(line, number=line.number + 50) for line in tables[1].body)
    found = read_performance([tables[0], replace(tables[1], order=2, body=later)], ORG)
    assert len({project.key for project in found.projects}) == 2
    assert all(sum(t.project == p.key for t in found.indicators) == 4 for p in found.projects)


def test_what_was_done_is_no_goal() -> None:
    rows = (
        "项目名称 | 河道清淤 | <",
        "年度总体目标 | 预期目标 | 实际完成情况",
        "^ | 清淤河道十公里。 | 已清淤河道十一公里。",
        "绩效指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值",
        "^ | 数量指标 | 长度 | ≥10公里 | 11公里",
    )
    found = read("项目绩效自评表", *rows)
    assert [goal.text for goal in found.goals] == ["清淤河道十公里。"]
    assert told(found) == [("河道清淤", "产出指标", "数量指标", "长度", "≥10公里")]


def test_several_sets_of_targets_side_by_side_are_left_to_others() -> None:
    head = "项目名称 | 三级指标 | 指标值 | 三级指标 | 指标值"
    table = drawn("项目支出绩效目标表", head, "清淤 | 长度 | 10公里 | 水质 | 改善")
    assert not has_drawn_targets(table)
    assert heads_of(GridRow(("项目名称", "合计"), 1, "..")) == {}


def test_heads_are_known_with_and_without_brackets() -> None:
    heads = ("指标值（含数字及文字）", "二级指标", "分值权重(90分)", "专项（项目）名称")
    assert [field_of(text) for text in heads] == ["value", "level2", "", "project"]
    assert split_code("2024000001-设备购置") == ("", "2024000001-设备购置")


def test_levels_that_are_torn_or_left_out_are_those_of_the_second() -> None:
    levels = Levels()
    levels.take("", "数量指标")
    assert (levels.first, levels.second) == ("产出指标", "数量指标")
    levels.take("益指标", "社会效益指标")
    assert levels.first == "效益指标"
    levels.take("", "")
    assert levels.second == "社会效益指标"
    levels.take("满意度指标", "")
    assert (levels.first, levels.second) == ("满意度指标", "")
    assert unprefixed("数量指标") == ("", "", "数量指标")


CELLS = st.sampled_from(["", "项目名称", "三级指标", "指标值", "≥5", "甲", "一级指标", "^", "<", "年度目标"])


@given(st.lists(CELLS, max_size=6), st.integers(1, 8))
def test_no_table_breaks_the_reader(cells: list[str], times: int) -> None:
    rows = [" | ".join(cells[place:] + cells[:place]) for place in range(times)]
    found = read("项目支出绩效目标表", *rows)
    keys = {project.key for project in found.projects} | {""}
    assert all(target.project in keys and target.level3 and target.published_value for target in found.indicators)


def test_what_was_left_out_is_no_target() -> None:
    assert not read("项目支出绩效目标表", *FORM[:6], "^ | 产出指标 | 数量指标 | （从略） | ≥10公里 | 20").indicators
    assert not read("项目支出绩效目标表", *FORM[:6], "^ | 产出指标 | 数量指标 | 长度 | （从略） | 20").indicators


def test_words_are_values_of_targets_and_no_amounts_that_could_not_be_read() -> None:
    assert not [note for note in sheet("项目支出绩效目标表", *LIST).notes if note.rule == "unreadable-row"]
    [note] = sheet("支出总表", "科目编码 | 科目名称 | 合计", "201 | 甲 | 3.00", "202 | 乙 | 另定").notes
    assert note.rule == "unreadable-row"


def test_pages_of_a_form_may_draw_different_columns() -> None:
    rows = ("项目名称 | 备注 | 年度资金总额", "河道清淤 | 80.00", "管网改造 | 新 | 60.00")
    assert is_drawn_form(drawn("项目支出绩效目标表", *rows))
