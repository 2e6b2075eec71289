"""The 21 constraints: a good cube breaks none, each has a cube that breaks it alone, and our graphs break none."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

import converter
from converter.errors import DocumentError
from converter.graph import build
from ontology.terms import YS
from shapes.integrity import NUMBERS, breaks, breaks_of_disclosure, main, query_text

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
PREFIXES = """
@prefix : <urn:cube:> . @prefix qb: <http://purl.org/linked-data/cube#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# One cube with everything that the constraints speak of.
GOOD = """
:dsd a qb:DataStructureDefinition ; qb:component :c1, :c2, :c3, :c4 ; qb:sliceKey :key .
:c1 qb:dimension :year . :c2 qb:dimension :place . :c3 qb:measure :value .
:c4 qb:attribute :unit ; qb:componentRequired true ; qb:componentAttachment qb:DataSet .
:year a qb:DimensionProperty ; rdfs:range xsd:gYear .
:place a qb:DimensionProperty ; rdfs:range skos:Concept ; qb:codeList :places .
:places a skos:ConceptScheme . :here a skos:Concept ; skos:inScheme :places .
:there a skos:Concept ; skos:inScheme :places .
:key a qb:SliceKey ; qb:componentProperty :place .
:set qb:structure :dsd ; :unit "yuan" ; qb:slice :slice .
:slice qb:sliceStructure :key ; :place :here ; qb:observation :o1 .
:o1 a qb:Observation ; qb:dataSet :set ; :year "2025"^^xsd:gYear ; :place :here ; :value 1 .
:o2 a qb:Observation ; qb:dataSet :set ; :year "2025"^^xsd:gYear ; :place :there ; :value 2 .
"""
MEASURES = """
:m a qb:DataStructureDefinition ; qb:component :m1, :m2, :m3, :m4 .
:m1 qb:dimension :year . :m2 qb:dimension qb:measureType .
:m3 qb:measure :value . :m4 qb:measure :weight . :mset qb:structure :m .
:p1 qb:dataSet :mset ; :year "2025"^^xsd:gYear ; qb:measureType :value ; :value 1 .
:p2 qb:dataSet :mset ; :year "2025"^^xsd:gYear ; qb:measureType :weight ; :weight 2 .
"""
TREE = """
:t a qb:DataStructureDefinition ; qb:component :t1, :c3 . :t1 qb:dimension :area . :tset qb:structure :t .
:area a qb:DimensionProperty ; rdfs:range rdfs:Resource ; qb:codeList :tree . :root :part :leaf .
:tree a qb:HierarchicalCodeList ; qb:hierarchyRoot :root ; qb:parentChildProperty :part .
:q1 qb:dataSet :tset ; :area :leaf ; :value 1 .
"""
UPWARD = TREE.replace("qb:parentChildProperty :part", "qb:parentChildProperty [ owl:inverseOf :within ]").replace(
    ":root :part :leaf", ":leaf :within :root"
)
WHOLE = GOOD + MEASURES + TREE
# For each constraint the cube, and what to put in the place of what, so that this one breaks.
BROKEN: dict[int, tuple[str, str, str]] = {
    1: (GOOD, "", ":o3 a qb:Observation ; :year 1 ; :place :here ; :value 3 ."),
    2: (GOOD, "", ":empty a qb:DataSet ."),
    3: (GOOD, "", ":bare a qb:DataStructureDefinition ; qb:component :c1 ."),
    4: (GOOD, "", ":colour a qb:DimensionProperty ."),
    5: (GOOD, "", ":colour a qb:DimensionProperty ; rdfs:range skos:Concept ."),
    6: (GOOD, ":c1 qb:dimension :year .", ":c1 qb:dimension :year ; qb:componentRequired false ."),
    7: (GOOD, "", ":lost a qb:SliceKey ."),
    8: (GOOD, "qb:componentProperty :place .", "qb:componentProperty :place, :elsewhere . :slice :elsewhere 1 ."),
    9: (GOOD, "", ":odd a qb:Slice ."),
    10: (GOOD, ":slice qb:sliceStructure :key ; :place :here ;", ":slice qb:sliceStructure :key ;"),
    11: (GOOD, ':year "2025"^^xsd:gYear ; :place :there', ":place :there"),
    12: (GOOD, ":place :there ; :value 2", ":place :here ; :value 2"),
    13: (GOOD, ' :unit "yuan" ;', ""),
    14: (GOOD, "; :value 2", ""),
    15: (MEASURES + GOOD, "qb:measureType :weight ; :weight 2", "qb:measureType :weight"),
    16: (MEASURES + GOOD, ":weight 2", ":weight 2 ; :value 3"),
    17: (MEASURES + GOOD, ':p2 qb:dataSet :mset ; :year "2025"', ':p2 qb:dataSet :mset ; :year "2026"'),
    18: (GOOD, ":o1 a qb:Observation ; qb:dataSet :set ;", ":o1 a qb:Observation ; qb:dataSet :set ; a :x ."),
    19: (GOOD, ":there a skos:Concept ; skos:inScheme :places .", ""),
    20: (TREE + GOOD, ":area :leaf", ":area :nowhere"),
    21: (UPWARD + GOOD, ":area :leaf", ":area :nowhere"),
}


