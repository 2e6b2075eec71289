"""What web pages print round a document decides neither whose it is nor where tables begin. All pages are made up."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from converter import read
from converter.furniture import is_box, is_furniture, own_words, phase_words

TABLE = """<p>{title}</p><p>单位：万元</p><table>
<tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>财政拨款收入</td></tr>
<tr><td></td><td>合计</td><td>50.00</td><td>50.00</td></tr>
<tr><td>208</td><td>社会保障和就业支出</td><td>20.00</td><td>20.00</td></tr>
<tr><td>210</td><td>卫生健康支出</td><td>30.00</td><td>30.00</td></tr></table>"""


def page(folder: Path, body: str, title: str) -> Path:
    path = folder / "page.html"
    path.write_text(f'<html><head><meta charset="utf-8"></head><body>{body}{TABLE.format(title=title)}</body></html>')
    return path


@pytest.mark.parametrize(
    "text",
    [
        "您当前的位置：首页>政务公开>预算/决算>决算公开", "当前位置: 首页>>审计局>>财政信息",
        "首页 / 政府预决算 / 部门预算 / 正文",
        "[ 体裁分类 ] 财政预算、决算", "索 引 号：640100-105/2020-00003 发布日期：2020-02-05",
        "发布机构 某某区财政局", "• [ 发文字号 ]",
        "监督索引号53042200636002700000",
    ],
)  # fmt: skip
def test_furniture(text: str) -> None:
    assert is_furniture(text) and own_words(text) == ""


@pytest.mark.parametrize(
    "text",
    ["五寨县林业局2022年部门预算", "收入总表", "来源于财政拨款的收入", "分类推进改革", "公开部门预算的说明", "支出>0"],
)
def test_words_of_the_document(text: str) -> None:
    assert own_words(text) == text


def test_a_field_may_hold_the_title() -> None:
    assert own_words("标题 五寨县林业局2022年单位预算") == "五寨县林业局2022年单位预算"
    assert own_words("名 称：五寨县林业局2022年单位预算") == "五寨县林业局2022年单位预算"
    assert own_words("名称变更情况") == "名称变更情况"


def test_phases_are_read_from_titles_and_not_from_what_is_cited() -> None:
    assert phase_words("预决算公开 > 财政预算、决算") == []
    assert phase_words("根据《预算法》和预算法实施条例公开2022年度部门决算") == ["决算"]
    assert phase_words("预算编制审核中心2022年度部门决算")[0] == "决算"
    assert phase_words("五寨县林业局收支预算") == ["预算"]


def test_a_row_of_the_box_is_no_header_of_a_table() -> None:
    assert is_box("索引号\t000014348/2020\t发文字号\t") and is_box("主题分类: 财政\t发布机构: 某局")
    assert not is_box("项目\t来源\t分类\t金额") and not is_box("科目编码\t科目名称\t合计")


BOX = """<ul><li>首页</li><li>&gt;</li><li>政务公开</li><li>&gt;</li><li>预算/决算</li></ul><table>
<tr><td>索引号</td><td>11500229771767293X/2023-00029</td><td>发文字号</td><td></td></tr>
<tr><td>主题分类</td><td>财政、金融、审计</td><td>体裁分类</td><td>财政预算、决算</td></tr>
<tr><td>发布机构</td><td>五寨县财政局</td><td>有效性</td><td></td></tr></table>"""
PATH = "<p>您的位置: 首页&gt;政务公开&gt;预算/决算&gt;决算&gt;其他单位决算 &gt; 2022决算</p>"


@pytest.mark.parametrize(
    ("body", "table", "expected"),
    [
        (BOX + "<h1>五寨县林业局2022年度部门决算公开</h1>", "收入决算表", (2022, "final-account", "department")),
        (BOX + "<h1>五寨县林业局2023年部门预算</h1>", "收入总表", (2023, "budget", "department")),
        (PATH + "<p>五寨县林业局2022年度部门决算情况说明</p>", "收入总表", (2022, "final-account", "department")),
        ("<p>当前位置：首页&gt;预决算公开&gt;五寨县林业局</p><p>五寨县林业局2023年单位预算</p>",
         "收入总表", (2023, "budget", "unit")),
        ("<p>第一部分 五寨县林业局概况</p><p>一、主要职责</p><p>2023年单位预算</p>", "收入总表",
         (2023, "budget", "unit")),
        ("<p>根据《关于推进部门所属单位预算公开的意见》，现将五寨县林业局2023年度部门预算公开如下：</p>", "收入总表",
         (2023, "budget", "department")),
        ("<p>二、五寨县林业局2023年部门预算安排情况说明</p>", "收入总表", (2023, "budget", "department")),
    ],
)  # fmt: skip
def test_pages_say_whose_they_are(tmp_path: Path, body: str, table: str, expected: tuple[int, str, str]) -> None:
    found = read(page(tmp_path, body, table))
    assert found.identity.organisation.name == "五寨县林业局" and found.identity.region.name == "五寨县"
    assert (found.identity.year, found.identity.phase, found.identity.scope) == expected
    assert [each.title for each in found.tables] == [table]
    assert {cell.published_value for cell in found.cell_facts} == {"50.00", "20.00", "30.00"}


def test_lists_of_words_are_of_use() -> None:
    words = tomllib.loads((files("converter") / "layouts" / "furniture.toml").read_text("utf-8"))
    assert set(words) == {"places", "fields", "titles"}
    for name in words:
        assert len(words[name]) == len(set(words[name])) > 4
