"""IRIs: the forms that are promised, and safe whatever the names hold."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from ontology import iris

DISCLOSURE = "https://w3id.org/yusuan/id/disclosure/410703/309/2025/budget"
VERSION = DISCLOSURE + "/v/9f8e7d6c"
# What RFC 3987 lets stand in a path segment, with percent signs only before two hexadecimal digits.
SEGMENT = re.compile(
    "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2}|[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000dfffd])+"
)


def test_the_promised_forms() -> None:
    assert iris.region("410703") == "https://w3id.org/yusuan/id/region/410703"
    assert iris.org("410703", "309001") == "https://w3id.org/yusuan/id/org/410703/309001"
    assert iris.project("41070325") == "https://w3id.org/yusuan/id/project/41070325"
    assert iris.disclosure("410703", "309", 2025, "budget") == DISCLOSURE
    assert iris.series("410703", "309", "budget") == "https://w3id.org/yusuan/id/series/410703/309/budget"
    assert iris.version(DISCLOSURE, "9f8e7d6c" + "0" * 56) == VERSION
    assert iris.source(VERSION) == VERSION + "/source"
    assert iris.source_lines(VERSION, 12) == VERSION + "/source#L12"
    assert iris.source_lines(VERSION, 12, 12) == VERSION + "/source#L12"
    assert iris.source_lines(VERSION, 12, 14) == VERSION + "/source#L12-L14"
    assert iris.source_lines(VERSION, 12, page=3) == VERSION + "/source#p3L12"
    assert iris.table(VERSION, "three_public-2") == VERSION + "/table/three_public-2"
    assert iris.dataset(VERSION, "three_public", "detail") == VERSION + "/three_public/details"
    assert iris.dataset(VERSION, "three_public", "details") == VERSION + "/three_public/details"
    assert iris.observation(VERSION, "three_public", "k") == VERSION + "/three_public/o/k"
    assert iris.project_budget(VERSION, "k") == VERSION + "/project/k"
    assert iris.indicator(VERSION, "k") == VERSION + "/indicator/k"
    assert iris.stated(VERSION, "k") == VERSION + "/stated/k"
    assert iris.key_figure(VERSION, "k") == VERSION + "/key/k"
    assert iris.finding(VERSION, "projects-sum", "k") == VERSION + "/finding/projects-sum/k"
    assert iris.goal(VERSION, "k") == VERSION + "/goal/k"
    assert iris.plan_step(VERSION, "k") == VERSION + "/plan/k"
    assert iris.code("function", "2101501") == "https://w3id.org/yusuan/code/function/2101501"
    assert iris.scheme("function") == "https://w3id.org/yusuan/code/function"
    assert iris.dsd("three_public") == "https://w3id.org/yusuan/dsd/three_public"
    assert iris.rule("projects-sum") == "https://w3id.org/yusuan/code/rule/projects-sum"


def test_projects_without_a_code_have_a_hash_of_their_normal_name() -> None:
    one = iris.uncoded_project("410703", "309", 2025, "信息化 建设（二期）")
    assert one == iris.uncoded_project("410703", "309", 2025, "信息化建设(二期)")
    assert re.fullmatch(r"https://w3id.org/yusuan/id/project/410703/309/2025/[0-9a-f]{8}", one)


def test_transfer_documents_have_one_form_of_brackets() -> None:
    assert iris.transfer("财社〔2025〕12号") == iris.transfer("财社[2025]12号") == iris.transfer("财社（2025）12号")


def test_the_base_is_one_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(iris.BASE_VARIABLE, "http://localhost:8000/")
    assert iris.region("410703") == "http://localhost:8000/id/region/410703"
    assert iris.region("410703", base="https://example.org/a/") == "https://example.org/a/id/region/410703"
    assert iris.code("flow", "total") == "https://w3id.org/yusuan/code/flow/total"
    monkeypatch.delenv(iris.BASE_VARIABLE)
    assert iris.base() == "https://w3id.org/yusuan/"


@pytest.mark.parametrize(
    "wrong",
    ["example.org/", "http://example.org", "ftp://example.org/", "http://a/?q=/", "http://a b/", "http:///"],
)
def test_a_wrong_base_says_what_is_right(wrong: str) -> None:
    with pytest.raises(ValueError, match="ends with a slash") as raised:
        iris.base(wrong)
    assert repr(wrong) in str(raised.value)


def test_names_stay_readable_and_free_of_percent_signs() -> None:
    assert iris.segment("上海市 医疗保障局（本级）") == "上海市医疗保障局(本级)"
    assert iris.segment("a/b?c#d%e<f>") == "a／b？c＃d％e＜f＞"
    assert iris.segment("..") == "．．"


def test_nothing_is_no_name() -> None:
    with pytest.raises(ValueError, match="empty"):
        iris.org("410703", " \n")
    with pytest.raises(ValueError, match="expected one of detail"):
        iris.dataset(VERSION, "three_public", "sum")


@given(st.text(min_size=1).filter(lambda text: iris.normal(text)))
def test_any_text_makes_one_legal_segment(text: str) -> None:
    segment = iris.segment(text)
    assert SEGMENT.fullmatch(segment)
    assert segment.strip(".")
    assert NamedNode(iris.org("410703", text)).value.count("/") == 7


@given(st.text(min_size=1).filter(iris.normal), st.text(min_size=1).filter(iris.normal))
def test_different_names_make_different_segments(one: str, other: str) -> None:
    assert (iris.segment(one) == iris.segment(other)) == (iris.normal(one) == iris.normal(other))


@given(st.text("0123456789abcdefghijklmnopqrstuvwxyz-_医疗保障局", min_size=1))
def test_codes_can_be_read_back(notation: str) -> None:
    assert iris.code_parts(iris.code("function", notation)) == ("function", notation)


def test_other_iris_are_no_codes() -> None:
    for iri in (DISCLOSURE, iris.scheme("function"), iris.level("function", 1), "urn:x"):
        assert iris.code_parts(iri) is None
