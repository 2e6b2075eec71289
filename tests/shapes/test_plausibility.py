"""Targets that are unusual and right: the rules of plain sense find the wrong one and are silent on its look-alike."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from graphs import right_graph

from shapes.checking import as_quads, as_store
from shapes.evaluating import evaluate

RIGHT = as_quads(right_graph())
VERSION = "https://w3id.org/yusuan/id/disclosure/410703/309/2025/budget/v/9f8e7d6c"
PREFIXES = """
PREFIX ys: <https://w3id.org/yusuan/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX indicator: <https://w3id.org/yusuan/code/indicator-type/>
PREFIX comparator: <https://w3id.org/yusuan/code/comparator/>
"""


def findings(name: str, printed: str, more: str) -> set[str]:
    """The rules that find something in the right graph with one target more."""
    store = as_store(RIGHT)
    store.update(f"""{PREFIXES} INSERT DATA {{ <{VERSION}/indicator/new> a ys:IndicatorTarget ;
        ys:projectBudget <{VERSION}/project/1> ; prov:wasDerivedFrom <{VERSION}/source#L9> ;
        ys:disclosure <https://w3id.org/yusuan/id/disclosure/410703/309/2025/budget> ;
        rdfs:label "{name}"@zh ; ys:publishedValue "{printed}" ; {more} }}""")
    return {breach.rule.name for breach in evaluate(store)}


NUMBER = "ys:comparator comparator:ge ; ys:targetValue {} ; ys:targetUnit '{}' ; ys:indicatorType indicator:{}"
WORDS = "ys:comparator comparator:qualitative ; ys:indicatorType indicator:{}"


@pytest.mark.parametrize(
    ("name", "printed", "more", "rules"),
    [
        ("成本控制率", "≥5万元", NUMBER.format("5.0", "万元", "quality"), {"indicator-unit"}),
        ("成本节约率", "≥5%", NUMBER.format("5.0", "%", "quality"), set()),
        ("设备功率", "≥50千瓦", NUMBER.format("50.0", "千瓦", "quality"), set()),
        ("折旧率", "≥5‰", NUMBER.format("5.0", "‰", "quality"), set()),
        ("服务人次", "≥50人", NUMBER.format("50.0", "人", "output"), {"indicator-unit"}),
        ("服务人次", "≥5万人次", NUMBER.format("5.0", "万人次", "output"), set()),
        ("受益群众满意度", "≥95%", NUMBER.format("95.0", "%", "social"), {"indicator-level"}),
        ("受益群众满意度", "≥95%", NUMBER.format("95.0", "%", "service-satisfaction"), set()),
        ("监管范围", "稳步拓展", WORDS.format("cost"), {"indicator-level"}),
        ("生态环境影响", "无", WORDS.format("cost"), set()),
        ("培训补助标准", "按规定", WORDS.format("economic-cost"), set()),
        ("社会效益指标", "提高", WORDS.format("social"), {"indicator-name"}),
        ("社会效益", "提高", WORDS.format("social"), set()),
        ("减轻负担", "≥99%", NUMBER.format("99.0", "%", "benefit"), {"indicator-value"}),
        ("政策知晓率", "≥99%", NUMBER.format("99.0", "%", "benefit"), set()),
        ("居民参与程度", "≥60%", NUMBER.format("60.0", "%", "social"), set()),
        ("报销比例", "有所提高", WORDS.format("benefit"), {"indicator-value"}),
        ("工作效率", "有所提高", WORDS.format("benefit"), set()),
        ("办结率", "≥100%", NUMBER.format("100.0", "%", "quality"), {"indicator-value"}),
        ("收入增长率", "≥100%", NUMBER.format("100.0", "%", "quality"), set()),
        ("资料制作", "宣传册", WORDS.format("quantity"), {"indicator-value"}),
        ("资料制作", "三种", WORDS.format("quantity"), set()),
    ],
)
def test_what_is_found(name: str, printed: str, more: str, rules: set[str]) -> None:
    assert findings(name, printed, more) == rules


def at_most(number: str, unit: str, kind: str) -> str:
    return NUMBER.format(number, unit, kind).replace("comparator:ge", "comparator:le")


@pytest.mark.parametrize(
    ("name", "printed", "more", "rules"),
    [
        ("救助人数", "≤2000人", at_most("2000.0", "人", "quantity"), {"indicator-comparator"}),
        ("安全事故起数", "≤2次", at_most("2.0", "次", "quantity"), set()),
        ("办理时间", "≤2天", at_most("2.0", "天", "quantity"), set()),
        ("每人次成本", "≤1元", at_most("1.0", "元", "output-cost"), {"unit-cost"}),
        ("每人次成本", "≤0.4元", at_most("0.4", "元", "output-cost"), set()),
    ],
)
def test_upper_bounds(name: str, printed: str, more: str, rules: set[str]) -> None:
    assert findings(name, printed, more) == rules


@pytest.mark.parametrize(
    ("printed", "rules"), [("12月底", {"indicator-value"}), ("2025年底", {"indicator-value"}), ("2027年底", set())]
)
def test_how_long_an_effect_lasts(printed: str, rules: set[str]) -> None:
    more = "ys:comparator comparator:by-date ; ys:indicatorType indicator:sustainable"
    assert findings("发挥作用期限", printed, more) == rules


def test_the_store_of_the_right_graph_is_silent() -> None:
    assert isinstance(as_store(RIGHT), ox.Store)
    assert evaluate(as_store(RIGHT)) == ()
