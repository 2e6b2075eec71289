"""Every shape passes one right graph and stops a change of it; `cases.csv` holds the changes."""

from decimal import Decimal
from pathlib import Path

import pytest
from graphs import cases, changed, right_graph
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SH

from ontology import codes, dsd, iris
from ontology.codes import Concept
from ontology.namespaces import CODE, PREFIXES, SHAPE
from ontology.terms import YS
from shapes import Report
from shapes import check_structure as check
from shapes.checking import structure_files, structure_shapes

TABLE = iris.version(iris.disclosure("410703", "309", 2025, "budget"), "9f8e7d6c") + "/project_expenditure"
LINE = URIRef(TABLE + "/o/1")
DATA_SET = URIRef(TABLE + "/details")
SUBJECT = URIRef("urn:subject")


def broken(report: Report) -> set[str]:
    return {result.shape.removeprefix(SHAPE) for result in report.results}


def after(update: str) -> Report:
    return check(changed(update))


def written_shapes() -> set[str]:
    """All shapes that say something: those with a message."""
    return {str(shape).removeprefix(SHAPE) for shape in structure_shapes().subjects(SH.message)}


def coded() -> list[tuple[str, str]]:
    """The coded properties and their schemes; projects have IRIs of their own."""
    pairs = [(name, scheme.name) for scheme in codes.schemes().values() for name in scheme.users]
    return [pair for pair in pairs if pair[0] != "project"]


def specific() -> list[tuple[str, str]]:
    return [(kind, name) for kind in dsd.kinds() for name in dsd.dimensions(kind)[len(dsd.COMMON) :]]


def test_the_right_graph_conforms() -> None:
    report = check(right_graph())
    assert report.results == ()
    assert report.conforms
    assert "sh:conforms true" in report.turtle


def test_every_shape_has_a_case() -> None:
    known = {shape for shape, _ in cases("bad")}
    known |= {f"code-{name}{end}" for name, _ in coded() for end in ("", "-described")}
    known |= {f"{kind}-{name}" for kind, name in specific()} | {f"single-{name}" for _, name in specific()}
    known |= {f"role-{role.notation}-lines" for role in codes.scheme("role")} | {"structure"}
    assert written_shapes() == known


@pytest.mark.parametrize(("shape", "update"), cases("bad"))
def test_bad_cases_break_their_shape_and_no_other(shape: str, update: str) -> None:
    report = after(update)
    assert broken(report) == {shape}
    assert not report.conforms


@pytest.mark.parametrize(("shape", "update"), cases("good"))
def test_good_cases_conform(shape: str, update: str) -> None:
    assert f"{SHAPE}{shape}" in {str(node) for node in structure_shapes().subjects()}
    assert broken(after(update)) == set()


def test_what_is_optional_may_be_absent() -> None:
    graph, shapes = right_graph(), structure_shapes()
    optional = set(shapes.subjects(SH.maxCount)) - set(shapes.subjects(SH.minCount))
    for shape in optional - set(shapes.subjects(SH.targetClass, URIRef(PREFIXES["qb"] + "Observation"))):
        for subject in graph.subjects(RDF.type, shapes.value(shape, SH.targetClass)):
            graph.remove((subject, shapes.value(shape, SH.path), None))
    for number in (1, 2):
        stated = URIRef(TABLE.replace("project_expenditure", f"stated/{number}"))
        graph.add((stated, YS.percent, Literal(Decimal("1.05"))))
    assert len(optional) > 30
    assert broken(check(graph)) == set()


def test_codes_must_be_of_their_list() -> None:
    graph = right_graph()
    for name, scheme in coded():
        wrong = URIRef(f"{CODE}{scheme}/no-such-code")
        graph.add((SUBJECT, YS[name], wrong))
        graph.add((wrong, URIRef(PREFIXES["skos"] + "inScheme"), URIRef(iris.scheme(scheme))))
    assert broken(check(graph)) == {f"code-{name}" for name, _ in coded()}


def test_codes_must_be_described() -> None:
    graph = Graph()
    for name, scheme in coded():
        graph.add((SUBJECT, YS[name], URIRef(next(iter(codes.scheme(scheme))).iri)))
    assert broken(check(graph)) == {f"code-{name}-described" for name, _ in coded()}


