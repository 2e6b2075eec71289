"""The rules: what is wrong in a document, and what could not be read in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.facts import Finding

if TYPE_CHECKING:
    from converter.disclosure import Disclosure


def find_findings(disclosure: Disclosure) -> tuple[Finding, ...]:
    """Every finding of a disclosure, in the order of its lines."""
    from converter.findings.compare import compare_findings
    from converter.findings.consistency import consistency_findings
    from converter.findings.explanations import explanation_findings
    from converter.findings.names import name_findings
    from converter.findings.projects import project_findings
    from converter.findings.prose import prose_findings
    from converter.findings.reading import reading_findings
    from converter.findings.spelling import spelling_findings
    from converter.findings.tables import table_findings
    from converter.findings.uses import use_findings
    from converter.findings.wording import wording_findings

    found: list[Finding] = []
    rules = (
        table_findings,
        compare_findings,
        prose_findings,
        project_findings,
        consistency_findings,
        name_findings,
        spelling_findings,
        explanation_findings,
        wording_findings,
        use_findings,
        reading_findings,
    )
    for rule in rules:
        found += rule(disclosure)
    return tuple(sorted(found, key=lambda finding: (finding.lines[0], finding.rule, finding.key)))
