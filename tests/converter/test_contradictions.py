"""What one place of a document says against another: found where it was put in, and silent beside its look-alikes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from converter import Disclosure
from converter.disclosure import understand
from converter.facts import Indicator
from converter.notes.called import is_variant
from converter.notes.explanations import second_formula
from converter.notes.goals import listed_parts
from converter.notes.targets import conflicts, description_notes, has_lost, value_notes

JIAOZUO = "henan-jiaozuo-zhongzhan-2025.txt"
SANMENXIA = "henan-sanmenxia-2025.txt"
Added = Callable[[str], list[str]]


@pytest.fixture
def added(readings: dict[str, Disclosure]) -> Added:
    """What the rules say of a copy with a sentence more and did not say before: `rule: message`."""
    reading = readings[JIAOZUO]
    inside = {n for t in reading.tables for n in range(t.first_line, t.last_line + 1)}
    line = next(x for x in reading.document.lines if x.number not in inside and x.text.endswith("。"))
    before = {f"{f.rule}: {f.message_zh}" for f in reading.finding_facts}

    def add(words: str) -> list[str]:
        longer = replace(line, text=line.text + words)
        lines = tuple(longer if each is line else each for each in reading.document.lines)
        after = understand(replace(reading.document, lines=lines))
        return [text for f in after.finding_facts if (text := f"{f.rule}: {f.message_zh}") not in before]

    return add


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("三公经费是指纳入省级财政预算管理的经费。", "place-differs"),
        ("三公经费是指纳入区级财政预算管理的经费。", ""),
        ("三公经费是指纳入本级财政预算管理的经费。", ""),
        ("长沙市医疗保障局负责此项工作。", "place-differs"),
        ("焦作市医疗保障局负责此项工作。", ""),
        ("与2025年相比，会议费没有安排。", "year-differs"),
        ("与2024年相比，会议费没有安排。", ""),
        ("于2025年13月底前完成。", "date-impossible"),
        ("于2025年2月30日前完成。", "date-impossible"),
        ("于2024年2月29日前完成。", ""),
        ("会议费增加-5.00万元。", "direction-differs"),
        ("公用经费100.00万元，较上年120.00万元减少20.00万元。", ""),
        ("公用经费100.00万元，较上年120.00万元增加20.00万元。", "direction-differs"),
        ("基本支出增加9.50万元，主要为基本支出和人员经费支出。", "reason-empty"),
        ("基本支出增加9.50万元，主要为工资标准提高。", ""),
        ("核定编制12名，其中行政编制8名、事业编制5名。", "prose-parts"),
        ("核定编制12名，其中行政编制8名、事业编制4名。", ""),
        ("共有公务用车3辆，其中：执法执勤用车1辆、其他用车1辆。", "prose-parts"),
        ("共有公务用车3辆，其中：执法执勤用车2辆、其他用车1辆。", ""),
        ("共有公务用车3辆，其中：执法执勤用车2辆。", ""),
        ("详见《国有资产占用情况表》。", "table-cited-missing"),
        ("详见《项目支出表》。", ""),
    ],
)
def test_a_sentence_more(words: str, rule: str, added: Added) -> None:
    mine = [text for text in added(words) if not text.startswith(("narrative-vs-table", "percent-arithmetic"))]
    assert {text.partition(":")[0] for text in mine} == ({rule} if rule else set())


def test_secret_matters_make_a_short_table_no_error(readings: dict[str, Disclosure]) -> None:
    reading = readings["henan-xinxiang-weibin-2025.txt"]
    assert any(f.rule == "truncated-table" for f in reading.finding_facts)
    first = replace(reading.document.lines[0], text=reading.document.lines[0].text + " 涉密内容不予公开。")
    held = understand(replace(reading.document, lines=(first, *reading.document.lines[1:])))
    rules = {f.rule for f in held.finding_facts}
    assert "rows-withheld" in rules and "truncated-table" not in rules


def test_a_cut_table_says_what_each_column_lacks(readings: dict[str, Disclosure]) -> None:
    found = readings["henan-xinxiang-weibin-2025.txt"].finding_facts
    messages = [f.message_zh for f in found if f.rule == "truncated-table"]
    assert any("项目支出" in message and "500" in message for message in messages)


def target(name: str, value: str = "≥90%", unit: str = "%", number: str = "90", **more: str) -> Indicator:
    words = {"level1": "", "level2": "", "description": "", "comparator": "ge", "basis": "", "project": "1", **more}
    return Indicator(
        level3=name, published_value=value, unit=unit, quantity=Decimal(number), line_start=1, line_end=1, **words
    )


WHOLE = target("居民应保尽保", "应保尽保", "", "0", comparator="qualitative")


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (WHOLE, target("参保率"), 1),
        (WHOLE, target("参保率", "100%", "%", "100"), 0),
        (target("参保人数目标", "≥5人", "人", "5"), target("参保人数目标", "≥6人", "人", "6"), 1),
        (target("参保人数目标", "≥5人", "人", "5"), target("参保人数目标", "≥6家", "家", "6"), 0),
    ],
)
def test_targets_that_cannot_both_hold(one: Indicator, other: Indicator, count: int) -> None:
    assert len(list(conflicts([one, other]))) == count


@pytest.mark.parametrize(
    ("name", "description", "count"),
    [("审计质量", "法律顾问指导质量", 1), ("审计质量", "审计报告的质量", 0), ("完成率", "网银维护情况", 0)],
)
def test_descriptions_of_something_else(name: str, description: str, count: int) -> None:
    assert len(list(description_notes(target(name, description=description)))) == count


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (target("三公经费控制率", "≤10%", "%", "10", comparator="le", description="支出数/预算数×100%"), {"control"}),
        (target("三公经费控制率", "≤100%", "%", "100", comparator="le", description="支出数/预算数×100%"), set()),
        (target("按时上缴", "及时性", "", "0", comparator="qualitative"), {"property"}),
        (target("按时上缴", "及时上缴", "", "0", comparator="qualitative"), set()),
        (target("人均成本", "≤430员", "员", "430", comparator="le"), {"slip"}),
        (target("资料制作", "宣传册、版面", "", "0", comparator="qualitative"), {"things"}),
        (target("工作完成率", level1="效益指标"), {"output"}),
        (target("工作完成率", level1="产出指标"), set()),
    ],
)
def test_values_that_do_not_fit(given: Indicator, codes: set[str]) -> None:
    assert {note.code for note in value_notes(given)} == codes


@pytest.mark.parametrize(
    ("name", "own", "variant"),
    [
        ("城乡居民区级财政补助资金", "城乡居民医保区级财政补助资金", True),
        ("城乡居民医保区级财政补助", "城乡居民医保区级财政补助资金", False),
        ("城乡居民医保区级财政补助资金(本级)", "城乡居民医保区级财政补助资金", False),
        ("办公楼维修改造", "城乡居民医保区级财政补助资金", False),
    ],
)
def test_other_names_of_a_project(name: str, own: str, variant: bool) -> None:
    assert is_variant(name, own) is variant


def test_small_readings() -> None:
    assert listed_parts("综合业务经费(党建、文明创建)") == ["党建", "文明创建"]
    assert listed_parts("专项补助资金（城乡部分）") == ["专项补助"]
    assert has_lost("核人数", "核查转外就医人数") and not has_lost("核查人数", "核查转外就医人数")
    double = "目标编制完成率=已编制/应编制×100% 绩效监控完成率=已监控/应监控×100%"
    assert second_formula(target("绩效监控完成率", description=double)) == "目标编制完成率"
    assert second_formula(target("绩效监控完成率", description="绩效监控完成率=已监控/应监控")) == ""
