"""Slips of wording and names: each found where it was put in, and silent beside its look-alikes."""

from __future__ import annotations

from pathlib import Path

import pytest

import converter
from converter import Disclosure
from converter.facts import Finding
from converter.notes.spelling import one_replaced
from converter.notes.uses import is_absent
from converter.notes.wording import TWICE

JIAOZUO = "henan-jiaozuo-zhongzhan-2025.txt"
PROSE = "十、其他重要事项情况说明"
HEAD = "一级指标\t二级指标\t三级指标\t指标值\t指标值说明"


def changed(reading: Disclosure, folder: Path, old: str, new: str) -> list[Finding]:
    """The findings of a copy in which the last place of some words has been changed."""
    before, found, after = reading.document.text.rpartition(old)
    assert found
    path = folder / reading.document.path.name
    path.write_text(before + new + after, encoding="utf-8")
    return list(converter.read(path).finding_facts)


def of(rule: str, findings: list[Finding]) -> list[str]:
    return [finding.message_zh for finding in findings if finding.rule == rule]


@pytest.fixture
def jiaozuo(readings: dict[str, Disclosure]) -> Disclosure:
    return readings[JIAOZUO]


def test_words_printed_twice_in_a_sentence(jiaozuo: Disclosure, tmp_path: Path) -> None:
    found = changed(jiaozuo, tmp_path, PROSE, "优化支出结构的意见意见，提高效益。\n\n" + PROSE)
    assert of("text-repeated", found) == ["文字重复：“意见意见”。"]


@pytest.mark.parametrize("text", ["高高兴兴", "人人享有", "10.0010.00", "AABBAABB", "医保医疗", "各项工作项目"])
def test_words_that_are_not_printed_twice(text: str) -> None:
    assert TWICE.search(text) is None


def test_a_section_with_only_a_heading(jiaozuo: Disclosure, tmp_path: Path) -> None:
    found = changed(jiaozuo, tmp_path, PROSE, "十、上年结余情况\n\n十一、其他重要事项情况说明")
    assert of("section-empty", found) == ["“十、上年结余情况”只有标题，没有内容。"]


@pytest.mark.parametrize("text", ["十、上年结余情况\n\n本年没有。\n\n十一、其他", "十、上年结余情况\n\n十二、其他"])
def test_a_section_with_content_or_before_another_number(jiaozuo: Disclosure, tmp_path: Path, text: str) -> None:
    assert of("section-empty", changed(jiaozuo, tmp_path, PROSE, text)) == []


def test_lists_of_contents_are_no_empty_sections(readings: dict[str, Disclosure]) -> None:
    assert [of("section-empty", list(reading.finding_facts)) for reading in readings.values()] == [[]] * len(readings)


def test_a_use_that_the_table_has_no_money_for(jiaozuo: Disclosure, tmp_path: Path) -> None:
    uses = "公用经费7.94万元，主要用于办公费、邮电费、取暖费、水电费等支出。\n\n"
    found = changed(jiaozuo, tmp_path, PROSE, uses + PROSE)
    assert of("use-not-budgeted", found) == ["正文称公用经费用于取暖费，基本支出表中没有相应数额。"]


def test_uses_are_not_judged_by_a_table_that_was_cut_off(readings: dict[str, Disclosure], tmp_path: Path) -> None:
    cut_off = readings["henan-xinxiang-weibin-2025.txt"]
    found = changed(cut_off, tmp_path, "第三部分", "公用经费8.45万元，主要用于取暖费等支出。\n\n第三部分")
    assert of("use-not-budgeted", found) == []


@pytest.mark.parametrize(("word", "absent"), [("办公用房取暖费", True), ("水电费", False), ("日常工作", False)])
def test_words_for_uses(word: str, absent: bool) -> None:
    assert is_absent(word, {"30201", "30206"}) is absent


def test_a_project_spelt_with_another_character(jiaozuo: Disclosure, tmp_path: Path) -> None:
    found = changed(jiaozuo, tmp_path, PROSE, "其中城乡居民医保区级财政补肋资金820万元。\n\n" + PROSE)
    wrong = [message for message in of("name-differs", found) if "补肋" in message]
    assert wrong == ["名称不一致：“城乡居民医保区级财政补肋资金”与“城乡居民医保区级财政补助资金”。"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("甲乙丙", "甲丁丙", True), ("甲乙丙", "甲乙丙", False), ("甲乙丙", "丁戊丙", False), ("第一批", "第二批", False),
     ("2024年", "2025年", False)],
)  # fmt: skip
def test_one_character_replaced(one: str, other: str, same: bool) -> None:
    assert one_replaced(one, other) is same


@pytest.mark.parametrize(
    ("explanation", "right"),
    [("绩效监控完成率=已监控项目数/项目总数", "绩效监控完成率"), ("自评完成率=已自评项目数/项目总数", "")],
)
def test_the_formula_of_another_target(jiaozuo: Disclosure, tmp_path: Path, explanation: str, right: str) -> None:
    rows = f"投入管理指标\t绩效管理\t绩效监控完成率\t100%\t反映监控情况\n\t\t绩效自评完成率\t100%\t{explanation}"
    found = changed(jiaozuo, tmp_path, HEAD, f"{HEAD}\n{rows}")
    wanted = [f"指标“绩效自评完成率”的说明属于指标“{right}”。"] if right else []
    assert of("explanation-of-other", found) == wanted
