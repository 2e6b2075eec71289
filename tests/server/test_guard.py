"""What the engine's parser never gets to see. The evasions below all reached it without the guard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import QueryError
from server.guard import looked_for, mask, nesting, query_form, said_at_once

LIMITS = {"longest": 65_536, "deepest": 100}

GOOD = {
    "SELECT * WHERE { ?s ?p ?o }": "SELECT",
    "# SERVICE\nPREFIX ask: <http://x/> select ?x { ?x ask:y 'SERVICE' }": "SELECT",
    "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?x a sd:Service }": "ASK",
    'ASK { ?s ?p """SERVICE "quoted" {{{ """ }': "ASK",
    "ASK { ?service ?p ?o FILTER(?o < 3 && ?o > 1) }": "ASK",
    "DESCRIBE <http://example.org/service#(1)>": "DESCRIBE",
    "BASE <http://x/> CONSTRUCT { <a> ?p ?o } WHERE { <a#b> ?p ?o }": "CONSTRUCT",
    "ASK { ?s <urn:isbn:1> 'a\\'b SERVICE' }": "ASK",
    "SELECT * {" + "{" * 90 + "}" * 90 + "}": "SELECT",
    "ASK { VALUES ?x { " + "'{{{' " * 500 + "} }": "ASK",
}


@pytest.mark.parametrize("text", GOOD)
def test_good_queries_pass_with_their_form(text: str) -> None:
    assert query_form(text, **LIMITS) == GOOD[text]


PARTS = [
    "SELECT ", "ask", "DESCRIBE<a:b>", "CONSTRUCT {", "}", " ", "\n", "PREFIX a: <http://a/#b>", "BASE <http://a/>",
    "INSERT ", "?x", "<", ">", "'", '"', "#", "{", "(", "x", "SERVICE ", "a:SELECT ", '"""', "预", "# 预 ask\n", "#\r",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_what_a_query_says_at_once_is_what_a_closer_look_finds(text: str) -> None:
    said = said_at_once(text, 100)
    assert said is None or said == looked_for(text, 100)


@pytest.mark.parametrize("text", [
    "SELECT * { ?s ?p 'ſervice' }", "# SERVICE\nASK {}",
    "ASK { ?s ?p '" + "[" * 101 + "' }", "预 SELECT * {}", "#ASK {}",
])  # fmt: skip
def test_what_may_be_read_in_two_ways_is_looked_at(text: str) -> None:
    assert said_at_once(text, 100) is None


@pytest.mark.parametrize("text", [
    "SELECT * { ?s ?p '预算' }", "# 问题: SELECT?\r\n# ask\nPREFIX a: <http://a/#b> # c\nask { ?s a a:财 }",
])  # fmt: skip
def test_queries_in_chinese_say_at_once_what_they_are(text: str) -> None:
    assert said_at_once(text, 100) == looked_for(text, 100)


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "ASK { ?s ?p trueSERVICE <http://127.0.0.1/> {} }",
    "PREFIX a: <a:> ASK { ?s ?p 1 SERVICEa:x {} }",
    "PREFIX SERVICE: <http://127.0.0.1/> ASK { ?s ?p 1 SERVICE:a {} }",
    "PREFIX a: <http://a/> ASK { ?s ?p a:.SERVICE <http://127.0.0.1/> {} }",
    "PREFIX a: <a:> ASK { FILTER(1<2)SERVICE a:b#>\n {} }",
    "PREFIX a: <http://a/> ASK { FILTER(1<a:b&&'x>' ) SERVICE <http://x> {} #'\n}",
    "PREFIX a: <http://a/> ASK { FILTER(1<a:b#>'''\n) SERVICE <http://x> {} #'''\n}",
    "ASK { # comment\r SERVICE <http://127.0.0.1/> {}\n}",
]


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused_however_it_is_written(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        query_form(text, **LIMITS)
    assert caught.value.status == 403
    assert "SERVICE" in str(caught.value)


NESTED = [
    "SELECT * {" + "{" * 200 + "}" * 200 + "}",
    "SELECT * { FILTER" + "(" * 200 + "1" + ")" * 200 + "}",
    "SELECT * { ?s ?p " + "[ ?p " * 200 + "1" + "]" * 200 + "}",
    "SELECT * {" + "{" * 6_000,
    "SELECT * { FILTER(1<" + "(" * 200 + "1" + ")" * 200 + ">2) }",
    "PREFIX a: <http://a/> ASK { FILTER(1<a:b&&'x>' ) }" + "{'" * 200,
    "ASK { ?s ?p ?o ." + "# comment }}}}\n{" * 200,
    "ASK { ?s ?p '}}}}' ." + "{ ?s ?p '}' ." * 200,
]


@pytest.mark.parametrize("text", NESTED)
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        query_form(text, **LIMITS)
    assert "nested" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <a:b> <a:c> <a:d> }", "DELETE WHERE { ?s ?p ?o }", "drop all", "LOAD <http://x/>"]
)
def test_updates_are_refused_by_name(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        query_form(text, **LIMITS)
    assert (caught.value.status, "read-only" in str(caught.value)) == (403, True)


def test_a_long_query_is_refused_by_its_bytes() -> None:
    with pytest.raises(QueryError) as caught:
        query_form("SELECT * { ?s ?p '" + "预" * 30_000 + "' }", **LIMITS)
    assert caught.value.status == 413


@pytest.mark.parametrize("text", ["", "hello", "PREFIX a: <http://a/>", "'SELECT'"])
def test_no_query_is_refused(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        query_form(text, **LIMITS)
    assert caught.value.status == 400


@pytest.mark.parametrize("text", ['"' * 65_000, "'''" + "\\" * 65_001, "<" * 65_000, '"""a' * 16_000, "<a'" * 20_000])
def test_masking_is_fast_on_hostile_text(text: str) -> None:
    """No backtracking: some 50 ms at most; the bound is wide for a busy machine."""
    import time

    start = time.process_time()
    nesting(mask(text).text)
    assert time.process_time() - start < 2
