"""Numbers of documents and codes of projects: what they say, and where they say nothing for sure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.citations import Citation, ProjectCode, citations, project_code


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("财社〔2024〕125号", ["财社〔2024〕125号"]),
        ("唐财社【2024】125 号下达2025年中央补助", ["唐财社〔2024〕125号"]),
        ("新财预 2024.296 号提前下达", ["新财预〔2024〕296号"]),
        ("根据财社〔2024〕125号和冀财社[2024]99号", ["财社〔2024〕125号", "冀财社〔2024〕99号"]),
        ("提前下达2025年（焦财预[2024]353号）", ["焦财预〔2024〕353号"]),
        ("2025年财教（2024）7号", ["财教〔2024〕7号"]),
        ("财社〔2024〕125号，财社[2024]125号", ["财社〔2024〕125号"]),
        ("按照鲁财社〔2024〕第12号文件", ["鲁财社〔2024〕12号"]),
    ],
)
def test_numbers_in_all_forms_of_print(text: str, numbers: list[str]) -> None:
    assert [each.number for each in citations(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "国发〔2011〕40号",  # no finance document
        "医疗救助财社〔2024〕125号",  # could be 助财社 or 救助财社: no way to tell
        "财社〔24〕125号",
        "财务处2024年125号楼",
        "",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    assert citations(text) == ()


def test_only_the_ministry_is_central() -> None:
    assert Citation("财社", 2024, 125).central
    assert not Citation("唐财社", 2024, 125).central


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("410703250000000012802", ProjectCode("410703", 2025)),
        ("13010526P00000410002C", ProjectCode("130105", 2026)),
        ("411200240000000017205", ProjectCode("411200", 2024)),
        ("999999250000000012802", None),  # no region
        ("410703990000000012802", None),  # no year
        ("41070325", None),  # too short to be a project code
        ("基本支出", None),
        ("", None),
    ],
)
def test_what_project_codes_say(code: str, said: ProjectCode | None) -> None:
    assert project_code(code, 2026) == said


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for found in citations(text):
        assert 2000 <= found.year <= 2099 and "财" in found.issuer
    assert project_code(text, 2026) is None or len(text) >= 18
