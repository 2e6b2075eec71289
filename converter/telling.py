"""What a check of graphs and of a release's findings has to tell, line by line."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph
from rdflib.util import guess_format

import shapes
from converter.errors import DocumentError


def told_graph(path: Path) -> tuple[bool, list[str]]:
    """Whether the graph in a file conforms, and its results in groups, each with where to look first."""
    report = shapes.check(read_graph(path))
    lines = [f"{path.name}: {'conforms to the shapes' if report.conforms else 'violates the shapes'}"]
    groups = Counter((each.severity, each.message_en, each.message_zh) for each in report.results)
    for (severity, english, chinese), number in groups.most_common():
        first = next(each.focus for each in report.results if each.message_en == english)
        lines += [f"  {severity} × {number}: {english} {chinese}", f"    e.g. {first}"]
    return report.conforms, lines


def read_graph(path: Path) -> Graph:
    """The graph in a file; raises DocumentError when it cannot be read."""
    try:
        return Graph().parse(path, format=guess_format(path.name) or "turtle")
    except Exception as error:
        reason = str(error).strip().partition("\n")[0]
        raise DocumentError(path, f"it cannot be read as a graph ({reason})", "name a Turtle file") from error


def told_findings(path: Path) -> Iterator[str]:
    """The findings of a release by rule, and in how many documents."""
    with path.open(encoding="utf-8", newline="") as file:
        findings = list(csv.DictReader(file))
    yield f"{len(findings):,} finding{'' if len(findings) == 1 else 's'} about the documents"
    groups = Counter((each["rule"], each["severity"], each["fault"]) for each in findings)
    for (rule, severity, fault), number in groups.most_common():
        sources = len({each["document"] for each in findings if each["rule"] == rule})
        where = f"{sources:,} document{'' if sources == 1 else 's'}"
        yield f"  {rule} × {number} in {where} ({severity}; fault: {fault})"
