"""Forms first met whole: units and subjects in one list, titles in cells, other words. All figures are made up."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from drawn import drawn, keyed, placed
from webpages import NAME, figures, page, values

from converter import read
from converter.grid import read_grid
from converter.identity import find_units
from converter.kinds import kind_of_title, scope_of_table
from converter.notes.codes import one_code
from converter.organisation import Organisation
from converter.rows import key_blocks


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("部门决算相关信息统计表", "three_public"),
        ("机构运行信息表", "three_public"),
        ("社会保险基金预算支出表", "other"),
        ("债券支出表", "other"),
        ("专项转移支付项目支出表", "other"),
        ("公用经费支出预算表", "other"),
        ("一般公共预算基本支出表（人员经费）", "basic_expenditure_economic"),
        ("项目支出绩效信息表", "project_performance"),
    ],
)
def test_tables_of_a_part_of_the_money_are_not_those_of_the_whole(title: str, kind: str) -> None:
    assert kind_of_title(title) == kind


def test_codes_and_names_may_be_headed_by_these_words_alone() -> None:
    [block] = placed(
        "支出总表", "编码 | 名称 | 2024年（预计）执行数 | 2025年预算安排数", "204 | 公共安全支出 | 3.00 | 4.00"
    )
    assert (block.rows[0].keyed.key.code, block.rows[0].keyed.key.label) == ("204", "公共安全支出")
    assert values(block, 0, 0)["budgetPhase"] == "execution"
    assert values(block, 0, 1)["function"] == "204"


@pytest.mark.parametrize("heads", ["编码 | 单位名称", "代码 | 单位", "编码 | 名称"])
def test_a_list_of_units_may_head_their_codes_by_one_word(heads: str) -> None:
    rows = ["137001 | 某市财政局本级 | 3.00", "137002 | 某市会计学校 | 2.00"]
    sheet = read_grid(drawn("收入总表", f"{heads} | 合计", *rows))
    [block] = key_blocks(sheet, Organisation("137", "某市财政局", units=find_units([sheet], "137")))
    assert [(row.key.sort, row.key.unit, row.key.label) for row in block.rows] == [
        ("unit", "137001", "某市财政局本级"), ("unit", "137002", "某市会计学校"),
    ]  # fmt: skip


def test_a_subject_in_the_column_of_units_is_no_unit() -> None:
    head = (
        "功能科目 | < | < | 单位代码 | 单位名称（功能分类科目） | 总计 | 机关工资福利支出",
        "类 | 款 | 项 | ^ | ^ | ^ | ^",
    )
    rows = [
        " | | | 402 | 某市财政局 | 5.00 | 5.00",
        " | | | 402001 | 某市财政局本级 | 5.00 | 5.00",
        "208 | | | 208 | 社会保障和就业支出 | 2.00 | 2.00",
        "208 | 05 | | 20805 | 行政事业单位养老支出 | 2.00 | 2.00",
        " | | | 2080505 | 机关事业单位基本养老保险缴费支出 | 2.00 | 2.00",
        "213 | | | 213 | 某种不在表中的支出 | 3.00 | 3.00",
    ]
    sheet = read_grid(drawn("支出预算分类汇总表（按政府预算经济分类）", *head, *rows))
    assert find_units([sheet], "") == {"402": "某市财政局", "402001": "某市财政局本级"}
    units = {"402001": "某市财政局本级"}
    [block] = key_blocks(sheet, Organisation("402", "某市财政局", units=units))
    assert [(row.key.sort, row.key.code) for row in block.rows[2:]] == [
        ("function", "208"), ("function", "20805"), ("function", "2080505"), ("function", "213"),
    ]  # fmt: skip
    assert not any(row.key.values.get("budgetUnit") == row.key.code for row in block.rows[2:])


def test_a_subject_that_also_says_whose_it_is_keeps_its_unit() -> None:
    rows = ["208 | 05 | 05 | 402001 | 机关事业单位基本养老保险缴费支出 | 2.00"]
    head = ("科目编码 | < | < | 单位代码 | 单位名称（科目） | 合计", "类 | 款 | 项 | ^ | ^ | ^")
    [block] = key_blocks(read_grid(drawn("支出总表", *head, *rows)), Organisation("402", "某市财政局"))
    assert (block.rows[0].key.code, block.rows[0].key.unit) == ("2080505", "402001")


def test_kinds_beside_nothing_else_are_subjects() -> None:
    head = "科目编码 | 科目名称 | 合计 | 工资福利支出 | 商品和服务支出 | 对个人和家庭的补助 | 资本性支出"
    row = "2040601 | 行政运行 | 10.00 | 4.00 | 3.00 | 2.00 | 1.00"
    [block] = placed("一般公共预算支出表", head, row)
    found = [values(block, 0, place).get("deptEconomic") for place in range(5)]
    assert found == [None, "301", "302", "303", "310"]
    [block] = placed("一般公共预算支出表", head + " | 项目支出", row + " | ")
    assert [values(block, 0, place).get("expenditureKind") for place in (1, 2)] == ["wages", "goods-services"]
    head = "科目编码 | 科目名称 | 总计 | 机关工资福利支出 | 机关资本性支出（一） | 机关资本性支出（二） | 对企业补助"
    [block] = placed("支出预算汇总表（按政府预算经济分类）", head, "204 | 公共安全支出 | 6.00 | 3.00 | 2.00 | 1.00 | ")
    assert [values(block, 0, place).get("govEconomic") for place in (1, 2, 3)] == ["501", "503", "504"]


def test_projects_of_a_fund_are_not_all_projects() -> None:
    assert scope_of_table("project_expenditure", "一般公共预算项目支出预算表")["fundSource"] == "general-public"
    assert scope_of_table("project_expenditure", "财政拨款项目支出预算表")["fundSource"] == "fiscal"
    assert "fundSource" not in scope_of_table("project_expenditure", "项目支出预算表")
    assert "fundSource" not in scope_of_table("project_expenditure", "非财政拨款项目支出表")


def test_units_over_their_subjects(tmp_path: Path) -> None:
    head = ["单位名称", "科目编码", "科目名称", "合计"]
    rows = [head, ["合计", "合计", "合计", "5.00"],
            ["苏州市财政局本级", "", "小计", "3.00"], ["", "2010601", "行政运行", "3.00"],
            ["苏州市会计学校", "", "小计", "2.00"], ["", "2010601", "行政运行", "2.00"]]  # fmt: skip
    found = read(page(tmp_path, ("部门支出总表", rows))).cell_facts
    assert [(cell.row_sort, cell.values.get("budgetUnit")) for cell in found[1:]] == [
        ("unit", "苏州市财政局本级"), ("function", "苏州市财政局本级"),
        ("unit", "苏州市会计学校"), ("function", "苏州市会计学校"),
    ]  # fmt: skip


def test_units_beside_their_subjects(tmp_path: Path) -> None:
    head = ["单位名称", "科目编码", "科目名称", "合计"]
    rows = [head, ["合计", "合计", "合计", "5.00"], ["苏州市财政局本级", "2010601", "行政运行", "3.00"],
            ["苏州市会计学校", "2010601", "行政运行", "2.00"]]  # fmt: skip
    found = read(page(tmp_path, ("部门支出总表", rows))).cell_facts
    assert [cell.values.get("budgetUnit") for cell in found] == [None, "苏州市财政局本级", "苏州市会计学校"]
    found = read(page(tmp_path, ("部门支出总表", rows[:3]))).cell_facts
    assert [cell.values.get("budgetUnit") for cell in found] == [None, None]


def test_a_code_in_brackets_before_the_department_is_its_code(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    cells = (("科目编码", "科目名称", "合计"), ("204", "公共安全支出", "3.00"))
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    path.write_text(
        "<meta charset=utf-8><h1>2024年部门预算</h1><p>支出总表</p><p>填报单位:[304]苏州市财政局</p><p>单位：万元</p>"
        f"<table>{rows}</table>",
        "utf-8",
    )
    organisation = read(path).identity.organisation
    assert (organisation.code, organisation.name) == ("304", "苏州市财政局")


def test_what_follows_behind_of_which_is_of_the_same_list() -> None:
    head = ("收入 | < | 支出 | <", "项目 | 预算数 | 项目 | 预算数")
    rows = [
        "一、财政拨款（补助）收入 | 5.00 | | ",
        "其中：一般公共预算拨款 | 3.00 | | ",
        "政府性基金预算拨款 | 2.00 | | ",
    ]
    found = [row.key for row in keyed("收支总表", *head, *rows, "二、事业收入 | 1.00 | | ")[0].rows if row.row.amounts]
    assert [each.role for each in found] == ["total", "detail", "detail", "detail"]
    assert found[0].values["fundSource"] == "fiscal"
    some = [rows[0], "其中：一般公共预算拨款 | 2.00 | | ", "政府性基金预算拨款 | 1.00 | | "]
    found = [row.key for row in keyed("收支总表", *head, *some)[0].rows if row.row.amounts]
    assert [each.role for each in found] == ["detail", "memo", "memo"]
    alone = [rows[0], "其中：一般公共预算拨款 | 5.00 | | "]
    found = [row.key for row in keyed("收支总表", *head, *alone)[0].rows if row.row.amounts]
    assert [each.role for each in found] == ["detail", "memo"]


def test_a_sum_below_the_name_of_one_part_is_of_all_parts() -> None:
    head = (
        "单位名称 | 合计 | 公务接待费 | 公务用车购置 | < | <",
        "^ | ^ | ^ | 小计 | 公务用车运行维护费 | 公务用车购置",
    )
    [block] = placed("“三公”经费支出表", *head, "合计 | 4.00 | 1.00 | 3.00 | 2.00 | 1.00")
    found = [values(block, 0, place)["item"] for place in range(1, 5)]
    assert found == ["reception", "vehicles", "vehicle-operation", "vehicle-purchase"]


def test_the_three_of_the_money_of_the_state_are_key_figures(tmp_path: Path) -> None:
    head = ["单位名称", "当年财政拨款预算安排", "当年财政拨款预算安排", "当年财政拨款预算安排"]
    names = ["", "合计", "因公出国（境）费用", "公务接待费"]
    table = ("一般公共预算“三公”经费支出预算表", [head, names, ["合计", "3.00", "2.00", "1.00"]])
    found = figures(page(tmp_path, table))
    terms = ("threePublicExpenditure", "overseasTrips", "officialReception")
    assert [found[term] for term in terms] == [30000, 20000, 10000]


def test_a_list_of_projects_with_goals_in_words_is_no_form(tmp_path: Path) -> None:
    rows = [["项目名称", "预算数（万元）", "绩效目标"], ["道路养护", "2.00", "投入2.00万元养护道路"],
            ["河道清淤", "1.00", "清淤5公里"]]  # fmt: skip
    cells = read(page(tmp_path, ("项目支出绩效目标表", rows))).cell_facts
    assert [(cell.row_label, cell.published_value) for cell in cells] == [("道路养护", "2.00"), ("河道清淤", "1.00")]


def test_a_list_of_another_kind_has_the_names_of_its_projects(tmp_path: Path) -> None:
    rows = [["序号", "项目名称", "立项依据", "预算安排金额"], ["1", "养老服务", "某文〔2020〕1号", "2.00"]]
    cells = read(page(tmp_path, ("专项资金管理清单目录表", rows))).cell_facts
    assert [(cell.row_label, cell.published_value) for cell in cells] == [("养老服务", "2.00")]


def test_one_cell_may_hold_the_title_whose_table_it_is_and_the_unit(tmp_path: Path) -> None:
    fused = "附表3 2025年度部门支出预算总表部门：苏州市财政局单位：万元"
    rows = [[fused, fused, fused], ["科目编码", "科目名称", "合计"], ["204", "公共安全支出", "3.00"]]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    path = tmp_path / "page.html"
    top = f"<tr><td colspan=3>{fused}</td></tr>"
    path.write_text(f"<meta charset=utf-8><h1>{NAME}</h1><table>{top}{body}</table>", "utf-8")
    [table] = read(path).tables
    assert (table.kind, table.unit, table.title) == ("expenditure_summary", "万元", "附表3 2025年度部门支出预算总表")
    number = "附件3 公开03表部门：苏州市财政局 2025年度金额单位：万元"
    path.write_text(
        f"<meta charset=utf-8><h1>{NAME}</h1><p>支出预算总表</p><p>{number}</p><table>{body}</table>", "utf-8"
    )
    assert [table.title for table in read(path).tables] == ["支出预算总表"]


def test_a_title_in_a_cell_right_below_a_table_without_figures_heads_its_own(tmp_path: Path) -> None:
    def drawn_table(title: str, *rows: str) -> str:
        top = f"<tr><td colspan=2>{title}</td></tr><tr><td>部门：苏州市财政局</td><td>单位：万元</td></tr>"
        return top + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("|")) + "</tr>" for row in rows)

    empty = drawn_table("国有资本经营预算支出表", "科目名称|合计", "|")
    full = drawn_table("“三公”经费支出表", "项目|预算数", "公务接待费|5.00")
    path = tmp_path / "page.html"
    path.write_text(f"<meta charset=utf-8><h1>{NAME}</h1><table>{empty}</table><table>{full}</table>", "utf-8")
    found = read(path)
    assert [table.kind for table in found.tables] == ["state_capital_expenditure", "three_public"]
    assert [cell.column_path for cell in found.cell_facts] == ["预算数"]


def test_a_sentence_below_a_table_without_figures_says_that_it_is_empty(tmp_path: Path) -> None:
    blank = ("政府性基金预算支出表", [["科目编码", "科目名称", "合计"], ["", "", ""]])
    full = ("支出总表", [["科目编码", "科目名称", "合计"], ["204", "公共安全支出", "3.00"]])
    path = page(tmp_path, full, blank)
    note = "<p>说明：本单位2025年无政府性基金预算支出，此表为空。</p>"
    path.write_text(path.read_text("utf-8") + note, "utf-8")
    assert [table.declared_empty for table in read(path).tables] == [False, True]


def test_a_subjects_row_tells_the_name_of_its_unit_where_it_prints_it() -> None:
    row = "346001 | 福建省审计厅 | 2010801 | 行政运行 | 3.00"
    head = "单位编码 | 单位名称 | 科目编码 | 科目名称 | 合计"
    assert find_units([read_grid(drawn("支出总表", head, row))], "") == {"346001": "福建省审计厅"}
    bare = read_grid(drawn("支出总表", "单位编码 | 科目编码 | 科目名称 | 合计", "346001 | 2010801 | 行政运行 | 3.00"))
    assert find_units([bare], "") == {}


@pytest.mark.parametrize(("label", "rules"), [("按项目管理的其他支出", []), ("按项目管理的办公费", ["code-name"])])
def test_a_name_that_words_only_dress_is_the_lists(label: str, rules: list[str]) -> None:
    place = Mock(line_start=1, line_end=1, table=1)
    assert [note.rule for note in one_code(place, "economic-department", "399", label, 2025)] == rules
