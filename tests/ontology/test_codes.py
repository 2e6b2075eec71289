"""The code lists: every file is read, every code has its place, labels find their code."""

import re
from importlib.resources import files

import pytest
from rdflib import Graph
from rdflib.namespace import QB

from ontology import codes, iris
from ontology.namespaces import CODE, DEF
from ontology.tables import rows
from ontology.terms import YS

# Lists without our English: a fragment of mixed editions, in part with names cut off.
CHINESE_ONLY = {"procurement"}


def csv_files() -> list[str]:
    folder = files("ontology").joinpath("codelists")
    return sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".csv"))


def test_every_csv_file_has_rows_without_stray_columns() -> None:
    assert len(csv_files()) > 30
    for name in csv_files():
        found = list(rows("codelists", name))
        assert found, name
        assert None not in found[0], f"{name}: a row is longer than its header"


def test_every_list_of_codes_is_in_the_catalogue() -> None:
    own = {name for name in csv_files() if "notation" in next(rows("codelists", name)) and name != "aliases.csv"}
    assert own <= {scheme.file for scheme in codes.schemes().values()}


@pytest.mark.parametrize("name", codes.schemes())
def test_every_code_has_a_label_a_right_form_and_an_existing_broader(name: str) -> None:
    listed = codes.scheme(name)
    assert len(listed) > 0
    for concept in listed:
        assert concept.label_zh
        assert concept.label_en or name in CHINESE_ONLY, concept
        assert concept.broader is None or concept.broader in listed, concept
        assert codes.well_formed(name, concept.notation), concept
        assert concept.iri == f"{CODE}{name}/{concept.notation}"
        assert iris.code_parts(concept.iri) == (name, concept.notation)


@pytest.mark.parametrize("name", codes.schemes())
def test_the_users_of_a_list_are_terms(name: str) -> None:
    for user in codes.schemes()[name].users:
        assert user in YS.__annotations__


def test_the_code_lists_of_the_components_are_those_of_the_catalogue() -> None:
    graph = Graph()
    text = files("ontology").joinpath("vocabulary/components.ttl").read_bytes()
    graph.parse(data=text, format="turtle")
    said = {(str(term).removeprefix(DEF), str(code)) for term, code in graph.subject_objects(QB.codeList)}
    catalogue = {(user, iris.scheme(name)) for name, scheme in codes.schemes().items() for user in scheme.users}
    assert said <= catalogue
    assert {user for user, _ in said} >= {s.dimension for s in codes.schemes().values()} - {"", "project"}


def test_lists_of_dimensions_have_a_total() -> None:
    dimensions = {name for name, scheme in codes.schemes().items() if scheme.dimension} - {"phase"}
    assert len(dimensions) >= 9
    for name in dimensions:
        assert codes.TOTAL in codes.scheme(name), name


def test_labels_find_their_code_whatever_their_spaces_and_brackets() -> None:
    economic = codes.scheme("economic-department")
    overseas = economic["30212"]
    assert overseas.label_zh == "因公出国（境）费用"
    assert economic.by_label("因公出国(境)费用") == overseas
    assert economic.by_label(" 因公 出国（境） 费用") == overseas
    function = codes.scheme("function")
    assert function.by_label("医疗卫生与计划生育支出") == function["210"]


def test_a_label_of_several_codes_finds_none() -> None:
    function = codes.scheme("function")
    assert function.by_label("行政运行") is None
    assert len(function.candidates("行政运行")) > 10
    assert function.by_label("没有这个科目") is None


def test_a_label_wins_over_an_alternative_label() -> None:
    assert codes.scheme("economic-department").by_label("咨询费") == codes.scheme("economic-department")["30203"]


def test_codes_that_are_not_in_the_list_stand_below_their_longest_prefix() -> None:
    function = codes.scheme("function")
    assert function.path("2101501") == ("210", "21015", "2101501")
    assert "2101598" not in function
    assert function.parent("2101598") == "21015"
    assert function.path("2109998") == ("210", "21099", "2109998")
    assert codes.well_formed("function", "2101598")
    assert not codes.well_formed("function", "21015981")
    assert [c.notation for c in function.narrower("22102")] == ["2210201", "2210202", "2210203"]


def test_an_unknown_list_or_code_raises_and_says_what_to_do() -> None:
    with pytest.raises(KeyError, match="expected one of function"):
        codes.scheme("functions")
    with pytest.raises(KeyError, match="add a row"):
        codes.scheme("flow")["sideways"]
    assert codes.scheme("flow").get("sideways") is None


def test_the_correspondence_knows_units_of_both_kinds() -> None:
    assert {"50101", "50501"} <= codes.correspondence("30101")
    assert "50101" not in codes.correspondence("30101", "institution")
    assert codes.correspondence("39999999") == frozenset()
    for row in codes.correspondence_rows():
        assert row["dept_code"] in codes.scheme("economic-department")
        assert row["gov_code"] in codes.scheme("economic-government")


def test_rules_say_what_they_mean_and_what_to_do() -> None:
    assert len(codes.rules()) >= 23
    for rule in codes.rules():
        assert rule.severity in ("Violation", "Warning", "Info")
        assert all((rule.definition_zh, rule.definition_en, rule.remedy_zh, rule.remedy_en)), rule.notation
        assert re.fullmatch("[a-z-]+", rule.notation)


def test_aliases_and_translations_belong_to_codes() -> None:
    for row in rows("codelists", "aliases.csv"):
        assert row["notation"] in codes.scheme(row["scheme"])
    labels = {concept.label_zh for name in codes.schemes() for concept in codes.scheme(name)}
    assert {row["label_zh"] for row in rows("codelists", "translations.csv")} <= labels


def test_levels_cover_the_classifications() -> None:
    for row in rows("codelists", "levels.csv"):
        members = [concept for concept in codes.scheme(row["scheme"]) if concept.level == row["level"]]
        assert members
        assert all(re.fullmatch(row["pattern"], member.notation) for member in members)


def test_functions_are_matched_with_codes_that_exist() -> None:
    for row in rows("codelists", "function-cofog.csv"):
        assert codes.scheme("function")[row["function"]].level in ("类", "款")
        assert row["note_zh"] and row["note_en"]
        assert row["cofog"] in codes.scheme("cofog")
        assert row["relation"] in ("closeMatch", "broadMatch", "relatedMatch")