def found(turtle: str) -> set[int]:
    return {each.constraint for each in breaks(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))}


@pytest.mark.parametrize("turtle", [GOOD, GOOD + MEASURES, GOOD + TREE, GOOD + UPWARD, WHOLE])
def test_a_good_cube_breaks_none(turtle: str) -> None:
    assert found(turtle) == set()


@pytest.mark.parametrize("number", [number for number in NUMBERS if number != 18])
def test_each_constraint_finds_what_breaks_it(number: int) -> None:
    turtle, old, new = BROKEN[number]
    assert old in turtle
    changed = turtle.replace(old, new, 1) if old else turtle + new
    # a set without its slice's dimension, or an observation without a measure, breaks others with it
    assert number in found(changed)
    assert len(found(changed)) <= 2


def test_an_observation_of_a_slice_belongs_to_its_set() -> None:
    """IC-18: normal form writes the data set down, so a slice of another set leaves the observation in two."""
    other = ":other qb:structure :dsd ; :unit 'x' ; qb:slice :second ."
    assert 1 in found(f"{GOOD} {other} :second qb:sliceStructure :key ; :place :here ; qb:observation :o1 .")
    raw = ox.Store()
    data = PREFIXES + ":set qb:slice :s . :s qb:observation :o . :o qb:dataSet :other ."
    raw.extend(ox.Quad(t.subject, t.predicate, t.object) for t in ox.parse(data, format=ox.RdfFormat.TURTLE))
    assert len(list(raw.query(query_text("ic-18.rq")))) == 1


def test_every_constraint_says_what_it_wants() -> None:
    for number in NUMBERS:
        text = query_text(f"ic-{number:02}.rq")
        assert "# zh: " in text and "# en: " in text


def test_a_break_names_the_constraint_and_the_place() -> None:
    turtle, old, new = BROKEN[12]
    (one,) = breaks(ox.parse(PREFIXES + turtle.replace(old, new), format=ox.RdfFormat.TURTLE))
    assert str(one).startswith("IC-12: ") and one.focus in ("urn:cube:o1", "urn:cube:o2")


def test_our_samples_hold_all(readings: dict[str, converter.Disclosure]) -> None:
    for name, reading in readings.items():
        quads = build(reading)
        assert any(quad.predicate == ox.NamedNode(YS.amount) for quad in quads)
        assert [str(each) for each in breaks_of_disclosure(quads)] == [], name


def test_a_sample_with_a_line_twice_does_not(readings: dict[str, converter.Disclosure]) -> None:
    quads = build(next(iter(readings.values())))
    line = next(quad.subject for quad in quads if quad.object == ox.NamedNode(YS.DetailLine))
    twin = ox.NamedNode(line.value + "~twin")  # type: ignore[union-attr]
    more = [ox.Quad(twin, q.predicate, q.object, q.graph_name) for q in quads if q.subject == line]
    assert {each.constraint for each in breaks_of_disclosure([*quads, *more])} == {12}


@pytest.mark.parametrize(
    "path", sorted(CORPUS.glob("*.*")) or [None], ids=lambda path: path.name[:24] if path else "none"
)
def test_the_real_documents_hold_all(path: Path | None) -> None:
    if path is None:
        pytest.skip("the corpus is not beside this checkout")
    if path.suffix not in (".pdf", ".html", ".txt"):
        pytest.skip("no document")
    try:
        reading = converter.read(path)
    except DocumentError as error:
        pytest.skip(f"not readable as a disclosure: {error}")
    assert [str(each) for each in breaks_of_disclosure(build(reading))] == []


def test_from_the_shell(samples_release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = sorted(samples_release.glob("dump/*-budget-*.nq.gz"))[0]
    bad = tmp_path / "bad.ttl"
    bad.write_text(PREFIXES + GOOD.replace(":place :there ; :value 2", ":place :here ; :value 2"), encoding="utf-8")
    assert main([str(good), str(bad)]) == 1
    said = capsys.readouterr().out
    assert "all 21 constraints hold" in said and "IC-12" in said
    with pytest.raises(ValueError) as raised:
        main([str(tmp_path / "x.doc")])
    assert ".ttl" in str(raised.value)
