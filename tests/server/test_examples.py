"""The example questions: each parses, explains itself in both languages, and has an answer."""

import re
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask
from pyoxigraph import Literal, NamedNode, Store, Variable

from server.client import query_text, run_query
from server.errors import QueryError, ServerError
from server.guard import query_form
from server.queries import bound, example, examples, page_query

NAMES = [each.name for each in examples()]


def test_there_are_eleven() -> None:
    assert len(NAMES) == len(set(NAMES)) == 11


@pytest.mark.parametrize("name", NAMES)
def test_an_example_explains_itself_and_passes_the_guard(name: str) -> None:
    each = example(name)
    for language in ("zh", "en"):
        assert each.title[language] and each.question[language].endswith(("?", "？", "。", "."))
    assert each.text.startswith("PREFIX") and "question_" not in each.text
    assert query_form(each.text, longest=10_000, deepest=10) == "SELECT"


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_an_answer(app: Flask, name: str) -> None:
    answer = run_query(app.extensions["yusuan"].settings.store, example(name).text)
    assert answer.rows
    assert len(answer.rows) == len(set(answer.rows)), "no row twice"


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_an_answer_in_the_samples(samples_app: Flask, name: str) -> None:
    answer = run_query(samples_app.extensions["yusuan"].settings.store, example(name).text)
    assert answer.rows
    assert len(answer.rows) == len(set(answer.rows)), "no row twice"


def test_shares_are_right(app: Flask) -> None:
    answer = run_query(app.extensions["yusuan"].settings.store, example("project-share").text)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    assert [(row["region_name"], str(row["total_yuan"]), str(row["project_percent"])) for row in rows] == [
        ("丰润区", "34814600", "92.5"), ("卫滨区", "17407300", "92.5"),
    ]  # fmt: skip


def test_basic_and_project_add_up_to_the_total_of_every_sample(samples_app: Flask) -> None:
    """The rule of one table, detail lines only: classes add up to what the disclosures' totals are."""
    store = samples_app.extensions["yusuan"].settings.store
    classes = run_query(store, example("basic-and-project-by-class").text)
    added = sum(Decimal(str(row[2])) + Decimal(str(row[3])) for row in classes.rows)
    total = run_query(store, "SELECT (SUM(?t) AS ?all) { ?d <https://w3id.org/yusuan/def#totalExpenditure> ?t }")
    printed = Decimal(str(total.rows[0][0]))
    assert abs(added - printed) <= 100 * len(samples_app.extensions["yusuan"].release.disclosures), "0.01 万元 each"


def test_the_samples_have_so_few_medical_aid_projects_that_all_targets_are_shown(samples_app: Flask) -> None:
    store = samples_app.extensions["yusuan"].settings.store
    answer = run_query(store, example("indicators-of-a-project").text)
    place = answer.columns.index("indicator_target")
    all_of_them = """PREFIX ys: <https://w3id.org/yusuan/def#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?target { ?target a ys:IndicatorTarget ; ys:projectBudget/ys:project/rdfs:label ?name
                         FILTER(CONTAINS(?name, "医疗救助")) }"""
    assert {str(row[place]) for row in answer.rows} == {str(row[0]) for row in run_query(store, all_of_them).rows}
    amounts = [Decimal(str(row[answer.columns.index("amount_yuan")])) for row in answer.rows]
    assert amounts == sorted(amounts, reverse=True)


def test_an_example_by_number_name_or_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK {}")
    assert query_text("5") == query_text("top-projects") == example("top-projects").text
    assert query_text(str(path)) == "ASK {}"
    for missing in ("nothing", str(tmp_path / "none.rq")):
        with pytest.raises(ServerError) as caught:
            query_text(missing)
        assert caught.value.remedy


def test_a_bad_query_is_explained(app: Flask) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(app.extensions["yusuan"].settings.store, "SELECT * {")
    assert "cannot be parsed" in str(caught.value)


PARAMETERS = {
    "iri": NamedNode("a:b"), "version": "a:b", "graph": "a:b", "limit": 5, "offset": 0, "language": Literal("zh"),
    "iris": [NamedNode("a:b")], "disclosures": [NamedNode("a:b"), NamedNode("a:c")], "tables": [],
    "digits": Literal("21"), "start": Literal("page=1&"), "severities": [], "kinds": [], "total": NamedNode("a:b"),
    "rules": [], "codes": [NamedNode("a:b")], "schemes": [NamedNode("a:b")],
    **{
        name: NamedNode("a:b")
        for name in ("cell", "concept", "department", "disclosure", "finding", "item", "lines", "project", "region",
                     "scheme", "vocabulary")
    },
    "things": [NamedNode("a:b")], "property": NamedNode("a:b"), "class": NamedNode("a:b"), "subject": Variable("s"),
    "predicate": NamedNode("a:b"), "object": Literal("a"),
}  # fmt: skip
FOLDER = Path(str(files("server") / "queries"))
PAGE_QUERIES = sorted(path.relative_to(FOLDER).as_posix().removesuffix(".rq") for path in FOLDER.rglob("*.rq"))


@pytest.mark.parametrize("name", PAGE_QUERIES)
def test_every_query_of_the_pages_parses(store: Store, name: str) -> None:
    needed = set(re.findall(r"\$(\w+)", page_query(name)))
    text = bound(name, **{key: PARAMETERS[key] for key in needed})  # type: ignore[arg-type]
    assert store.query(text) is not None


def test_a_value_cannot_break_out_of_a_query() -> None:
    hostile = '" ) } DROP ALL #'
    assert str(Literal(hostile)) in bound("findings", version="a:b", language=Literal(hostile))
    with pytest.raises(ValueError):
        bound("types", iri="a:b> } DROP ALL #")