def line_of(kind: str) -> Graph:
    """The right graph with its line made one of another kind, with a made-up value in each dimension."""
    graph = right_graph()
    graph.set((DATA_SET, URIRef(PREFIXES["qb"] + "structure"), URIRef(iris.dsd(kind))))
    for name in dsd.dimensions(kind)[len(dsd.COMMON) :]:
        if graph.value(LINE, YS[name]) is None:
            graph.add((LINE, YS[name], value_of(graph, name)))
    return graph


def value_of(graph: Graph, name: str) -> URIRef | Literal:
    if name == "asOfDate":
        return Literal("2024-12-31", datatype=URIRef(PREFIXES["xsd"] + "date"))
    scheme = next(scheme for user, scheme in coded() if user == name)
    total = codes.scheme(scheme)["total"]
    graph.parse(data=description(total), format="turtle")
    return URIRef(total.iri)


def description(concept: Concept) -> str:
    return (
        f"<{concept.iri}> a <{PREFIXES['skos']}Concept> ; <{PREFIXES['skos']}inScheme> "
        f'<{iris.scheme(concept.scheme)}> ; <{PREFIXES["skos"]}notation> "{concept.notation}" ; '
        f'<{PREFIXES["skos"]}prefLabel> "{concept.label_zh}"@zh .'
    )


@pytest.mark.parametrize("kind", dsd.kinds())
def test_a_line_with_all_dimensions_of_its_kind_conforms(kind: str) -> None:
    assert broken(check(line_of(kind))) == set()


@pytest.mark.parametrize("kind", dsd.kinds())
def test_a_line_must_have_each_dimension_of_its_kind(kind: str) -> None:
    graph = line_of(kind)
    for name in dsd.dimensions(kind)[len(dsd.COMMON) :]:
        graph.remove((LINE, YS[name], None))
    assert broken(check(graph)) == {f"{kind}-{name}" for of, name in specific() if of == kind}


def test_a_line_has_one_value_of_a_dimension() -> None:
    graph = right_graph()
    names = {name for _, name in specific()}
    for name in names:
        graph.add((LINE, YS[name], Literal("one")))
        graph.add((LINE, YS[name], Literal("two")))
    assert {f"single-{name}" for name in names} <= broken(check(graph))


@pytest.mark.parametrize("role", [role.notation for role in codes.scheme("role")])
def test_lines_are_of_the_role_of_their_data_set(role: str) -> None:
    graph = right_graph()
    concept = codes.scheme("role")[role]
    graph.parse(data=description(concept), format="turtle")
    graph.set((DATA_SET, YS.lineRole, URIRef(concept.iri)))
    graph.remove((LINE, RDF.type, YS.DetailLine))
    graph.remove((graph.value(None, YS.computedFrom, LINE), None, None))
    assert broken(check(graph)) == {f"role-{role}-lines"}
    graph.add((LINE, RDF.type, YS[{"detail": "DetailLine", "total": "TotalLine", "memo": "MemoLine"}[role]]))
    assert broken(check(graph)) == set()


def test_a_data_set_has_a_structure_of_the_vocabulary() -> None:
    graph = right_graph()
    graph.set((DATA_SET, URIRef(PREFIXES["qb"] + "structure"), URIRef(iris.dsd("no_such_table"))))
    assert broken(check(graph)) == {"structure"}


def test_results_say_where_what_and_what_was_expected_in_both_languages() -> None:
    key_figure = "WHERE { ?s a ys:KeyFigure ; ys:amount ?o }"
    report = after(f"DELETE {{ ?s ys:amount ?o }} INSERT {{ ?s ys:amount 'x' }} {key_figure}")
    (result,) = report.results
    assert result.severity == "Violation"
    assert result.focus.endswith("/key/total")
    assert result.path == str(YS.amount)
    assert result.value == "x"
    assert "金额" in result.message_zh and "expected" in result.message_en
    again = Graph().parse(data=report.turtle, format="turtle")
    assert {str(node) for node in again.objects(None, SH.sourceShape)} == {result.shape}


def test_every_shape_has_a_message_in_both_languages() -> None:
    graph = structure_shapes()
    for shape in set(graph.subjects(SH.message)):
        languages = [text.language for text in graph.objects(shape, SH.message) if isinstance(text, Literal)]
        assert sorted(map(str, languages)) == ["en", "zh"], shape


def test_every_file_of_shapes_is_read() -> None:
    folder = Path(__file__).parents[2] / "shapes" / "structure"
    assert len(list(structure_files())) == len(list(folder.glob("*.ttl"))) >= 8
