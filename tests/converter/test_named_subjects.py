"""Subjects that the prose names by level or code, and what the words before a number say. All figures are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.clauses import phase_of, share_base
from converter.document import Document, Line
from converter.facts import Statement
from converter.named_subjects import named_subjects
from converter.statements import read_statements


def told(*pages: str) -> list[Statement]:
    lines = [(line, page) for page, text in enumerate(pages, start=1) for line in text.split("\n")]
    numbered = tuple(Line(number, line, page) for number, (line, page) in enumerate(lines, start=1))
    return list(read_statements(Document(Path("a.txt"), b"", "text/plain", numbered), ()))


def short(statement: Statement) -> tuple[str, str, str, str]:
    return statement.item, statement.measure, statement.published_value, statement.phase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.一般公共服务支出（类）审计事务（款）行政运行（项）", ["function/2010801"]),
        ("公共安全支出（204类）司法（06款）其他司法支出（99项）", ["function/2040699"]),
        ("一般公共服务支出统计信息事务统计管理（项）", ["function/2010506"]),
        ("审计事务（款）行政运行（项），一般行政管理事务（项）", ["function/2010801", "function/2010802"]),
        ("工资福利支出（301）1万元", ["economic-department/301"]),
        ("对个人和家庭的补助支出（509）", ["economic-government/509"]),
        ("行政运行（2010801）", ["function/2010801"]),
    ],
)  # fmt: skip
def test_a_subject_is_found_at_its_level_or_by_its_code(text: str, expected: list[str]) -> None:
    assert [named.subject for named in named_subjects(text)] == expected


@pytest.mark.parametrize(
    "text", ["车辆（2010801）", "审计局（201）", "行政运行（项）", "不在表中的事务（款）", "（2010801）", "说明（一）"]
)
def test_a_name_that_the_lists_do_not_have_there_is_no_subject(text: str) -> None:
    assert not any(named.subject for named in named_subjects(text))


def test_a_name_in_no_list_ends_the_subject_before_it() -> None:
    found = told("审计事务（款）行政运行（项）5万元。别的事务（款）别的支出（项）。年初预算为7万元。")
    assert [short(s) for s in found] == [("2010801", "amount", "5", "")]


def test_budget_and_account_of_a_subject_are_told_apart_and_the_share_knows_its_base() -> None:
    found = told("1.住房改革支出（款）住房公积金（项）。年初预算为80万元，支出决算为60万元，完成年初预算的75％。")
    assert [short(s) for s in found] == [
        ("2210201", "amount", "80", "budget"), ("2210201", "amount", "60", "final-account"),
        ("2210201", "share", "75", ""),
    ]  # fmt: skip
    assert found[2].base == "budgeted"


def test_what_follows_a_use_is_about_the_subject_and_not_about_the_use() -> None:
    text = (
        "审计事务（款）行政运行（项）50万元。主要用于：基本支出。2025年当年预算执行数为40万元，2026年预算安排50万元。"
    )
    assert [(s.item, s.phase) for s in told(text)] == [("2010801", ""), ("2010801", "execution"), ("2010801", "budget")]


def test_a_rate_in_brackets_is_that_of_the_change_before_it() -> None:
    found = told("会议费6万元，较上年减少2万元（25%），减少的主要原因是会议减少。")
    assert [short(s)[1:3] for s in found] == [("amount", "6"), ("change", "2"), ("percent", "25")]
    assert {s.direction for s in found[1:]} == {"decrease"}


def test_the_number_of_a_page_is_no_part_of_a_name() -> None:
    [only] = told("行政事业单位养老支出（款）机关事\n20", "业单位基本养老保险缴费支出（项）9万元。")
    assert (only.item, only.published_value) == ("2080505", "9")


def test_a_line_with_a_number_alone_within_a_page_is_kept() -> None:
    [only] = told("教育支出\n20\n万元。")
    assert only.published_value == "20"


@pytest.mark.parametrize(
    ("clause", "base"),
    [("占", ""), ("占比", ""), ("占本年支出合计的", ""), ("占三公经费的", "三公经费"), ("完成年初预算的", "budgeted"),
     ("增长", None)],
)  # fmt: skip
def test_what_a_share_is_of(clause: str, base: str | None) -> None:
    assert share_base(clause) == base


@pytest.mark.parametrize(
    ("clause", "phase"),
    [("年初预算为", "budget"), ("支出决算为", "final-account"), ("全年预算数为", "adjusted"),
     ("2025年当年预算执行数为", "execution"), ("2026年预算安排", "budget"), ("教育支出预算为", ""), ("", "")],
)  # fmt: skip
def test_the_phase_that_a_clause_names(clause: str, phase: str) -> None:
    assert phase_of(clause) == phase
