"""Reports: what they say, that programs can read them, and that nothing in a document can break them."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from graphs import right_graph

from shapes.checking import as_quads, check, make_report
from shapes.faulty import faults, with_fault
from shapes.files import GraphError, Target, check_file, check_files
from shapes.report import Report, Result
from shapes.verdict import WORDS, Summary, summarize
from shapes.writing import WRITERS, Checked, as_badge, as_html, as_text
from shapes.writing.machine import as_junit, as_sarif, as_turtle

RIGHT = as_quads(right_graph())
HOSTILE = "<script>alert(1)</script> ]]> \x00\x1b & \"'"
PLACE = "https://example.org/v/9f8e7d6c/source#"
RESULT = Result(
    "Warning", "https://example.org/v/9f8e7d6c/x/o/1", "", "", "“甲”为12万元，乙为13万元。", "A is 12, B is 13.",
    "https://w3id.org/yusuan/shape/rule/spending-plan", "SPARQLConstraintComponent",
    "https://w3id.org/yusuan/shape/rule/spending-plan-december", "spending-plan", "document",
    Decimal(130000), Decimal(120000), (f"{PLACE}p3L2",), (f"{PLACE}p3L4-L5",),
)  # fmt: skip
LINES = ["一", "found here 12.00", "三", "expected here 13.00", "and here"]


def one(*results: Result, lines: list[str] = LINES) -> Checked:
    report = make_report(results)
    return Checked("410703-309", report, summarize(report), lines, "document.txt")


def broken() -> Checked:
    """A real check of a graph with a fault."""
    quads = with_fault(RIGHT, next(fault for fault in faults() if fault.name == "spending-plan-december"))
    assert quads is not None
    report = check(quads)
    return Checked("fault", report, summarize(report))


def test_text_shows_both_sides_beside_one_another() -> None:
    lines = as_text([one(RESULT)]).splitlines()
    assert lines[0].startswith("410703-309: conforms to the shapes · contradictions")
    (heads,) = [line for line in lines if "found p3 L2" in line]
    assert "| expected p3 L4–L5" in heads
    (texts,) = [line for line in lines if "found here" in line]
    assert texts.index("|") < texts.index("expected here 13.00")


def test_text_shows_the_first_few_and_counts_the_rest() -> None:
    many = [replace(RESULT, focus=f"{RESULT.focus}.{number}") for number in range(9)]
    text = as_text([one(*many)])
    assert "spending-plan × 9" in text and "… and 6 more" in text


def test_html_is_whole_and_escapes_what_documents_print() -> None:
    hostile = replace(RESULT, message_zh=HOSTILE, message_en=HOSTILE)
    page = as_html([one(hostile, lines=[HOSTILE] * 5)])
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "130,000 元" in page and "p3 L4–L5" in page


def test_junit_has_a_case_for_every_rule_and_fails_where_rules_do() -> None:
    root = ElementTree.fromstring(as_junit([one(replace(RESULT, message_en=HOSTILE)), one()]))
    first, second = root.findall("testsuite")
    assert first.get("failures") == "1" and second.get("failures") == "0"
    assert int(first.get("tests", 0)) == len(first.findall("testcase")) > 25
    (failure,) = first.iter("failure")
    assert "<script>" in (failure.text or "") and "p3L2" in (failure.text or "")


def test_junit_only_tells_what_is_no_failure() -> None:
    root = ElementTree.fromstring(as_junit([one(replace(RESULT, severity="Info"))]))
    assert not list(root.iter("failure")) and list(root.iter("system-out"))


def test_sarif_names_rule_level_and_both_places() -> None:
    run = json.loads(as_sarif([one(RESULT)]))["runs"][0]
    (result,) = run["results"]
    (described,) = run["tool"]["driver"]["rules"]
    assert result["ruleId"] == described["id"] == "spending-plan" and result["level"] == "warning"
    found, expected = result["locations"][0]["physicalLocation"], result["relatedLocations"][0]["physicalLocation"]
    assert found == {"artifactLocation": {"uri": "document.txt"}, "region": {"startLine": 2, "endLine": 2}}
    assert expected["region"] == {"startLine": 4, "endLine": 5}


def test_sarif_of_a_violation_without_lines_says_what_it_is_about() -> None:
    structure = Result("Violation", "urn:x", "", "", "应有。", "expected.", "https://w3id.org/yusuan/shape/Line")
    (result,) = json.loads(as_sarif([one(structure)]))["runs"][0]["results"]
    assert result["level"] == "error" and result["locations"] == [
        {"logicalLocations": [{"fullyQualifiedName": "urn:x"}]}
    ]


def test_turtle_is_a_shacl_report_of_its_own_for_each_disclosure() -> None:
    both = as_turtle([broken(), replace(broken(), name="other")])
    triples = list(ox.parse(both.encode(), format=ox.RdfFormat.TURTLE))
    reports = {t.subject for t in triples if str(t.object) == "<http://www.w3.org/ns/shacl#ValidationReport>"}
    assert len(reports) == 2
    assert not any(isinstance(term, ox.BlankNode) for t in triples for term in (t.subject, t.object))


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_every_writer_writes_nothing_found(form: str) -> None:
    assert WRITERS[form]([one()]).strip()


@pytest.mark.parametrize(("counts", "verdict"), [
    ((1, 1, 1, 1, 1), "invalid"), ((0, 1, 1, 1, 1), "contradictions"), ((0, 0, 1, 1, 1), "unreadable"),
    ((0, 0, 0, 1, 1), "rounding"), ((0, 0, 0, 1, 0), "clean"),
])  # fmt: skip
def test_the_verdict_is_the_gravest_of_what_there_is(counts: tuple[int, ...], verdict: str) -> None:
    summary = Summary(*counts)
    assert summary.verdict == verdict
    badge = as_badge(summary)
    assert WORDS[verdict][1] in badge and ElementTree.fromstring(badge).tag.endswith("svg")


def test_what_rounding_explains_is_counted_and_no_finding() -> None:
    amount = "ys:amount ?a } INSERT { ?t ys:amount ?b } WHERE { ?t a ys:TotalLine ; ys:amount ?a BIND(?a + 1 AS ?b) }"
    store = ox.Store()
    store.extend(RIGHT)
    store.update("PREFIX ys: <https://w3id.org/yusuan/def#> DELETE { ?t " + amount)
    assert check(RIGHT).rounded == 0
    report = check(store)
    assert report.rounded > 0 and report.results == () and summarize(report).verdict == "rounding"


def test_a_file_that_is_no_graph_is_refused_with_a_remedy(tmp_path: Path) -> None:
    for name, data in (("a.ttl", b"this is not turtle"), ("b.nq.gz", b"no gzip"), ("c.ttl", b"")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(GraphError) as raised:
            check_file(Target(tmp_path / name))
        assert name in str(raised.value) and "name a Turtle" in str(raised.value)


def test_each_named_graph_is_checked_by_itself_in_any_number_of_processes(tmp_path: Path) -> None:
    targets = []
    for number in range(5):
        path = tmp_path / f"{number}.nq"
        graphs = [ox.NamedNode(f"urn:graph:{name}") for name in ("a", "b")]
        path.write_bytes(
            ox.serialize((ox.Quad(*list(q)[:3], g) for g in graphs for q in RIGHT), format=ox.RdfFormat.N_QUADS)
        )
        targets.append(Target(path))
    alone, together = (list(check_files(targets, jobs=jobs)) for jobs in (1, 2))
    assert [each.name for each in alone] == [each.name for each in together]
    assert len(alone) == 10 and all(each.report == Report(True, ()) for each in together)
