"""The report for programs: JUnit XML and SARIF for continuous integration, JSON, and the SHACL report as Turtle."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree

from ontology import codes, iris
from shapes.report import Result
from shapes.rulebook import rules
from shapes.writing.checked import Checked, Group, numbers

LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
STRUCTURE = "structure"
FORBIDDEN = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_turtle(checked: Sequence[Checked]) -> str:
    """The SHACL reports."""
    return "\n".join(each.report.turtle_of(each.iri) for each in checked)


def as_json(checked: Sequence[Checked]) -> str:
    """Summary and results of every disclosure."""
    found = [
        {
            "name": each.name,
            "conforms": each.report.conforms,
            "summary": each.summary.as_dict(),
            "results": [result_fields(result) for result in each.report.results],
        }
        for each in checked
    ]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def result_fields(result: Result) -> dict[str, Any]:
    """A result as plain values; amounts as text, so that no digit is lost."""
    amounts = {"expected": result.expected, "found": result.found}
    fields = {name: getattr(result, name) for name in Result.__slots__ if name not in amounts}
    return fields | {name: None if value is None else f"{value:f}" for name, value in amounts.items()}


def as_junit(checked: Sequence[Checked]) -> str:
    """One test suite for each disclosure, one test case for each rule and one for the structure of the graph.

    Violations and warnings are failures; what should only be known goes to the case's output.
    """
    root = ElementTree.Element("testsuites", name="yusuan check")
    for each in checked:
        suite(root, each)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def suite(root: ElementTree.Element, checked: Checked) -> None:
    groups: dict[str, list[Group]] = {}
    for group in checked.groups:
        groups.setdefault(group.name if group.results[0].rule else STRUCTURE, []).append(group)
    names = [STRUCTURE, *dict.fromkeys(rule.name for rule in rules())]
    failing = {name for name, of in groups.items() if any(group.severity != "Info" for group in of)}
    tests, failures = str(len(names)), str(len(failing))
    node = ElementTree.SubElement(root, "testsuite", name=checked.name, tests=tests, failures=failures, errors="0")
    for name in names:
        case = ElementTree.SubElement(node, "testcase", classname=checked.name, name=name)
        said = "\n".join(line for group in groups.get(name, ()) for line in map(line_of, group.results))
        if name in failing:
            first = groups[name][0]
            ElementTree.SubElement(case, "failure", type=first.severity, message=clean(first.en)).text = clean(said)
        elif said:
            ElementTree.SubElement(case, "system-out").text = clean(said)


def line_of(result: Result) -> str:
    places = " ".join(place.rpartition("#")[2] for place in (*result.found_at, *result.expected_at))
    return f"{result.message_en} {result.message_zh} [{places or result.focus}]"


def clean(text: str) -> str:
    """The text without characters that no XML document may hold."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff")
    )


def as_sarif(checked: Sequence[Checked]) -> str:
    """SARIF 2.1.0: one run; the found side is the location, the expected side a related one."""
    used = {result.name for each in checked for result in each.report.results}
    known = [code for code in codes.rules() if code.notation in used]
    others = sorted(used - {code.notation for code in known})
    described = [sarif_rule(code) for code in known] + [{"id": name} for name in others]
    driver = {"name": "yusuan check", "informationUri": iris.scheme("rule"), "rules": described}
    results = [sarif_result(each, result) for each in checked for result in each.report.results]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def sarif_rule(rule: codes.Rule) -> dict[str, Any]:
    return {
        "id": rule.notation,
        "helpUri": rule.iri,
        "shortDescription": {"text": f"{rule.label_en} {rule.label_zh}"},
        "fullDescription": {"text": f"{rule.definition_en} {rule.definition_zh}"},
        "help": {"text": f"{rule.remedy_en} {rule.remedy_zh}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def sarif_result(checked: Checked, result: Result) -> dict[str, Any]:
    sides = [list(locations(checked, side)) for side in (result.found_at, result.expected_at)]
    first, related = (sides[0], sides[1]) if sides[0] else (sides[1], [])
    here = {"logicalLocations": [{"fullyQualifiedName": result.focus}]}
    return {
        "ruleId": result.name,
        "level": LEVELS[result.severity],
        "message": {"text": f"{result.message_en} {result.message_zh}"},
        "locations": [{**each, **here} for each in first] or [here],
        "relatedLocations": related,
        "partialFingerprints": {"focus/v1": f"{result.name} {result.focus}"},
    }


def locations(checked: Checked, places: Iterable[str]) -> Iterable[dict[str, Any]]:
    """The places as lines of the document's text."""
    for _, first, last in filter(None, map(numbers, places)):
        region = {"startLine": first, "endLine": last}
        yield {"physicalLocation": {"artifactLocation": {"uri": checked.source or checked.name}, "region": region}}
