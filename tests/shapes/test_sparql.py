"""Queries over columns give what the query engine gives: on graphs and queries made at random, and for every rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from random import Random
from typing import Any

import pyoxigraph as ox
import pytest
from graphs import right_graph
from hypothesis import given, settings
from hypothesis import strategies as st

import converter
from converter.graph import build
from shapes.checking import as_quads, as_store
from shapes.core import Data
from shapes.evaluating import Facts, rounding
from shapes.faulty import Fault, faults, with_fault
from shapes.rulebook import Constraint, Rule, Target, made, rules
from shapes.sparql import Unreadable, Unsure, parse, parsed, plan_of

RIGHT = as_quads(right_graph())
CONSTRAINTS = [*(constraint for rule in rules() for constraint in rule.constraints), rounding()]
HEAD = "PREFIX : <urn:>\n"
XSD = "http://www.w3.org/2001/XMLSchema#"
NODES = [ox.NamedNode(f"urn:{name}") for name in "abcd"]
PREDICATES = [ox.NamedNode(f"urn:{name}") for name in "pqr"]
TEXTS = ["", "a", "ab", "b a", "二", "合计"]
NUMBERS = ["0", "1", "2", "-1", "0.5", "12.34", "100", "-0.005", "10000"]
decimals = st.sampled_from(NUMBERS).map(lambda text: ox.Literal(text, datatype=ox.NamedNode(XSD + "decimal")))
integers = st.integers(-3, 12).map(ox.Literal)
words = st.sampled_from(TEXTS).map(ox.Literal)
tagged = st.builds(
    lambda text, tag: ox.Literal(text, language=tag), st.sampled_from(TEXTS), st.sampled_from(["zh", "en"])
)
others = st.sampled_from(["2026", "2025"]).map(lambda year: ox.Literal(year, datatype=ox.NamedNode(XSD + "gYear")))
literals = st.one_of(decimals, decimals, integers, words, tagged, st.booleans().map(ox.Literal), others)
terms = st.one_of(st.sampled_from(NODES), literals)
graphs = st.lists(
    st.builds(ox.Quad, st.sampled_from(NODES), st.sampled_from(PREDICATES), terms), min_size=1, max_size=25
)


def key(term: object) -> object:
    """A term so that numbers are the same however they are written, and nodes in a text in any order."""
    if isinstance(term, ox.Literal) and term.datatype.value in {XSD + "decimal", XSD + "integer"}:
        return Decimal(term.value).normalize()
    if isinstance(term, ox.Literal) and ("urn:" in term.value or "://" in term.value):
        return " ".join(sorted(term.value.split()))
    return str(term).lower() if term is not None else None


def bag(rows: Iterable[Mapping[str, Any]], left_out: Iterable[str] = ()) -> Counter[tuple[tuple[str, object], ...]]:
    """The rows in any order."""
    return Counter(tuple((name, key(row[name])) for name in sorted({*row} - {*left_out})) for row in rows)


def asked(quads: Iterable[ox.Quad], query: str) -> list[dict[str, Any]]:
    """The rows that the engine gives."""
    found = as_store(quads).query(query)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: row[name] for name in names} for row in found]


def hold_together(quads: list[ox.Quad], query: str) -> bool:
    """Whether the query was answered over columns, and then as by the engine."""
    plan = plan_of(parse(query))
    if plan is None:
        return False
    try:
        found = list(plan.answers(Data.of(quads)))
    except Unsure:
        return False
    assert bag(found) == bag(asked(quads, query)), query
    return True


VARIABLES = st.sampled_from(["?a", "?b", "?c"])
CONSTANTS = st.sampled_from(["0", "1", "2.5", "100", '"a"', '"ab"', '"合计"@zh', "true", ":a", ":b"])


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions made of expressions."""
    two = st.sampled_from(["=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "&&", "||"])
    named = st.sampled_from(["STRSTARTS", "STRENDS", "CONTAINS", "STRAFTER", "CONCAT", "COALESCE"])
    return st.one_of(
        st.builds(lambda one, sign, other: f"({one} {sign} {other})", inner, two, inner),
        st.builds(lambda name, one: f"{name}({one})", st.sampled_from(["STR", "ABS", "ROUND", "!", "-"]), inner),
        st.builds(lambda name, one, other: f"{name}({one}, {other})", named, inner, inner),
        st.builds(lambda one, other, third: f"IF({one}, {other}, {third})", inner, inner, inner),
        st.builds(lambda one, other, third: f"({one} IN ({other}, {third}))", inner, inner, inner),
        st.builds(lambda name: f"BOUND({name})", VARIABLES),
        st.builds(
            lambda one, pattern: f'REGEX({one}, "{pattern}")', inner, st.sampled_from(["^a", "b$", "[a-b]{1}", "合|a"])
        ),
        st.builds(lambda one: f'REPLACE({one}, " ", "")', inner),
    )


EXPRESSIONS = st.recursive(st.one_of(VARIABLES, CONSTANTS), combined, max_leaves=6)


@settings(deadline=None, max_examples=400)
@given(EXPRESSIONS, literals, literals)
def test_expressions(expression: str, one: ox.Literal, other: ox.Literal) -> None:
    quads = [ox.Quad(NODES[0], PREDICATES[0], one), ox.Quad(NODES[0], PREDICATES[1], other)]
    rows = "WHERE { $this :p ?a . OPTIONAL { $this :q ?b } OPTIONAL { $this :r ?c }"
    hold_together(quads, f"{HEAD}SELECT $this ({expression} AS ?value) {rows} }}")
    hold_together(quads, f"{HEAD}SELECT $this {rows} FILTER({expression}) }}")


SUBJECTS = st.sampled_from(["$this", "?a", "?b"])
PATHS = st.sampled_from([":p", ":q", ":r", ":p", ":q", ":p/:q", ":p|:q", "^:p"])
TRIPLES = st.builds(
    lambda one, path, other: f"{one} {path} {other} .", SUBJECTS, PATHS, st.one_of(VARIABLES, CONSTANTS, SUBJECTS)
)
TESTS = st.sampled_from(
    ["?a > 1", "?b = ?a", "?c != 0", "BOUND(?b)", "!BOUND(?c) || ?c = :a", 'STR(?a) != "a" && ?b < 3']
)


def grouped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Parts of a group made of groups."""
    return st.one_of(
        inner.map(lambda text: f"OPTIONAL {{ {text} }}"),
        inner.map(lambda text: f"FILTER EXISTS {{ {text} }}"),
        inner.map(lambda text: f"FILTER NOT EXISTS {{ {text} }}"),
        st.builds(lambda test, text: f"FILTER({test} || EXISTS {{ {text} }})", TESTS, inner),
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
    )


PARTS = st.recursive(st.one_of(TRIPLES, TRIPLES, TESTS.map(lambda test: f"FILTER({test})")), grouped, max_leaves=5)
HEADS = st.one_of(
    TRIPLES,
    st.builds(lambda one, other: f"{{ {one} }} UNION {{ {other} BIND(1 AS ?c) }}", TRIPLES, TRIPLES),
    st.builds(lambda triple: f"{{ SELECT DISTINCT $this ?a WHERE {{ $this :q ?q . {triple} }} }}", TRIPLES),
)
GROUPS = st.builds(lambda head, parts: f"{head} $this :p ?any . {' '.join(parts)}", HEADS, st.lists(PARTS, max_size=3))


@settings(deadline=None, max_examples=400)
@given(graphs, GROUPS)
def test_groups(quads: list[ox.Quad], group: str) -> None:
    names = "$this ?a ?b ?c"
    hold_together(quads, f"{HEAD}SELECT {names} WHERE {{ {group} }}")
    hold_together(quads, f"{HEAD}SELECT DISTINCT {names} WHERE {{ {group} }}")


AGGREGATES = st.sampled_from(["SUM(?n)", "COUNT(?n)", "COUNT(*)", "MIN(?n)", "MAX(?n)", "SUM(?n * 2) - COUNT(?n) / 3"])
HAVING = st.sampled_from(["", "HAVING (SUM(?n) > 1)", "HAVING (COUNT(*) > 1 && MIN(?n) < 5)", "HAVING (?n > 0)"])
numbered = st.lists(
    st.builds(ox.Quad, st.sampled_from(NODES), st.sampled_from(PREDICATES), st.one_of(decimals, integers)), max_size=20
)


@settings(deadline=None, max_examples=200)
@given(numbered, AGGREGATES, HAVING, st.sampled_from(["$this", "$this ?m", ""]))
def test_aggregates(quads: list[ox.Quad], aggregate: str, having: str, keys: str) -> None:
    names = f"{keys} (GROUP_CONCAT(STR($this); SEPARATOR=' ') AS ?all)" if keys != "" else ""
    grouping = f"GROUP BY {keys} {having}" if keys else ""
    hold_together(
        quads, f"{HEAD}SELECT {names} ({aggregate} AS ?x) WHERE {{ $this :p ?n OPTIONAL {{ $this :q ?m }} }} {grouping}"
    )


def test_most_of_what_is_made_at_random_is_answered_over_columns() -> None:
    """The tests above prove nothing when every query is left to the engine."""
    quads = [ox.Quad(NODES[0], PREDICATES[0], ox.Literal("1", datatype=ox.NamedNode(XSD + "decimal")))]
    for expression in (
        "?a + 1 > 0",
        "ROUND(?a / 3) = 0",
        'STRSTARTS(STR($this), "urn")',
        "IF(?b, 1, 2)",
        "?a IN (1, 2)",
    ):
        assert hold_together(quads, f"{HEAD}SELECT $this ({expression} AS ?x) WHERE {{ $this :p ?a }}")
    for group in ("OPTIONAL { ?a :q ?b }", "FILTER NOT EXISTS { ?b :p $this }", "BIND(?a AS ?b) FILTER(?b = 1)"):
        assert hold_together(quads, f"{HEAD}SELECT $this ?a ?b WHERE {{ $this :p ?a . {group} }}")


def test_every_rule_has_a_plan() -> None:
    assert [constraint.iri for constraint in CONSTRAINTS if constraint.plan is None] == []


def sampled(constraint: Constraint) -> list[str]:
    """The names that stand for any one of several."""
    query = parse(constraint.select)
    return [name[1:] for name, value in query.items if "SAMPLE" in str(value)]


def hold_rules(quads: list[ox.Quad]) -> None:
    """Every rule finds over columns what the engine finds."""
    plain = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    data, store = Data.of(plain), as_store(plain)
    for constraint in CONSTRAINTS:
        assert constraint.plan is not None
        theirs = store.query(constraint.select)
        assert isinstance(theirs, ox.QuerySolutions)
        names, any_of = [variable.value for variable in theirs.variables], sampled(constraint)
        rows = [{name: row[name] for name in names} for row in theirs]
        assert bag(constraint.plan.answers(data), any_of) == bag(rows, any_of), constraint.iri


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_rules_on_faulty_graphs(fault: Fault) -> None:
    quads = with_fault(RIGHT, fault)
    assert quads is not None
    hold_rules(quads)


def test_rules_on_disclosures(readings: dict[str, converter.Disclosure]) -> None:
    for reading in readings.values():
        hold_rules(build(reading))


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(faults()), st.integers(20, 39), st.integers(0, 1 << 32))
def test_rules_on_graphs_that_lack_anything(fault: Fault, share: int, seed: int) -> None:
    chance = Random(seed)
    hold_rules([quad for quad in with_fault(RIGHT, fault) or () if chance.randrange(40) < share])


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(faults()), st.integers(0, 1 << 32))
def test_rules_on_graphs_with_values_in_wrong_places(fault: Fault, seed: int) -> None:
    chance, quads = Random(seed), list(with_fault(RIGHT, fault) or ())
    for _ in range(60):
        one, other = chance.randrange(len(quads)), chance.randrange(len(quads))
        quads[one] = ox.Quad(quads[one].subject, quads[one].predicate, quads[other].object)
    found = Facts(Data.of(quads))
    store = as_store(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for question in found.questions:
        theirs = store.query(question.constraint.select)
        assert isinstance(theirs, ox.QuerySolutions)
        focus = Counter(str(row["this"]) for row in theirs if str(row["this"]) in question.targets)
        ours = Counter(str(row["this"]) for row in found.ask(question.constraint, question.targets))
        assert ours == focus, question.constraint.iri


def facts_of(quads: list[ox.Quad], constraint: Constraint) -> Facts:
    """A graph as a rule of one query looks at it."""
    target = Target("targetSubjectsOf", PREDICATES[0])
    return Facts(Data.of(quads), [Rule("urn:rule", "rule", "Info", "", (target,), (constraint,))])


@pytest.mark.parametrize(
    "text",
    [
        "$this :p ?a BIND(?a * 2 AS ?b) $this :q ?b",  # joined by what was worked out
        "$this :p ?a OPTIONAL { $this :q ?b } ?c :r ?b",  # joined by what may be unbound
        "$this :p ?a OPTIONAL { ?a :q ?b OPTIONAL { ?c :r $this } }",  # not the same alone
        "$this :p ?a { SELECT ?a WHERE { ?a :q ?b } }",
        "$this :p ?a FILTER(REGEX(STR(?a), '\\\\d'))",
        "$this :p ?a FILTER(NOW() > ?a)",
        "$this :p ?a , ?b FILTER(REGEX(?a, ?b))",
        "$this :p+ ?a",
        "$this :p $this",
        ":a :p $this",
    ],
)
def test_what_is_left_to_the_engine(text: str) -> None:
    query = f"{HEAD}SELECT $this ?a WHERE {{ {text} }}"
    assert plan_of(parsed(query)) is None
    quads = [ox.Quad(NODES[0], PREDICATES[0], ox.Literal(2)), ox.Quad(NODES[0], PREDICATES[1], ox.Literal(4))]
    assert bag(facts_of(quads, made("urn:query", query, {})).ask(made("urn:query", query, {}))) == bag(
        asked(quads, query)
    )


@pytest.mark.parametrize("text", ["$this :p ?a FILTER(?a > 2025)", "$this :p ?a FILTER(?a + 1 > 0)"])
def test_what_is_not_sure_is_asked_of_the_engine(text: str) -> None:
    constraint = made("urn:query", f"{HEAD}SELECT $this ?a WHERE {{ {text} }}", {})
    quads = [ox.Quad(NODES[0], PREDICATES[0], ox.Literal("2.6e3", datatype=ox.NamedNode(XSD + "double")))]
    assert constraint.plan is not None
    with pytest.raises(Unsure):
        list(constraint.plan.answers(Data.of(quads)))
    assert [breach.focus for breach in facts_of(quads, constraint).breaches()] == ["urn:a"]


@pytest.mark.parametrize(
    "text",
    ["SELECT * WHERE { ?a :p ?b } LIMIT 1", "ASK { ?a :p ?b }", "SELECT $this { $this :p ?a MINUS { ?a :q ?b } }"],
)
def test_what_cannot_be_read(text: str) -> None:
    with pytest.raises(Unreadable):
        parse(HEAD + text)
